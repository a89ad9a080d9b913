"""The HTML page of an `UpgradeReport`, for people who have to move from one release to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.change import Change, Impact
from conformance.report.page import page
from conformance.report.upgrade import groups, items, names, phrases
from conformance.report.upgrade_report import UpgradeReport

SHOWN: Final = 30  # lines of one kind before they are folded away
NO_RISK: Final = "Docstrings and descriptions. Code cannot notice them; they are no risk."
STATE_LABELS: Final = {"gone": "gone", "broke": "with a break", "risky": "risky", "grew": "new", "stayed": "as before"}


def upgrade_page(report: UpgradeReport) -> str:
    """The report as a page."""
    return _PAGE.render(_values(report))


def _values(report: UpgradeReport) -> Mapping[str, object]:
    files = groups.explained_files(report)
    pictured = items.client_groups(report)
    return {
        "report": report,
        "version_step": phrases.version_step(report),
        "affected": phrases.affected(report),
        "levels": groups.levels(report),
        "confirmations": groups.confirmations(report),
        "facts": phrases.facts(report),
        "limits": tuple(phrases.limits(report)),
        "releases": groups.counts_by_release(report),
        "affected_lines": groups.affected_lines(report),
        "steps": groups.steps(report),
        "steps_by_rule": groups.steps_by_rule(report),
        "pictured": pictured,
        "widest": max((group.operations for group in pictured), default=1),
        "unchanged": items.unchanged_groups(report) if pictured else (),
        "state_labels": STATE_LABELS,
        "sections": tuple(_sections(report)),
        "other": groups.other(report),
        "documentation": report.of(Impact.DOCUMENTATION),
        "facets": items.facets(report),
        "rules": [rule for rule in report.rules if rule.documentation],
        "files": files,
        "changed": sum(row.state != "same" for row in report.rows),
        "changed_files": phrases.changed_files(report),
        "unexplained": phrases.unexplained(report),
        "rows_by_name": groups.rows_by_name(files),
        "evidence_of": phrases.EVIDENCE,
        "noticed": phrases.NOTICED,
        "shown": SHOWN,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSection:
    """The changes of one impact. `unfolded` shows every change without a click."""

    name: str
    title: str
    changes: tuple[Change, ...]
    groups: tuple[items.SubjectGroup, ...]
    unfolded: bool = False
    about: str = ""

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self.changes)


def _sections(report: UpgradeReport) -> Iterator[ChangeSection]:
    few = len(report.changes) <= SHOWN
    for impact in (Impact.BREAKING, Impact.RISKY):
        changes = report.of(impact)
        yield ChangeSection(
            name=impact.value,
            title=f"{impact.value.capitalize()} changes",
            changes=changes,
            groups=items.by_subject(changes),
            unfolded=impact is Impact.BREAKING or few,
        )
    others = (
        ("added", "Added", report.added, ""),
        ("compatible", "Other compatible changes", groups.other(report), ""),
        ("documentation", "Documentation only", report.of(Impact.DOCUMENTATION), NO_RISK),
    )
    for name, title, changes, about in others:
        if changes or name == "added":
            found = items.by_subject(changes, merged=False)
            yield ChangeSection(
                name=name, title=title, changes=changes, groups=found, unfolded=few and name == "added", about=about
            )


_PAGE: Final = page(
    "upgrade.html.j2", where=names.where, near=names.near, anchor=names.anchor, file_anchor=names.file_anchor,
    introduced=phrases.introduced, proof=phrases.proof, outcome=phrases.outcome, level=items.level, yours=items.yours,
)  # fmt: skip
