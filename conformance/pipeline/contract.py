"""`conformance contract` and `conformance approve`: the contract of an SDK, learned from its code."""

from __future__ import annotations

from conformance.pipeline.cache_inputs import CACHED_ORIGINS
from conformance.pipeline.console import PrintLine
from conformance.pipeline.contract_cache import contract_text as cached_or_learned
from conformance.targets.contents import contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target
from conformance.workers.messages import LearnContract, OpenSdk
from conformance.workers.pool import require, worker_pool


def contract_text(sdk: str, target: Target, print_line: PrintLine) -> str:
    """The contract of an SDK, as JSON text. That of a release is cached."""
    environment = resolve(sdk, target, progress=print_line)
    if environment.origin not in CACHED_ORIGINS:
        return _learn(environment, target)
    files = contents_of(environment, target).files
    return cached_or_learned(environment, files, target, lambda: _learn(environment, target))


def _learn(environment: Environment, target: Target) -> str:
    with worker_pool(environment, OpenSdk(target=target.folder.resolve())) as pool:
        pool.open()
        return require(pool.ask(LearnContract())).text
