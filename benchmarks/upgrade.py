"""The cost and the findings of `conformance upgrade`, compared with griffe's API check on the same two releases.

Commands run as processes, in turns. Measured are elapsed seconds, and seconds of CPU including all child processes,
which other load on the machine disturbs less. `python -m benchmarks.upgrade [OLD NEW]`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.facts import Fact, Line, Score, facts_of, ranked_lower, score_lines
from conformance.pipeline.observations import OBSERVATIONS
from conformance.targets.environment import link_engine, resolve, worker_environment
from conformance.targets.target import Target, load_target

TURNS = 5
PAIR = ("2.0.5", "2.0.7")
SECOND = ("2.0.7", "2.0.8")  # with another list of facts
GROWING = (("2.0.7", "2.0.16"), ("2.0.16", "2.1.2"))
FEWER_TURNS = 3
ALL_TIERS = "all tiers"  # measured without the observations of earlier runs

FLOOR = """
import ast, hashlib, sys
from pathlib import Path
old, new = (
    {str(file.relative_to(root)): file.read_bytes() for file in Path(root).rglob("*.*") if file.suffix != ".pyc"}
    for root in sys.argv[1:]
)
digests = [{name: hashlib.sha256(content).digest() for name, content in side.items()} for side in (old, new)]
for name in digests[0].keys() | digests[1].keys():
    if name.endswith(".py") and digests[0].get(name) != digests[1].get(name):
        for side in (old, new):
            if name in side:
                ast.parse(side[name])
"""

GRIFFE = """
import json, re, sys
import griffe
package, *paths = sys.argv[1:]
old, new = (griffe.load(package, search_paths=[path], allow_inspection=False) for path in paths)
lines = [change.explain(griffe.ExplanationStyle.ONE_LINE) for change in griffe.find_breaking_changes(old, new)]
print(json.dumps([re.sub("\\x1b\\\\[[0-9;]*m", "", line) for line in lines]))
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of one process with its children: elapsed, and of CPU."""

    clock: float
    cpu: float


@dataclass(frozen=True)
class Contest:
    """The commands that are compared, by name, and the file to which the last of them writes its report."""

    commands: dict[str, list[str]]
    report: Path


def site_packages(release: str, target: Target) -> str:
    """The folder in which the package of a release is installed."""
    environment = resolve(release, target, progress=lambda text: print(text, file=sys.stderr))
    code = f"import importlib.util as u; print(u.find_spec({target.package!r}).submodule_search_locations[0])"
    ran = subprocess.run(
        [str(environment.python), "-c", code],
        env={**os.environ, **worker_environment(environment, link_engine())},
        check=True,
        capture_output=True,
        text=True,
    )
    return str(Path(ran.stdout.strip()).parent)


def contest(old: str, new: str, folder: Path) -> Contest:
    """The floor, griffe and our command, for two releases."""
    target = load_target()
    roots = [site_packages(release, target) for release in (old, new)]
    packages = [str(Path(root) / target.package) for root in roots]
    report = folder / f"{old}-{new}.json"
    ours = [sys.executable, "-m", "conformance.cli", "upgrade", old, new]
    return Contest(
        {
            "floor": [sys.executable, "-c", FLOOR, *packages],
            "griffe": [sys.executable, "-c", GRIFFE, target.package, *roots],
            "files and surface": [*ours, "--tier", "files", "--tier", "surface"],
            ALL_TIERS: [*ours, "--report", str(report)],
            "all tiers again": [*ours, "--report", str(report)],  # with the observations of the run before
        },
        report,
    )


def cost(command: Sequence[str]) -> Cost:
    """The cost of a command as a process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime)


