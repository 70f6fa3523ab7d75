"""The report's charts: each a `Figure` with caption, alt text, stable id and the numbers behind it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
