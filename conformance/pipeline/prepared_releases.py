"""The releases between two others: installed and started while the one before is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.pipeline.console import PrintLine
from conformance.pipeline.releases import Release, prepare_release
from conformance.targets.target import Target
from conformance.upgrade.source import PackageReader

AT_ONCE: Final = 2  # releases that start: each learns a contract in a process of its own


@dataclass(frozen=True)
class Missing:
    """A release that cannot be installed, and why."""

    name: str
    reason: str


@contextmanager
def prepared_releases(
    names: Sequence[str], target: Target, old: str, print_line: PrintLine
) -> Iterator[Iterator[Release | Missing]]:
    """The releases; each is installed while the one before is compared."""
    opened: list[Release] = []

    def prepare(name: str) -> Release | Missing:
        try:
            release = prepare_release(name, target, print_line, compared_to=old)
        except (EnvironmentFailed, UsageError) as error:
            return Missing(name, str(error).partition("\n")[0].rstrip(".:"))
        opened.append(release)
        return release

    def in_order() -> Iterator[Release | Missing]:
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


class Starter:
    """Starts releases: the one that is compared next, and beside it those that may be compared after it."""

    def __init__(self, releases: Sequence[Release | Missing], reader: PackageReader) -> None:
        self.releases, self.reader, self.executor = releases, reader, ThreadPoolExecutor(AT_ONCE)
        self.starting: dict[int, Future[None]] = {}

    def close(self) -> None:
        """End the processes of all releases, also of those that are starting."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        for place in self.starting:
            self._release(place).close()
        self.executor.shutdown()

    def begin(self, places: Sequence[int]) -> None:
        """Let the first of some releases start, as many as may do so at once."""
        for place in places[:AT_ONCE]:
            if place not in self.starting:
                self.starting[place] = self.executor.submit(self._release(place).start, self.reader)

    def started(self, places: Sequence[int]) -> Release:
        """The first of some releases, when it is ready."""
        self.begin(places)
        self.starting[places[0]].result()
        return self._release(places[0])

    def _release(self, place: int) -> Release:
        release = self.releases[place]
        assert isinstance(release, Release)  # noqa: S101  # no search looks at one that is missing
        return release
