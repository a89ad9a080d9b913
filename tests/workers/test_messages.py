"""Every message between pipeline and worker arrives as it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.workers.messages import MESSAGES, JudgeOperation, WorkerDeath, decode, encode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(), int: st.integers(), bool: st.booleans(), bytes: st.binary(), NoneType: st.none(), Any: JSON,
    float: st.floats(allow_nan=False, allow_infinity=False), Path: st.sampled_from([Path("/a/b.json"), Path("c")]),
}  # fmt: skip


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in SCALARS:
        return SCALARS[annotation]
    if is_typeddict(annotation):
        return JSON
    if origin in {Union, UnionType}:
        return st.one_of(*map(values, arguments))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {dict, Mapping}:
        return st.dictionaries(*map(values, arguments), max_size=3)
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, arguments))
    if issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    assert isinstance(annotation, type), annotation
    assert is_dataclass(annotation), annotation
    hints = get_type_hints(annotation)
    return st.builds(annotation, **{field.name: values(hints[field.name]) for field in fields(annotation)})


@pytest.mark.parametrize("kind", MESSAGES.values(), ids=MESSAGES)
@given(data=st.data())
def test_a_message_arrives_as_it_was_sent(kind: type, data: st.DataObject) -> None:
    message = data.draw(values(kind))
    line = encode(message)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert decode(line) == message


def test_a_line_names_its_message() -> None:
    assert json.loads(encode(JudgeOperation(operation="tasks.get"))) == {
        "type": "JudgeOperation",
        "operation": "tasks.get",
    }


@pytest.mark.parametrize("line", ["{}", '{"type": "Leave"}'])
def test_a_line_without_a_known_message_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a message between pipeline and worker"):
        decode(line)


def test_the_summary_of_a_death_is_its_last_line() -> None:
    assert WorkerDeath(message="  printed\nended with status 3").summary == "ended with status 3"
