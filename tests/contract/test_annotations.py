"""Annotations of models, of pydantic 2 and of the pydantic 1 that it contains."""

from __future__ import annotations

import enum
from typing import Any, Generic, Literal, TypeVar

import pydantic
import pydantic.v1
from typing_extensions import Required, TypedDict

from conformance.contract.annotations import Annotations
from conformance.contract.model import Field
from conformance.contract.types import NULL, STRING, Type, union
from conformance.exchange.compare_value import Difference, ValueComparer
from conformance.generate.values import to_python, with_members

T = TypeVar("T")


class Old(pydantic.v1.BaseModel):
    type: Literal["old"] = "old"
    user_id: int = pydantic.v1.Field(alias="userId")
    title: str | None = None

    class Config:
        extra = pydantic.v1.Extra.allow


class New(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")

    type: Literal["old"] = "old"
    user_id: int = pydantic.Field(alias="userId")
    title: str | None = None


def fields_of(cls: Any) -> tuple[tuple[Field, ...], bool, tuple[str, ...]]:
    annotations = Annotations(lambda model: model.__name__)
    name = annotations.read(cls).name
    model = annotations.models[name]
    return model.fields, model.keeps_unknown, model.bases


def test_models_of_both_versions_of_pydantic_are_read_alike() -> None:
    expected = (
        Field("type", "type", Type("literal", values=("old",)), required=False, default="old"),
        Field("user_id", "userId", Type("integer"), required=True),
        Field("title", "title", union([STRING, NULL]), required=False),
    )
    assert fields_of(Old) == fields_of(New) == (expected, True, ())
    assert [field.is_fixed for field in expected] == [True, False, False]


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(int, enum.Enum):
    LOW = 1
    HIGH = 2


class Box(pydantic.BaseModel, Generic[T]):
    content: list[T]
    note: str | None = pydantic.Field(default=None, exclude=True)


class Place(TypedDict, total=False):
    name: Required[str]
    near: Place


def test_enums_have_the_values_of_their_members_and_the_name_of_their_class() -> None:
    annotations = Annotations(lambda cls: cls.__name__)
    colour, level = annotations.read(Colour), annotations.read(Level)
    assert (colour.values, colour.name, level.values, level.name) == (("red", "blue"), "Colour", (1, 2), "Level")
    assert annotations.classes["Colour"] is Colour
    assert [Type.from_json(read.to_json()) for read in (colour, level)] == [colour, level]


def test_callers_pass_members_of_enums() -> None:
    annotations = Annotations(lambda cls: cls.__name__)
    declared = annotations.read(list[Colour] | None)
    value = with_members(declared, ["red", "blue"])
    made = to_python(value, lambda name, fields: annotations.classes[name](**fields))
    assert made == [Colour.RED, Colour.BLUE]
    found: list[Difference] = []
    ValueComparer({}).compare(declared, made, ["red", "blue"], (), found)
    assert found == []


def test_fields_of_generic_models_have_the_types_of_their_parameters_and_unwritten_ones_are_left_out() -> None:
    annotations = Annotations(lambda cls: cls.__name__)
    model = annotations.models[annotations.read(Box[int]).name]
    assert [(field.name, field.type) for field in model.fields] == [("content", Type("list", (Type("integer"),)))]


def test_a_typed_dict_may_contain_itself() -> None:
    annotations = Annotations(lambda cls: cls.__name__)
    model = annotations.models[annotations.read(Place).name]
    assert (model.is_dict, model.keeps_unknown) == (True, False)
    assert [(field.name, field.type.kind, field.required) for field in model.fields] == [
        ("name", "string", True),
        ("near", "model", False),
    ]


def test_where_anything_is_allowed_a_value_may_be_a_model_of_what_was_sent() -> None:
    annotations = Annotations(lambda cls: cls.__name__)
    declared = union([Type("any"), annotations.read(New)])
    payload = {"type": "old", "userId": 3, "title": None}
    for value, expected in ((payload, 0), (New.model_validate(payload), 0), (New(userId=4), 1), ("other", 1)):
        found: list[Difference] = []
        ValueComparer(annotations.models).compare(declared, value, payload, (), found)
        assert len(found) == expected, value
