from .shelf import Shelf

__all__ = ["Shelf"]
