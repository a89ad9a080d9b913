"""Which faults are tried: the same for the same sources, seed and kinds."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from conformance.mutants.kind import Kind
from conformance.mutants.mutant import Mutant, mutants_of, why_without_effect
from conformance.mutants.source import Source

ALONE: Final = frozenset({"sync", "async"})
TURNS: Final = 3  # in one of them a client alone is changed


def kinds_like(kinds: Sequence[Kind], globs: Collection[str]) -> list[Kind]:
    """The kinds that one of the globs matches, by id or group; all without globs."""
    return [
        kind for kind in kinds
        if not globs or any(fnmatchcase(kind.id, glob) or fnmatchcase(kind.group, glob) for glob in globs)
    ]  # fmt: skip


def choose_mutants(
    files: Mapping[str, str], kinds: Sequence[Kind], *, seed: int, count: int
) -> tuple[list[Mutant], dict[str, int]]:
    """At most `count` faults, in turns of one for each kind, and how many places each kind has in all.

    Files that are no Python, and faults that change nothing, are left out.
    """
    sources = [source for path, text in sorted(files.items()) if (source := _source(path, text)) is not None]
    queues, places = {}, {}
    for kind in kinds:
        found = [mutant for source in sources for mutant in mutants_of(kind, source)]
        places[kind.id] = len(found)
        queues[kind.id] = _in_turns(found, seed)
    chosen: list[Mutant] = []
    while queues and len(chosen) < count:
        for name, queue in list(queues.items()):
            mutant = next((m for m in queue if why_without_effect(m, files[m.path]) is None), None)
            if mutant is None:
                del queues[name]
            elif len(chosen) < count:
                chosen.append(mutant)
    return chosen, places


def _in_turns(found: Sequence[Mutant], seed: int) -> Iterator[Mutant]:
    """A shuffled order. Every third one changes one client alone; with every third kind that is the first."""
    shuffled = sorted(found, key=lambda mutant: _digest(seed, mutant.id))
    queues = {alone: deque(m for m in shuffled if (m.side in ALONE) == alone) for alone in (False, True)}
    turn = _digest(seed, found[0].kind)[0] if found else 0
    while any(queues.values()):
        alone = turn % TURNS == 0
        queue = queues[alone] or queues[not alone]
        turn += 1
        yield queue.popleft()


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(" ".join(map(str, parts)).encode()).digest()


def _source(path: str, text: str) -> Source | None:
    try:
        return Source(path, text)
    except (SyntaxError, ValueError):
        return None