def costs(commands: dict[str, list[str]], turns: int) -> dict[str, list[Cost]]:
    """The costs of each command, measured in turns."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            if name == ALL_TIERS:
                shutil.rmtree(OBSERVATIONS.folder, ignore_errors=True)
            found[name].append(cost(command))
    return found


def print_costs(found: dict[str, list[Cost]], turns: int) -> None:
    """One row for each command: medians of the seconds, and of the ratios to griffe in the same turn."""
    print(f"{'':20} {'clock s':>8} {'CPU s':>8} {'clock/griffe':>13} {'CPU/griffe':>11}   medians of {turns} turns")
    for name, own in found.items():
        clock, cpu = (statistics.median(getattr(cost, kind) for cost in own) for kind in ("clock", "cpu"))
        ratios = [
            statistics.median(
                getattr(cost, kind) / getattr(peer, kind) for cost, peer in zip(own, found["griffe"], strict=True)
            )
            for kind in ("clock", "cpu")
        ]
        print(f"{name:20} {clock:8.2f} {cpu:8.2f} {ratios[0]:13.2f} {ratios[1]:11.2f}")


def griffe_lines(command: Sequence[str]) -> list[Line]:
    """The lines of griffe. It means all of them to be breaking."""
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Line(line, "breaking") for line in json.loads(ran.stdout)]


def our_lines(report: Path) -> list[Line]:
    """The changes of our last report."""
    return [Line(change["id"], change["impact"]) for change in json.loads(report.read_text("utf-8"))["changes"]]


def print_scores(facts: Sequence[Fact], griffe: Sequence[Line], ours: Sequence[Line]) -> None:
    """Recall and precision of both, of all facts and of the breaking and risky ones, and the names of wrong facts."""
    print(f"{'':32} {'recall':>18} {'precision':>18}")
    for title, grave in (("all facts", False), ("breaking and risky", True)):
        for tool, lines in (("griffe", griffe), ("ours", ours)):
            score = score_lines(facts, lines, grave=grave)
            recall, precision = f"{score.reported} of {score.facts}", f"{score.true} of {score.lines}"
            print(f"{title + ', ' + tool:32} {recall:>12} {score.recall:5.2f} {precision:>12} {score.precision:5.2f}")
            print_errors(score, briefly=tool == "griffe" and not grave)
    for what in ranked_lower(facts, ours):
        print(f"    ranked too low: {what}")


def print_errors(score: Score, *, briefly: bool) -> None:
    """The facts that a tool misses, and its lines that are not facts."""
    if briefly:
        return
    for what in score.missed:
        print(f"    missed: {what}")
    for line in score.false:
        print(f"    not a fact: {line}")
    for line in score.milder:
        print(f"    ranked too high: {line}")


def compare(old: str, new: str, turns: int, folder: Path) -> None:
    """The costs and findings of one pair."""
    print(f"label-studio-sdk {old} -> {new}; griffe {version('griffe')}\n")
    both = contest(old, new, folder)
    print_costs(costs(both.commands, turns), turns)
    facts = facts_of(old, new)
    if facts:
        print()
        print_scores(facts, griffe_lines(both.commands["griffe"]), our_lines(both.report))
    print()


def grow(pairs: Sequence[tuple[str, str]], folder: Path) -> None:
    """The cost by number of operations."""
    print("seconds of CPU")
    head = f"{'':20} {'operations':>11} {'changes':>8} {'griffe':>8} {'surface':>8} {'all':>8}"
    print(f"{head} {'all, ms/operation':>24}")
    for old, new in pairs:
        both = contest(old, new, folder)
        found = costs(both.commands, FEWER_TURNS)
        griffe, surface, whole = (
            statistics.median(one.cpu for one in found[name]) for name in ("griffe", "files and surface", ALL_TIERS)
        )
        report = json.loads(both.report.read_text("utf-8"))
        ran = report["counts"]["operations run on both"]
        print(
            f"{old + ' -> ' + new:20} {ran:11d} {len(report['changes']):8d} {griffe:8.2f} {surface:8.2f} {whole:8.2f}"
            f" {1000 * whole / max(ran, 1):24.0f}"
        )


def main(*pair: str) -> None:
    """All tables, or those of one pair."""
    with tempfile.TemporaryDirectory() as folder:
        if pair:
            compare(pair[0], pair[1], TURNS, Path(folder))
        else:
            compare(*PAIR, TURNS, Path(folder))
            compare(*SECOND, 1, Path(folder))
            grow((PAIR, *GROWING), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
