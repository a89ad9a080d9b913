from .rack import Rack  # only new
"""Where books stand."""  # only near
# only near
from .shelf import Shelf

__all__ = ["Shelf"]  # only old near
__all__ = ["Rack", "Shelf"]  # only new
