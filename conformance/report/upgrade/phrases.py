"""Labels and sentences about an upgrade that several formats use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.change import Change, Impact, Level, Tier, Witness
from conformance.report.upgrade.groups import ChangeGroup, confirmations
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import counted

EVIDENCE: Final = {
    "run": "The same program was run on both releases.",
    "types": "The same program was type checked against both releases.",
    "exchange": "The same call got the same response on both releases.",
    "inspection": "Both releases were read; there is nothing to run.",
}
MOST_NAMES: Final = 8  # in one sentence
POSSIBLE: Final = "may be affected"  # a line, by a change that depends on values that the code does not show
NOTICED: Final = {Level.RUNTIME: "at run time", Level.TYPES: "type checker only", Level.NONE: ""}


def version_step(report: UpgradeReport) -> str:
    """The step between the versions; where everything was compared, against the one that the changes call for."""
    step, called_for = report.bump, report.called_for
    unusual = {"unknown": "The step between the two versions is unknown", "none": "The version is the same"}
    text = unusual.get(step, f"This is a {step} release")
    if called_for == "unknown" or not report.whole:
        return f"{text}."
    if called_for == "none":
        return f"{text}; nothing changed that calls for a new one."
    if step == called_for:
        return f"{text}, as the changes call for."
    return f"{text}; the changes call for a {called_for} {'release' if step in unusual else 'one'}."


def affected(report: UpgradeReport) -> str:
    """`3 of 41 changes affect your code; 2 others may affect it`, "" where no code was given."""
    if report.usage is None:
        return ""
    total, number = counted(len(report.changes), "change"), len(report.affecting)
    others = len(report.possibly_affecting)
    more = f"; {counted(others, 'other')} may affect it" if others else ""
    return f"{number or 'None'} of {total} {'affect' if number > 1 else 'affects'} your code{more}"


def proof(group: ChangeGroup) -> str:
    """How many changes a witness confirmed, "" where none was needed."""
    if group.first.impact not in {Impact.BREAKING, Impact.RISKY}:
        return ""
    if group.confirmed == len(group.changes):
        return "confirmed"
    return f"{group.confirmed} of {len(group.changes)} confirmed" if group.confirmed else "unconfirmed"


def introduced(change: Change) -> str:
    """The release that introduced it, "" where that is not known."""
    return f"introduced in {change.arrived}" if change.arrived else ""


def tags(group: ChangeGroup) -> tuple[str, ...]:
    """The details after a change's name: who notices it, how sure it is, which release introduced it."""
    parts = (NOTICED[group.first.level], proof(group), introduced(group.first))
    return tuple(part for part in parts if part)


def outcome(witness: Witness) -> str:
    """The outcome of a witness."""
    return "Confirmed on both releases" if witness.confirmed else "Tried on both releases, not confirmed"


def changed_files(report: UpgradeReport) -> str:
    """`12 changed files, 1 only renamed`."""
    same = sum(row.state == "same" for row in report.rows)
    text = counted(len(report.rows) - same, "changed file")
    return f"{text}, {same} only renamed" if same else text


def facts(report: UpgradeReport) -> tuple[tuple[str, str], ...]:
    """The compared releases and settings, as labelled values."""
    fails_on = {
        "any": "breaking or risky changes",
        "breaking": "breaking changes",
        "touched": "breaking or risky changes that affect your code, and new type errors in it",
    }
    return (
        ("SDK", report.sdk),
        ("Old release", _release(report.old, report.old_version)),
        ("New release", _release(report.new, report.new_version)),
        ("Target", report.target),
        ("Tiers compared", ", ".join(report.tiers) or "none"),
        *((name.replace("_", " ").capitalize(), str(count)) for name, count in sorted(report.counts.items())),
        ("Fails on", fails_on.get(report.fail_on, "nothing")),
        ("Seed", str(report.seed)),
        ("Tool version", report.tool_version),
    )


def limits(report: UpgradeReport) -> Iterator[str]:
    """The limits of this report."""
    missing = [tier.value for tier in Tier if tier.value not in report.tiers]
    if missing:
        yield f"Not compared: {', '.join(missing)}."
    if not {Tier.WIRE.value, Tier.BEHAVIOUR.value} & set(report.tiers):
        yield "Neither release was run: changes that leave the declarations in the source as they are may be missing."
    severe, confirmed = confirmations(report)
    if severe > confirmed:
        total = counted(severe, "breaking or risky change")
        yield f"{severe - confirmed} of {total} could not be confirmed by running both releases."
    if report.unexplained:
        yield unexplained(report)
    if report.usage is not None and not report.usage.checker:
        yield "Your code was not type checked against the two releases."
    if report.usage is not None and (names := report.usage.unresolved):
        listed = ", ".join(f"`{name}`" for name in names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        modules = f"{len(names)} modules" if len(names) > 1 else "a module"
        yield (
            f"Your code imports {modules} that {report.usage.checker} did not find: {listed}{more}. It reports no type "
            "errors about values from there; what affects your code at run time was found without it."
        )


def unexplained(report: UpgradeReport) -> str:
    """How many changed files no change explains."""
    return f"No change explains {len(report.unexplained)} of the changed files."


def _release(label: str, version: str) -> str:
    return label if version in {label, ""} else f"{label} ({version})"
