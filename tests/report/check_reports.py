"""Reports of checks written by hand: one that conforms, one of a run on a server, and a finding to add."""

from __future__ import annotations

from dataclasses import replace

from conformance.finding import ArgumentCoverage, Blame, Coverage, Evidence, Finding, Reach, Severity, Source
from conformance.report.report import Report
from tests.strategies import CHECK_IDS, CHECKS

CONFORMING = Report(
    command="check",
    tool_version="0.1.0",
    target="label_studio",
    sdk="label-studio-sdk",
    sdk_version="2.0.7",
    sdk_origin="release",
    seed=0,
    examples=20,
    selection=(),
    approved="2.0.7",
    spec=None,
    notes=(),
    checks=CHECKS,
    operations=(
        Coverage(
            operation="prompts.get",
            twins=("sync", "async"),
            examples=20,
            exchanges=40,
            checks=dict.fromkeys(CHECK_IDS, 20),
            not_covered={},
        ),
    ),
    findings=(),
    stale=(),
)


LIVE = replace(
    CONFORMING,
    command="live",
    server="Community 1.23.2",
    mode="owned",
    operations=(
        replace(
            CONFORMING.operations[0],
            reach=Reach(state="reached", reason="", statuses={"200": 6, "404": 1}, requests=12),
            arguments=ArgumentCoverage(
                accepted=("id", "query"),
                accepted_with={"query": ("project",)},
                refused={"resolve": "400: resolve: Not a valid boolean."},
                not_sent={"workspace": "no known operation creates `workspace`"},
                refused_without={"id": "400: id: This field is required."},
            ),
        ),
        Coverage(
            operation="tasks.status",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="unreached", reason="it makes none", statuses={"404": 2}, requests=2),
        ),
        Coverage(
            operation="users.delete",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="untried", reason="the mode read-only sends only GET and HEAD", statuses={}, requests=0),
        ),
        Coverage(
            operation="prompts.indicators",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="absent", reason="no view responded", statuses={"404": 1}, requests=1),
        ),
    ),
    times={"start": 9.0, "run": 80.0, "wire": 70.0, "server": 60.0},
)


def finding(part: str = "id", message: str = "It is sent raw.", evidence: Evidence | None = None) -> Finding:
    return Finding(
        check="path_value_not_escaped",
        operation="prompts.get",
        message=message,
        severity=Severity.MAJOR,
        blame=Blame.SDK,
        sources=(Source.SDK, Source.STANDARD),
        part=part,
        evidence=evidence,
    )
