"""The report's tables: each a `Table` with caption, source, stable id and the numbers behind it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
