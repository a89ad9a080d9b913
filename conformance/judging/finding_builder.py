"""Turns facts into findings: each with the evidence that shows it and a way to reproduce it, without secrets."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.checks.check import Check, Fact
from conformance.comparison import Comparison
from conformance.contract.model import TWINS
from conformance.exchange.model import Exchange
from conformance.exchange.redacted import redact_exchange
from conformance.exchange.rendering import (
    CREDENTIALS,
    curl,
    outcome_text,
    request_text,
    response_text,
)
from conformance.exchange.reproducer import expression, program
from conformance.finding import PACKAGE, Evidence, Finding, Reproduction, merged
from conformance.generate.values import to_stored
from conformance.judging.causes import CauseFinder
from conformance.judging.fact_collector import FactCollector
from conformance.occurrence import CORE, GENERATED, Occurrence
from conformance.redaction.redact import Secrets
from conformance.targets.target import Target
from conformance.wire import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Redacted:
    """Exchanges without secrets, and a function that removes the same secrets from texts about them."""

    exchanges: Sequence[Exchange]
    redact: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FindingBuilder:
    """Builds findings from the facts of checks.

    `secrets` are the secrets of a live run. With them, everything that looks secret in its requests and responses is
    removed, too. Without them, only the client's own arguments are removed.
    """

    target: Target
    secrets: Secrets | None = None

    def build(self, collector: FactCollector, causes: CauseFinder | None = None) -> tuple[Finding, ...]:
        """The findings of the collected facts, by id. Facts with the same cause are one finding.

        Without `causes` every fact stays at its operation.
        """
        cache: dict[tuple[int, ...], _Redacted] = {}  # many findings are about the same exchanges
        findings = []
        for identity, (check, fact) in collector.facts.items():
            exchanges = [
                exchange for exchange in fact.steps or (fact.compared_to, fact.exchange) if exchange is not None
            ]
            key = tuple(map(id, exchanges))
            if key not in cache:
                cache[key] = self._redact_exchanges(exchanges)
            finding = self._build_finding(check, fact, collector.operation, cache[key])
            findings.append(_move_to_cause(finding, identity, fact, collector, causes))
        return merged(sorted(findings, key=lambda finding: finding.id))

    def redact(self, text: str) -> str:
        """A text about no exchange, such as a crash, without secrets."""
        return self._hide_credentials(text if self.secrets is None else self.secrets.redact_text(text))

    def _build_finding(self, check: Check[Any], fact: Fact, operation: str, redacted: _Redacted) -> Finding:
        has_request = fact.exchange is not None and fact.exchange.first_request is not None
        return Finding(
            check=check.id,
            operation=fact.subject or operation,
            part=fact.part,
            message=redacted.redact(fact.message),
            severity=check.severity,
            blame=fact.blame or check.blame,
            sources=check.sources,
            evidence=None if fact.exchange is None else self._evidence(redacted),
            reproduce=self._reproduction(redacted.exchanges) if has_request else None,
            comparison=_comparison(fact, redacted.redact),
        )

    def _redact_exchanges(self, exchanges: Sequence[Exchange]) -> _Redacted:
        if self.secrets is None:
            return _Redacted(exchanges=exchanges, redact=self._hide_credentials)
        contents: list[Request | Response | str] = []
        for exchange in exchanges:
            arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
            contents += [json.dumps(arguments), *exchange.requests, *exchange.scripted.responses]
        redaction = self.secrets.redaction_for(*contents)
        return _Redacted(
            exchanges=[redact_exchange(exchange, redaction) for exchange in exchanges],
            redact=lambda text: self._hide_credentials(redaction.redact_text(text)),
        )

    def _reproduction(self, exchanges: Sequence[Exchange]) -> Reproduction:
        """A program and a curl command line. A comparison of two exchanges gets both."""
        sent = [(exchange, exchange.first_request) for exchange in exchanges if exchange.first_request is not None]
        commands = [curl(request, self.target.machine_headers) for _, request in sent]
        return Reproduction(
            python="\n\n".join(program(exchange, self.target, caught=len(sent) > 1) for exchange, _ in sent),
            curl=self._hide_credentials("\n".join(commands)),
        )

    def _evidence(self, redacted: _Redacted) -> Evidence:
        """The calls, requests and outcomes of all exchanges. Their responses are the same, so those appear once."""
        exchanges = redacted.exchanges
        responses = exchanges[-1].scripted.responses[:3]
        return Evidence(
            call="\n".join(f"{expression(exchange, self.target, set())}  # {exchange.twin}" for exchange in exchanges),
            request=self._hide_credentials("\n\n".join(map(_requests_text, exchanges))),
            response="\n\n".join(map(response_text, responses)),
            outcome=redacted.redact("\n\n".join(map(outcome_text, exchanges))),
        )

    def _hide_credentials(self, text: str) -> str:
        """The text without the arguments that the client authenticates with: an SDK may put them anywhere."""
        for secret in self.target.credentials.values():
            text = text.replace(secret, CREDENTIALS)
        return text


def _comparison(fact: Fact, redact: Callable[[str], str]) -> Comparison | None:
    if fact.sides is None or not fact.differences:
        return None
    rows = ((difference.place, redact(difference.one), redact(difference.other)) for difference in fact.differences)
    return Comparison(sides=fact.sides, rows=tuple(rows))


def _move_to_cause(
    finding: Finding, identity: str, fact: Fact, collector: FactCollector, causes: CauseFinder | None
) -> Finding:
    """The finding at the place of its cause, with the operation that shows it."""
    path = collector.operation
    cause = None if causes is None else causes.find(path, fact)
    if path == PACKAGE:  # such a fact names its place itself
        return replace(finding, occurrences=fact.occurrences, source=None if cause is None else cause.source)
    occurrence = Occurrence(
        operation=path,
        part="" if cause is None else cause.occurrence,
        clients=tuple(twin for twin in TWINS if twin in collector.clients.get(identity, ())),
        statuses=tuple(sorted(collector.statuses.get(identity, ()))),
        fields=() if cause is None else cause.fields,
        source=None if causes is None else causes.defined(path),
    )
    in_shared_code = cause is not None and cause.subject in {CORE, GENERATED}
    candidate = None if causes is None or in_shared_code else causes.candidate(path, fact)
    found = replace(finding, occurrences=(occurrence,), candidate=candidate)
    if cause is None:
        return replace(found, source=None if causes is None else causes.source(path, fact))
    return replace(found, operation=cause.subject, part=cause.part, source=cause.source)


def _requests_text(exchange: Exchange) -> str:
    machine_headers = exchange.expectation.machine_headers
    texts = [request_text(request, machine_headers) for request in exchange.requests[:3]]
    return "\n\n".join(texts) or "(nothing was sent)"
