"""`conformance contract` and `conformance approve`: the contract of an SDK, learned from its code."""

from __future__ import annotations

import tempfile
from pathlib import Path

from conformance.pipeline.cache_inputs import CACHED_ORIGINS
from conformance.pipeline.console import Console
from conformance.pipeline.contract_cache import contract_text as cached_or_learned
from conformance.pipeline.learn import learn_contract
from conformance.targets.contents import contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target
from conformance.workers.messages import LearnProfiles, OpenEngine, OpenSdk, ProfilesLearned
from conformance.workers.pool import require, worker_pool


def contract_text(sdk: str, target: Target, console: Console) -> str:
    """The contract of an SDK, as JSON text. That of a release is cached."""
    return contract_text_of(resolve(sdk, target, progress=console.print_line), target, console)


def contract_text_of(environment: Environment, target: Target, console: Console) -> str:
    """Likewise of the SDK of an environment."""
    if environment.origin not in CACHED_ORIGINS:
        return _learn(environment, target, console)
    files = contents_of(environment, target).files
    return cached_or_learned(environment, files, target, lambda: _learn(environment, target, console))


def learned_profiles(environment: Environment, target: Target, contract: str) -> ProfilesLearned:
    """The runtime profile of the SDK of an environment, and its helpers, as JSON texts. `contract` is its own."""
    with tempfile.TemporaryDirectory(prefix="conformance-approve-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "contract.json"  # alone: approved profiles may have a form that is no longer read
        file.write_text(contract, encoding="utf-8")
        opening = OpenEngine(
            target=target.folder.resolve(),
            approved=str(file),
            examples=0,
            seed=0,
            known_ids=(),
            exclude=target.excluded,
        )
        with worker_pool(environment, opening) as pool:
            pool.open()
            return require(pool.ask(LearnProfiles()))


def _learn(environment: Environment, target: Target, console: Console) -> str:
    with worker_pool(environment, OpenSdk(target=target.folder.resolve(), exclude=target.excluded)) as pool:
        pool.open()
        return learn_contract(pool, console)
