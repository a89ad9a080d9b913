"""Facts about declarations of callables: the same fact about the sync and the async client becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact


def facts_per_callable(pair: ReleasePair, compare: Callable[[MatchedCallable], Iterator[Fact]]) -> Iterator[Fact]:
    """The facts that `compare` finds in the callables of both releases. Equal facts about both clients become one."""
    found: dict[tuple[str, str], tuple[Fact, list[Twin]]] = {}
    twins: dict[str, tuple[Twin, ...]] = {}
    for matched in pair.callables.changed:
        twins[matched.subject] = matched.twins
        for fact in compare(matched):
            found.setdefault((fact.subject, fact.part), (fact, []))[1].append(matched.twin)
    for fact, clients in found.values():
        one_client = len(twins[fact.subject]) == len(TWINS) and len(clients) == 1
        note = f" This affects only the {clients[0]} client."
        message = f"{fact.message}{note}" if one_client else fact.message
        yield replace(fact, message=message, files=pair.differing_files(fact.files))
