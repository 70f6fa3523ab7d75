"""What a reader meets: text, tables and figures as blocks of one vocabulary, with their wording."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
