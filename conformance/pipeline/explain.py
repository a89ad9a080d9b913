"""Explain: the documentation page of a check or of an upgrade rule, or the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from conformance.checks import all_checks
from conformance.errors import UsageError
from conformance.report.to_terminal import Line
from conformance.text import wrapped
from conformance.upgrade.rules import RULES

_NOTICED: Final = {
    "runtime": "noticed at run time",
    "types": "noticed by a type checker",
    "none": "not noticed by programs or tools",
}
_EXAMPLES: Final = frozenset({"Conforming", "Violating", "Before", "After"})  # sections in which each line is one thing


def explain(name: str) -> str:
    """The page of a check or rule; for a family, a tier or "", a line for each of its members. Raises UsageError."""
    name = name.partition(":")[0].lower()
    listed = [row for row in _rows() if name in {"", row[1]}]
    if listed:
        return "".join(f"{identity:36} {group:13} {summary}\n" for identity, group, summary in listed)
    return _page(name)


def explained_lines(name: str, width: int | None) -> Iterator[Line]:
    """The lines of `explain` for a terminal of `width` columns; None for a pipe. Raises UsageError."""
    if width is None:
        yield from (Line(line) for line in explain(name).splitlines())
        return
    name = name.partition(":")[0].lower()
    listed = [row for row in _rows() if name in {"", row[1]}]
    for identity, group, summary in listed:
        yield from (Line(line, "name") for line in wrapped(f"{identity} ({group})", width))
        yield from (Line(line) for line in wrapped(summary, width, "    "))
    if not listed:
        yield from _page_lines(_page(name).splitlines(), width)


def _page_lines(lines: list[str], width: int) -> Iterator[Line]:
    """A page in lines of a terminal: paragraphs are filled anew, the lines of an example stay apart."""
    head, *rest = lines
    yield from (Line(line, "title") for line in wrapped(head, width))
    section = ""
    for (is_text, margin), block in groupby(rest, key=lambda line: (bool(line), line[: -len(line.lstrip())])):
        texts = [line.strip() for line in block]
        if not is_text:
            yield from (Line("") for _ in texts)
            continue
        if not margin:
            section = texts[-1]
        for text in texts if margin and section in _EXAMPLES else [" ".join(texts)]:
            yield from (Line(line) for line in wrapped(text, width, margin))


def _rows() -> list[tuple[str, str, str]]:
    """Each check with its family, and each rule with its tier: id, group, summary."""
    rows: list[tuple[str, str, str]] = [(check.id, check.family, check.summary) for check in all_checks()]
    return rows + [(rule.id, rule.tier.value, rule.summary) for rule in RULES]


def _page(name: str) -> str:
    page = _check_page(name) or _rule_page(name)
    if page is None:
        near = get_close_matches(name, [identity for identity, *_ in _rows()], n=3)
        hint = f"\n  Nearest: {', '.join(near)}." if near else ""
        raise UsageError(f"explain {name}: no check or rule has this id.{hint}\n  List them: conformance explain")
    return page


def _check_page(name: str) -> str | None:
    check = next((check for check in all_checks() if check.id == name), None)
    if check is None:
        return None
    return (
        f"{check.id} ({check.family}, {check.severity.value}, blame: {check.blame.value})\n"
        f"compares {check.sources[0].text} with {check.sources[1].text}; needs {check.needs}\n\n"
        f"{check.documentation}\n"
    )


def _rule_page(name: str) -> str | None:
    rule = next((rule for rule in RULES if rule.id == name), None)
    if rule is None:
        return None
    return f"{rule.id} ({rule.tier.value}, {rule.impact.value}, {_NOTICED[rule.level.value]})\n\n{rule.documentation}\n"
