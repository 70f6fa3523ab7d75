"""Any survey tool's export → one plain table of text, with the origin of every cell kept."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
