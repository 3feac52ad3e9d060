"""Grade PyTorch homework: nobody cheats it, it is fast, it teaches."""

__version__ = "0.1.0"
