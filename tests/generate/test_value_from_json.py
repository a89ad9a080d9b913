"""Values that are read from JSON as SDKs read it."""

from __future__ import annotations

import pytest

from conformance.contract.model import Field, Model
from conformance.contract.types import Type, union
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import Record

INTEGER = Type("integer")
SHORT = Model("Short", (Field("a", "a", INTEGER, required=False),))
LONG = Model("Long", (Field("a", "a", INTEGER, required=False), Field("b", "b", INTEGER, required=False)))
CLOSED = Model("Closed", LONG.fields[:1], keeps_unknown=False)
STRICT = Model("Strict", (Field("c", "c", INTEGER, required=True),))
MODELS = {model.name: model for model in (SHORT, LONG, CLOSED, STRICT)}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Short", "Long"), Record("Short", {"a": 1, "b": 2})),
        (("Long", "Short"), Record("Long", {"a": 1, "b": 2})),
        (("Closed", "Long"), Record("Closed", {"a": 1})),
        (("Strict", "Long"), Record("Long", {"a": 1, "b": 2})),
    ],
)
def test_of_classes_that_fit_the_first_is_read_with_the_other_fields(names: tuple[str, ...], expected: Record) -> None:
    declared = union([Type("model", name=name) for name in names])
    read = [value_from_json([{"a": 1, "b": 2}], Type("list", args=(declared,)), MODELS, undeclared=True)]
    assert read == [[expected]]


def test_undeclared_fields_are_left_out_of_arguments() -> None:
    assert value_from_json({"a": 1, "b": 2}, Type("model", name="Short"), MODELS) == Record("Short", {"a": 1})
