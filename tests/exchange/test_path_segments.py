"""Paths are compared as decoded segments: rows of a template, a value, a sent path and whether they agree."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from conformance.contract.model import Operation, Parameter
from conformance.contract.types import NULL, STRING
from conformance.exchange.path_segments import expected_path, sent_path
from conformance.generate.call import Call
from conformance.wire import Request


@pytest.mark.parametrize(
    ("template", "value", "path", "alike"),
    [
        ("/things/{x}", "a", "/things/a", True),
        ("/things/{x}", "a/b", "/things/a%2Fb", True),
        ("/things/{x}", "a/b", "/things/a/b", False),
        ("/things/{x}", "50%", "/things/50%25", True),
        ("/things/{x}", "..", "/things/%2E%2E", True),
        ("/things/{x}", "..", "/", False),
        ("/things/{x}", "ü", "/things/%C3%BC", True),
        ("/things/{x}/", "a", "/things/a", False),
        ("/things/{x}/", 7, "/things/7/", True),
        ("/things/{x}/", True, "/things/true/", True),
        ("/things/{x}/", True, "/things/True/", False),
        ("/things/{x}", dt.date(2025, 3, 4), "/things/2025-03-04", True),
        ("/things/at-{x}.json", "a", "/things/at-a.json", True),
    ],
)
def test_paths_are_compared_segment_by_segment(template: str, value: Any, path: str, alike: bool) -> None:
    x = Parameter(name="x", wire_name="x", location="path", type=STRING, required=True)
    promised = Operation(path="things.get", method="GET", url=template, parameters=(x,), response=NULL)
    sent = Request("GET", f"http://sdk.test{path}?q=1", (), b"")
    assert (expected_path(promised, Call("things.get", {"x": value})) == sent_path(sent)) is alike
