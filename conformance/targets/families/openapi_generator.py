"""SDKs that the Python generator of OpenAPI Generator 7 makes over urllib3 and pydantic 2."""

from __future__ import annotations

from typing import Final

from conformance.targets.families.family import Family

OPENAPI_GENERATOR: Final = Family(
    name="openapi_generator",
    modules=("api_client", "api_response", "configuration", "exceptions", "rest", "api"),
    markers=("_host_index",),
    separate_options=("_request_timeout", "_request_auth", "_content_type", "_headers", "_host_index"),
    to_json="to_json",
    to_dict="to_dict",
    none_is_absent=True,
    configuration="Configuration",
    parts="api",
    hidden=frozenset({"api_client"}),
    other_forms=("_with_http_info", "_without_preload_content"),
    network_error="urllib3.exceptions.HTTPError",
    is_sync=True,
    error_status="status",
    rest="additional_properties",
    limits=True,
)
