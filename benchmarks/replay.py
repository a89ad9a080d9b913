"""The speed of replay, compared with bare SDK calls (the floor) and with vcrpy.

Replay makes every recorded call with the sync and the async client, matches its requests with the recorded ones and
judges the exchange. The floor makes the same calls with the same responses through the bare SDK and
`httpx.MockTransport`. vcrpy replays the same interactions to the same calls, with one cassette per operation, and
judges nothing; the time to read its cassettes is counted separately. All run in one process, in turns; medians are
printed.

    python -m benchmarks.replay [RELEASE] [CASSETTES]
"""

from __future__ import annotations

import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROUNDS = 5
MATCH_ON = ("method", "path", "query", "body")


def replay(engine: Any, paths: list[str]) -> float:
    """Seconds to replay and judge every recorded call."""
    from conformance.judging.fact_collector import FactCollector
    from conformance.offline.recorded_calls import RecordedCalls

    # extracting the operations is not part of a replay
    calls = [
        RecordedCalls(engine.open_operation(path, FactCollector(path)), engine.recorded.get(path, ())) for path in paths
    ]
    started = time.perf_counter()
    for recorded_calls in calls:
        recorded_calls.judge_all()
    return time.perf_counter() - started


def vcrpy(sdk: Any, calls: Mapping[str, list[Any]], folder: Path, engine: Any) -> Iterator[float]:
    """Yields the seconds to read the cassettes, the seconds to make the same calls, and how many had no response."""
    import vcr  # type: ignore[import-untyped]

    recorder = vcr.VCR(record_mode="none", match_on=MATCH_ON)
    reading = calling = failed = 0.0
    for path, requests in calls.items():
        started = time.perf_counter()
        with recorder.use_cassette(str(folder / f"{path}.yaml"), allow_playback_repeats=True):
            reading += time.perf_counter() - started
            seconds, missed = _call_sdk(sdk, requests, engine)
            calling, failed = calling + seconds, failed + missed
    yield from (reading, calling, failed)


def _call_sdk(sdk: Any, requests: list[Any], engine: Any) -> tuple[float, int]:
    import httpx

    from benchmarks.exchange_rate import floor

    missed = 0

    class Counting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal missed
            missed += 1
            response = super().handle_request(request)
            missed -= 1
            return response

    class CountingAsync(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal missed
            missed += 1
            response = await super().handle_async_request(request)
            missed -= 1
            return response

    transports = {"sync": Counting(verify=False), "async": CountingAsync(verify=False)}
    seconds = floor(sdk, requests, engine.runner._construct, engine.context.models, transports)
    return seconds, missed


def inside(target_folder: str, library: str) -> None:
    """Measure in the environment of the SDK, and print the figures as JSON."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.exchange_rate import floor
    from conformance.cassettes.formats import FORMATS
    from conformance.cassettes.library import load_recordings
    from conformance.contract import store
    from conformance.exchange.call_sdk import SdkRunner
    from conformance.judging.context import build_context
    from conformance.offline.engine import OfflineEngine
    from conformance.targets.client import import_sdk
    from conformance.targets.target import load_target

    target = load_target(target_folder)
    sdk = import_sdk(target)
    started = time.perf_counter()
    recorded = load_recordings(Path(library), target.name, required=True)
    read = time.perf_counter() - started
    approved = store.load(target.approved_file(sdk.version))
    engine = OfflineEngine(build_context(sdk, approved, examples=1, seed=1), recorded)
    paths = [path for path in recorded if path in engine.context.extractor.methods["sync"]]

    requests: dict[str, list[Any]] = {path: [] for path in paths}
    run = SdkRunner.run

    def capture(runner: SdkRunner, wanted: Any, **options: Any) -> Any:
        wanted = list(wanted)
        for request in wanted:
            requests[request.call.operation].append(request)
        return run(runner, wanted, **options)

    setattr(SdkRunner, "run", capture)  # noqa: B010  # mypy allows no other assignment to a method
    replay(engine, paths)  # builds models and comparers, once for a run
    setattr(SdkRunner, "run", run)  # noqa: B010
    all_requests = [request for path in paths for request in requests[path]]
    found: dict[str, list[float]] = {"replay": [], "floor": [], "reading": [], "vcrpy": []}
    failed = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            (Path(folder) / f"{path}.yaml").write_text(FORMATS[".yaml"].write(recorded[path]), encoding="utf-8")
        for _ in range(ROUNDS):
            found["replay"].append(replay(engine, paths))
            found["floor"].append(floor(sdk, all_requests, engine.runner._construct, engine.context.models))
        try:
            importlib.metadata.version("vcrpy")
        except importlib.metadata.PackageNotFoundError:
            found["reading"] = found["vcrpy"] = [float("nan")]
        else:
            for _ in range(2):  # one round takes as long as all rounds of the others
                reading, calling, failed = vcrpy(sdk, requests, Path(folder), engine)
                found["reading"].append(reading)
                found["vcrpy"].append(calling)
    ratios = [bare / ours for bare, ours in zip(found["floor"], found["replay"], strict=True)]
    print(json.dumps({
        "operations": len(paths), "calls": len(all_requests), "read": read, "failed": failed,
        "ratio": statistics.median(ratios),
        **{name: statistics.median(seconds) for name, seconds in found.items()},
    }))  # fmt: skip


def main(sdk: str = "2.1.2", library: str = "cassettes") -> None:
    """Find the environment, measure in it, print the table."""
    from conformance.targets.environment import engine_requirements, link_engine, resolve, worker_environment
    from conformance.targets.target import load_target

    target = load_target()
    extra = tuple(f"{name}=={importlib.metadata.version(name)}" for name in ("vcrpy", "pyyaml"))
    environment = resolve(
        sdk, target, engine=(*engine_requirements(), *extra), progress=lambda text: print(text, file=sys.stderr)
    )
    command = [str(environment.python), str(Path(__file__).resolve()), "--inside"]
    ran = subprocess.run(
        [*command, str(target.folder.resolve()), str(Path(library).resolve())],
        env=worker_environment(environment, link_engine()),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    per_call = 1e6 / found["calls"]
    print(
        f"label-studio-sdk {sdk}; {found['operations']} operations, {found['calls']:.0f} calls of both clients; "
        f"medians of {ROUNDS} rounds\n"
    )
    print(f"{'':36} {'seconds':>8} {'µs/call':>10}")
    for name, title in (
        ("floor", "bare SDK over httpx.MockTransport"),
        ("replay", "replay: calls, matching, checks"),
        ("vcrpy", "vcrpy: calls"),
        ("reading", "vcrpy: reading its cassettes"),
    ):
        print(f"{title:36} {found[name]:8.2f} {found[name] * per_call:10.0f}")
    print(f"{'reading our cassettes':36} {found['read']:8.2f}\n")
    print(f"floor/replay {found['ratio']:.2f}; vcrpy/replay {found['vcrpy'] / found['replay']:.1f} without reading")
    print(f"calls for which vcrpy found no response: {found['failed']:.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], sys.argv[3])
    else:
        main(*sys.argv[1:])
