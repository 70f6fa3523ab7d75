"""From an executed notebook to pages: one document, rendered as HTML, PDF and Word."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
