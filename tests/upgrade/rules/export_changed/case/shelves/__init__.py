"""Where books stand."""  # only near
# only near
from .shelf import Shelf  # only old near
from .rack import Shelf  # only new

__all__ = ["Shelf"]
