"""The lines of an application on which two releases behave differently, from two runs of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SHARE = 0.9  # of the lines that send requests: more than these differ in the same way because of the client


def broken_lines(old: Mapping[str, Any], new: Mapping[str, Any], clients: Sequence[str]) -> dict[str, str]:
    """Line -> what differs at run time. `old` and `new` are runs by mode; `clients` are the lines that make a client.

    What every line does differently (it repeats refused requests, or has another time limit) is the client's doing, and
    counts for the lines that make it.
    """
    found: dict[str, str] = {}
    for mode in ("normal", "refuse"):
        before, after = old[mode], new[mode]
        if mode == "normal":
            for line, why in _outcomes(before["steps"], after["steps"]):
                found.setdefault(line, why)
        requests = dict(_requests(before["requests"], after["requests"]))
        both = before["requests"].keys() & after["requests"].keys()
        if both and len(requests.keys() & both) >= SHARE * len(both):
            why = f"every request: {min(requests.values())}"
            found |= {line: why for line in clients if line not in found}
        else:
            for line, why in requests.items():
                found.setdefault(line, why)
    return found


def _outcomes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in {**old, **new}:
        before, after = _outcome(old.get(step)), _outcome(new.get(step))
        if before != after:
            line = (new.get(step) or {}).get("line") or (old.get(step) or {}).get("line") or f"step {step}"
            yield line, f"{before} became {after}"


def _outcome(step: Mapping[str, Any] | None) -> str:
    """The text of an exception names times and ids, so only its class counts."""
    if step is None:
        return "nothing"
    return f"raised {step['raised']}" if "raised" in step else json.dumps(step["result"], sort_keys=True)


def _requests(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Lines that send other requests. A line that sent none on one side depends on an earlier one that broke."""
    for line in sorted(old.keys() & new.keys()):
        before, after = old[line], new[line]
        if before != after:
            if len(before) != len(after):
                yield line, f"{len(before)} requests became {len(after)}"
            else:
                yield (
                    line,
                    next(f"{one} became {other}" for one, other in zip(before, after, strict=True) if one != other),
                )
