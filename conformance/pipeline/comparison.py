"""Two releases read, run and compared: what the rules find, and the witnesses that show it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from conformance.cassettes.imported.importing import with_imported
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import load_recordings, replay_folder
from conformance.change import Change, Impact, Tier
from conformance.errors import EnvironmentFailed
from conformance.pipeline.console import Console
from conformance.pipeline.python_support import needs_of
from conformance.pipeline.releases import Release
from conformance.pipeline.run_pair import RunPlan, run_pair
from conformance.python_need import PythonNeed
from conformance.report.files import check_paths
from conformance.scenarios.load import ScenarioStep, load_scenarios
from conformance.settings import TIERS, UpgradeSettings
from conformance.targets.target import Target, load_target
from conformance.upgrade.changed_files import changed_file_rows
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.rules import RULES
from conformance.upgrade.source import PackageReader
from conformance.upgrade.usage.user_files import UserFiles, read_files
from conformance.upgrade.verdict import apply_policy, parse_policy
from conformance.upgrade.witness.confirm import confirm_changes
from conformance.upgrade.witness.trial_runner import trial_runner

IMPORT_BROKEN: Final = "import_broken"
NEED_RULES: Final = frozenset({"newer_python_needed", "newer_python_no_longer_needed"})
TIERS_RUN: Final = frozenset({Tier.WIRE, Tier.BEHAVIOUR})  # the tiers for which both releases are run


@dataclass(frozen=True, kw_only=True)
class ComparisonPlan:
    """The input of a comparison. All files of the user have been read and checked. `code` is the user's own."""

    settings: UpgradeSettings
    target: Target
    tiers: frozenset[Tier]
    steps: tuple[ScenarioStep, ...]
    recorded: Mapping[str, tuple[Interaction, ...]]
    policy: Mapping[str, Impact]
    code: UserFiles | None

    @property
    def runs(self) -> bool:
        """Whether both releases are run."""
        return bool(self.tiers & TIERS_RUN)


@dataclass
class ComparisonResult:
    """The observations of two releases. `times` are seconds by step. An interrupted comparison is incomplete."""

    pair: ReleasePair
    interrupted: bool = False
    times: dict[str, float] = field(default_factory=dict)


def plan_comparison(settings: UpgradeSettings) -> ComparisonPlan:
    """Read what the settings name. Raises UsageError before anything is installed."""
    check_paths([Path(path) for path in settings.report])
    target = load_target(settings.target)
    library = replay_folder(settings.cassettes, target)
    return ComparisonPlan(
        settings=settings,
        target=target,
        tiers=frozenset(map(Tier, settings.tier or TIERS)),
        steps=load_scenarios(target),
        recorded=load_recordings(library, target.name, required=settings.cassettes is not None),
        policy=parse_policy(settings.impact, [rule.id for rule in RULES]),
        code=read_files([Path(path) for path in settings.usage]) if settings.usage else None,
    )


