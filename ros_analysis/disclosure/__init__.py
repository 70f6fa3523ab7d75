"""Statistical disclosure control for the public edition: one allow-list, and the limits for what stands on it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
