"""The classes with operations."""

from quay.api.cranes_api import CranesApi

__all__ = ["CranesApi"]
