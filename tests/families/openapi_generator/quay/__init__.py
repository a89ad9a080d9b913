"""A small correct SDK in the style of OpenAPI Generator's Python client."""

from quay.api_client import ApiClient
from quay.configuration import Configuration
from quay.exceptions import ApiException

__all__ = ["ApiClient", "ApiException", "Configuration"]
