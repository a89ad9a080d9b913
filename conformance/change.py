"""The vocabulary of an upgrade: what a change is, how severe it is, and what confirms it.

All values are frozen. Those with `to_json` (and `from_json`) are parts of the report's JSON document.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final, Literal

from conformance.wire import Response

# What these rules find raises no exception where it does harm: a request is repeated or no longer repeated, reaches
# another server, or carries other values. Nothing else shows it to a caller, so it comes first in its impact.
SILENT_RULES: Final = frozenset(
    {"retry_count_changed", "default_server_changed", "parameter_order_changed", "sent_default_changed"}
)

Bump = Literal["none", "patch", "minor", "major", "unknown"]  # the step between two versions
Facet = Literal[
    "requests", "method", "path", "query", "header", "body", "content_type",
    "attempts", "waits", "timeout", "elsewhere", "result", "raised", "endless", "client",
]  # fmt: skip


def bump_suffices(made: Bump, called_for: Bump) -> bool:
    """The actual step is at least as large as the required one; True where one of them is unknown."""
    sizes: tuple[Bump, ...] = ("none", "patch", "minor", "major")
    return made == "unknown" or called_for == "unknown" or sizes.index(made) >= sizes.index(called_for)


class Tier(str, Enum):
    """The tier in which a change is visible."""

    SURFACE = "surface"  # declarations: operations, parameters, models, exports, helpers
    WIRE = "wire"  # the request of the same call
    BEHAVIOUR = "behaviour"  # what the caller gets for the same call and the same response
    PACKAGING = "packaging"  # what the distribution needs
    DOCUMENTATION = "documentation"  # docstrings and comments
    FILES = "files"  # the files of the two distributions


class Impact(str, Enum):
    """The impact of a change on code written for the old release, most severe first."""

    BREAKING = "breaking"  # correct code fails, or does something else
    RISKY = "risky"  # some code may notice it
    COMPATIBLE = "compatible"  # code keeps working; additions are compatible
    DOCUMENTATION = "documentation"  # no code can notice it

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Impact).index(self)


class Level(str, Enum):
    """Who notices a change."""

    RUNTIME = "runtime"  # the running program
    TYPES = "types"  # a type checker only
    NONE = "none"  # no program and no tool: an addition, or documentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between two releases for the same call and the same response.

    `facet` is what differs and `part` where in it: the name of a header or query parameter, a JSON pointer into a body,
    or the field path of a result. `owner` is that field with the old release's model. `before` and `after` are both
    sides as text. `call` is the caller's expression and `response` the label of the scripted response in the smallest
    exchange that shows the difference; `count` exchanges show it. `untried` are the clients that did not make that
    call: they may differ, too.
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
    untried: tuple[Literal["sync", "async"], ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A caller's code to try on both releases, and its expected effect.

    With `by` "run" the code is the body of a program. `client` is the SDK's sync client on an offline wire that
    responds to `operation` with a valid response of the old release ("" where the code sends no request). What the code
    assigns to `result` is compared. `responses`, where the rule gives them, take the place of that response.

    With `by` "types" it is a module that a type checker reads.

    `expects` is what happens on the new release: the code "fails" or "differs", although it worked on the old one. The
    code for an addition "works" on the new release only.
    """

    code: str
    by: Literal["run", "types"] = "run"
    operation: str = ""
    expects: Literal["fails", "differs", "works"] = "fails"
    responses: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A caller's code and its outcome on each release.

    `confirmed` is True where the two outcomes show the change; otherwise `why_not` is what happened instead.
    `program` is the code with everything it needs to run, or to be type checked, elsewhere.
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


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hit:
    """A line in the user's code that a change affects. `file` is relative to the path given by the user."""

    file: str
    line: int
    column: int
    text: str  # the line, stripped
    uses: str  # what the line uses: the path of an operation or a dotted name
    advice: str = ""  # what to write instead
    certain: bool = True  # False: the line may be affected, which depends on values that the code does not show

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs between two releases.

    `subject` is the attribute path of an operation (`jwt_settings.update`), a name relative to the package
    (`types.blueprint.Blueprint`), or whatever the rule documents. `part` is the parameter, field or member of the
    subject. `before` and `after` show both sides in one line, "" for a side that has nothing. `example` shows how to
    use an addition, `migration` is the advice for a break. `files` are the files of the distribution whose
    difference the change explains. `operations` are the affected operations, where the subject is not one. `arrived` is
    the release that introduced the change, where several releases were searched for it. `difference` is the difference
    between two exchanges that shows the change. `trial` is code to try on both releases.
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
        """Its witness shows the change on both releases."""
        return self.witness is not None and self.witness.confirmed

    @property
    def touches(self) -> bool:
        """It certainly affects a line of the user's code."""
        return any(hit.certain for hit in self.hits)

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """Sort key: most severe first, runtime before types, silent ones first, confirmed first, then by tier.

        Changes that are equal in all this stay in the order of the rules.
        """
        return (
            self.impact.rank,
            list(Level).index(self.level),
            int(self.rule not in SILENT_RULES),
            int(not self.confirmed),
            list(Tier).index(self.tier),
        )

    def to_json(self) -> dict[str, Any]:
        """As in the upgrade document (`changes[]`). `trial` and `difference` are not part of it."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One changed file of the distribution, with the number of lines that a unified diff adds and removes.

    `path` is the file's name in the newer wheel; a folder whose name carries the version is written `{old → new}`.
    `explained_by` are the ids of the changes, of any tier, that explain the row.
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
