"""The classes with operations."""

from .cranes_api import CranesApi

__all__ = ["CranesApi"]
