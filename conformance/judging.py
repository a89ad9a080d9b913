"""Judging: facts of checks become findings with evidence. Used by everything that runs checks in a worker."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from conformance.checks.check import Check, Fact
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
from conformance.finding import Coverage, Evidence, Finding, Reproduction
from conformance.generate.values import to_stored
from conformance.redaction.redact import Secrets
from conformance.targets.target import Target
from conformance.wire import Request, Response

Subject = TypeVar("Subject")
Shown = Callable[[str], str]  # a text without secrets
Told = tuple[list[Exchange], Shown]  # exchanges without secrets, and what takes these out of texts about them


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run of one operation gives."""

    coverage: Coverage
    findings: tuple[Finding, ...]


class FactCollector:
    """Facts by finding id, and how often each check judged. The first fact of an id stays, unless told otherwise."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.facts: dict[str, tuple[Check[Any], Fact]] = {}
        self.judged: Counter[str] = Counter()
        self.crash: str | None = None

    def run(self, checks: Iterable[Check[Subject]], subject: Subject, *, replacing: str = "") -> list[str]:
        """Judge a subject; the ids of what was found. A fact with the id `replacing` replaces an older one."""
        found = []
        for check in checks:
            try:
                facts = check.judge(subject)
                if facts is None:
                    continue
                self.judged[check.id] += 1
                for fact in facts:
                    identity = finding_id(check, fact.subject or self.operation, fact.part)
                    found.append(identity)
                    if identity == replacing or identity not in self.facts:
                        self.facts[identity] = (check, fact)
            except Exception as error:  # noqa: BLE001  # a crash of a check is an outcome of its own, never a pass
                self.crash = self.crash or crash_text(check.id, error)
        return found


def finding_id(check: Check[Any], operation: str, part: str) -> str:
    """The id that a finding of this check will have."""
    return f"{check.id}: {operation}" + (f".{part}" if part else "")


def crash_text(where: str, error: BaseException) -> str:
    """Where our own code failed, without paths of the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{where}: {type(error).__name__}: {error}\n" + "\n".join(f"  {line}" for line in lines)


@dataclass(frozen=True, slots=True)
class FindingBuilder:
    """Writes findings: the facts of checks with the evidence that shows them, without secrets.

    `secrets` are None where nothing real is asked: then only what the client was given is taken out. Otherwise they are
    what the run knows, and all that looks secret in what was sent and answered is taken out with them.
    """

    target: Target
    secrets: Secrets | None = None

    def findings(self, tally: FactCollector) -> tuple[Finding, ...]:
        """The findings of what was judged, by id."""
        seen: dict[tuple[int, ...], Told] = {}  # many findings are about the same exchanges
        found = []
        for check, fact in tally.facts.values():
            sides = [each for each in fact.steps or (fact.compared_to, fact.exchange) if each is not None]
            key = tuple(map(id, sides))
            if key not in seen:
                seen[key] = self._told(sides)
            found.append(self._finding(check, fact, tally.operation, *seen[key]))
        return tuple(sorted(found, key=lambda finding: finding.id))

    def shown(self, text: str) -> str:
        """A text that stands in a report without an exchange: why something was not judged, how the engine failed."""
        return self._given(text if self.secrets is None else self.secrets.redact_text(text))

    def _finding(self, check: Check[Any], fact: Fact, operation: str, told: list[Exchange], shown: Shown) -> Finding:
        return Finding(
            check=check.id,
            operation=fact.subject or operation,
            part=fact.part,
            message=shown(fact.message),
            severity=check.severity,
            blame=check.blame,
            sources=check.sources,
            evidence=None if fact.exchange is None else self._evidence(told, shown),
            reproduce=None
            if fact.exchange is None or fact.exchange.first_request is None
            else self._reproduction(told),
        )

    def _told(self, sides: list[Exchange]) -> Told:
        """The exchanges as they may be shown, and what makes any text about them one that may be."""
        if self.secrets is None:
            return sides, self._given
        seen: list[Request | Response | str] = []
        for each in sides:
            arguments = {name: to_stored(value) for name, value in each.call.arguments.items()}
            seen += [json.dumps(arguments), *each.requests, *each.scripted.responses]
        redaction = self.secrets.redaction_for(*seen)
        return [redact_exchange(each, redaction) for each in sides], lambda text: self._given(
            redaction.redact_text(text)
        )

    def _reproduction(self, sides: list[Exchange]) -> Reproduction:
        """A program, and a curl line; of both sides where two exchanges are compared."""
        made = [each for each in sides if each.first_request is not None]
        return Reproduction(
            "\n\n".join(program(each, self.target, caught=len(made) > 1) for each in made),
            self._given(
                "\n".join(
                    curl(each.first_request, self.target.machine_headers)
                    for each in made
                    if each.first_request is not None
                )
            ),
        )

    def _evidence(self, sides: list[Exchange], shown: Shown) -> Evidence:
        """Of what is compared, both sides; the answer is the same."""
        return Evidence(
            call="\n".join(f"{expression(each, self.target, set())}  # {each.twin}" for each in sides),
            request=self._given("\n\n".join(_sent(each) for each in sides)),
            response="\n\n".join(response_text(response) for response in sides[-1].scripted.responses[:3]),
            outcome=shown("\n\n".join(outcome_text(each) for each in sides)),
        )

    def _given(self, text: str) -> str:
        """The text without what the client was given to authenticate with, wherever an SDK may have put it."""
        for secret in self.target.client_arguments.values():
            text = text.replace(secret, CREDENTIALS)
        return text


def _sent(exchange: Exchange) -> str:
    left_out = exchange.expectation.machine_headers
    texts = [request_text(request, left_out) for request in exchange.requests[:3]]
    return "\n\n".join(texts) or "(nothing was sent)"
