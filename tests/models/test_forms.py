"""The forms of a model reach every part of it, and their number is bounded."""

from __future__ import annotations

from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import UNKNOWN_FIELD, payload
from conformance.models.forms import MOST_PARTS, Forms, another, plain_field
from tests.vocabulary import approved_contract

MODELS = approved_contract().models


def forms(model: str) -> list[str]:
    return [form.name for form in Forms(ResponseFactory(MODELS)).of(model)]


def test_every_member_of_a_union_is_a_form_of_its_own() -> None:
    assert forms("types.tasks.Task") == ["minimal", "full", "nulls", "Choice", "Region", "Choice", "Region"]


def test_the_forms_of_a_union_are_bounded() -> None:
    assert len(forms("types.tasks.Task")) <= 3 + MOST_PARTS * len(MODELS["types.tasks.Task"].fields)


def test_the_full_form_has_an_unknown_field_and_a_date_time_with_offset_and_fraction() -> None:
    full = Forms(ResponseFactory(MODELS)).full("types.projects.Project").record
    sent = payload(full, MODELS)
    assert UNKNOWN_FIELD in sent
    assert UNKNOWN_FIELD in sent["settings"]
    assert sent["created_at"].endswith(".891234+05:30")


def test_another_value_of_a_plain_field_differs_and_has_its_type() -> None:
    model = MODELS["types.projects.Project"]
    field = plain_field(model, {"id": 1, "title": "a"}, present=True)
    assert field is not None
    assert (field.name, another(1, field)) == ("id", 1001)
    absent = plain_field(model, {"id": 1, "title": "a"})
    assert absent is not None
    assert absent.name not in {"id", "title"}
