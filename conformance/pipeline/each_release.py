"""The release in which each change between two releases appeared.

The declarations of every release in between are read and compared with the old one. Code runs only on the releases that
bisection looks at, and only the operations that show a change; what was observed before is in the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Final

from packaging.version import InvalidVersion, Version

from conformance.change import Change, Impact
from conformance.errors import UsageError
from conformance.finding import PACKAGE
from conformance.pipeline.bisect import Bisection, State, next_places
from conformance.pipeline.comparison import TIERS_RUN, ComparisonPlan, compare_releases, find_changes
from conformance.pipeline.console import Console
from conformance.pipeline.prepared_releases import Missing, Starter, prepared_releases
from conformance.pipeline.releases import Release
from conformance.targets.environment import releases_between
from conformance.text import counted
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source import PackageReader

SEVERE = frozenset({Impact.BREAKING, Impact.RISKY})
MANY_OPERATIONS: Final = 24  # that share a change: about as many of them are run to look for it


@dataclass(frozen=True, kw_only=True)
class Introductions:
    """The changes, the breaking and risky ones with the release that introduced them.

    `compared` are the releases in between that were compared; an interrupted search has found nothing.
    """

    changes: list[Change]
    compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    interrupted: bool = False


def find_introductions(
    changes: Sequence[Change], plan: ComparisonPlan, old: Release, pair: ReleasePair, console: Console
) -> Introductions:
    """The changes of a pair with the release in which each breaking or risky one appeared.

    Raises UsageError: a side is not a release, or the old one is not the older.
    """
    _require_releases(pair)
    between = releases_between(pair.old.version, pair.new.version, plan.target, console.print_line)
    severe = {change.id for change in changes if change.impact in SEVERE}
    wanted = [change for change in find_changes(pair, plan.tiers) if change.id in severe]
    console.print_line(f"comparing {old.label} with {counted(len(between), 'release')} up to {pair.new.version}")
    search = _Search(plan=plan, old=old, pair=pair, wanted=wanted, console=console, between=between)
    try:
        states = search.run()
    except KeyboardInterrupt:
        return Introductions(changes=list(changes), interrupted=True)
    names = [*between, pair.new.version]
    arrived = {change.id: introduced([*states[change.id], True], names) for change in wanted}
    unknown = sum(not name for name in arrived.values())
    if unknown:
        search.notes.append(f"The release that introduced {counted(unknown, 'change')} is unknown, for these reasons.")
    return Introductions(
        changes=[replace(change, arrived=arrived.get(change.id, "")) for change in changes],
        compared=tuple(search.compared),
        notes=tuple(search.notes),
    )


@dataclass(frozen=True, kw_only=True)
class _Search:
    """Compares the old release with those in between. `pair` is the old and the new release.

    The declarations of all of them are read. A change that only running the code shows is searched by bisection, with
    the operations and programs that show it.
    """

    plan: ComparisonPlan
    old: Release
    pair: ReleasePair
    wanted: Sequence[Change]
    console: Console
    between: Sequence[str]
    compared: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def run(self) -> dict[str, Sequence[State]]:
        """The states of all releases in between, by the id of the change. Raises KeyboardInterrupt."""
        reader = PackageReader(self.plan.target)
        declared, observed = self._by_visibility()
        states: dict[str, list[State]] = {change.id: [] for change in declared}
        searches = {change.id: Bisection(len(self.between)) for change in observed}
        names = self.between if self.wanted else []
        releases: list[Release | Missing] = []
        with (
            prepared_releases(names, self.plan.target, self.old.label, self.console.print_line) as prepared,
            closing(Starter(releases, reader)) as starter,
        ):
            for number, release in enumerate(prepared):
                self.console.report_progress(number, len(self.between), f"reading {self.between[number]}")
                releases.append(release)
                found: Mapping[str, State] = {}
                if isinstance(release, Missing):
                    self.notes.append(f"{release.name} was not compared: {release.reason}.")
                    for search in searches.values():
                        search.states[number] = None
                else:
                    found = self._declared_states(release, declared, reader)
                    self.compared.append(release.label)
                    if number in next_places(searches.values())[:1]:
                        starter.begin([number])  # while the others are read
                for change in declared:
                    states[change.id].append(found.get(change.id))
            renamable = [change for change in declared if "parameter" in change.rule.split("_")]
            run = self._bisect(observed, renamable, searches, states, starter, reader)
        total = counted(len(self.compared), "release")
        self.console.print_line(f"compared {total} in between; code was run on {run} of them")
        return {**states, **{name: search.all_states() for name, search in searches.items()}}

    def _by_visibility(self) -> tuple[list[Change], list[Change]]:
        """The wanted changes that the declarations alone show, and those that only running the code shows."""
        sides = [
            replace(side, contract=None, import_error="", client_error="") for side in (self.pair.old, self.pair.new)
        ]
        static = replace(self.pair, old=sides[0], new=sides[1], comparisons={}, scenarios=())
        rules = {change.rule for change in self.wanted if change.tier not in TIERS_RUN}
        found = find_changes(static, self.plan.tiers, rules)
        shown = {(change.id, change.impact) for change in found if self.pair.parseable}
        declared = [change for change in self.wanted if (change.id, change.impact) in shown]
        return declared, [change for change in self.wanted if change not in declared]

    def _declared_states(
        self, release: Release, declared: Sequence[Change], reader: PackageReader
    ) -> Mapping[str, State]:
        plan = replace(self.plan, tiers=self.plan.tiers - TIERS_RUN)
        rules = {change.rule for change in declared}
        pair = compare_releases(self.old, release, plan, self.console, reader, rules).pair
        return _states(declared, replace(pair, old=replace(pair.old, contract=None)), plan)

    def _bisect(
        self,
        observed: Sequence[Change],
        renamable: Sequence[Change],
        searches: Mapping[str, Bisection],
        states: Mapping[str, list[State]],
        starter: Starter,
        reader: PackageReader,
    ) -> int:
        """Look at releases until every search has ended. Returns the number of those whose code was run.

        The contract of a release shows whether an argument was renamed, so that the `states` of `renamable` are known
        better then.
        """
        run = 0
        while places := next_places(searches.values()):
            place = places[0]
            release = starter.started(places)
            changes = [change for change in observed if place in searches[change.id].candidates]
            ended = sum(search.next is None for search in searches.values())
            console = _StepConsole(self.console, ended, len(searches), release.label)
            for name, state in self._observed_states(release, changes, renamable, console, reader).items():
                if name in searches:
                    searches[name].states[place] = state
                elif state is not None:
                    states[name][place] = state
            run += release.has_run
            release.close()
        return run

    def _observed_states(
        self,
        release: Release,
        changes: Sequence[Change],
        renamable: Sequence[Change],
        console: Console,
        reader: PackageReader,
    ) -> Mapping[str, State]:
        only = _shown_by(changes, self.pair)
        scenarios = {(change.subject, change.part) for change in changes}
        steps = [step for step in self.plan.steps if only is None or (step.subject, step.group) in scenarios]
        plan = replace(self.plan, steps=tuple(steps))
        wanted = [*changes, *renamable]
        result = compare_releases(self.old, release, plan, console, reader, {change.rule for change in wanted}, only)
        if result.interrupted:
            raise KeyboardInterrupt
        if release.import_error:
            self.notes.append(f"{release.label} cannot be imported: only the declarations in its files were compared.")
        return _states(wanted, result.pair, self.plan)


def _shown_by(changes: Iterable[Change], pair: ReleasePair) -> frozenset[str] | None:
    """The operations that show changes, None for all. What many operations share shows in a part of them."""
    paths = {*pair.comparisons} - {PACKAGE}
    found: set[str] = set()
    for change in changes:
        if change.subject in paths:
            found.add(change.subject)
        elif change.operations:
            step = max(1, len(change.operations) // MANY_OPERATIONS)
            found.update(change.operations[::step])
        elif change.tier not in TIERS_RUN:
            return None
    return frozenset(found)


def introduced(states: Sequence[State], releases: Sequence[str]) -> str:
    """The release since which a change has been there, without interruption, up to the last one, which has it.

    `states` says for each release whether it has the change. Unknown ones between two that have it count as having it.
    "" where an unknown release may have introduced it.
    """
    first = len(states) - 1
    for place in range(len(states) - 1, -1, -1):
        if states[place]:
            first = place
        elif states[place] is False:
            break
    return "" if first > 0 and states[first - 1] is None else releases[first]


def _states(wanted: Sequence[Change], pair: ReleasePair, plan: ComparisonPlan) -> dict[str, State]:
    """Whether a release has each of the changes."""
    found: dict[str, list[Change]] = {}
    for change in find_changes(pair, plan.tiers, {change.rule for change in wanted}):
        found.setdefault(change.rule, []).append(change)
    states: dict[str, State] = {}
    for change in wanted:
        has = any(_covers(other, change) for other in found.get(change.rule, ()))
        states[change.id] = has or (False if _is_known(change, pair) else None)
    return states


def _is_known(change: Change, pair: ReleasePair) -> bool:
    """Whether a comparison would show the change if it was there."""
    if change.rule in {"import_broken", "import_fixed"}:
        return True
    return pair.parseable and (pair.contracts is not None or change.tier not in TIERS_RUN)


def _covers(other: Change, change: Change) -> bool:
    """Whether a change of another pair is the same one, or says the same of more operations, and as severely."""
    if other.impact.rank > change.impact.rank or other.part != change.part:
        return False
    return other.subject == change.subject or (bool(other.operations) and _operations(change) <= _operations(other))


def _operations(change: Change) -> set[str]:
    return {*(change.operations or (change.subject,))}


def _require_releases(pair: ReleasePair) -> None:
    example = "Name an older and a newer release: conformance upgrade --from 2.0.5 --to latest --each"
    for side in (pair.old, pair.new):
        try:
            Version(side.version)
        except InvalidVersion:
            raise UsageError(f"--each: {side.label} has no version to start or end with.\n  {example}") from None
    if not Version(pair.old.version) < Version(pair.new.version):
        raise UsageError(f"--each: {pair.old.version} is not older than {pair.new.version}.\n  {example}")


@dataclass(frozen=True)
class _StepConsole:
    """Shows one of several comparisons as a part of all of them: `ended` of `count` searches have ended."""

    console: Console
    ended: int
    count: int
    release: str

    def print_line(self, text: str) -> None:
        """As it is."""
        self.console.print_line(text)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Count the changes whose release is known."""
        del done, total
        self.console.report_progress(self.ended, self.count, f"{self.release}: {name}")
