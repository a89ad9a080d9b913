"""Every check finds its violation, and finds nothing in an unusual SDK that conforms."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import conformance.checks
from conformance.checks import CHECKS, IDS, checks_of
from conformance.checks.check import FAMILIES, Check
from conformance.checks.subjects import CallWithOptions, DeclaredOperation, Package
from conformance.documentation.helpers import HelperSignatures
from conformance.documentation.subjects import DocumentedOperation, DocumentedPackage, DocumentedPages
from conformance.exchange.model import CallGroup, Exchange
from conformance.exchange.token_use import TokenUse
from conformance.finding import PACKAGE
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.judging.judgement import Judgement
from conformance.models.case import ModelObjects
from conformance.runtime.case import Runtime
from conformance.scenarios.run import Helpers
from conformance.upgrade.rules import RULES
from tests.checks.cases import FOLDER, VIOLATING, WITH_SERVER, judge_operation, load_case, other_checks
from tests.checks.shared_sdks import SharedSdk, put_together
from tests.recordings import everything
from tests.vocabulary import acme_document, acme_engine, engine_for, finding_ids, judge, judge_without_runtime

SHARED = {
    "__init__",
    "check",
    "helper_views",
    "model_views",
    "origin",
    "own",
    "own_modules",
    "prelude",
    "runtime_views",
    "subjects",
    "views",
}  # modules that are not checks
OFFLINE = [check for check in CHECKS if check.family != "live" or check.replayed]
FUZZ_CHECKS = checks_of(FuzzFailure)
TOKEN_CHECKS = checks_of(TokenUse)
ALTERED = [check.id for check in CHECKS if check not in (*FUZZ_CHECKS, *TOKEN_CHECKS) and check.id not in WITH_SERVER]
WITHOUT_RUNTIME = {
    check.id
    for subject in (Package, DocumentedPackage, DocumentedPages, Helpers, HelperSignatures, ModelObjects)
    for check in checks_of(subject)
}
WITHOUT_TOKENS = {"token_exchanged_repeatedly"}  # of the unaltered acme, which exchanges none
HEADINGS = ["Why it matters", "Conforming", "Violating"]


def judge_case(check: str, kind: str) -> Judgement:
    """The judgement of a fixture: of its operation, or of the package.

    The calls of the package's client are not made if no check of the fixture judges these.
    """
    case = load_case(check, kind)
    return judge_operation(check, kind) if needs_client(check, case) else judge_without_runtime(engine_for(check, case))


def needs_client(check: str, case: ModuleType) -> bool:
    """Whether a check that finds something in a fixture, or its own, judges the calls of the package's client."""
    return not {check, *other_checks(case)} <= WITHOUT_RUNTIME


@lru_cache
def shared_sdks(kind: str) -> dict[str, SharedSdk]:
    """By check, the SDK in which its fixture stands with others: those that need calls of the client."""
    cases = {check: load_case(check, kind) for check in ALTERED}
    sdks = put_together({
        check: case for check, case in cases.items() if case.OPERATION == PACKAGE and needs_client(check, case)
    })  # fmt: skip
    return {check: sdk for sdk in sdks for check in sdk.cases}


def judge_fixture(check: str, kind: str) -> tuple[ModuleType, Judgement]:
    """A fixture and the judgement of its SDK. Other checks than its own find what they have to."""
    case, sdk = load_case(check, kind), shared_sdks(kind).get(check)
    if sdk is not None:
        assert sdk.checks - sdk.cases.keys() == sdk.other_checks
        return case, sdk.judged
    found = judge_case(check, kind)
    assert {finding.id.split(":")[0] for finding in found.findings} - {check} == other_checks(case)
    return case, found


def found_by(check: str, judged: Judgement) -> set[str]:
    """The ids of the findings of a check."""
    return {finding.id for finding in judged.findings if finding.id.startswith(f"{check}: ")}


MANY_CLIENTS = {"client_argument_ignored", "credentials_exposed"}  # their fixtures make hundreds of clients
MARKED = [pytest.param(check, marks=pytest.mark.slow if check in MANY_CLIENTS else ()) for check in ALTERED]


@VIOLATING
@pytest.mark.parametrize("check", MARKED)
def test_a_check_finds_its_violation(check: str) -> None:
    wrong, judged = judge_fixture(check, "violating")
    assert found_by(check, judged) == wrong.EXPECT


@pytest.mark.xdist_group("conforming fixtures")
@pytest.mark.parametrize("check", MARKED)
def test_a_check_judges_an_unusual_conforming_sdk_and_finds_nothing(check: str) -> None:
    _, judged = judge_fixture(check, "conforming")
    assert found_by(check, judged) == set()
    assert judged.coverage.checks.get(check, 0) > 0


