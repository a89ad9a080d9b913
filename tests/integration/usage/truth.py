"""The lines of an application on which two releases behave differently, from two runs of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from conformance.upgrade.usage.result_use import statement_lines

SHARE = 0.9  # of the lines that send requests: more than these differ in the same way because of the client


def broken_lines(old: Mapping[str, Any], new: Mapping[str, Any], clients: Sequence[str]) -> dict[str, str]:
    """Line -> what differs at run time. `old` and `new` are runs by mode; `clients` are the lines that make a client.

    What every line does differently (it repeats refused requests, or has another time limit) is the client's doing, and
    counts for the lines that make it, also where the working server refuses something.
    """
    found: dict[str, str] = {}
    refused = dict(_requests(old["refuse"]["requests"], new["refuse"]["requests"]))
    by_client = _is_of_client(refused, old["refuse"]["requests"], new["refuse"]["requests"])
    for mode in ("normal", "refuse"):
        before, after = old[mode], new[mode]
        if mode == "normal":
            for line, why in _outcomes(before["steps"], after["steps"]):
                found.setdefault(line, why)
        requests = dict(_requests(before["requests"], after["requests"], repeats=mode == "refuse" or not by_client))
        if _is_of_client(requests, before["requests"], after["requests"]):
            why = f"every request: {min(requests.values())}"
            found |= {line: why for line in clients if line not in found}
        else:
            for line, why in requests.items():
                found.setdefault(line, why)
    return found


def _is_of_client(found: Mapping[str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    both = old.keys() & new.keys()
    return bool(both) and len(found.keys() & both) >= SHARE * len(both)


def _outcomes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in {**old, **new}:
        before, after = _outcome(old.get(step)), _outcome(new.get(step))
        if before != after and not _is_mended(old.get(step), new.get(step)):
            line = (new.get(step) or {}).get("line") or (old.get(step) or {}).get("line") or f"step {step}"
            yield line, f"{before} became {after}"


def _is_mended(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    """The old release raised an exception, and the new one does not: that breaks nothing."""
    return old is not None and new is not None and "raised" in old and "raised" not in new


def _outcome(step: Mapping[str, Any] | None) -> str:
    """The text of an exception names times and ids, so only its class counts."""
    if step is None:
        return "nothing"
    return f"raised {step['raised']}" if "raised" in step else json.dumps(step["result"], sort_keys=True)


def _requests(old: Mapping[str, Any], new: Mapping[str, Any], *, repeats: bool = True) -> Iterator[tuple[str, str]]:
    """Lines that send other requests. A line that sent none on one side depends on an earlier one that broke.

    A line that only reads less, with the same result, breaks nothing. Without `repeats`, equal requests in a row count
    once.
    """
    for line in sorted(old.keys() & new.keys()):
        before, after = (side[line] if repeats else [sent for sent, _ in groupby(side[line])] for side in (old, new))
        if before == after or _only_reads_less(before, after):
            continue
        if len(before) != len(after):
            yield line, f"{len(before)} requests became {len(after)}"
        else:
            yield line, next(f"{one} became {other}" for one, other in zip(before, after, strict=True) if one != other)


def _only_reads_less(before: Sequence[Any], after: Sequence[Any]) -> bool:
    left = iter(before)
    dropped = []
    for sent in after:
        for other in left:
            if other == sent:
                break
            dropped.append(other)
        else:
            return False
    return all(other[0] == "GET" for other in [*dropped, *left])


def unreached_lines(lines: Iterable[str], runs: Sequence[Mapping[str, Any]], folder: Path) -> frozenset[str]:
    """The lines that one of the runs did not execute, as an earlier one raised: they cannot be seen to break."""
    executed = [{line for mode in run.values() for line in mode["executed"]} for run in runs]
    return frozenset(line for line in lines if not all(_statement_lines(line, folder) & done for done in executed))


def _statement_lines(line: str, folder: Path) -> set[str]:
    """The lines of the innermost statement around a line; of a compound statement, those of its head."""
    file, _, number = line.rpartition(":")
    tree = ast.parse((folder / file).read_text())
    spans = [statement_lines(node, {}) for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.ExceptHandler)]
    first, last = max(
        ((first, last) for first, last in spans if first <= int(number) <= last), default=(int(number), int(number))
    )
    return {f"{file}:{inside}" for inside in range(first, last + 1)}
