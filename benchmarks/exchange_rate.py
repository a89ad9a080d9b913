"""The SDK's own share of the time of a run: the engine compared with a floor.

The engine judges an operation as a run does: it generates calls, makes them with the sync and the async client, and
applies every check. The floor makes the same calls with the same responses through the bare SDK and
`httpx.MockTransport`, without generation, capture or checks. Both run in one process, in turns; the median of the
ratios is printed. `tox -e bench` runs this.
"""

from __future__ import annotations

import inspect
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

OPERATIONS = {
    "small response": "session_policy.get",
    "small response, arguments": "session_policy.update",
    "medium response": "users.get_current_user",
    "big response": "projects.get",
    "big response, many arguments": "projects.update",
    "pager of big items": "projects.list",
}
ROUNDS = 7
EXAMPLES = 10


def floor(sdk: Any, requests: list[Any], construct: Any, models: Any, transports: Any = None) -> float:
    """Seconds that the bare SDK takes for the calls of the engine. `transports` replace `httpx.MockTransport`."""
    import httpx

    from conformance.clock import VirtualClock
    from conformance.generate.values import to_dict, to_python
    from conformance.targets.client import to_httpx

    current: list[Any] = []

    def respond(request: httpx.Request) -> httpx.Response:
        return to_httpx(current.pop(0) if len(current) > 1 else current[0], request)

    used = transports or dict.fromkeys(("sync", "async"), httpx.MockTransport(respond))
    clients = {twin: sdk.client(twin, used[twin]) for twin in ("sync", "async")}
    prepared: list[tuple[str, Any, dict[str, Any], Any]] = []
    for request in requests:
        call = request.call
        method = clients[request.twin]
        for step in call.operation.split("."):
            method = getattr(method, step)
        given = {
            name: to_python(value, construct) if request.argument_style == "model" else to_dict(value, models)
            for name, value in call.arguments.items()
        }
        prepared.append((request.twin, method, given, request.scripted.responses))

    def call_sync() -> None:
        for twin, method, arguments, script in prepared:
            if twin == "sync":
                current[:] = script
                try:
                    result = method(**arguments)
                    if inspect.isgenerator(result) or hasattr(result, "iter_pages"):
                        list(result)
                except Exception:  # malformed responses raise; that is part of the work
                    pass

    async def call_async() -> None:
        for twin, method, arguments, script in prepared:
            if twin == "async":
                current[:] = script
                try:
                    result = method(**arguments)
                    result = result if inspect.isasyncgen(result) else await result
                    if inspect.isasyncgen(result) or hasattr(result, "iter_pages"):
                        [item async for item in result]
                except Exception:  # as above
                    pass

    clock = VirtualClock()
    started = time.perf_counter()
    with clock.patched_sleep():
        call_sync()
        sdk.run(call_async())
    return time.perf_counter() - started


def inside(target_folder: str) -> None:
    """Measure in the environment of the SDK, and print the rows as JSON."""
    from conformance.contract import store
    from conformance.exchange.call_sdk import SdkRunner
    from conformance.judging.context import build_context
    from conformance.offline.engine import OfflineEngine
    from conformance.targets.client import import_sdk
    from conformance.targets.target import load_target

    imported = time.perf_counter()
    target = load_target(target_folder)
    sdk = import_sdk(target)
    import_time = time.perf_counter() - imported
    approved = store.load(target.approved_file(sdk.version))
    engine = OfflineEngine(build_context(sdk, approved, examples=EXAMPLES, seed=1))
    requests: list[Any] = []
    run = SdkRunner.run

    def capture(runner: SdkRunner, wanted: Any, **options: Any) -> Any:
        wanted = list(wanted)
        requests.extend(wanted)
        return run(runner, wanted, **options)

    rows = []
    for kind, path in OPERATIONS.items():
        engine.judge_operation(path)  # builds strategies and models, once for a run
        ratios, per_call, bare, processor = [], 0.0, 0.0, []
        for _ in range(ROUNDS):
            requests.clear()
            setattr(SdkRunner, "run", capture)  # noqa: B010  # mypy allows no other assignment to a method
            started, began = time.perf_counter(), time.process_time()
            engine.judge_operation(path)
            spent = time.perf_counter() - started
            processor.append((time.process_time() - began) / len(requests))
            setattr(SdkRunner, "run", run)  # noqa: B010
            least = floor(sdk, requests, engine.runner._construct, engine.context.models)
            ratios.append(least / spent)
            per_call, bare = spent / len(requests), least / len(requests)
        rows.append(
            [
                kind,
                path,
                len(requests),
                bare * 1e6,
                per_call * 1e6,
                statistics.median(ratios),
                statistics.median(processor),
            ]
        )
    print(json.dumps({"import": import_time, "rows": rows}))


def measured(sdk: str) -> list[list[Any]]:
    """The rows of a release: kind, operation, calls, µs of a call by the floor and the engine, ratio, CPU s."""
    from conformance.targets.environment import link_engine, resolve, worker_environment
    from conformance.targets.target import load_target

    target = load_target()
    environment = resolve(sdk, target, progress=lambda text: print(text, file=sys.stderr))
    ran = subprocess.run(
        [str(environment.python), str(Path(__file__).resolve()), "--inside", str(target.folder.resolve())],
        env=worker_environment(environment, link_engine()),
        check=True,
        capture_output=True,
        text=True,
    )
    rows: list[list[Any]] = json.loads(ran.stdout.splitlines()[-1])["rows"]
    return rows


def main(sdk: str = "2.0.7") -> None:
    """Measure a release, and print the table."""
    rows = measured(sdk)
    print(f"label-studio-sdk {sdk}; {EXAMPLES} examples, {ROUNDS} rounds; floor/engine: the SDK's share of the time\n")
    print(f"{'response':28} {'operation':24} {'calls':>6} {'floor µs':>9} {'engine µs':>10} {'floor/engine':>13}")
    for kind, path, calls, bare, per_call, ratio, _ in rows:
        print(f"{kind:28} {path:24} {calls:6d} {bare:9.0f} {per_call:10.0f} {ratio:13.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2])
    else:
        main(*sys.argv[1:])
