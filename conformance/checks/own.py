"""Checks that a project has of its own: which are in use, and why others are not.

A project registers checks by entry points of the group `conformance_checks`, or in its `conftest.py`. A mistake in one
of them costs that check alone, and is a finding: a check that could not run is never a pass.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from conformance.checks.check import FAMILIES, Check, Facts
from conformance.finding import PACKAGE, Blame, Finding, Severity, Source

IDENTITY: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModule:
    """A module with checks: its name, or the file of a `conftest.py`. `place` names it in messages.

    `attribute` is the check or object in it that an entry point names, "" for all checks of the module.
    """

    place: str
    module: str = ""
    file: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a check, or all checks of a module, are left out."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class OwnChecks:
    """The checks of a project that can be used, and those that cannot."""

    checks: tuple[Check[Any], ...] = ()
    unusable: tuple[Unusable, ...] = ()


def _never(_: Unusable) -> Facts | None:
    return None


UNUSABLE: Final = Check(
    id="own_check_unusable",
    family="contract",
    judges=Unusable,
    severity=Severity.MAJOR,
    blame=Blame.HARNESS,
    sources=(Source.STANDARD, Source.STANDARD),
    needs="checks of the project",
    judge=_never,
    documentation="A check of the project cannot be used.\n\nIts message says why, and what to change. All others "
    "ran. A check that raises an exception is reported likewise, by its own id and the part `raised`.",
    relevant=lambda _: True,
    replayed=False,
)


def unusable_finding(problem: Unusable) -> Finding:
    """The finding about a check that cannot be used."""
    return Finding(
        check=UNUSABLE.id,
        operation=PACKAGE,
        part=problem.name,
        message=problem.message,
        severity=UNUSABLE.severity,
        blame=UNUSABLE.blame,
        sources=UNUSABLE.sources,
    )


def checks_in(value: Any) -> list[Check[Any]]:
    """The checks that an object is or has: a check, a module, or a collection of checks."""
    if isinstance(value, Check):
        return [value]
    found = vars(value).values() if inspect.ismodule(value) else value if isinstance(value, list | tuple | set) else ()
    unique = {id(check): check for check in found if isinstance(check, Check)}
    return sorted(unique.values(), key=lambda check: str(check.id))


def usable(
    candidates: Iterable[tuple[str, Check[Any]]], built_in: Collection[Check[Any]]
) -> tuple[list[Check[Any]], list[Unusable]]:
    """The checks that can be used, and the others with the reason. The candidates are named by where they are."""
    subjects = {check.judges for check in built_in}
    taken = {check.id: "this package" for check in built_in}
    good, bad = [], []
    for place, check in candidates:
        if any(check is other for other in built_in):  # imported beside the project's own
            continue
        problem = _problem(check, subjects, taken)
        if problem:
            bad.append(Unusable(f"{place}.{check.id}", f"{place}: the check `{check.id}` {problem}"))
        else:
            good.append(check)
            taken[check.id] = place
    return good, bad


def _problem(check: Check[Any], subjects: Collection[type], taken: dict[str, str]) -> str:
    """The mistake in a check, and its remedy; "" for none."""
    names = ", ".join(sorted(subject.__name__ for subject in subjects))
    if not IDENTITY.fullmatch(check.id):
        return "has an id that is not allowed. Allowed: small letters, digits and `_`. Rename its function."
    if check.id in taken:
        return f"has the id of a check of {taken[check.id]}. Rename its function."
    if check.family not in FAMILIES:
        return f"has the family {check.family!r}. Allowed: {', '.join(FAMILIES)}."
    if check.judges not in subjects:
        return f"judges {getattr(check.judges, '__name__', check.judges)!r}. Allowed: {names}."
    if not isinstance(check.severity, Severity) or not isinstance(check.blame, Blame):
        return "needs a `Severity` as severity and a `Blame` as blame, both of conformance.finding."
    if len(check.sources) != 2 or not all(isinstance(source, Source) for source in check.sources):
        return "needs two values of conformance.finding.Source as sources."
    return _signature_problem(check.judge)


def _signature_problem(judge: Callable[..., Facts | None]) -> str:
    signature = inspect.signature(judge)
    try:
        signature.bind(object())
    except TypeError as error:
        return f"cannot be called with its subject alone: its arguments are {signature} ({error})."
    return ""
