"""Explain: the documentation page of a check or of an upgrade rule, or the list of them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from conformance.checks import all_checks
from conformance.errors import UsageError
from conformance.upgrade.rules import RULES

_NOTICED: Final = {
    "runtime": "noticed at run time",
    "types": "noticed by a type checker",
    "none": "not noticed by programs or tools",
}


def explain(name: str) -> str:
    """The page of a check or rule; for a family, a tier or "", a line for each of its members. Raises UsageError."""
    name = name.partition(":")[0].lower()
    rows: list[tuple[str, str, str]] = [(check.id, check.family, check.summary) for check in all_checks()]
    rows += [(rule.id, rule.tier.value, rule.summary) for rule in RULES]
    listed = [row for row in rows if name in {"", row[1]}]
    if listed:
        return "".join(f"{identity:36} {group:13} {summary}\n" for identity, group, summary in listed)
    page = _check_page(name) or _rule_page(name)
    if page is None:
        near = get_close_matches(name, [identity for identity, *_ in rows], n=3)
        hint = f"\n  Nearest: {', '.join(near)}." if near else ""
        raise UsageError(f"explain {name}: no check or rule has this id.{hint}\n  List them: conformance explain")
    return page


def _check_page(name: str) -> str | None:
    check = next((check for check in all_checks() if check.id == name), None)
    if check is None:
        return None
    return (
        f"{check.id} ({check.family}, {check.severity.value}, blame: {check.blame.value})\n"
        f"compares {check.sources[0].value} with {check.sources[1].value}; needs {check.needs}\n\n"
        f"{check.documentation}\n"
    )


def _rule_page(name: str) -> str | None:
    rule = next((rule for rule in RULES if rule.id == name), None)
    if rule is None:
        return None
    return f"{rule.id} ({rule.tier.value}, {rule.impact.value}, {_NOTICED[rule.level.value]})\n\n{rule.documentation}\n"
