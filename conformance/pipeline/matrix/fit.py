"""`conformance matrix ask`: whether an SDK fits a server, for what a user's code calls."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from packaging.version import Version

from conformance.errors import UsageError
from conformance.report.matrix.matrix import CellResult
from conformance.text import counted
from conformance.upgrade.usage.user_files import read_files

MOST_NAMED: Final = 20  # operations
MOST_FINDINGS: Final = 3  # of one operation
_CLIENT_AND_METHOD: Final = 2  # names in a call of an operation without a group
_RAW: Final = {"with_raw_response", "with_streaming_response"}


def answer(results: Sequence[CellResult], sdk: str, server: str, usage: Sequence[str]) -> tuple[list[str], bool]:
    """The lines that say whether a pair fits, and whether it does. Raises UsageError where it was not run."""
    pairs = _best_results(results)
    pair = next((result for result in pairs if (result.cell.sdk, result.cell.server) == (sdk, server)), None)
    if pair is None:
        known = ", ".join(f"{result.cell.sdk} on {result.cell.server}" for result in pairs) or "none"
        raise UsageError(
            f"matrix ask --sdk {sdk} --server {server}: this pair has no result.\n"
            f"  Pairs with one: {known}.\n  Run it: conformance matrix --sdk {sdk} --server {server}"
        )
    every = {path for result in pairs for path in result.operations}
    called = called_operations(usage, every) if usage else sorted(every)
    lines = [f"{sdk} on {server}: {pair.sentence}"]
    if pair.cell.job == "spec":
        lines.append("No call was made on this server: its OpenAPI document was compared with the SDK's declarations.")
    if usage:
        lines.append(f"Your code calls {counted(len(called), 'operation')}: {_named(called)}.")
    bad = _problems(pair, called)
    if not bad:
        return [*lines, "All of these work together."], True
    lines += [f"  {path}: {why}" for path, why in bad[:MOST_NAMED]]
    lines += [f"  and {len(bad) - MOST_NAMED} more"] if len(bad) > MOST_NAMED else []
    nearest = _nearest(pairs, pair, called, fewer_than=len(bad))
    if nearest is not None:
        left = len(_problems(nearest, called))
        rest = f"{left} of {len(bad)} differences are left" if left else "none of these differences"
        lines.append(f"Nearest pair with fewer: {nearest.cell.sdk} on {nearest.cell.server}: {rest}.")
    else:
        lines.append("No pair of this matrix has fewer.")
    return lines, False


def _best_results(results: Sequence[CellResult]) -> list[CellResult]:
    """One result for each pair that has one: that of its calls, else that of the server's document."""
    found: dict[tuple[str, str], CellResult] = {}
    for job in ("live", "spec"):
        for result in results:
            if result.cell.job == job and result.operations:
                found.setdefault((result.cell.sdk, result.cell.server), result)
    return list(found.values())


def called_operations(usage: Sequence[str], operations: Collection[str]) -> list[str]:
    """The operations whose path ends an expression in some files or folders of code: the longest one for each.

    Raises UsageError.
    """
    files = read_files([Path(path) for path in usage])
    if files.unreadable:
        raise UsageError(f"--usage {files.unreadable[0]}\n  Each file has to be Python, or a notebook of it.")
    found: set[str] = set()
    for source in files.sources:
        nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
        inner = {node.value for node in nodes}
        for node in nodes:
            if node not in inner:
                names = [name for name in _chain(node) if name not in _RAW]
                ends = [".".join(names[start:]) for start in range(len(names) - (len(names) > _CLIENT_AND_METHOD))]
                found.update([end for end in ends if end in operations][:1])
    return sorted(found)


def _chain(node: ast.expr) -> Iterator[str]:
    """The names of `a.b.c`; an expression before them is one name."""
    if isinstance(node, ast.Attribute):
        yield from _chain(node.value)
        yield node.attr
    else:
        yield node.id if isinstance(node, ast.Name) else ""


def _problems(result: CellResult, called: Collection[str]) -> list[tuple[str, str]]:
    """The called operations that do not work in a cell, each with the reason."""
    problems = []
    for path in called:
        found = result.operations.get(path)
        if found is None or found.state == "not there":
            problems.append((path, "the server or the SDK does not have it"))
        elif found.state == "differs":
            shown = "; ".join(found.findings[:MOST_FINDINGS])
            more = len(found.findings) - MOST_FINDINGS
            problems.append((path, f"{shown}; and {counted(more, 'more finding')}" if more > 0 else shown))
    return problems


def _nearest(
    pairs: Sequence[CellResult], pair: CellResult, called: Collection[str], *, fewer_than: int
) -> CellResult | None:
    """The pair with the fewest problems; of equal ones that with the same server, and with the nearest SDK."""
    others = [result for result in pairs if result is not pair and len(_problems(result, called)) < fewer_than]
    sdks = sorted({result.cell.sdk for result in pairs}, key=Version)
    here = sdks.index(pair.cell.sdk)

    def distance(result: CellResult) -> tuple[int, bool, int, bool, str]:
        steps = sdks.index(result.cell.sdk) - here
        problems = len(_problems(result, called))
        return problems, result.cell.server != pair.cell.server, abs(steps), steps < 0, result.cell.name

    return min(others, key=distance, default=None)


def _named(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:MOST_NAMED])
    return f"{shown}, …" if len(paths) > MOST_NAMED else shown or "none that this matrix knows"
