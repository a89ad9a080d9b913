"""Upgrade: from the names of two releases to a report. The function to read first is `upgrade`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from conformance.change import Change, Tier
from conformance.finding import PACKAGE
from conformance.pipeline.bisect import bisect
from conformance.pipeline.comparison import (
    ComparisonPlan,
    ComparisonResult,
    changes_of,
    compare_releases,
    plan_comparison,
    shown,
)
from conformance.pipeline.console import Progress, tool_version
from conformance.pipeline.releases import both
from conformance.report.upgrade_report import RuleInfo, UpgradeReport, Usage
from conformance.settings import TIERS, UpgradeSettings
from conformance.text import counted
from conformance.upgrade.changed_files import explain_rows
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules import RULES
from conformance.upgrade.verdict import actual_bump, is_downgrade, required_bump

Tell = Callable[[str], None]
UNJUDGED_SHOWN: Final = 6  # names in a note


def upgrade(settings: UpgradeSettings, progress: Progress, tell: Tell) -> UpgradeReport:
    """Compare two releases, show what breaks, and whom."""
    asked = plan_comparison(settings)
    with both(settings.old, settings.new, asked.target, tell) as (old, new):
        seen = compare_releases(old, new, asked, progress)
        changes = shown(changes_of(seen.pair, asked.tiers), seen, asked, old, new)
        walked: list[str] = []
        if settings.each and not seen.interrupted:
            changes, walked = bisect(changes, asked, old, new, progress, tell)
        usage = None
        if asked.code is not None:
            from conformance.pipeline.usage import find_usage  # noqa: PLC0415  # importing jedi takes a sixth of a second

            changes, usage = find_usage(changes, asked.code, asked, seen, old, new, tell)
    return report_of(asked, seen, changes, usage, walked)


def report_of(
    asked: ComparisonPlan, seen: ComparisonResult, changes: list[Change], usage: Usage | None, walked: Sequence[str]
) -> UpgradeReport:
    """The report of what was seen."""
    settings, pair = asked.settings, seen.pair
    names = {change.rule for change in changes}
    report = UpgradeReport(
        tool_version=tool_version(),
        target=asked.target.name,
        sdk=asked.target.distribution,
        old=pair.old.label,
        new=pair.new.label,
        old_version=pair.old.version,
        new_version=pair.new.version,
        seed=settings.seed,
        bump=actual_bump(pair.old.version, pair.new.version),
        called_for="unknown",
        tiers=tuple(tier for tier in TIERS if Tier(tier) in asked.tiers),
        fail_on=settings.fail_on,
        notes=(*_notes(asked, pair), *_unjudged(pair, changes)),
        rules=tuple(RuleInfo(r.id, r.tier.value, r.summary, r.documentation) for r in RULES if r.id in names),
        changes=tuple(changes),
        rows=explain_rows(pair.rows, changes) if Tier.FILES in asked.tiers else (),
        counts=_counts(pair),
        usage=usage,
        walked=tuple(walked),
        interrupted=seen.interrupted,
        times=seen.times,
    )
    if not report.whole or is_downgrade(pair.old.version, pair.new.version):
        return report
    return replace(report, called_for=required_bump(changes, pair.old.version))


def _counts(pair: ReleasePair) -> dict[str, int]:
    return {
        "operations of the old release": len(pair.old.api.operations),
        "operations of the new release": len(pair.new.api.operations),
        "operations run on both": len(pair.comparisons) - (PACKAGE in pair.comparisons),
        "exchanges compared": sum(each.exchanges for each in pair.comparisons.values()),
        "programs of scenarios compared": len(pair.scenarios),
        "recorded answers replayed": pair.recordings,
    }


def _notes(asked: ComparisonPlan, pair: ReleasePair) -> Iterator[str]:
    """What a reader has to know of this run."""
    if is_downgrade(pair.old.version, pair.new.version):
        yield f"{pair.new.version} is older than {pair.old.version}: this is a downgrade."
    for side in (pair.old, pair.new):
        if side.import_error:
            yield f"{side.label} cannot be imported or run: only what the files declare was compared."
        for file, error in sorted(side.api.unreadable.items()):
            yield f"{side.label}: {file} is not Python that can be read: {error}."
    if not pair.parseable:
        yield "Declarations were not compared: a release whose files cannot be read declares nothing."
    if not asked.runs:
        yield "Nothing was run: neither the wire tier nor the behaviour tier was asked for."
    elif not asked.recorded:
        yield "There are no cassettes: answers of a real server were not replayed."


def _unjudged(pair: ReleasePair, changes: Sequence[Change]) -> Iterator[str]:
    """What is implemented in another way, and nothing was run of."""
    run = {*pair.comparisons, *(tried.subject for tried in pair.scenarios)}
    implemented = (each.subject for each in changes if each.rule == "implementation_changed")
    found = sorted(subject for subject in implemented if subject not in run and not pair.is_internal(subject))
    if found:
        names = ", ".join(f"`{name}`" for name in found[:UNJUDGED_SHOWN])
        more = ", ..." if len(found) > UNJUDGED_SHOWN else ""
        yield f"Implemented in another way, and nothing was run: {counted(len(found), 'helper')} ({names}{more})."