def compare_releases(
    old: Release, new: Release, plan: ComparisonPlan, console: Console, reader: PackageReader | None = None,
    rules: Collection[str] | None = None, only: frozenset[str] | None = None,
) -> ComparisonResult:  # fmt: skip
    """Read both releases, run both where a tier needs it, and compare them. `reader` has read releases before.

    `rules` are those that will be applied, None for all: what only others need is not found out. `only` are the
    operations to run, by their old names, None for all.
    """
    reader = reader or PackageReader(plan.target)
    started = time.monotonic()
    with ThreadPoolExecutor(2) as executor:  # both are imported while their sources are read
        try:
            identical = old.contents.files == new.contents.files
            to_start = [release for release in (old, new) if plan.runs and not identical and release.pool is None]
            starting = [executor.submit(release.start, reader) for release in to_start]
            table = changed_file_rows(old.contents, new.contents)
            for release in (old, new):
                release.read(reader)
            wanted = Tier.PACKAGING in plan.tiers and not identical and (rules is None or bool(NEED_RULES & {*rules}))
            needs = [needs_of(release.contents, plan.target) if wanted else None for release in (old, new)]
            read = time.monotonic()
            interrupted = _wait_for_start(starting, old, new)
        except BaseException:
            old.close()
            new.close()
            raise
    sides = [_side(*parts) for parts in zip((old, new), needs, strict=True)]
    pair = ReleasePair(old=sides[0], new=sides[1], rows=table, internal=plan.target.internal)
    if not (pair.parseable or plan.runs):
        raise EnvironmentFailed(_unparseable(pair))
    result = ComparisonResult(pair, interrupted, {"read": read - started, "start": time.monotonic() - read})
    if old.contract is not None and new.contract is not None:
        running = time.monotonic()
        contract = old.contract
        recorded, _ = with_imported(plan.recorded, lambda: contract, plan.target.headers)
        run_plan = RunPlan(seed=plan.settings.seed, steps=plan.steps, recorded=recorded, only=only)
        result.pair, result.interrupted = run_pair(old, new, pair, run_plan, console)
        result.times["run"] = time.monotonic() - running
    return result


def _wait_for_start(starting: Iterable[Future[None]], old: Release, new: Release) -> bool:
    """Wait until both are imported; True if the user interrupts. What their files declare is compared all the same."""
    try:
        for future in starting:
            future.result()
    except KeyboardInterrupt:
        old.abandon()
        new.abandon()
        return True
    return False


def _unparseable(pair: ReleasePair) -> str:
    label, file, error = next(
        (side.label, *item) for side in (pair.old, pair.new) for item in sorted(side.api.unreadable.items())
    )
    return (
        f"{label}: {file} cannot be parsed as Python: {error}.\n"
        "  Next: fix it, or compare all tiers: there it is reported as a change."
    )


def _side(release: Release, needs: tuple[PythonNeed, ...] | None) -> Side:
    return Side(
        label=release.label,
        version=release.version,
        contents=release.contents,
        api=release.api,
        contract=release.contract,
        import_error=release.import_error,
        client_error=release.client_error,
        python_needs=needs,
    )


def find_changes(pair: ReleasePair, tiers: frozenset[Tier], only: Collection[str] | None = None) -> list[Change]:
    """The changes that the rules of some tiers find, each once, most severe first, then in the order of the rules.

    `only` names the rules to apply, None for all.
    """
    found: dict[str, Change] = {}
    if not pair.parseable:
        tiers -= {Tier.SURFACE, Tier.DOCUMENTATION}
    for rule in RULES:
        if rule.tier in tiers and (only is None or rule.id in only):
            for change in sorted(rule.changes(pair), key=lambda change: change.id):
                found.setdefault(change.id, change)
    broken = {file for change in found.values() if change.rule == IMPORT_BROKEN for file in change.files}
    if broken:  # what else differs in a part that cannot be imported has the same cause, and cannot be met
        found = {key: change for key, change in found.items() if not _is_within(change, broken)}
    return sorted(found.values(), key=lambda change: change.order)


def _is_within(change: Change, broken: Collection[str]) -> bool:
    severe = change.impact in {Impact.BREAKING, Impact.RISKY}
    return severe and change.rule != IMPORT_BROKEN and bool(set(change.files) & set(broken))


def add_witnesses(
    changes: Iterable[Change], result: ComparisonResult, plan: ComparisonPlan, old: Release, new: Release
) -> list[Change]:
    """The changes with their witnesses, ranked by what these show and by the user's policy."""
    started = time.monotonic()
    runners = [
        trial_runner(release.label, release.environment, release.run_snippet, release.import_error)
        for release in (old, new)
    ]
    target = plan.target.with_clients_from(result.pair.client_module)
    found = apply_policy(confirm_changes(changes, result.pair, target, *runners), plan.policy)
    result.times["witnesses"] = time.monotonic() - started
    return list(found)
