from .rack import Shelf

__all__ = ["Shelf"]
