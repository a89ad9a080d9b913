"""`conformance contract` and `conformance approve`: the contract of an SDK, learned from its code."""

from __future__ import annotations

from conformance.pipeline.console import PrintLine
from conformance.targets.environment import resolve
from conformance.targets.target import Target
from conformance.workers.messages import LearnContract, OpenSdk
from conformance.workers.pool import require, worker_pool


def contract_text(sdk: str, target: Target, print_line: PrintLine) -> str:
    """The contract of an SDK, as JSON text."""
    environment = resolve(sdk, target, progress=print_line)
    with worker_pool(environment, OpenSdk(target=target.folder.resolve())) as pool:
        pool.open()
        return require(pool.ask(LearnContract())).text
