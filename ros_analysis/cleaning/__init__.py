"""A plain table of text → answers per municipality, with every repair as a row."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
