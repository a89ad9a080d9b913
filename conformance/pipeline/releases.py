"""The two releases of an upgrade, each in its own environment and worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar

from packaging.version import InvalidVersion, Version

from conformance.contract import store
from conformance.contract.model import Contract
from conformance.errors import SdkUnusable, WorkerDied
from conformance.pipeline.cache_inputs import CACHED_ORIGINS, environment_inputs
from conformance.pipeline.console import PrintLine
from conformance.pipeline.contract_cache import contract_text
from conformance.pipeline.learn import learn_contract
from conformance.pipeline.learned_clients import LearnedClients
from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target
from conformance.upgrade.observe.contract_slices import ContractSlices
from conformance.upgrade.source import PackageReader
from conformance.upgrade.source.api import Api
from conformance.upgrade.witness.trial_runner import RunSnippet as SnippetFunction
from conformance.workers.messages import (
    ConfigureObserver,
    OpenSdk,
    RunSnippet,
    SdkOpened,
    WorkerDeath,
    WorkerRequest,
)
from conformance.workers.pool import WorkerError, WorkerPool

R = TypeVar("R")
OPERATION_SECONDS: Final = 120.0  # for one operation, or one program: the slowest of the known ones take two
CONFIGURING_SECONDS: Final = 300.0  # to read both contracts
EMPTY: Final = Api("", {}, {})  # of a release that was not read
SNIPPET_SECONDS: Final = 15.0  # for a caller's code: the slowest imports of an SDK take three


@dataclass
class Release:
    """One side of an upgrade. `start` imports it; `import_error` is then the reason if that fails, else "".

    `client_error` is the reason if it can be imported, and its client has no operations that can be called.
    """

    environment: Environment
    contents: Contents
    target: Target
    api: Api = EMPTY
    pool: WorkerPool[SdkOpened] | None = None
    contract: Contract | None = None
    contract_text: str = ""
    import_error: str = ""
    client_error: str = ""
    imported: bool = False
    configuration: ConfigureObserver | None = None
    configured: bool = False
    abandoned: bool = False
    reading: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name that the user gave: "2.0.5", or "wheel x.whl"."""
        return self.environment.label

    @property
    def version(self) -> str:
        """The version in its metadata, "unknown" where it has none."""
        return self.contents.version

    def read(self, reader: PackageReader) -> None:
        """Read its declarations, once."""
        with self.reading:
            if self.api is EMPTY:
                self.api = reader.read(self.contents)

    def start(self, reader: PackageReader) -> None:
        """Get ready to run it, and learn its contract. A release may be started once.

        It is imported in its own process as soon as something has to run: not if its contract is in the cache.
        """
        self.pool = WorkerPool(
            self.environment, OpenSdk(target=self.target.folder.resolve(), exclude=self.target.excluded)
        )
        try:
            self.contract_text = contract_text(
                self.environment, self.contents.files, self.target, lambda: self._learn(reader)
            )
        except WorkerError as failed:
            self._keep_error(_unusable(failed))
        except WorkerDied as died:
            self._keep_error("" if self.abandoned else str(died))
        else:
            self.contract = store.from_json(self.contract_text)

    def _keep_error(self, reason: str) -> None:
        if self.imported:
            self.client_error = reason
        else:
            self.import_error = reason

    def _learn(self, reader: PackageReader) -> str:
        """The contract's text, as the worker learns it: without what another release with the same code has shown."""
        assert self.pool is not None  # noqa: S101  # `start` has made it
        self.pool.open()
        self.imported = True
        is_cached = self.environment.origin in CACHED_ORIGINS
        return learn_contract(self.pool, cached=(lambda: self._learned_clients(reader)) if is_cached else None)

    def _learned_clients(self, reader: PackageReader) -> LearnedClients:
        self.read(reader)
        return LearnedClients(
            code=self.api.code,
            environment=self.environment_inputs,
            versions={self.version, self.api.code.sent_version} - {""},
        )

    def configure(self, configuration: ConfigureObserver) -> None:
        """Set what observing needs. It is sent before the next request, and again to every worker that replaces one."""
        self.configuration, self.configured = configuration, False

    def ask(self, request: WorkerRequest[R]) -> R | WorkerDeath:
        """Send a request to the worker. One that has ended is replaced and configured."""
        if self.pool is None:
            return WorkerDeath(message=f"{self.label} was not started")
        if self.configuration is not None and not (self.configured and self.pool.is_alive):
            configured = self.pool.ask(self.configuration, CONFIGURING_SECONDS)
            if isinstance(configured, WorkerDeath):
                return configured
            self.configured = True
        return self.pool.ask(request, OPERATION_SECONDS)

    @property
    def has_run(self) -> bool:
        """Whether it was imported in this run."""
        return self.pool is not None and bool(self.pool.workers)

    @cached_property
    def slices(self) -> ContractSlices:
        """The parts of its contract that each operation depends on."""
        assert self.contract is not None  # noqa: S101  # only what was started is observed
        return ContractSlices(self.contract)

    def environment_inputs(self, packages: frozenset[str] | None) -> tuple[str, ...]:
        """The inputs of what it does, besides its own code, if this imports some other packages; None for all."""
        if packages not in self._inputs:
            inputs = environment_inputs(self.environment, self.contents.dist_info, self.target, packages)
            self._inputs[packages] = inputs
        return self._inputs[packages]

    @cached_property
    def _inputs(self) -> dict[frozenset[str] | None, tuple[str, ...]]:
        return {}

    @property
    def run_snippet(self) -> SnippetFunction | None:
        """Runs code on this release; None where it was not started."""
        return None if self.pool is None else snippet_runner(self.pool)

    def end_requests(self) -> None:
        """End its process with what it does; the next request starts another."""
        if self.pool is not None:
            self.pool.end_requests()

    def abandon(self) -> None:
        """End its process before it has run: only its files are known then."""
        self.close()
        self.pool, self.contract, self.import_error, self.client_error, self.abandoned = None, None, "", "", True

    def close(self) -> None:
        """End its process."""
        if self.pool is not None:
            self.pool.close()


def _unusable(failed: WorkerError) -> str:
    """Why the SDK cannot be used. Raises any other error of the worker."""
    if failed.exit_status != SdkUnusable.exit_status:
        raise failed
    return str(failed)


def snippet_runner(pool: WorkerPool[SdkOpened]) -> SnippetFunction:
    """Runs code in a worker. The outcome also reports code that ends the worker or takes too long."""

    def run(snippet: ScriptedSnippet) -> Outcome:
        outcome = pool.ask(RunSnippet(snippet=snippet), SNIPPET_SECONDS)
        return Outcome(stopped=outcome.summary) if isinstance(outcome, WorkerDeath) else outcome

    return run


@contextmanager
def both_releases(old: str, new: str, target: Target, print_line: PrintLine) -> Iterator[tuple[Release, Release]]:
    """The two releases, not yet started. Their processes end with the block."""
    releases: list[Release] = []
    try:
        for sdk, other in ((old, new), (new, old)):
            releases.append(prepare_release(sdk, target, print_line, compared_to=other))
        yield releases[0], releases[1]
    finally:
        for release in releases:
            release.close()


def prepare_release(sdk: str, target: Target, print_line: PrintLine, *, compared_to: str) -> Release:
    """One release, installed. A directory without metadata runs with the dependencies of the release `compared_to`."""
    approved = compared_to if _is_version(compared_to) else None
    environment = resolve(sdk, target, approved=approved, progress=print_line)
    return Release(environment, contents_of(environment, target), target)


def _is_version(sdk: str) -> bool:
    try:
        Version(sdk)
    except InvalidVersion:
        return False
    return True
