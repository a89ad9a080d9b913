"""A small SDK in the style of Stainless."""

from ._client import AsyncRiver, River
from ._exceptions import APIConnectionError, APIError, APIResponseValidationError, APIStatusError, RiverError

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "AsyncRiver",
    "River",
    "RiverError",
]

for name in __all__:
    locals()[name].__module__ = "river"  # messages name the package
