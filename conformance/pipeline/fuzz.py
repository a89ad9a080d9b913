"""Fuzzing: Schemathesis' own requests to the run's own server, and what it says of the answers, as findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.checks import checks_of
from conformance.contract.url_shape import shape_of
from conformance.exchange.rendering import request_text, response_text
from conformance.finding import PACKAGE, Evidence, Finding
from conformance.generate.fuzz import FuzzConfig, FuzzLimits, fuzz
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.pipeline.console import Progress
from conformance.redaction.redact import Secrets
from conformance.servers.connect import authorization_header
from conformance.servers.server import Server
from conformance.servers.server_wire import BudgetSpent, RequestLimits, ServerWire
from conformance.targets.target import Target
from conformance.wire import Request

SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """What came of it: findings, and how many requests were sent for how many operations."""

    findings: tuple[Finding, ...]
    requests: int
    operations: int


def run_fuzz(
    server: Server,
    target: Target,
    document: Mapping[str, Any],
    paths: Mapping[str, str],
    ids: Mapping[str, Sequence[Any]],
    dangerous: Sequence[str],
    seed: int,
    progress: Progress,
) -> FuzzResult:
    """Try every operation of a document on a server of the run's own.

    `paths` are the SDK's operations by "VERB /path" of the document, `ids` what exists by the shape of its collection,
    `dangerous` the operations, as "VERB /path", that would break the run.
    """
    secrets = Secrets((server.token, server.second_token))
    wire = ServerWire(server, placeholder=server.token, limits=RequestLimits(), permit=lambda _: None)
    forbidden = [_asks_for(each) for each in dangerous]
    found: dict[str, Finding] = {}
    tried: set[str] = set()
    config = FuzzConfig(
        document=document, url=server.url, headers=authorization_header(target, server.token), seed=seed,
        ids=lambda path, name: list(ids.get(shape_of(path.partition("{" + name + "}")[0]), ())),
        leave_out=dangerous, limits=FuzzLimits(seconds=SECONDS),
    )  # fmt: skip
    try:
        # a verb that is left out is sent all the same, as one that the document does not have
        for scene in fuzz(config, wire.send_absolute, lambda request: not any(each(request) for each in forbidden)):
            tried |= {operation for operation, _ in scene.statuses}
            for complaint in scene.failures:
                for finding in _findings(complaint, paths.get(complaint.operation, PACKAGE), secrets):
                    found.setdefault(finding.id, finding)
            progress(len(tried), len(paths), "Schemathesis")
    except BudgetSpent:
        progress(len(tried), len(tried), "Schemathesis")  # what was found before stays true
    finally:
        wire.close()
    return FuzzResult(tuple(found[key] for key in sorted(found)), wire.stats.requests, len(tried))


def _asks_for(label: str) -> Callable[[Request], bool]:
    """Whether a request is of the operation "VERB /path"."""
    verb, _, path = label.partition(" ")
    shape = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path.rstrip("/"))) + "/?")
    return lambda request: request.method == verb and shape.fullmatch(request.path) is not None


def _findings(complaint: FuzzFailure, operation: str, secrets: Secrets) -> list[Finding]:
    """The findings of a complaint: one, of the check that is about its kind."""
    made, redact = [], secrets.redact_text
    for check in checks_of(FuzzFailure):
        for fact in check.judge(complaint) or ():
            part = fact.part if operation != PACKAGE else f"{complaint.operation}.{fact.part}"
            made.append(
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
                        request=redact(request_text(complaint.request)),
                        response="" if complaint.response is None else redact(response_text(complaint.response)),
                        outcome=redact(complaint.title),
                    ),
                )
            )
    return made
