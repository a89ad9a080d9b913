"""SDKs that Stainless generates."""

from __future__ import annotations

from typing import Final

from conformance.targets.families.family import Family

_BYTE_RESULTS: Final = frozenset(
    {
        "AsyncBinaryAPIResponse",
        "AsyncStreamedBinaryAPIResponse",
        "BinaryAPIResponse",
        "HttpxBinaryResponseContent",
        "StreamedBinaryAPIResponse",
    }
)

STAINLESS: Final = Family(
    name="stainless",
    modules=("_base_client", "_resource", "_types"),
    markers=("extra_headers",),
    separate_options=("extra_headers", "extra_query", "extra_body", "timeout"),
    raw=("with_raw_response", "with_streaming_response"),
    not_given=frozenset({"NotGiven", "Omit"}),
    lists=frozenset({"SequenceNotStr"}),
    page_promises=frozenset({"AsyncPaginator"}),
    streams=frozenset({"Stream", "AsyncStream", "JSONLDecoder", "AsyncJSONLDecoder"}),
    byte_results=_BYTE_RESULTS,
    stream_switch="stream",
    volatile_headers=r"idempotency-key|x-.+-(arch|async|os|(read-)?timeout|retry-count|runtime|runtime-version)",
    to_json="to_json",
    to_dict="to_dict",
    page_items="_get_page_items",
)
