"""An upgrade in the form of release notes: breaking, added, changed, fixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from conformance.change import Change, Impact
from conformance.report.markdown import code, prose
from conformance.report.upgrade.groups import ChangeGroup, added_by_module, merge_equal
from conformance.report.upgrade.names import where
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import brief

FIXES: Final = frozenset({"helper_no_longer_fails", "import_fixed", "newer_python_no_longer_needed"})
UNNOTICEABLE: Final = frozenset({"private_code_changed", "implementation_changed", "data_file_changed"})
FEW: Final = 3  # additions of a module that have a line each
MOST: Final = 12  # names in one line


def to_changelog(report: UpgradeReport) -> str:
    """Release notes in Markdown: an entry for what a caller of the SDK may notice. Empty sections are left out.

    Changes that no caller can notice (private code, files, documentation) are left out, too.
    """
    noticeable = [
        change
        for change in (*report.of(Impact.BREAKING), *report.of(Impact.RISKY), *report.of(Impact.COMPATIBLE))
        if change.impact is not Impact.COMPATIBLE or change.rule not in UNNOTICEABLE
    ]
    added = set(report.added)
    fixed = [change for change in noticeable if change.rule in FIXES and change.impact is not Impact.BREAKING]
    changed = [
        change
        for change in noticeable
        if change.impact is not Impact.BREAKING and change not in added and change.rule not in FIXES
    ]
    sections = {
        "Breaking": list(_entries(report.of(Impact.BREAKING))),
        "Added": list(_additions(report)),
        "Changed": list(_entries(changed)),
        "Fixed": list(_entries(fixed)),
    }
    blocks = [f"## {prose(brief(report.new))}"]
    blocks += [f"### {title}\n\n" + "\n".join(lines) for title, lines in sections.items() if lines]
    if not any(sections.values()):
        blocks.append(f"Nothing changed that a caller of {prose(brief(report.old))} can notice.")
    return "\n\n".join(blocks) + "\n"


def _entries(changes: Iterable[Change]) -> Iterator[str]:
    for group in merge_equal(changes):
        yield f"- {prose(group.first.message)}{_others(group)}{_migration(group)}"


def _others(group: ChangeGroup) -> str:
    others = [where(change) for change in group.changes[1:]]
    return f" Also: {_names(others)}." if others else ""


def _migration(group: ChangeGroup) -> str:
    return f" {prose(group.migrations[0])}" if group.migrations else ""


def _additions(report: UpgradeReport) -> Iterator[str]:
    """A line for each addition, or for each module with many of them. What was fixed has its own section."""
    for module in added_by_module(report):
        changes = [change for change in module.changes if change.rule not in FIXES]
        if 0 < len(changes) <= FEW:
            yield from (f"- {prose(change.message)}" for change in changes)
        elif changes:
            yield f"- {code(module.name)}: {_names(list(dict.fromkeys(map(_short, changes))))}."


def _short(change: Change) -> str:
    return where(change).rpartition(".")[2]


def _names(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(code(brief(name)) for name in names[:MOST]) + more
