"""The releases between two others: installed and started while the one before is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.errors import EnvironmentFailed, UsageError
from conformance.pipeline.console import PrintLine
from conformance.pipeline.releases import Release, prepare_release
from conformance.targets.target import Target
from conformance.upgrade.source import PackageReader


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
    """Starts releases, the next one while another one is compared."""

    def __init__(self, releases: Sequence[Release | Missing], reader: PackageReader) -> None:
        self.releases, self.reader, self.executor = releases, reader, ThreadPoolExecutor(1)
        self.starting: dict[int, Future[None]] = {}

    def close(self) -> None:
        """End the processes of all releases, also of those that are starting."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        for place in self.starting:
            self._release(place).close()
        self.executor.shutdown()

    def started(self, place: int, following: Sequence[int]) -> Release:
        """A release, when it is ready; the first of those that may be looked at after it begins to start."""
        self._start(place).result()
        if following:
            self._start(following[0])
        return self._release(place)

    def _start(self, place: int) -> Future[None]:
        if place not in self.starting:
            self.starting[place] = self.executor.submit(self._release(place).start, self.reader)
        return self.starting[place]

    def _release(self, place: int) -> Release:
        release = self.releases[place]
        assert isinstance(release, Release)  # noqa: S101  # no search looks at one that is missing
        return release
