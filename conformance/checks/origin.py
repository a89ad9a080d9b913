"""Origin: what a check knows of the place in the SDK that its fact comes from. `judging/causes.py` finds the place."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType


@dataclass(frozen=True, slots=True)
class Raising:
    """The exception of the fact's exchange: the innermost function of the SDK in its traceback."""


@dataclass(frozen=True, slots=True)
class InModel:
    """A field of a model, by its wire name.

    `declared` says that the declaration is at fault, and not what a call made of the field.
    """

    model: str
    field: str
    declared: bool = False


@dataclass(frozen=True, slots=True)
class InDump:
    """A field that a model writes as JSON, at the top of the result.

    `by_json` says that only the model's `json()` writes it wrong: `dict()` is right.
    """

    field: str
    by_json: bool


@dataclass(frozen=True, slots=True)
class InHeader:
    """A header that requests carry, by its name in lower case: the function that names it."""

    name: str


@dataclass(frozen=True, slots=True)
class InPath:
    """The expression of an argument in the path of a request, and what it lets through."""

    argument: str
    defect: str


@dataclass(frozen=True, slots=True)
class Returning:
    """The statement of the operation that returned the value of the fact's exchange."""


@dataclass(frozen=True, slots=True)
class Converting:
    """The conversion of an argument to what is sent: the shared function that returned the wrong text."""

    argument: str


@dataclass(frozen=True, slots=True)
class InFunction:
    """A function of the SDK that the fact itself found, and the line in it; None for that of its definition."""

    code: CodeType
    line: int | None = None


Origin = InFunction | Converting | Raising | InModel | InDump | InHeader | InPath | Returning
