"""`conformance upgrade`: from the names of two releases to a report. Read `upgrade` first."""

from __future__ import annotations

import time

from conformance.pipeline.comparison import add_witnesses, compare_releases, find_changes, plan_comparison
from conformance.pipeline.console import Console
from conformance.pipeline.each_release import Introductions, find_introductions
from conformance.pipeline.releases import both_releases
from conformance.pipeline.upgrade_reporting import build_upgrade_report
from conformance.report.upgrade_report import UpgradeReport
from conformance.settings import UpgradeSettings


def upgrade(settings: UpgradeSettings, console: Console) -> UpgradeReport:
    """Compare two releases and show what breaks, and for whom."""
    plan = plan_comparison(settings)
    with both_releases(settings.old, settings.new, plan.target, console.print_line) as (old, new):
        result = compare_releases(old, new, plan, console)
        changes = add_witnesses(find_changes(result.pair, plan.tiers), result, plan, old, new)
        search = Introductions(changes=changes)
        if settings.each and not result.interrupted:
            started = time.monotonic()
            search = find_introductions(changes, plan, old, result.pair, console)
            changes, result.interrupted = search.changes, search.interrupted
            result.times["each"] = time.monotonic() - started
        usage = None
        if plan.code is not None:
            from conformance.pipeline.usage import find_usage  # noqa: PLC0415  # to import jedi takes a sixth of a second

            changes, usage = find_usage(changes, plan.code, plan, result, old, new, console.print_line)
    return build_upgrade_report(plan, result, changes, usage, search.compared, search.notes)
