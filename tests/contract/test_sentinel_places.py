"""The places of arguments in a request are found by the values that are sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.contract.probe import Placement, SentinelPlaces
from conformance.wire import Request

SENT = {"id": "zq1zq", "visits": [{"at": "2025-03-04T05:06:07+00:00"}], "inner": {"name": "zq2zq"}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (SENT, Placement("body", "")),
        ({"id": "zq1zq"}, Placement("body", "")),
        ({"id": "zq1zq", "visits": [{"at": "2025-03-04T05:06:07Z"}]}, Placement("body", "")),
        ({"name": "zq2zq"}, Placement("field", "inner")),
        ({"id": "zq1zq", "other": "zq3zq"}, None),
        ({"visits": [{"at": "2025-03-04T05:06:07Z"}]}, None),
    ],
)
def test_a_mapping_is_the_body_if_its_fields_are_and_one_text_is_sent_as_given(
    given: dict[str, Any], expected: Placement | None
) -> None:
    request = Request("POST", "http://sdk.test/x", (("content-type", "application/json"),), json.dumps(SENT).encode())
    assert SentinelPlaces(request).find_whole(given) == expected
