"""`Round`: the one object an analyst holds, with what if, and the processed folder."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
