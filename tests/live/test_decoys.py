"""A filter is judged by values that exclude something."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.generate.call import Call
from conformance.live.decoys import excluding_switches
from tests.vocabulary import approved_operation


@pytest.mark.parametrize(
    ("items", "requested"),
    [
        ([{"archived": False}, {"archived": False}], True),
        ([{"archived": True}, {"archived": False}], False),
        ([{"archived": True}], False),
        ([{"id": 1}], False),
        ([], False),
        ([{"archived": [1]}], False),
    ],
)
def test_a_switch_that_would_exclude_nothing_is_turned(items: list[Any], requested: bool) -> None:
    operation = approved_operation("projects.list")
    call = Call("projects.list", {"archived": False, "page": 1})
    turned = excluding_switches(operation, call, ["archived"], items)
    assert turned.arguments == {"archived": requested, "page": 1}
    assert excluding_switches(operation, call, ["page"], items) == call
