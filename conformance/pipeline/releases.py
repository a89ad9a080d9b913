"""Releases: the two sides of an upgrade, each in its own environment and process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from packaging.version import InvalidVersion, Version

from conformance.contract import store
from conformance.contract.model import Contract
from conformance.errors import SdkUnusable, WorkerDied
from conformance.pipeline.contract_cache import contract_text
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target
from conformance.upgrade.witness.outcome import Outcome, ScriptedSnippet
from conformance.upgrade.witness.trial_runner import RunSnippet
from conformance.workers.pool import Message, WorkerError, WorkerPool

MOST_SECONDS: Final = 120.0  # for one operation, or one program: the slowest of the known ones take two
LEARNING_SECONDS: Final = 300.0  # to learn a contract
SNIPPET_SECONDS: Final = 15.0  # for a caller's code: the slowest imports of an SDK take three


@dataclass
class Release:
    """One side of an upgrade. `start` runs it; `broken` then tells why it cannot be imported, "" where it can."""

    environment: Environment
    contents: Contents
    target: Target
    crew: WorkerPool | None = None
    contract: Contract | None = None
    contract_text: str = ""
    broken: str = ""
    expectation: Message = field(default_factory=dict)
    given_up: bool = False

    @property
    def label(self) -> str:
        """What the user named: "2.0.5", or "wheel x.whl"."""
        return self.environment.label

    @property
    def version(self) -> str:
        """The version that its metadata gives, "unknown" where it has none."""
        found = re.search(r"^Version: *(\S+)", self.contents.metadata, re.MULTILINE)
        return found[1] if found else "unknown"

    def start(self) -> None:
        """Import the SDK in a process of its own, and learn its contract. A release may be started once."""
        self.crew = WorkerPool(self.environment, {"target": str(self.target.folder.resolve()), "judge": False})
        try:
            self.crew.open()
            self.contract_text = contract_text(self.environment, self.contents.files, self.target, self._learn)
        except WorkerError as failed:
            if failed.exit_status != SdkUnusable.exit_status:
                raise
            self.broken = str(failed)
        except WorkerDied as died:
            self.broken = "" if self.given_up else str(died)
        else:
            self.contract = store.from_json(self.contract_text)

    def _learn(self) -> str:
        """The contract's text, as the worker learns it."""
        assert self.crew is not None  # noqa: S101  # it was opened
        learnt: str = self.crew.insist({"do": "contract"}, LEARNING_SECONDS)["contract"]
        return learnt

    def ask(self, message: Message) -> Message:
        """Ask the worker. One that ended is replaced, and told again what it was told. Raises WorkerDied."""
        if self.crew is None:
            raise WorkerDied(f"{self.label} was not started")
        if self.expectation and self.crew.hands[-1].process.poll() is not None:
            self.crew.insist(self.expectation, LEARNING_SECONDS)
        return self.crew.insist(message, MOST_SECONDS)

    @property
    def run_snippet(self) -> RunSnippet | None:
        """Runs code on this release; None where it was not started."""
        return None if self.crew is None else snippet_runner(self.crew)

    def give_up(self) -> None:
        """End its process before it has run: nothing is known of it but its files."""
        self.close()
        self.crew, self.contract, self.broken, self.given_up = None, None, "", True

    def close(self) -> None:
        """End its process."""
        if self.crew is not None:
            self.crew.close()


def snippet_runner(pool: WorkerPool) -> RunSnippet:
    """Runs code in a worker. Code that ends the worker, or takes too long, has an outcome that says so."""

    def run(attempt: ScriptedSnippet) -> Outcome:
        try:
            return Outcome.from_json(pool.insist({"do": "try", **attempt.to_json()}, SNIPPET_SECONDS))
        except WorkerDied as died:
            return Outcome(stopped=str(died).splitlines()[-1])

    return run


@contextmanager
def both(old: str, new: str, target: Target, tell: Callable[[str], None]) -> Iterator[tuple[Release, Release]]:
    """The two releases, not yet started. Their processes end with the block."""
    made: list[Release] = []
    try:
        for sdk, other in ((old, new), (new, old)):
            made.append(release(sdk, target, tell, beside=other))
        yield made[0], made[1]
    finally:
        for each in made:
            each.close()


def release(sdk: str, target: Target, tell: Callable[[str], None], *, beside: str) -> Release:
    """One release. A directory without metadata runs with the dependencies of the one that it is compared with."""
    environment = resolve(sdk, target, approved=beside if _is_version(beside) else None, progress=tell)
    return Release(environment, contents_of(environment, target), target)


def _is_version(sdk: str) -> bool:
    try:
        Version(sdk)
    except InvalidVersion:
        return False
    return True
