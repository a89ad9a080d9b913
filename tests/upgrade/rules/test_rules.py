"""Every rule reports its fact, and reports nothing on a near miss.

Each rule has a folder with a case (see `case_files`) and `expected.json`. If the mirror rule names the fact by its name
on the other side, as renames do, `reversed.json` holds those subjects and parts. `CONFORMANCE_ACCEPT=1` writes
`expected.json`.
"""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import pytest

from conformance.change import Impact, Tier
from conformance.upgrade import rules
from conformance.upgrade.rules.definitions.table import TABLE
from tests.upgrade.vocabulary import CASES, case, changes, facts, needs_run, pair, rule_ids, rule_of
from tests.vocabulary import approved_contract

RULES = rule_ids()
of_each_rule = pytest.mark.parametrize(  # one process reads and runs the releases of a case
    "rule_id", [pytest.param(rule_id, marks=pytest.mark.xdist_group(rule_id)) for rule_id in RULES]
)
LONGEST = 400  # characters of a message
HEADINGS = ["Why it matters", "Before", "After", "What to do"]


def stored(rule_id: str, found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The expected facts of a rule; with `CONFORMANCE_ACCEPT=1` they are written first."""
    file = CASES / rule_id / "expected.json"
    if os.environ.get("CONFORMANCE_ACCEPT") == "1":
        file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    loaded: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def reversed_parts(rule_id: str, found: list[dict[str, str]]) -> list[tuple[str, str]]:
    """The subjects and parts that the mirror rule should report."""
    file = CASES / rule_id / "reversed.json"
    named = json.loads(file.read_text(encoding="utf-8")) if file.exists() else found
    return sorted((fact["subject"], fact["part"]) for fact in named)


@of_each_rule
def test_a_rule_reports_exactly_the_expected_facts(rule_id: str) -> None:
    found = facts(rule_id, case(rule_id, "old", "new"))
    assert found == stored(rule_id, found)
    assert found


@of_each_rule
def test_a_rule_reports_nothing_on_its_near_miss(rule_id: str) -> None:
    assert facts(rule_id, case(rule_id, "old", "near")) == []


@of_each_rule
def test_no_rule_reports_a_difference_between_a_release_and_itself(rule_id: str) -> None:
    same = case(rule_id, "old", "old")
    rules_to_try = [other for other in RULES if needs_run(rule_id) or not needs_run(other)]
    assert [change.id for other in rules_to_try for change in changes(other, same)] == []


def test_no_rule_reports_a_difference_between_all_operations_of_a_release_and_the_same_ones() -> None:
    paths = tuple(approved_contract().paths())
    same = pair({}, {}, run=True, besides=paths)
    assert set(paths) <= set(same.comparisons)
    assert [change.id for rule_id in RULES for change in changes(rule_id, same)] == []


@of_each_rule
def test_the_mirror_reports_the_same_in_the_other_direction(rule_id: str) -> None:
    expected = reversed_parts(rule_id, facts(rule_id, case(rule_id, "old", "new")))
    found = facts(rule_of(rule_id).mirror, case(rule_id, "new", "old"))
    assert [(fact["subject"], fact["part"]) for fact in found] == expected
    assert rule_of(rule_of(rule_id).mirror).mirror == rule_id


@of_each_rule
def test_messages_and_code_of_a_rule_are_well_formed(rule_id: str) -> None:
    for change in changes(rule_id, case(rule_id, "old", "new")):
        assert change.message.endswith("."), change.message
        assert "\n" not in change.message
        assert len(change.message) <= LONGEST, change.message
        assert all(file in _files(rule_id) for file in change.files), change.files
        ast.parse(change.example)
        if change.trial is not None:
            ast.parse(change.trial.code)
        elif change.tier is Tier.SURFACE:
            assert change.impact not in {Impact.BREAKING, Impact.RISKY}, f"{change.id} has no trial"


def _files(rule_id: str) -> set[str]:
    both = case(rule_id, "old", "new")
    return {*both.old.contents.files, *both.new.contents.files}


@of_each_rule
def test_a_rule_explains_itself(rule_id: str) -> None:
    rule = rule_of(rule_id)
    headings = [line for line in rule.documentation.splitlines()[1:] if line and not line.startswith(" ")]
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS
    assert re.fullmatch(r"[A-Z`][^\n]*\.", rule.summary)


def test_every_rule_has_a_folder_of_its_own_here() -> None:
    folders = {file.parent.name for file in Path(CASES).glob("*/expected.json")}
    assert folders == set(RULES)


def test_every_module_of_a_subject_is_a_listed_rule_or_its_facts() -> None:
    modules = {file.stem for file in Path(next(iter(rules.__path__))).glob("*/*.py")} - {"__init__", "facts", "table"}
    assert modules == set(RULES) - set(TABLE)
