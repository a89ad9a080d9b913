"""The cost of a command: compared with importing the SDK, by number of operations and examples, and in memory.

Ratios are medians of runs in turns. `tox -e bench` runs this.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from conformance.targets.environment import link_engine, resolve, worker_environment
from conformance.targets.target import load_target

RUNS = 5


def seconds(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Seconds that a command takes as a process."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=False, capture_output=True)
    return time.perf_counter() - started


def ratio(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float, float]:
    """The median seconds of both, and the median of their ratios, measured in turns."""
    pairs = [(one(), other()) for _ in range(RUNS)]
    return (
        statistics.median(left for left, _ in pairs),
        statistics.median(right for _, right in pairs),
        statistics.median(left / right for left, right in pairs),
    )


def check(*arguments: str) -> list[str]:
    """The command line of a check."""
    return [sys.executable, "-m", "conformance.cli", "check", *arguments]


def main(sdk: str = "2.0.7") -> None:
    """Measure and print the rows."""
    target = load_target()
    environment = resolve(sdk, target, progress=lambda text: print(text, file=sys.stderr))
    variables = {**os.environ, **worker_environment(environment, link_engine())}
    importing = [str(environment.python), "-c", f"import {target.package}"]
    one_operation = check("--sdk", sdk, "--operation", "session_policy.get")
    help_command = [sys.executable, "-m", "conformance.cli", "--help"]
    empty = [sys.executable, "-c", "pass"]
    rows = [
        ("one operation / importing the SDK", lambda: seconds(one_operation), lambda: seconds(importing, variables)),
        ("--help / an empty Python", lambda: seconds(help_command), lambda: seconds(empty)),
    ]
    for name, left, right in rows:
        print("{:44} {:7.2f} s {:7.2f} s {:6.2f}".format(name, *ratio(left, right)))
    some, all_of_them = check("--sdk", sdk, "--operation", "p*"), check("--sdk", sdk)
    started = seconds(some), seconds(all_of_them)
    print("{:44} {:7.2f} s {:7.2f} s".format("operations named p* (94 of 301) / all", *started))
    for examples in ("5", "10", "20"):
        spent = seconds(check("--sdk", sdk, "--examples", examples, "--operation", "p*"))
        print(f"{'operations named p*, examples ' + examples:44} {spent:7.2f} s")
    started_at = time.perf_counter()
    subprocess.run(check("--sdk", "2.1.2"), check=False, capture_output=True)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'2.1.2, all operations':44} {time.perf_counter() - started_at:7.2f} s, largest process {largest:.0f} MiB")


if __name__ == "__main__":
    main(*sys.argv[1:])
