"""Evidence shows what happened, without credentials. A reproducer shows it again, without this project."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from conformance.checks import CHECKS
from conformance.exchange.model import CallGroup, Exchange
from conformance.exchange.sequence import Sequence
from conformance.finding import Finding
from tests.checks.cases import VIOLATING, judge_operation, load_case
from tests.checks.sample_server import findings_live
from tests.vocabulary import FAUX, acme_engine, acme_target, judge_without_runtime

pytestmark = VIOLATING
KEY = acme_target().client_arguments["api_key"]
ALTERED = "import acme_sdk\nfrom tests.checks.{check}.violating import alter\nalter(acme_sdk)\n"
SHOWN = ["async_error_differs", "file_damaged", "method_differs", "pager_items_differ",
         "broken_connection_hidden", "response_field_lost", "stream_damaged", "error_class_differs"]  # fmt: skip


@cache
def findings_of_violation(check: str) -> tuple[Finding, ...]:
    """The findings in the SDK that violates a check."""
    wrong = load_case(check, "violating")
    if hasattr(wrong, "server"):
        return findings_live(wrong)
    return judge_operation(check, "violating").findings


def witnessed(check: str) -> Finding:
    """The first finding of the check itself."""
    return next(finding for finding in findings_of_violation(check) if finding.check == check)


@cache
def ran(program: str, check: str | None = None) -> str:
    """The output of a program with the SDK that violates a check, or with the correct one; the error comes last."""
    before = "" if check is None else ALTERED.format(check=check)
    done = subprocess.run(
        [sys.executable, "-c", before + program],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(FAUX), str(Path(__file__).parents[2])])},
    )  # fmt: skip
    return done.stdout + (done.stderr.strip().splitlines() or [""])[-1]


EXCHANGED = [check.id for check in CHECKS if check.judges in {Exchange, CallGroup, Sequence}]


@pytest.mark.parametrize("check", EXCHANGED)
def test_evidence_and_curl_hold_no_credentials(check: str) -> None:
    for finding in findings_of_violation(check):
        if finding.evidence is not None:
            assert KEY not in "".join(vars_of(finding.evidence))
        if finding.reproduce is not None:
            assert KEY not in finding.reproduce.curl


def vars_of(evidence: object) -> list[str]:
    """The texts of the evidence."""
    return [getattr(evidence, name) for name in ("call", "request", "response", "outcome")]


@pytest.mark.parametrize("check", EXCHANGED)
def test_a_finding_about_an_exchange_shows_the_exchange(check: str) -> None:
    evidence = witnessed(check).evidence
    assert evidence is not None
    assert evidence.call.startswith("client.")
    assert all(vars_of(evidence))


@pytest.mark.parametrize("check", EXCHANGED)
def test_a_reproducer_does_not_need_this_project(check: str) -> None:
    for finding in findings_of_violation(check):
        if finding.reproduce is not None:
            compile(finding.reproduce.python, "reproducer", "exec")
            assert "conformance" not in finding.reproduce.python.replace("conformance_unknown_field", "").replace(
                "conformance-unknown-member", ""
            ).replace("x-conformance", "")


def test_curl_reads_the_credentials_from_the_environment() -> None:
    reproduce = witnessed("method_differs").reproduce
    assert reproduce is not None
    assert '"Authorization: Token $API_KEY"' in reproduce.curl
    assert "http://sdk.test/api/projects/" in reproduce.curl


def test_findings_of_the_package_have_no_evidence() -> None:
    wrong = load_case("export_missing", "violating")
    (finding,) = judge_without_runtime(acme_engine(wrong.alter)).findings
    assert finding.evidence is None
    assert finding.reproduce is None


@pytest.mark.parametrize("check", SHOWN)
def test_a_reproducer_shows_the_violation_only_with_the_wrong_sdk(check: str) -> None:
    reproduce = witnessed(check).reproduce
    assert reproduce is not None
    assert ran(reproduce.python, check) != ran(reproduce.python)


def test_the_reproducer_of_a_wrong_method_prints_the_request() -> None:
    reproduce = witnessed("method_differs").reproduce
    assert reproduce is not None
    assert ran(reproduce.python, "method_differs").startswith("PUT http://sdk.test/api/projects/")
    assert ran(reproduce.python).startswith("PATCH http://sdk.test/api/projects/")


def test_the_reproducer_of_an_ended_pager_prints_the_items_of_one_page() -> None:
    reproduce = witnessed("pager_items_differ").reproduce
    assert reproduce is not None
    assert ran(reproduce.python, "pager_items_differ").count("Project(") == 2
    assert ran(reproduce.python).count("Project(") == 3


def test_the_reproducer_of_a_wrong_error_class_ends_with_that_class() -> None:
    reproduce = witnessed("async_error_differs").reproduce
    assert reproduce is not None
    assert "acme_sdk.core.api_error.ApiError" in ran(reproduce.python, "async_error_differs")
    assert "acme_sdk.errors.NotFoundError" in ran(reproduce.python)
