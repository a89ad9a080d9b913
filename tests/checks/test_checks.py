"""Every check fires on the one wrong thing, and is silent on its near miss."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import conformance.checks
from conformance.checks import CHECKS, IDS, checks_of
from conformance.checks.check import FAMILIES, Check
from conformance.checks.subjects import DeclaredOperation, Package
from conformance.exchange.model import CallGroup, Exchange
from conformance.finding import PACKAGE
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.upgrade.rules import RULES
from tests.recordings import everything
from tests.vocabulary import acme_document, acme_engine, engine_for, finding_ids, judge

CASES = Path(__file__).parent
SHARED = {"__init__", "check", "prelude", "subjects", "views"}  # modules that are not checks
OFFLINE = [check for check in CHECKS if check.family != "live" or check.replayed]
FUZZ_CHECKS = checks_of(FuzzFailure)
ALTERED = [
    check.id
    for check in CHECKS
    if check not in FUZZ_CHECKS and "\ndef server(" not in (CASES / check.id / "violating.py").read_text()
]
HEADINGS = ["Why it matters", "Conforming", "Violating"]


def case(check: str, kind: str) -> ModuleType:
    """One fixture: an alteration of acme and what it gives."""
    return importlib.import_module(f"tests.checks.{check}.{kind}")


@pytest.mark.parametrize("check", ALTERED)
def test_a_check_fires_on_the_one_wrong_thing(check: str) -> None:
    wrong = case(check, "violating")
    found = finding_ids(engine_for(check, wrong), [wrong.OPERATION])
    assert {identity for identity in found if identity.startswith(f"{check}: ")} == wrong.EXPECT
    assert {identity.split(":")[0] for identity in found} - {check} == wrong.ALSO


@pytest.mark.parametrize("check", ALTERED)
def test_a_check_judges_what_is_unusual_and_right_and_is_silent(check: str) -> None:
    right = case(check, "conforming")
    found = judge(engine_for(check, right), right.OPERATION)
    assert {finding.id.split(":")[0] for finding in found.findings} == right.ALSO
    assert found.coverage.checks.get(check, 0) > 0


@pytest.mark.parametrize("check", FUZZ_CHECKS, ids=lambda check: check.id)
def test_a_failure_that_schemathesis_reports_is_a_finding_of_one_check(check: Check[FuzzFailure]) -> None:
    wrong, right = case(check.id, "violating"), case(check.id, "conforming")
    found = {f"{check.id}: projects.get.{fact.part}" for fact in check.judge(wrong.COMPLAINT) or ()}
    assert found == wrong.EXPECT
    assert check.judge(right.COMPLAINT) is None
    assert [other for other in FUZZ_CHECKS if other.judge(wrong.COMPLAINT) is not None] == [check]


@pytest.mark.parametrize("free", [False, True], ids=["held to its contract", "held to nothing"])
def test_the_good_sdk_has_no_findings(free: bool) -> None:
    assert finding_ids(acme_engine(free=free)) == set()


def test_the_good_sdk_has_no_findings_by_a_document_of_its_own() -> None:
    assert finding_ids(acme_engine(document=acme_document())) == set()


def test_checks_on_disk_are_the_checks_that_run() -> None:
    modules = {file.stem for file in Path(inspect.getfile(conformance.checks)).parent.glob("*.py")}
    folders = {folder.name for folder in CASES.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert modules - SHARED == set(IDS) == folders
    assert list(IDS) == sorted(set(IDS))


def test_no_id_is_both_a_check_and_an_upgrade_rule() -> None:
    assert not set(IDS) & {rule.id for rule in RULES}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_the_name_of_its_module(check: Check[Any]) -> None:
    assert check.judge.__module__ == f"conformance.checks.{check.id}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_explains_itself(check: Check[Any]) -> None:
    headings = [line for line in check.documentation.splitlines()[1:] if line and not line.startswith(" ")]
    assert headings[-3:] == HEADINGS
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS
    assert re.fullmatch(r"[A-Z][^.\n]*\.", check.summary)
    assert check.needs
    assert check.family in FAMILIES
    assert check.sources[0] is not check.sources[1]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_part_of_an_explanation_says_something(check: Check[Any]) -> None:
    parts = re.split(r"\n\n(?:Why it matters|Conforming|Violating)\n", check.documentation)
    assert len(parts) == 4
    assert all(part.strip() for part in parts)


def test_checks_are_listed_by_family_and_name() -> None:
    assert [(FAMILIES.index(check.family), check.id) for check in CHECKS] == sorted(
        (FAMILIES.index(check.family), check.id) for check in CHECKS
    )


def test_every_check_judges_the_good_sdk_somewhere() -> None:
    engine = acme_engine(document=acme_document(), recorded=everything())
    counted = [judge(engine, operation).coverage for operation in (PACKAGE, *engine.paths())]
    assert {check for coverage in counted for check in coverage.checks} == {check.id for check in OFFLINE}


def test_a_check_that_did_not_judge_an_operation_says_why() -> None:
    engine = acme_engine(recorded=everything())
    for operation in (PACKAGE, *engine.paths()):
        coverage = judge(engine, operation).coverage
        subjects = {Package} if operation == PACKAGE else {Exchange, CallGroup, DeclaredOperation}
        assert {*coverage.checks, *coverage.not_covered} == {check.id for check in OFFLINE if check.judges in subjects}
        assert not coverage.checks.keys() & coverage.not_covered.keys()
        assert all(coverage.not_covered.values())
