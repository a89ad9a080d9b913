"""Sentences and labels of an upgrade's report that several formats say in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.change import Change, Impact, Level, Tier, Witness
from conformance.report.upgrade import views
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import counted

MEANS: Final = {
    "run": "The same program was run on both releases.",
    "types": "The same program was type checked against both releases.",
    "exchange": "The same call was made and got the same answer on both releases.",
    "inspection": "It was read in both releases; there is nothing to run.",
}


def bump(report: UpgradeReport) -> str:
    """The step between the versions, as a sentence; where everything was looked at, against the one called for."""
    made, called = report.bump, report.called_for
    steps_made = {"unknown": "The step between the two versions is unknown", "none": "The version is the same"}
    words = steps_made.get(made, f"This is a {made} release")
    if called == "unknown" or not report.whole:
        return f"{words}."
    if called == "none":
        return f"{words}; nothing has changed that would call for a new one."
    if made == called:
        return f"{words}, and that is what the changes call for."
    return f"{words}; the changes call for a {called} {'release' if made in steps_made else 'one'}."


def touched(report: UpgradeReport) -> str:
    """`3 of 41 changes touch your code`, "" where no code was named."""
    if report.usage is None:
        return ""
    all_of_them = len(report.changes) - len(report.of(Impact.DOCUMENTATION))
    number = sum(change.impact is not Impact.DOCUMENTATION for change in report.touched)
    if not number:
        return f"None of {counted(all_of_them, 'change')} touches your code"
    return f"{number} of {counted(all_of_them, 'change')} {'touches' if number == 1 else 'touch'} your code"


def noticed(change: Change) -> str:
    """Who notices it, in words; "" where nobody has to."""
    match change.level:
        case Level.RUNTIME:
            return "at run time"
        case Level.TYPES:
            return "type checker only"
    return ""


def proof(entry: views.Entry) -> str:
    """How sure it is, in words; "" where nothing was to be shown."""
    if entry.first.impact not in {Impact.BREAKING, Impact.RISKY}:
        return ""
    if entry.confirmed == len(entry.changes):
        return "confirmed"
    return f"{entry.confirmed} of {len(entry.changes)} confirmed" if entry.confirmed else "unconfirmed"


def arrived(change: Change) -> str:
    """The release in which it appeared, in words; "" where that was not looked for."""
    return f"arrived in {change.arrived}" if change.arrived else ""


def notes(entry: views.Entry) -> tuple[str, str, str]:
    """What stands behind a change's name: who notices it, how sure it is, where it arrived; each may be ""."""
    return noticed(entry.first), proof(entry), arrived(entry.first)


def tried(witness: Witness) -> str:
    """What came of a witness, in words."""
    return "Shown on both releases" if witness.confirmed else "Tried on both releases, and not shown"


def changed_files(report: UpgradeReport) -> str:
    """How many files there are in the table, in words."""
    same = sum(row.state == "same" for row in report.rows)
    words = counted(len(report.rows) - same, "changed file")
    return f"{words}, {same} with another name only" if same else words


def facts(report: UpgradeReport) -> tuple[tuple[str, str], ...]:
    """What was compared, as labelled values."""
    compared = ((name.replace("_", " ").capitalize(), str(count)) for name, count in report.counts.items())
    return (
        ("SDK", report.sdk),
        ("Old release", _named(report.old, report.old_version)),
        ("New release", _named(report.new, report.new_version)),
        ("Target", report.target),
        ("Tiers compared", ", ".join(report.tiers) or "none"),
        *compared,
        (
            "Fails on",
            {"any": "breaking or risky changes", "breaking": "breaking changes"}.get(report.fail_on, "nothing"),
        ),
        ("Seed", str(report.seed)),
        ("Tool version", report.tool_version),
    )


def limits(report: UpgradeReport) -> tuple[str, ...]:
    """What this report cannot know, as sentences."""
    return tuple(_limits(report))


def _limits(report: UpgradeReport) -> Iterator[str]:
    missing = [tier.value for tier in Tier if tier.value not in report.tiers]
    if missing:
        yield f"Not compared: {', '.join(missing)}."
    if not {Tier.WIRE.value, Tier.BEHAVIOUR.value} & set(report.tiers):
        yield "Neither release was run: what changed without a change of the source's declarations is not in here."
    severe, shown = views.confirmations(report)
    if severe > shown:
        of_all = counted(severe, "breaking or risky change")
        yield f"{severe - shown} of {of_all} could not be confirmed by what both releases did."
    unexplained = len(report.unexplained)
    if unexplained:
        yield f"{counted(unexplained, 'changed file')} {'is' if unexplained == 1 else 'are'} explained by no change."
    if report.usage is not None and not report.usage.checker:
        yield "Your code was not type checked against the two releases."


def _named(label: str, version: str) -> str:
    return label if version in {label, ""} else f"{label} ({version})"
