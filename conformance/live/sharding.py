"""Which operations are judged in which order, and on which of several servers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from conformance.contract.url_shape import shape_of
from conformance.live.context import LiveContext

FEWEST_CALLS: Final = 4  # of an operation that the server has; one that it does not have is called once
SEQUENCE_CALLS: Final = 10  # about as many in the sequences of one resource
_NESTED_STEPS: Final = len(("", "api", "projects", "{}", "exports"))


def order_operations(paths: Collection[str], live: LiveContext) -> list[str]:
    """The operations in the order to be judged in: dangerous ones come last."""
    return sorted(paths, key=lambda path: (live.resources.recipe_for(path).dangerous, path))


def split_into_shards(paths: Sequence[str], count: int, live: LiveContext) -> list[list[str]]:
    """The operations in `count` shards that take about as long, each in order. Operations on one URL stay together.

    The responses of one path show whether the server has its other operations. And resources that exist once for each
    user or organisation cannot be created for each operation.
    """
    weights: Counter[str] = Counter()
    for path in paths:
        weights[_url_group(path, live)] += _weight(path, live)
    loads, shards = [0] * count, dict[str, int]()
    for group, weight in sorted(weights.items(), key=lambda entry: (-entry[1], entry[0])):
        shards[group] = min(range(count), key=loads.__getitem__)
        loads[shards[group]] += weight
    return [[path for path in paths if shards[_url_group(path, live)] == number] for number in range(count)]


def _url_group(path: str, live: LiveContext) -> str:
    """The first steps of an operation's URL: /api/projects, /api/projects/{}/exports."""
    operation = live.server.links.operations.get(path)
    steps = [] if operation is None else shape_of(operation.url).split("/")
    return "/".join(steps[:_NESTED_STEPS] if len(steps) >= _NESTED_STEPS else steps[:3])


def _weight(path: str, live: LiveContext) -> int:
    """About how many calls an operation gets: each argument has one of its own, each new resource has sequences."""
    operation = live.server.links.operations.get(path)
    if operation is None or path not in live.context.specs:
        return 1
    return FEWEST_CALLS + len(operation.accepted) + (SEQUENCE_CALLS if live.server.links.created_by(operation) else 0)
