"""A value that a server sent is kept if the result holds it, whatever type is declared."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.runtime.kept import KeptComparer
from tests.vocabulary import approved_contract, import_acme

MOMENT = dt.datetime(2025, 3, 4, tzinfo=dt.timezone.utc)


@pytest.fixture
def acme() -> Iterator[Any]:
    sdk = import_acme()
    yield sdk
    sdk.close()


def changes(value: Any, sent: Any, sdk: Any = None) -> list[str]:
    relative = sdk.relative if sdk is not None else lambda cls: cls.__name__
    return [change.text for change in KeptComparer(approved_contract().models, relative).changes(value, sent)]


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (MOMENT, "2025-03-04T00:00:00Z"),
        (MOMENT.date(), "2025-03-04"),
        (uuid.UUID(int=1), str(uuid.UUID(int=1))),
        (7, 7.0),
        ({"a": [1, None]}, {"a": [1, None]}),
        ("soon", "soon"),
        (None, None),
    ],
)
def test_a_value_that_holds_what_was_sent_is_kept(value: Any, sent: Any) -> None:
    assert changes(value, sent) == []


@pytest.mark.parametrize(
    ("value", "sent", "text"),
    [
        (False, "no", "the value: 'no' → False"),
        (True, 1, "the value: 1 → True"),
        (7, 7.5, "the value: 7.5 → 7"),
        (7, "7", "the value: '7' → 7"),
        (MOMENT, 7, "the value: 7 → 2025-03-04 00:00:00+00:00"),
        ({"a": 1}, {"a": 1, "b": 2}, "b: 2 → nothing"),
        ([1], [1, 2], "the value: [1, 2] → [1]"),
    ],
)
def test_a_value_that_is_converted_or_lost_is_not_kept(value: Any, sent: Any, text: str) -> None:
    assert changes(value, sent) == [text]


@pytest.mark.parametrize(
    ("value", "sent", "harmless"),
    [(12, "12", True), (1, True, True), (12.0, "12", True), (True, "12", False), (7, 7.5, False), (True, 7, False)],
)
def test_a_change_to_an_equal_number_is_harmless(value: Any, sent: Any, harmless: bool) -> None:
    (change,) = KeptComparer({}, lambda cls: cls.__name__).changes(value, sent)
    assert change.harmless is harmless


def test_a_model_is_compared_by_wire_names_with_its_unknown_fields(acme: Any) -> None:
    settings = acme.package.types.projects.Settings.model_construct(show_hints=True)
    settings.__pydantic_extra__["odd"] = [1]
    assert changes(settings, {"showHints": True, "odd": [1]}, acme) == []
    assert changes(settings, {"showHints": False, "odd": [2]}, acme) == ["showHints: False → True", "odd.[]: 2 → 1"]


def test_a_field_that_replaces_a_method_is_named(acme: Any) -> None:
    comparer = KeptComparer(approved_contract().models, acme.relative)
    project = acme.package.types.Project.model_construct(id=1)
    assert comparer.hidden(project, {"id": 1, "copy": "odd"}) == []
    project.__dict__["copy"] = "odd"
    assert comparer.hidden(project, {"id": 1, "copy": "odd"}) == ["copy"]
