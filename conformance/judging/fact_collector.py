"""Runs checks, and keeps the facts that they find."""

from __future__ import annotations

import linecache
import traceback
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from conformance.checks import own_checks
from conformance.checks.check import Check, Fact
from conformance.checks.origin import Raising
from conformance.contract.model import Twin
from conformance.exchange.model import Exchange
from conformance.finding import PACKAGE, Blame

Subject = TypeVar("Subject")


class FactCollector:
    """The facts about one operation by finding id, and how often each check ran."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.facts: dict[str, tuple[Check[Any], Fact]] = {}
        self.clients: dict[str, set[Twin]] = {}  # that show a fact, by its id
        self.statuses: dict[str, set[int]] = {}  # of the error responses that show it
        self.check_counts: Counter[str] = Counter()
        self.crash: str | None = None

    def run(self, checks: Iterable[Check[Subject]], subject: Subject, *, replacing: str = "") -> list[str]:
        """Run the checks on a subject; the ids of all facts found.

        The first fact with an id is kept, except that a fact with the id `replacing` replaces an older one.
        """
        found = []
        for check in checks:
            try:
                facts = check.judge(subject)
                if facts is None:
                    continue
                self.check_counts[check.id] += 1
                for fact in facts:
                    identity = finding_id(check, fact.subject or self.operation, fact.part) + _origin(fact)
                    found.append(identity)
                    self._note(identity, fact, with_status=check.family == "error")
                    if identity == replacing or identity not in self.facts:
                        self.facts[identity] = (check, fact)
            except Exception as error:  # noqa: BLE001  # a crash of a check is an outcome of its own, never a pass
                if check not in own_checks().checks:
                    self.crash = self.crash or crash_text(check.id, error)
                    continue
                fact = _raised_fact(error, subject)
                identity = finding_id(check, fact.subject, fact.part)
                found.append(identity)
                self.facts.setdefault(identity, (check, fact))
        return found

    def note_client(self, identities: Iterable[str], twin: Twin) -> None:
        """Note that a client shows facts that another one has shown."""
        for identity in identities:
            if identity in self.clients:
                self.clients[identity].add(twin)

    def _note(self, identity: str, fact: Fact, *, with_status: bool) -> None:
        """Note the client of a fact, and the status that it is about, also where an earlier one is kept."""
        if fact.exchange is not None:
            self.clients.setdefault(identity, set()).add(fact.exchange.twin)
            if with_status and fact.exchange.scripted.kind == "error":
                self.statuses.setdefault(identity, set()).add(fact.exchange.scripted.status)

    def replace(self, identity: str, fact: Fact) -> None:
        """Replace the fact with an id by one that shows the same with better evidence."""
        check, _ = self.facts[identity]
        self.facts[identity] = (check, fact)


def _raised_fact(error: Exception, subject: object) -> Fact:
    """A crash of a check of the project, which costs only that check: a finding of its own."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Fact(
        message=f"The check itself raised {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno}).",
        part="raised",
        subject=PACKAGE,
        exchange=subject if isinstance(subject, Exchange) else None,
        blame=Blame.HARNESS,
    )


def finding_id(check: Check[Any], operation: str, part: str) -> str:
    """The id of a check's finding."""
    return f"{check.id}: {operation}" + (f".{part}" if part else "")


def _origin(fact: Fact) -> str:
    """The line that an exception comes from: one operation may raise the same exception in two places."""
    raised = fact.exchange.raised if fact.exchange is not None and isinstance(fact.origin, Raising) else None
    if raised is None or not raised.frames:
        return ""
    code, line = raised.frames[-1]
    return f" at {code.co_name}: {linecache.getline(code.co_filename, line).strip()}"


def crash_text(where: str, error: BaseException) -> str:
    """The location in this package of its own failure, without paths of the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{where}: {type(error).__name__}: {error}\n" + "\n".join(f"  {line}" for line in lines)
