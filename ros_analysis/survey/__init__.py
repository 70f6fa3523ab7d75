"""What is asked and of whom: codebook, settings, municipalities, words, folders, and the contract of every frame."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
