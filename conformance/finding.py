"""The values that checks produce and reports contain: findings with their evidence, and coverage.

All values are frozen. Their JSON form (`to_json`, `from_json`) crosses process boundaries and is part of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from pathlib import PurePath
from typing import Any, Final

from conformance.comparison import Comparison
from conformance.extent import Extent
from conformance.occurrence import Candidate, Occurrence, SourcePlace, joined

_INSTALLED: Final = {"site-packages", "dist-packages"}  # folders of installed packages
NAMED: Final = 5  # operations of a stale entry in a sentence; the JSON document has all of them
PACKAGE: Final = "(package)"  # the name of the SDK as a whole, in place of an operation
ONLY_DECLARED: Final = "only declarations are compared"  # why nothing was called


class Severity(str, Enum):
    """How severe a finding is for a caller of the SDK."""

    CRITICAL = "critical"  # data is lost or wrong, a secret leaks, a request reaches another resource or is repeated
    MAJOR = "major"  # a crash, a call that cannot be made, a broken contract
    MINOR = "minor"  # a caller can notice it, and it does not mislead
    NOTE = "note"  # worth knowing; no caller is affected


class Blame(str, Enum):
    """Who has to change to resolve the finding."""

    SDK = "sdk"
    SERVER = "server"
    SPEC = "spec"
    HARNESS = "harness"


class Source(str, Enum):
    """The sources of truth. Every check compares two that are independent of each other."""

    SDK = "S1 installed SDK"
    DOCUMENTATION = "S1 its documentation"
    SPEC = "S2 OpenAPI document"
    APPROVED = "S3 approved contract"
    CASSETTE = "S4 cassette"
    TWIN = "S5 twin"
    STANDARD = "S6 HTTP and JSON"

    @property
    def text(self) -> str:
        """The source as people read it; its number and the word twin are of stored results."""
        return "the other client" if self is Source.TWIN else self.value.partition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The call, the request, the response and the outcome of a finding, without secrets.

    `request` and `response` are HTTP messages as text (start line, headers, blank line, body). `call` is the caller's
    expression. `outcome` is the representation of the returned value or of the exception. Bodies of more than a few
    thousand characters are shortened and end with a note.
    """

    call: str
    request: str
    response: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """A Python program and a curl command line that show a finding without this project."""

    python: str
    curl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A violation that a check found. `part` is the place inside the operation, "" for all of it.

    `operation` is where its cause is: an operation, a model, `(core)`, `(generated)` or `(package)`. `occurrences` are
    the operations that show it, `source` is the line of the SDK that it comes from, where that is known. `known` is the
    reason why the finding is known, None for a new one. `candidate` is the shared code that it comes from if most
    operations show it; a report has none.
    """

    check: str
    operation: str
    message: str
    severity: Severity
    blame: Blame
    sources: tuple[Source, ...]
    part: str = ""
    evidence: Evidence | None = None
    reproduce: Reproduction | None = None
    known: str | None = None
    occurrences: tuple[Occurrence, ...] = ()
    source: SourcePlace | None = None
    comparison: Comparison | None = None
    candidate: Candidate | None = None

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that show it, each once: its own, where nothing was noted."""
        return tuple(dict.fromkeys(occurrence.operation for occurrence in self.occurrences)) or (self.operation,)

    @property
    def repeated_by(self) -> str:
        """The operation whose calls show it again; `(package)` for what is observed with the package."""
        return self.operation if self.operation == PACKAGE or not self.occurrences else self.occurrences[0].operation

    @property
    def shared(self) -> bool:
        """Its cause is outside of a single operation."""
        return any(occurrence.operation != self.operation for occurrence in self.occurrences)

    @property
    def id(self) -> str:
        """The stable identity, `check: operation[.part]`: the same in reports, pytest and known.toml."""
        return f"{self.check}: {self.operation}" + (f".{self.part}" if self.part else "")

    def with_known_reason(self, reason: str) -> Finding:
        """The same finding, known for `reason`."""
        return replace(self, known=reason)

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON (`findings[]` of `conformance/report/schema.json`)."""
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
            "occurrences": [occurrence.to_json() for occurrence in self.occurrences],
            "source": None if self.source is None else self.source.to_json(),
            "comparison": None if self.comparison is None else self.comparison.to_json(),
            **({} if self.candidate is None else {"candidate": self.candidate.to_json()}),
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
            occurrences=tuple(map(Occurrence.from_json, data["occurrences"])),
            source=SourcePlace.from_json(data["source"]),
            comparison=Comparison.from_json(data["comparison"]),
            candidate=Candidate.from_json(data.get("candidate")),
        )


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each id once, as it was found first, with all of its occurrences."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.id, []).append(finding)
    return tuple(
        replace(same[0], occurrences=joined(occurrence for finding in same for occurrence in finding.occurrences))
        for same in found.values()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether a real server carried out an operation.

    `state` is "reached" after a successful response, "absent" where the server has no such route, "unreached" where no
    response was successful, "untried" where the run may not send the request. `reason` explains why the operation was
    not reached. `statuses` counts the responses by status. `requests` counts all requests of the operation, including
    those that created what it needs.
    """

    state: str
    reason: str
    statuses: dict[str, int]
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentCoverage:
    """Which arguments of an operation a real server accepted.

    `accepted` were in a call that got a successful response; `accepted_with` has the optional arguments that one of
    them needs beside it, where it was refused alone. `refused` has what the server responded to every other argument
    that was sent, `not_sent` why an argument was not. `refused_without` has the arguments that are optional in the
    SDK and that every other call gives, with the refusal of a call without them.
    """

    accepted: tuple[str, ...] = ()
    accepted_with: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    not_sent: dict[str, str] = field(default_factory=dict)
    refused_without: dict[str, str] = field(default_factory=dict)

    def with_texts(self, change: Callable[[str], str]) -> ArgumentCoverage:
        """The same coverage, with every text changed."""
        texts = (self.refused, self.not_sent, self.refused_without)
        refused, not_sent, without = ({name: change(text) for name, text in table.items()} for table in texts)
        return replace(self, refused=refused, not_sent=not_sent, refused_without=without)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ArgumentCoverage:
        """The inverse of `dataclasses.asdict`, from lists as JSON has them."""
        needed = {name: tuple(others) for name, others in data["accepted_with"].items()}
        return cls(**{**data, "accepted": tuple(data["accepted"]), "accepted_with": needed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The checks that ran for one operation, and the reasons of those that did not.

    `checks` counts judged subjects by check id; `not_covered` has the reason for every check that judged none.
    `replayed` counts the recorded calls that were replayed; `not_replayed` has the reason for every other recording.
    `crash` is the traceback of a check or of the engine itself: an outcome of its own, never a pass. `not_called` says
    why the operation was not called: its calls do not end.
    """

    operation: str
    twins: tuple[str, ...]  # any of "sync" and "async"
    examples: int  # generated calls
    exchanges: int  # calls of the SDK
    checks: dict[str, int]
    not_covered: dict[str, str]
    crash: str | None = None
    reach: Reach | None = None  # only in runs against a real server
    arguments: ArgumentCoverage | None = None  # of an operation that was reached there
    replayed: int = 0
    not_replayed: dict[str, str] = field(default_factory=dict)
    not_called: str | None = None
    extents: dict[str, Extent] = field(default_factory=dict)  # how much of what was tested, offline

    @property
    def left_out(self) -> bool:
        """The settings leave the operation out: nothing about it was judged."""
        return self.not_called is not None and not self.checks

    def to_json(self) -> dict[str, Any]:
        """The coverage as JSON (`operations[]`)."""
        return {
            "operation": self.operation,
            "twins": list(self.twins),
            "examples": self.examples,
            "exchanges": self.exchanges,
            "checks": dict(sorted(self.checks.items())),
            "not_covered": dict(sorted(self.not_covered.items())),
            "crash": self.crash,
            **({} if self.reach is None else {"reach": asdict(self.reach)}),
            **({} if self.arguments is None else {"arguments": asdict(self.arguments)}),
            **({"replayed": self.replayed} if self.replayed else {}),
            **({"not_replayed": dict(sorted(self.not_replayed.items()))} if self.not_replayed else {}),
            **({} if self.not_called is None else {"not_called": self.not_called}),
            **({"extents": {name: extent.to_json() for name, extent in self.extents.items()}} if self.extents else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Coverage:
        """The inverse of `to_json`."""
        reach, arguments = data.get("reach"), data.get("arguments")
        return cls(
            **{
                **data,
                "twins": tuple(data["twins"]),
                "reach": None if reach is None else Reach(**reach),
                "arguments": None if arguments is None else ArgumentCoverage.from_json(arguments),
                "extents": {name: Extent.from_json(extent) for name, extent in data.get("extents", {}).items()},
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A known finding that was tested and did not occur. It fails the run until the list no longer has it.

    `operations` are those that its entry covers and that do not show it, each with the part that is expected there;
    () where it is about one operation.
    """

    finding: str
    reason: str
    file: str
    operations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The finding, and the operations that do not show it."""
        if not self.operations:
            return self.finding
        rest = f" and {len(self.operations) - NAMED} more" if len(self.operations) > NAMED else ""
        return f"{self.finding} at {', '.join(self.operations[:NAMED])}{rest}"

    @property
    def remedy(self) -> str:
        """The advice to a reader, who cannot edit the list of an installed package."""
        if _INSTALLED & set(PurePath(self.file.replace("\\", "/")).parts):
            return "The list is that of the installed package: report it, and use a list of your own (--known FILE)."
        return f"Remove it from {self.file}."

    @property
    def list_name(self) -> str:
        """The list, for a reader."""
        path = PurePath(self.file.replace("\\", "/"))
        return f"{path.name} of the installed package" if _INSTALLED & set(path.parts) else self.file
