"""Schemathesis sends its own requests to the server of a run; its failures become findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.checks import checks_of
from conformance.contract.url_shape import shape_of
from conformance.exchange.rendering import request_text, response_text
from conformance.finding import PACKAGE, Evidence, Finding
from conformance.generate.fuzz import FuzzConfig, FuzzLimits, fuzz
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.pipeline.console import Console
from conformance.redaction.redact import Secrets
from conformance.servers.connect import credentials_of
from conformance.servers.live_values import SeededServer
from conformance.servers.server import Server
from conformance.servers.server_wire import BudgetSpent, RequestLimits, ServerWire
from conformance.targets.target import Target
from conformance.wire import Request

SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """The findings, and how many requests Schemathesis sent for how many operations."""

    findings: tuple[Finding, ...]
    requests: int
    operations: int


def run_fuzz(
    server: Server,
    target: Target,
    document: Mapping[str, Any],
    seeded: SeededServer,
    *,
    seed: int,
    console: Console,
) -> FuzzResult:
    """Test every operation of a document on a server that this run has started."""
    secrets = Secrets((server.token, server.second_token))
    wire = ServerWire(server, placeholder=server.token, limits=RequestLimits(), permit=lambda _: None)
    forbidden = [_is_request_of(label) for label in seeded.dangerous]
    found: dict[str, Finding] = {}
    tried: set[str] = set()
    config = FuzzConfig(
        document=document, url=server.url, seed=seed,
        headers={"Authorization": credentials_of(target, server.token).header},
        ids=lambda path, name: list(seeded.ids.get(shape_of(path.partition("{" + name + "}")[0]), ())),
        leave_out=seeded.dangerous, limits=FuzzLimits(seconds=SECONDS),
    )  # fmt: skip
    try:
        # Schemathesis sends a verb that is left out all the same, as one that the document does not have
        for batch in fuzz(
            config, wire.send_absolute, lambda request: not any(matches(request) for matches in forbidden)
        ):
            tried |= {operation for operation, _ in batch.statuses}
            for failure in batch.failures:
                for finding in _findings(failure, seeded.operations.get(failure.operation, PACKAGE), secrets):
                    found.setdefault(finding.id, finding)
            console.report_progress(len(tried), len(seeded.operations), "Schemathesis")
    except BudgetSpent:
        console.report_progress(len(tried), len(tried), "Schemathesis")  # the findings so far are kept
    finally:
        wire.close()
    return FuzzResult(tuple(found[key] for key in sorted(found)), wire.stats.requests, len(tried))


def _is_request_of(label: str) -> Callable[[Request], bool]:
    """Whether a request is of the operation "VERB /path"."""
    verb, _, path = label.partition(" ")
    shape = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path.rstrip("/"))) + "/?")
    return lambda request: request.method == verb and shape.fullmatch(request.path) is not None


def _findings(failure: FuzzFailure, operation: str, secrets: Secrets) -> list[Finding]:
    """The findings of a failure: one, of the check for its kind."""
    findings, redact = [], secrets.redact_text
    for check in checks_of(FuzzFailure):
        for fact in check.judge(failure) or ():
            part = fact.part if operation != PACKAGE else f"{failure.operation}.{fact.part}"
            findings.append(
                Finding(
                    check=check.id,
                    operation=operation,
                    message=redact(fact.message),
                    severity=check.severity,
                    blame=check.blame,
                    sources=check.sources,
                    part=part,
                    evidence=Evidence(
                        call="(made by Schemathesis)",
                        request=redact(request_text(failure.request)),
                        response="" if failure.response is None else redact(response_text(failure.response)),
                        outcome=redact(failure.title),
                    ),
                )
            )
    return findings
