"""The release in which each change between two releases appeared.

Every release in between is read and compared with the old one. An operation runs only where the code or the contract
that it depends on differs from that of the release before; all other observations are in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from packaging.version import InvalidVersion, Version

from conformance.change import Change, Impact
from conformance.errors import EnvironmentFailed, UsageError
from conformance.pipeline.comparison import TIERS_RUN, ComparisonPlan, compare_releases, find_changes
from conformance.pipeline.console import Console, PrintLine
from conformance.pipeline.releases import Release, prepare_release
from conformance.targets.environment import releases_between
from conformance.text import counted
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source import PackageReader

SEVERE = frozenset({Impact.BREAKING, Impact.RISKY})
State = bool | None  # whether a release has a change; None if that is unknown


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
    search = _Search(plan=plan, old=old, wanted=wanted, console=console, between=between)
    try:
        search.run()
    except KeyboardInterrupt:
        return Introductions(changes=list(changes), interrupted=True)
    names = [*between, pair.new.version]
    arrived = {
        change.id: introduced([*(state.get(change.id) for state in search.states), True], names) for change in wanted
    }
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
    """Compares the old release with each one in between. `states` has the changes that each of them has."""

    plan: ComparisonPlan
    old: Release
    wanted: Sequence[Change]
    console: Console
    between: Sequence[str]
    states: list[Mapping[str, State]] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Raises KeyboardInterrupt."""
        reader, run = PackageReader(self.plan.target), 0
        with _prepared(self.between if self.wanted else [], self.plan, self.old, self.console.print_line) as releases:
            for number, release in enumerate(releases, 1):
                self.states.append({} if isinstance(release, _Missing) else self._compare(release, number, reader))
                if isinstance(release, _Missing):
                    self.notes.append(f"{release.name} was not compared: {release.reason}.")
                else:
                    run += release.has_run
        total = counted(len(self.compared), "release")
        self.console.print_line(f"compared {total} in between; code was run on {run} of them")

    def _compare(self, release: Release, number: int, reader: PackageReader) -> Mapping[str, State]:
        console = _StepConsole(self.console, number, len(self.between))
        rules = {change.rule for change in self.wanted}
        result = compare_releases(self.old, release, self.plan, console, reader, rules)
        if result.interrupted:
            raise KeyboardInterrupt
        if release.import_error:
            self.notes.append(f"{release.label} cannot be imported: only the declarations in its files were compared.")
        self.compared.append(release.label)
        release.close()
        return _states(self.wanted, result.pair, self.plan)


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
class _Missing:
    """A release that cannot be installed, and why."""

    name: str
    reason: str


@contextmanager
def _prepared(
    names: Sequence[str], plan: ComparisonPlan, old: Release, print_line: PrintLine
) -> Iterator[Iterator[Release | _Missing]]:
    """The releases; each is installed and its contract learned while the one before is compared."""
    opened: list[Release] = []

    def prepare(name: str) -> Release | _Missing:
        try:
            release = prepare_release(name, plan.target, print_line, compared_to=old.label)
        except (EnvironmentFailed, UsageError) as error:
            return _Missing(name, str(error).partition("\n")[0].rstrip(".:"))
        opened.append(release)
        if plan.runs:
            release.start()
        return release

    def in_order() -> Iterator[Release | _Missing]:
        following = executor.submit(prepare, names[0]) if names else None
        for name in [*names[1:], None]:
            if following is None:
                return
            ready = following.result()
            following = None if name is None else executor.submit(prepare, name)
            yield ready

    executor = ThreadPoolExecutor(1)
    try:
        yield in_order()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for release in opened:
            release.close()
        executor.shutdown()
        for release in opened:
            release.close()


@dataclass(frozen=True)
class _StepConsole:
    """Shows one of several comparisons as a part of all of them."""

    console: Console
    number: int
    count: int

    def print_line(self, text: str) -> None:
        """As it is."""
        self.console.print_line(text)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Count the releases that are done; this one counts when it is complete."""
        self.console.report_progress(self.number - (done < total), self.count, name)
