"""The vocabulary of an upgrade: what a change is, how much it matters, and what shows that it is true.

All values are frozen and have a JSON form (`to_json`, `from_json`): it is what the report's document holds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Literal

Bump = Literal["none", "patch", "minor", "major", "unknown"]  # a step between two versions
Facet = Literal[
    "requests", "method", "path", "query", "header", "body", "content_type",
    "attempts", "waits", "timeout", "elsewhere", "result", "raised", "endless", "client",
]  # fmt: skip


def bump_suffices(made: Bump, called_for: Bump) -> bool:
    """The step that was made is at least the one that the changes call for; True where it is not known."""
    sizes: tuple[Bump, ...] = ("none", "patch", "minor", "major")
    return made == "unknown" or called_for == "unknown" or sizes.index(made) >= sizes.index(called_for)


class Tier(str, Enum):
    """Where a change is seen."""

    SURFACE = "surface"  # declarations: operations, parameters, models, exports, helpers
    WIRE = "wire"  # what is sent for the same call
    BEHAVIOUR = "behaviour"  # what the caller gets for the same call and the same answer
    PACKAGING = "packaging"  # what the distribution needs
    DOCUMENTATION = "documentation"  # words only
    FILES = "files"  # the files of the two distributions


class Impact(str, Enum):
    """What a change means for code that was written for the old release, most severe first."""

    BREAKING = "breaking"  # correct code fails, or does something else
    RISKY = "risky"  # some code may notice it
    COMPATIBLE = "compatible"  # code goes on working; additions are compatible
    DOCUMENTATION = "documentation"  # no code can notice it

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Impact).index(self)


class Level(str, Enum):
    """Who notices a change."""

    RUNTIME = "runtime"  # the program does, when it runs
    TYPES = "types"  # only a type checker does
    NONE = "none"  # nobody has to: an addition, or words


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the same call with the same answer went another way on the new release.

    `facet` is what differs, `part` where in it: the name of a header or query parameter, a JSON pointer into a body,
    the field path of a result. `owner` is that field with the old release's model. `before` and `after` are both
    sides as text. `call` is the caller's expression and `answer` the label of the scripted answer of the smallest
    exchange that shows it; `count` exchanges do.
    """

    operation: str
    facet: Facet
    part: str
    before: str
    after: str
    twins: tuple[Literal["sync", "async"], ...]
    call: str
    response: str
    count: int = 1
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A caller's code that is to be tried on both releases, and what it is expected to show.

    With `by` "run" the code is a program's body in which `client` is the SDK's synchronous client on an offline wire
    that answers `operation` with a conforming answer of the old release, "" where nothing is sent; what the code
    assigns to `result` is compared.
    With `by` "types" it is a module of its own, which a type checker reads.
    `expects` is what happens on the new release: the code "fails" or "differs" although it was fine on the old one.
    An addition's code is expected the other way round: it "works" only on the new release.
    """

    code: str
    by: Literal["run", "types"] = "run"
    operation: str = ""
    expects: Literal["fails", "differs", "works"] = "fails"


@dataclass(frozen=True, slots=True)
class Witness:
    """A caller's code and what it did on each release.

    `confirmed` tells that the two outcomes show the change; `why_not` says what was seen instead where they do not.
    `program` is the code with everything it needs to run or to be type checked elsewhere.
    """

    program: str
    by: Literal["run", "types", "exchange", "inspection"]
    old: str
    new: str
    confirmed: bool
    why_not: str = ""

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A place in the user's code that a change touches. `file` is relative to what the user named."""

    file: str
    line: int
    column: int
    text: str  # the line, stripped
    uses: str  # what it uses: an operation's path or a dotted name
    advice: str = ""  # what to write instead

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs between two releases.

    `subject` is the client attribute path of an operation (`jwt_settings.update`), or a name relative to the package
    (`types.blueprint.Blueprint`), or what the rule says; `part` is where inside it (a parameter, a field, a member).
    `before` and `after` are both sides in a line, "" for what is not there. `snippet` shows how to use an addition,
    `migration` what to do about a break. `files` are the files of the distribution whose difference it explains.
    `operations` are the operations that it concerns, where that is not its subject. `arrived` is the release in
    which it appeared, where a walk over releases has found it. `difference` is what an exchange showed of it.
    """

    rule: str
    tier: Tier
    impact: Impact
    level: Level
    subject: str
    message: str
    part: str = ""
    before: str = ""
    after: str = ""
    migration: str = ""
    example: str = ""
    files: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    trial: Snippet | None = None
    difference: Difference | None = None
    witness: Witness | None = None
    hits: tuple[Hit, ...] = ()
    arrived: str = ""

    @property
    def id(self) -> str:
        """Stable identity, `rule: subject[.part]`."""
        return f"{self.rule}: {self.subject}" + (f".{self.part}" if self.part else "")

    @property
    def confirmed(self) -> bool:
        """Its witness showed it on both releases."""
        return self.witness is not None and self.witness.confirmed

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Most severe first; confirmed before unconfirmed, runtime before types. Rules have an order of their own."""
        return (
            self.impact.rank,
            int(not self.confirmed),
            list(Level).index(self.level),
            list(Tier).index(self.tier),
        )

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document (`changes[]`); what was not tried yet is left out."""
        return {
            "id": self.id,
            "rule": self.rule,
            "tier": self.tier.value,
            "impact": self.impact.value,
            "level": self.level.value,
            "subject": self.subject,
            "part": self.part,
            "message": self.message,
            "before": self.before,
            "after": self.after,
            "migration": self.migration,
            "snippet": self.example,
            "files": list(self.files),
            "operations": list(self.operations),
            "witness": None if self.witness is None else self.witness.to_json(),
            "hits": [hit.to_json() for hit in self.hits],
            "arrived": self.arrived,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Change:
        """The inverse of `to_json`."""
        given = {key: value for key, value in data.items() if key not in {"id", "snippet"}}
        return cls(
            **given
            | {
                "tier": Tier(data["tier"]),
                "example": data["snippet"],
                "impact": Impact(data["impact"]),
                "level": Level(data["level"]),
                "files": tuple(data["files"]),
                "operations": tuple(data["operations"]),
                "witness": None if data["witness"] is None else Witness(**data["witness"]),
                "hits": tuple(Hit(**hit) for hit in data["hits"]),
            }
        )


@dataclass(frozen=True, slots=True)
class FileRow:
    """One changed file of the distribution, with the lines that a unified diff adds and removes.

    `path` is the file's name in the newer wheel; a folder that carries the version is shown as `{old → new}`.
    `explained_by` are ids of changes, of any tier; a row that nothing explains is listed as such.
    """

    path: str
    added: int
    removed: int
    state: Literal["added", "removed", "changed", "same"]
    explained_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document (`files[]`)."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "explained_by": list(self.explained_by)
        }
