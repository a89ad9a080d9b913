from .rack import Rack
from .shelf import Shelf

__all__ = ["Rack", "Shelf"]
