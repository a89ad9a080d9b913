from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict


class RequestOptions(TypedDict, total=False):
    additional_headers: Mapping[str, str]
    additional_query_parameters: Mapping[str, str]
    max_retries: int
