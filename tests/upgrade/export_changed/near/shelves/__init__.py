"""Where books stand."""

from .shelf import Shelf

__all__ = ["Shelf"]
