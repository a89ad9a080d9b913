"""Cases a second, compared with Schemathesis in process: the same operations, in one run.

A case is a call of the SDK with its response, judged by every check; that of Schemathesis is a request with its
response, judged by its checks. Both respond from memory, with the smallest response that conforms, and generate ten
examples of each operation; Schemathesis reads the document of the same approved contract. Seconds are those of the
processor, so that the load of the machine does not count. `tox -e bench` runs this.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from benchmarks.exchange_rate import EXAMPLES, measured
from conformance.contract import store
from conformance.contract.model import Contract, Operation
from conformance.contract.openapi import to_openapi
from conformance.generate.fuzz import FuzzConfig, FuzzLimits, fuzz
from conformance.generate.responses import ResponseFactory
from conformance.targets.client import BASE_URL
from conformance.targets.target import load_target
from conformance.wire import Request, Response

PHASES = ("examples", "coverage", "fuzzing")


def rival(contract: Contract, operation: Operation) -> tuple[int, float]:
    """The cases of Schemathesis for one operation, and the seconds of the processor that they took."""
    (response,) = ResponseFactory(contract.models).minimal(operation).responses[-1:]
    cases = 0

    def wire(request: Request) -> Response:
        nonlocal cases
        del request
        cases += 1
        return response

    config = FuzzConfig(
        document=_only(to_openapi(contract), operation),
        url=BASE_URL,
        headers={},
        limits=FuzzLimits(examples=EXAMPLES, phases=PHASES),
    )
    started = time.process_time()
    for _ in fuzz(config, wire):
        pass
    return cases, time.process_time() - started


def _only(document: dict[str, Any], operation: Operation) -> dict[str, Any]:
    """The document with one operation."""
    method = operation.method.lower()
    paths = {
        path: {method: item[method]}
        for path, item in document["paths"].items()
        if method in item and item[method].get("operationId") == operation.path
    }
    assert len(paths) == 1, (operation.path, sorted(paths))
    return {**document, "paths": paths}


def main(sdk: str = "2.0.7") -> None:
    """Measure both, and print the table."""
    target = load_target()
    contract = store.load(target.approved_file(sdk))
    ratios = []
    print(f"label-studio-sdk {sdk}; {EXAMPLES} examples of each operation; cases a second of the processor\n")
    print(f"{'operation':24} {'cases':>6} {'a second':>9} {'Schemathesis':>13} {'a second':>9} {'ratio':>6}")
    for _, path, calls, _, _, _, cpu in measured(sdk):
        operation = contract.operation(path)
        assert operation is not None, path
        cases, seconds = rival(contract, operation)
        rates = 1 / cpu, cases / seconds
        ratios.append(rates[0] / rates[1])
        print(f"{path:24} {calls:6d} {rates[0]:9.0f} {cases:13d} {rates[1]:9.0f} {ratios[-1]:6.1f}")
    print(f"\nmedian of the ratios: {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
