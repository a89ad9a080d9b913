"""Each kind of fault shows on its own example what it does."""

from __future__ import annotations

import pytest

from conformance.mutants.kind import Kind
from conformance.mutants.kinds import KINDS
from conformance.mutants.mutant import mutants_of, why_without_effect
from conformance.mutants.source import Source

GROUPS = {"request", "response", "error", "retry", "pager", "stream", "model", "helper", "client option", "core"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_kind_makes_its_fault_in_its_example(kind: Kind) -> None:
    source = Source(kind.example.path, kind.example.before)
    found = {mutant.applied(source.text): mutant for mutant in mutants_of(kind, source)}
    assert kind.example.after in found, list(found)
    assert why_without_effect(found[kind.example.after], source.text) is None
    assert not list(mutants_of(kind, Source(kind.example.path, "x = None\n")))


def test_the_kinds_are_of_every_group_and_have_names_of_their_own() -> None:
    assert {kind.group for kind in KINDS} == GROUPS
    assert len({kind.id for kind in KINDS}) == len(KINDS) >= 60


@pytest.mark.parametrize(
    ("kind", "before", "without_effect"),
    [
        ("header_dropped", 'headers={"accept": "a"}', 'json=page, headers={"content-type": "application/json"}'),
        ("error_body_type_lost", "type_=Problem", "type_=typing.Any"),
        ("error_body_type_lost", "type_=Problem", "type_=object"),
    ],
)
def test_an_edit_that_cannot_change_anything_is_no_fault(kind: str, before: str, without_effect: str) -> None:
    found = next(known for known in KINDS if known.id == kind)
    text = found.example.before
    assert before in text
    assert list(mutants_of(found, Source(found.example.path, text)))
    assert not list(mutants_of(found, Source(found.example.path, text.replace(before, without_effect))))
