"""SDKs that Fern generates, with and without `raw_client` modules."""

from __future__ import annotations

from typing import Final

from conformance.targets.families.family import Family

FERN: Final = Family(
    name="fern",
    modules=("core.client_wrapper", "core.api_error"),
    markers=("request_options",),
    raw=("with_raw_response",),
)
