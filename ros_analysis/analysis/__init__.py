"""The only rule for results, levels and zones, and what is tested and found by it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
