"""The suite finds faults between it and a real server, each at the operation with the fault."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import Contract, Field, Model, Operation
from conformance.contract.types import Type
from tests.integration.faults.kinds import KINDS
from tests.integration.faults.trials import Trial, bench, field_for, table, trials

# Each kind is tried at the first of them that it applies to; those after the first have what it lacks.
OPERATIONS = ("projects.get", "projects.list", "projects.delete", "projects.update", "tasks.create")
NOT_HERE = {"unknown member"}  # no response of these operations has a field of that type
# The server promises no order here, and a read is not compared with what another operation wrote.
UNNOTICED = {("list reordered", "projects.list"), ("fields swapped", "projects.get")}


@pytest.mark.live
@pytest.mark.slow
def test_faults_are_found_at_the_right_operation_and_only_there(tmp_path: Path) -> None:
    done: list[Trial] = []
    after: Mapping[str, tuple[str, ...]] = {}
    with bench("1.23.2", "2.1.2", OPERATIONS) as ready:
        for trial in trials(ready, OPERATIONS, list(KINDS), tmp_path, once=True):
            if isinstance(trial, Trial):
                done.append(trial)
            else:
                after = trial
    assert {trial.operation for trial in done} == set(OPERATIONS)
    assert {trial.kind for trial in done} >= set(KINDS) - NOT_HERE
    assert not [trial for trial in done if trial.wrong]
    assert {(trial.kind, trial.operation) for trial in done if not trial.noticed} <= UNNOTICED
    assert not any(after.values()), after


THING = Model(
    "thing.Thing",
    (
        Field("id", "id", Type("integer"), required=True),
        Field("title", "title", Type("union", (Type("string"), Type("null"))), required=False),
        Field("state", "state", Type("literal", values=("on", "off")), required=True),
        Field("made", "made_at", Type("datetime"), required=False),
    ),
)
GET = Operation(
    path="things.get", method="GET", url="/things/{id}/", parameters=(), response=Type("model", name="thing.Thing")
)
CONTRACT = Contract(
    target="faux", distribution="faux", version="1", twins={"sync": {"things.get": GET}}, models={"thing.Thing": THING}
)
RECORD = {"extra": 1, "id": 7, "title": "x", "state": "on", "made_at": "2026-11-23T10:00:00Z"}


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("optional field dropped", "title"),
        ("required field dropped", "id"),
        ("null for a value", "id"),
        ("unknown member", "state"),
        ("date in another form", "made_at"),
        ("number as text", "id"),
        ("text as number", "title"),
        ("object as list", None),
        ("list reordered", ""),
    ],
)
def test_a_fault_needs_a_place_that_the_sdk_declares(kind: str, field: str | None) -> None:
    assert field_for(kind, GET, CONTRACT, RECORD) == field


def test_a_missing_field_is_no_place_for_a_fault() -> None:
    assert field_for("required field dropped", GET, CONTRACT, {"title": "x"}) is None


def test_the_table_counts_found_faults_by_kind() -> None:
    def trial(kind: str, *found: str) -> Trial:
        return Trial(kind, "things.get", "", 1, found, ())

    done = [trial("HTML", "odd: things.get"), trial("HTML"), trial("delayed", "slow: things.get", "odd: things.get.x")]
    rows: Any = table(done, [trial("HTML")]).splitlines()
    assert rows[2:] == [
        "| HTML | 2 | 1 | `odd` | 0 of 1 |",
        "| delayed | 1 | 1 | `odd`, `slow` |  |",
        "| **all** | 3 | 2 (66.7%) | wrong operation: 0 | 0 of 1 |",
    ]
