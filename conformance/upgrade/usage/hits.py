"""Which changes affect which lines of the user's code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from conformance.change import Change, Hit, Level
from conformance.targets.target import Target
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage.advice import advise
from conformance.upgrade.usage.affected_uses import AffectedUse, Location, UsageIndex
from conformance.upgrade.usage.rewrite import Edit, required_edit, rewrite_call
from conformance.upgrade.usage.type_errors import TypeCheckResult
from conformance.upgrade.usage.use import Use


def find_hits(
    changes: Sequence[Change],
    uses: Iterable[Use],
    apis: tuple[Api, Api],
    target: Target,
    checked: TypeCheckResult,
) -> list[Change]:
    """The changes with the lines of the user's code that they affect. `apis` are those of the old and the new release.

    A change that only a type checker notices affects the lines where the checker reports an error with the new release
    only. Without a checker it may affect all lines that depend on it.
    """
    index = UsageIndex.of(uses, *apis, target)
    lines = index.lines()
    affected = [(change, _with_type_errors(change, index.affected_uses(change), checked, lines)) for change in changes]
    calls = _rewritten_calls(affected)
    return [replace(change, hits=tuple(_hits(change, found, calls, apis[0]))) for change, found in affected]


def _with_type_errors(
    change: Change,
    found: dict[Location, AffectedUse],
    checked: TypeCheckResult,
    lines: Mapping[str, frozenset[int]],
) -> dict[Location, AffectedUse]:
    """The uses that a type checker confirms, where only a type checker notices the change."""
    if change.level is not Level.TYPES:
        return found
    confirmed: dict[Location, AffectedUse] = {}
    for location, (use, _) in found.items():
        if not checked.checker:
            confirmed[location] = use, "perhaps"
        elif checked.confirms(use, lines):
            confirmed[location] = use, "yes"
        elif {"removed", "renamed"} & {*change.rule.split("_")}:
            confirmed[location] = use, "perhaps"  # the checker does not know the type here, and the server decides
    return confirmed


def _hits(change: Change, found: Mapping[Location, AffectedUse], calls: Mapping[Location, str], old: Api) -> list[Hit]:
    """The hits of a change, in the order of the files. `calls` are the rewritten calls."""
    made = []
    for location, (use, certainty) in found.items():
        file, line, column = location
        certain = certainty == "yes"
        written = calls[location] if required_edit(change, use) is not None else ""
        made.append(
            Hit(
                file=file, line=line, column=column, text=use.text, uses=use.symbol or old.package,
                advice=advise(change, use, written, certain=certain), certain=certain,
            )
        )  # fmt: skip
    return sorted(made)


def _rewritten_calls(affected: Iterable[tuple[Change, Mapping[Location, AffectedUse]]]) -> dict[Location, str]:
    """The calls after all changes that affect them; "" where that is unknown."""
    codes: dict[Location, str] = {}
    edits: dict[Location, set[Edit]] = {}
    for change, found in affected:
        for location, (use, _) in found.items():
            if (edit := required_edit(change, use)) is not None:
                codes[location] = use.code
                edits.setdefault(location, set()).add(edit)
    return {location: rewrite_call(code, edits[location]) for location, code in codes.items()}
