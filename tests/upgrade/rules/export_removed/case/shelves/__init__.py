from .rack import Rack  # only old
from .shelf import Shelf

__all__ = ["Rack", "Shelf"]  # only old
__all__ = ["Shelf"]  # only new near
