"""SDKs that Speakeasy generates over httpx and pydantic 2."""

from __future__ import annotations

from typing import Final

from conformance.targets.families.family import Family

SPEAKEASY: Final = Family(
    name="speakeasy",
    modules=("basesdk", "sdkconfiguration", "httpclient", "_hooks"),
    markers=("timeout_ms",),
    separate_options=("retries", "server_url", "timeout_ms", "http_headers"),
    not_given=frozenset({"Unset"}),
    byte_results=frozenset({"httpx.Response"}),
    to_json="model_dump_json",
    to_dict="model_dump",
    write_options={"by_alias": True},
    async_suffix="_async",
    transports=("client", "async_client"),
    packed_argument="request",
    dict_suffix="TypedDict",
    open_values=frozenset({"UnrecognizedInt", "UnrecognizedStr"}),
    envelope=frozenset({"headers", "http_meta", "next", "result"}),
    envelope_value="result",
    none_is_absent=True,
)
