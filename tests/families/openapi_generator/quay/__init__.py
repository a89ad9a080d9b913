"""A small correct SDK in the style of OpenAPI Generator's Python client."""

from .api_client import ApiClient
from .configuration import Configuration
from .exceptions import ApiException

__all__ = ["ApiClient", "ApiException", "Configuration"]
