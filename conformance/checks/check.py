"""Check: one fact that is tested, with its documentation.

The docstring of its module is its page; that of its function comes first, for modules with several checks.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, overload

from conformance.checks.origin import Origin
from conformance.contract.model import Operation
from conformance.exchange.differences import SideBySide
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source
from conformance.occurrence import Occurrence

Family = Literal[
    "request", "response", "model", "error", "parity", "runtime", "contract", "helper", "documentation", "spec", "live"
]
FAMILIES: Final[tuple[Family, ...]] = (
    "request", "response", "model", "error", "parity", "runtime", "contract", "helper", "documentation", "spec", "live",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that a check found. `part` names the part of the operation.

    `subject` replaces the operation for facts about a model or the package. `exchange` is the evidence where there is
    one, `compared_to` the other exchange of a comparison. `steps` are all calls of the sequence that shows the fact, in
    order, where two exchanges are not enough. `blame` is who has to change, None for the check's own `blame`.
    `origin` is where to look for its cause, None where that is the operation itself. `occurrences` are the operations
    that show a fact about the package. `differences` has both sides of what a check compares, which `sides` names.
    """

    message: str
    part: str = ""
    exchange: Exchange | None = None
    subject: str = ""
    compared_to: Exchange | None = None
    steps: tuple[Exchange, ...] = ()
    blame: Blame | None = None
    origin: Origin | None = None
    occurrences: tuple[Occurrence, ...] = ()
    sides: tuple[str, str] | None = None
    differences: tuple[SideBySide, ...] = ()


Facts = Iterator[Fact]
Subject = TypeVar("Subject")
View = TypeVar("View")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[Subject]):
    """A check as the engine runs it.

    `judges` is the type of its subjects. `judge` gives the facts of one subject, None where the check does not apply to
    it. `needs` describes what an operation must have for the check to apply; `relevant` decides as much of that as the
    operation alone shows, before any call. `replayed` marks checks of live responses that also judge recorded ones.
    """

    id: str
    family: Family
    judges: type[Subject]
    severity: Severity
    blame: Blame
    sources: tuple[Source, Source]
    needs: str
    judge: Callable[[Subject], Facts | None]
    documentation: str
    relevant: Callable[[Operation], bool]
    replayed: bool

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split("\n\n", 1)[0].replace("\n", " ")


@overload
def check(
    *,
    family: Family,
    judges: type[Subject],
    severity: Severity,
    sources: tuple[Source, Source],
    needs: str,
    applies: Callable[[Subject], bool] = ...,
    relevant: Callable[[Operation], bool] = ...,
    blame: Blame = ...,
    replayed: bool = ...,
) -> Callable[[Callable[[Subject], Facts]], Check[Subject]]: ...


@overload
def check(
    *,
    family: Family,
    judges: type[Subject],
    select: Callable[[Subject], View | None],
    severity: Severity,
    sources: tuple[Source, Source],
    needs: str,
    applies: Callable[[View], bool] = ...,
    relevant: Callable[[Operation], bool] = ...,
    blame: Blame = ...,
    replayed: bool = ...,
) -> Callable[[Callable[[View], Facts]], Check[Subject]]: ...


def check(
    *,
    family: Family,
    judges: type[Any],
    select: Callable[[Any], Any] = lambda subject: subject,
    severity: Severity,
    sources: tuple[Source, Source],
    needs: str,
    applies: Callable[[Any], bool] = lambda _: True,
    relevant: Callable[[Operation], bool] = lambda _: True,
    blame: Blame = Blame.SDK,
    replayed: bool = False,
) -> Callable[[Callable[[Any], Facts]], Check[Any]]:
    """Turn a function that yields facts into a check. Its id is the function's name.

    `select` gives what the function receives: a part or a typed view of the subject. The check does not apply where
    that is None or empty, or where `applies` is false for it.
    """

    def decorate(function: Callable[[Any], Facts]) -> Check[Any]:
        @functools.wraps(function)
        def judge(subject: Any) -> Facts | None:
            view = select(subject)
            return function(view) if view and applies(view) else None

        module = inspect.getmodule(function)
        return Check(
            id=function.__name__,
            family=family,
            judges=judges,
            severity=severity,
            blame=blame,
            sources=sources,
            needs=needs,
            judge=judge,
            documentation=inspect.cleandoc(function.__doc__ or (module.__doc__ if module else "") or ""),
            relevant=relevant,
            replayed=replayed,
        )

    return decorate
