"""The vocabulary of judging and reporting: what a finding is, and what is known of it.

All values are frozen and have a JSON form (`to_json`, `from_json`); the JSON form is what crosses
process boundaries and what a report holds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Final

PACKAGE: Final = "(package)"  # stands for the SDK as a whole where an operation is named


class Severity(str, Enum):
    """How much a finding matters to a caller of the SDK."""

    MAJOR = "major"  # data lost or damaged, a wrong request, a crash, a broken promise
    MINOR = "minor"  # a caller can notice it and is not misled
    NOTE = "note"  # worth knowing; nothing is wrong for a caller


class Blame(str, Enum):
    """Who has to change for the finding to go away."""

    SDK = "sdk"
    SERVER = "server"
    SPEC = "spec"
    HARNESS = "harness"


class Source(str, Enum):
    """The sources of truth; every check compares two that do not depend on each other."""

    SDK = "S1 installed SDK"
    SPEC = "S2 OpenAPI document"
    APPROVED = "S3 approved contract"
    CASSETTE = "S4 cassette"
    TWIN = "S5 twin"
    STANDARD = "S6 HTTP and JSON"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was on the wire and what came back, without secrets.

    `request` and `response` are HTTP messages as text (start line, headers, blank line, body), `call` is
    the caller's expression, `outcome` what the caller got: a value's or an exception's representation.
    Bodies longer than a few thousand characters are cut, and say so.
    """

    call: str
    request: str
    response: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How to see a finding without this project: a runnable Python program and a curl command line."""

    python: str
    curl: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that does not hold. `part` names where inside the operation, empty for the whole of it."""

    check: str
    operation: str
    message: str
    severity: Severity
    blame: Blame
    sources: tuple[Source, ...]
    part: str = ""
    evidence: Evidence | None = None
    reproduce: Reproduction | None = None
    known: str | None = None  # the reason for which it is accepted, None when it is new

    @property
    def id(self) -> str:
        """Stable identity, `check: operation[.part]`; the same in reports, pytest and known.toml."""
        return f"{self.check}: {self.operation}" + (f".{self.part}" if self.part else "")

    def excused(self, reason: str) -> Finding:
        """The same finding, accepted for `reason`."""
        return replace(self, known=reason)

    def to_json(self) -> dict[str, Any]:
        """The finding as in the result document (`findings[]` of `conformance/report/schema.json`)."""
        evidence, reproduce = self.evidence, self.reproduce
        return {
            "id": self.id,
            "check": self.check,
            "operation": self.operation,
            "part": self.part,
            "severity": self.severity.value,
            "blame": self.blame.value,
            "message": self.message,
            "sources": [source.value for source in self.sources],
            "evidence": None
            if evidence is None
            else {
                "call": evidence.call,
                "request": evidence.request,
                "response": evidence.response,
                "outcome": evidence.outcome,
            },
            "reproduce": None if reproduce is None else {"python": reproduce.python, "curl": reproduce.curl},
            "known": self.known,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Finding:
        """The inverse of `to_json`."""
        evidence, reproduce = data["evidence"], data["reproduce"]
        return cls(
            check=data["check"],
            operation=data["operation"],
            part=data["part"],
            message=data["message"],
            severity=Severity(data["severity"]),
            blame=Blame(data["blame"]),
            sources=tuple(Source(source) for source in data["sources"]),
            evidence=None if evidence is None else Evidence(**evidence),
            reproduce=None if reproduce is None else Reproduction(**reproduce),
            known=data["known"],
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What became of an operation on a real server.

    `state` is "reached" with a successful answer, "absent" where the server has no such route, "unreached" where it
    never answered so, "unasked" where nothing may be sent. `reason` says why it was not reached. `statuses` counts the
    answers by status, `requests` all that was sent for it, what had to exist first included.
    """

    state: str
    reason: str
    statuses: dict[str, int]
    requests: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was done for one operation, and what was not and why.

    `checks` counts judgements by check id; `not_covered` gives, for every check without a judgement, why.
    `replayed` counts the recorded calls that were made again; `not_replayed` gives, for every other recording, why.
    `crash` is the traceback of a check or of the engine itself: its own outcome, never a pass.
    """

    operation: str
    twins: tuple[str, ...]  # of "sync", "async"
    examples: int  # generated calls
    exchanges: int  # calls made of the SDK
    checks: dict[str, int]
    not_covered: dict[str, str]
    crash: str | None = None
    reach: Reach | None = None  # of a run against a real server
    replayed: int = 0
    not_replayed: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The coverage as in the result document (`operations[]`)."""
        return {
            "operation": self.operation,
            "twins": list(self.twins),
            "examples": self.examples,
            "exchanges": self.exchanges,
            "checks": dict(sorted(self.checks.items())),
            "not_covered": dict(sorted(self.not_covered.items())),
            "crash": self.crash,
            **({} if self.reach is None else {"reach": asdict(self.reach)}),
            **({"replayed": self.replayed} if self.replayed else {}),
            **({"not_replayed": dict(sorted(self.not_replayed.items()))} if self.not_replayed else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Coverage:
        """The inverse of `to_json`."""
        reach = data.get("reach")
        return cls(**{**data, "twins": tuple(data["twins"]), "reach": None if reach is None else Reach(**reach)})


@dataclass(frozen=True, slots=True)
class Stale:
    """A known deviation that was looked for and did not happen: it fails the run until it is taken off the list."""

    finding: str
    reason: str
    file: str
