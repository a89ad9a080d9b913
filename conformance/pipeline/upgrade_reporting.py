"""The report of an upgrade: its changes, and the notes that its reader needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from conformance.change import Change, Tier
from conformance.finding import PACKAGE
from conformance.pipeline.comparison import ComparisonPlan, ComparisonResult
from conformance.pipeline.console import tool_version
from conformance.report.upgrade_report import RuleInfo, UpgradeReport, Usage
from conformance.settings import TIERS
from conformance.text import counted
from conformance.upgrade.changed_files import explain_rows
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules import RULES
from conformance.upgrade.verdict import actual_bump, is_downgrade, required_bump

MAX_NAMES: Final = 6  # in one note


def build_upgrade_report(
    plan: ComparisonPlan,
    result: ComparisonResult,
    changes: list[Change],
    usage: Usage | None,
    compared: Sequence[str],
    notes: Sequence[str],
) -> UpgradeReport:
    """The report of a comparison. `compared` are the releases in between that were compared, too, with `notes`."""
    settings, pair = plan.settings, result.pair
    rules = {change.rule for change in changes}
    report = UpgradeReport(
        tool_version=tool_version(),
        target=plan.target.name,
        sdk=plan.target.distribution,
        old=pair.old.label,
        new=pair.new.label,
        old_version=pair.old.version,
        new_version=pair.new.version,
        seed=settings.seed,
        bump=actual_bump(pair.old.version, pair.new.version),
        called_for="unknown",
        tiers=tuple(tier for tier in TIERS if Tier(tier) in plan.tiers),
        fail_on=settings.fail_on,
        notes=(*_notes(plan, pair), *_not_run(pair, changes), *notes),
        rules=tuple(
            RuleInfo(rule.id, rule.tier.value, rule.summary, rule.documentation) for rule in RULES if rule.id in rules
        ),
        changes=tuple(changes),
        rows=explain_rows(pair.rows, changes) if Tier.FILES in plan.tiers else (),
        counts=_counts(pair),
        groups=_groups(pair),
        usage=usage,
        walked=tuple(compared),
        interrupted=result.interrupted,
        times=result.times,
    )
    if not report.whole or is_downgrade(pair.old.version, pair.new.version):
        return report
    return replace(report, called_for=required_bump(changes, pair.old.version))


def _counts(pair: ReleasePair) -> dict[str, int]:
    return {
        "operations of the old release": len(pair.old.api.operations),
        "operations of the new release": len(pair.new.api.operations),
        "operations run on both": len(pair.comparisons) - (PACKAGE in pair.comparisons),
        "exchanges compared": sum(compared.exchanges for compared in pair.comparisons.values()),
        "programs of scenarios compared": len(pair.scenarios),
        "recorded answers replayed": pair.recordings,
    }


def _groups(pair: ReleasePair) -> dict[str, tuple[int, int]]:
    """The operations of the old and of the new release, by the first part of the client path."""
    old, new = (Counter(path.partition(".")[0] for path in side.api.operations) for side in (pair.old, pair.new))
    return {name: (old[name], new[name]) for name in sorted({*old, *new})}


def _notes(plan: ComparisonPlan, pair: ReleasePair) -> Iterator[str]:
    """The notes about a run besides its changes."""
    if is_downgrade(pair.old.version, pair.new.version):
        yield f"{pair.new.version} is older than {pair.old.version}: this is a downgrade."
    for side in (pair.old, pair.new):
        if side.import_error:
            yield f"{side.label} cannot be imported: only the declarations in its files were compared."
        if side.client_error:
            reason = side.client_error.splitlines()[0]
            yield f"{side.label}: no operation was called, only declarations were compared: {reason}"
        for file, error in sorted(side.api.unreadable.items()):
            yield f"{side.label}: {file} cannot be parsed as Python: {error}."
    if not pair.parseable:
        yield "Declarations were not compared: they are unknown for a release whose files cannot be parsed."
    if not plan.runs:
        yield "No code was run: neither the wire tier nor the behaviour tier was selected."
    elif not plan.recorded:
        yield "There are no cassettes, so no responses of a real server were replayed."


def _not_run(pair: ReleasePair, changes: Sequence[Change]) -> Iterator[str]:
    """The helpers with a new implementation that no call or program ran."""
    run = {*pair.comparisons, *(scenario.subject for scenario in pair.scenarios)}
    changed = (change.subject for change in changes if change.rule == "implementation_changed")
    found = sorted(subject for subject in changed if subject not in run and not pair.is_internal(subject))
    if found:
        names = ", ".join(f"`{name}`" for name in found[:MAX_NAMES])
        more = ", ..." if len(found) > MAX_NAMES else ""
        yield f"{counted(len(found), 'helper')} with a new implementation could not be run: {names}{more}."