@pytest.mark.parametrize("check", FUZZ_CHECKS, ids=lambda check: check.id)
def test_a_failure_that_schemathesis_reports_is_a_finding_of_one_check(check: Check[FuzzFailure]) -> None:
    wrong, right = load_case(check.id, "violating"), load_case(check.id, "conforming")
    found = {f"{check.id}: projects.get.{fact.part}" for fact in check.judge(wrong.FAILURE) or ()}
    assert found == wrong.EXPECT
    assert check.judge(right.FAILURE) is None
    assert [other for other in FUZZ_CHECKS if other.judge(wrong.FAILURE) is not None] == [check]


@pytest.mark.parametrize("check", TOKEN_CHECKS, ids=lambda check: check.id)
def test_a_token_that_is_not_used_as_needed_is_a_finding(check: Check[TokenUse]) -> None:
    wrong, right = load_case(check.id, "violating"), load_case(check.id, "conforming")
    facts = list(check.judge(wrong.USE) or ())
    assert {f"{check.id}: {PACKAGE}.{fact.part}" for fact in facts} == wrong.EXPECT
    assert list(check.judge(right.USE) or ()) == []


@pytest.mark.parametrize("free", [False, True], ids=["with a contract", "without a contract"])
def test_the_unaltered_sdk_has_no_findings(free: bool) -> None:
    assert finding_ids(acme_engine(free=free), runtime=free) == set()


def test_every_check_on_disk_is_listed_and_has_fixtures() -> None:
    modules = {file.stem for file in Path(inspect.getfile(conformance.checks)).parent.glob("*.py")}
    folders = {folder.name for folder in FOLDER.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert modules - SHARED == set(IDS) == folders
    assert list(IDS) == sorted(set(IDS))


def test_no_id_is_both_a_check_and_an_upgrade_rule() -> None:
    assert not set(IDS) & {rule.id for rule in RULES}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_the_name_of_its_module(check: Check[Any]) -> None:
    assert check.judge.__module__ == f"conformance.checks.{check.id}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_documentation_of_a_check_has_every_section(check: Check[Any]) -> None:
    headings = [line for line in check.documentation.splitlines()[1:] if line and not line.startswith(" ")]
    assert headings[-3:] == HEADINGS
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS
    assert re.fullmatch(r"[A-Z][^.\n]*\.", check.summary)
    assert check.needs
    assert check.family in FAMILIES
    assert check.sources[0] is not check.sources[1]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_section_of_a_documentation_is_empty(check: Check[Any]) -> None:
    parts = re.split(r"\n\n(?:Why it matters|Conforming|Violating)\n", check.documentation)
    assert len(parts) == 4
    assert all(part.strip() for part in parts)


def test_checks_are_listed_by_family_and_name() -> None:
    assert [(FAMILIES.index(check.family), check.id) for check in CHECKS] == sorted(
        (FAMILIES.index(check.family), check.id) for check in CHECKS
    )


@lru_cache
def judged_with_everything() -> dict[str, Judgement]:
    """The unaltered SDK, judged with its own document and with recordings."""
    engine = acme_engine(document=acme_document(), recorded=everything())
    return {operation: judge(engine, operation) for operation in (PACKAGE, *engine.paths())}


@pytest.mark.slow
@pytest.mark.xdist_group("unaltered SDK")
def test_the_unaltered_sdk_has_no_findings_by_its_own_document() -> None:
    assert not [finding.id for judged in judged_with_everything().values() for finding in judged.findings]


@pytest.mark.xdist_group("unaltered SDK")
def test_every_check_judges_the_unaltered_sdk_somewhere() -> None:
    checks = {check for judged in judged_with_everything().values() for check in judged.coverage.checks}
    assert checks == {check.id for check in OFFLINE} - WITHOUT_TOKENS


@pytest.mark.xdist_group("unaltered SDK")
def test_coverage_has_a_reason_for_every_check_that_did_not_judge_an_operation() -> None:
    for operation, judged in judged_with_everything().items():
        coverage = judged.coverage
        whole = {Package, DocumentedPackage, DocumentedPages, Helpers, HelperSignatures, ModelObjects, Runtime}
        called = {Exchange, CallGroup, DeclaredOperation, CallWithOptions, DocumentedOperation}
        subjects = whole if operation == PACKAGE else called
        assert {*coverage.checks, *coverage.not_covered} == {check.id for check in OFFLINE if check.judges in subjects}
        assert not coverage.checks.keys() & coverage.not_covered.keys()
        assert all(coverage.not_covered.values())
