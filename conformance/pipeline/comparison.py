"""Comparison: two releases read, run, and laid side by side; what the rules see in them, and what shows it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import recordings
from conformance.change import Change, Impact, Tier
from conformance.errors import EnvironmentFailed
from conformance.pipeline.console import Progress
from conformance.pipeline.releases import Release
from conformance.pipeline.run_pair import RunPlan, run
from conformance.report.files import check_paths
from conformance.settings import TIERS, UpgradeSettings
from conformance.targets.target import Target, load_target
from conformance.upgrade.changed_files import changed_file_rows
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.rules import RULES
from conformance.upgrade.scenarios import ScenarioStep, load_scenarios
from conformance.upgrade.source import read_apis
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage.user_files import UserFiles, read_files
from conformance.upgrade.verdict import apply_policy, parse_policy
from conformance.upgrade.witness.confirm import confirm_changes
from conformance.upgrade.witness.trial_runner import trial_runner

RUN: Final = frozenset({Tier.WIRE, Tier.BEHAVIOUR})  # the tiers for which both releases are run


@dataclass(frozen=True)
class ComparisonPlan:
    """What a comparison is asked to look at: everything that a user may have got wrong has been read."""

    settings: UpgradeSettings
    target: Target
    tiers: frozenset[Tier]
    steps: tuple[ScenarioStep, ...]
    recorded: Mapping[str, tuple[Interaction, ...]]
    policy: Mapping[str, Impact]
    code: UserFiles | None  # the user's own, where it was named

    @property
    def runs(self) -> bool:
        """Both releases are run."""
        return bool(self.tiers & RUN)


@dataclass
class ComparisonResult:
    """What was seen of two releases. `times` are seconds by step; an interrupted comparison has not seen everything."""

    pair: ReleasePair
    interrupted: bool = False
    times: dict[str, float] = field(default_factory=dict)


def plan_comparison(settings: UpgradeSettings) -> ComparisonPlan:
    """What the settings ask for. Raises UsageError for whatever is wrong with it, before anything is installed."""
    check_paths([Path(path) for path in settings.report])
    target = load_target(settings.target)
    shelf = Path(settings.cassettes or "cassettes")
    return ComparisonPlan(
        settings,
        target,
        frozenset(map(Tier, settings.tier or TIERS)),
        load_scenarios(target),
        recordings(shelf, target.name, required=settings.cassettes is not None),
        parse_policy(settings.impact, [rule.id for rule in RULES]),
        read_files([Path(path) for path in settings.usage]) if settings.usage else None,
    )


def compare_releases(old: Release, new: Release, asked: ComparisonPlan, progress: Progress) -> ComparisonResult:
    """Read both releases, run both where a tier asks for it, and lay them side by side."""
    started = time.monotonic()
    interrupted = False
    with ThreadPoolExecutor(2) as pool:  # both are imported while their sources are read
        try:
            same = old.contents.files == new.contents.files
            asleep = [each for each in (old, new) if asked.runs and not same and each.crew is None]
            starting = [pool.submit(each.start) for each in asleep]
            table = changed_file_rows(old.contents, new.contents)
            apis = read_apis(old.contents, new.contents, asked.target)
            read = time.monotonic()
            interrupted = _interrupted(starting, old, new)
        except BaseException:
            old.close()
            new.close()
            raise
    sides = [_side(each, api) for each, api in zip((old, new), apis, strict=True)]
    seen = ComparisonResult(
        ReleasePair(old=sides[0], new=sides[1], rows=table, internal=asked.target.internal), interrupted
    )
    if not (seen.pair.parseable or asked.runs):
        raise EnvironmentFailed(_unparseable(seen.pair))
    seen.times.update(read=read - started, start=time.monotonic() - read)
    if old.contract is not None and new.contract is not None:
        running = time.monotonic()
        questions = RunPlan(asked.settings.seed, asked.steps, asked.recorded)
        seen.pair, seen.interrupted = run(old, new, seen.pair, questions, progress)
        seen.times["run"] = time.monotonic() - running
    return seen


def _interrupted(starting: Iterable[Future[None]], old: Release, new: Release) -> bool:
    """Wait until both run; whether the user did not want to. What their files declare is known all the same."""
    try:
        for each in starting:
            each.result()
    except KeyboardInterrupt:
        for side in (old, new):
            side.give_up()
        return True
    return False


def _unparseable(pair: ReleasePair) -> str:
    found = ((side.label, *item) for side in (pair.old, pair.new) for item in sorted(side.api.unreadable.items()))
    label, file, error = next(found)
    what = f"{label}: {file} is not Python that can be read: {error}."
    return f"{what}\n  Next: mend it, or compare all tiers: it is a finding there."


def _side(release: Release, api: Api) -> Side:
    return Side(
        label=release.label,
        version=release.version,
        contents=release.contents,
        api=api,
        contract=release.contract,
        import_error=release.broken,
    )


def changes_of(pair: ReleasePair, tiers: frozenset[Tier]) -> list[Change]:
    """What the rules of some tiers see, each fact once, most severe first, then in the order of the rules."""
    found: dict[str, Change] = {}
    if not pair.parseable:
        tiers -= {Tier.SURFACE, Tier.DOCUMENTATION}
    for rule in RULES:
        if rule.tier in tiers:
            for change in sorted(rule.changes(pair), key=lambda each: each.id):
                found.setdefault(change.id, change)
    return sorted(found.values(), key=lambda change: change.order)


def shown(
    changes: Iterable[Change], seen: ComparisonResult, asked: ComparisonPlan, old: Release, new: Release
) -> list[Change]:
    """The changes with their witnesses, ranked by what those showed and by the user's policy."""
    started = time.monotonic()
    benches = [trial_runner(each.label, each.environment, each.run_snippet, each.broken) for each in (old, new)]
    found = apply_policy(confirm_changes(changes, seen.pair, asked.target, *benches), asked.policy)
    seen.times["witnesses"] = time.monotonic() - started
    return list(found)
