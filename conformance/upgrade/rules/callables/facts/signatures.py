"""Facts about the declarations of callables: the same fact of both twins is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact


def facts_per_callable(pair: ReleasePair, look: Callable[[MatchedCallable], Iterator[Fact]]) -> Iterator[Fact]:
    """What `look` sees of each callable that both releases have. The same fact of both twins is one."""
    found: dict[tuple[str, str], tuple[Fact, list[Twin]]] = {}
    twins: dict[str, tuple[Twin, ...]] = {}
    for matched in pair.callables.changed:
        twins[matched.subject] = matched.twins
        for fact in look(matched):
            found.setdefault((fact.subject, fact.part), (fact, []))[1].append(matched.twin)
    for fact, seen in found.values():
        alone = len(twins[fact.subject]) == len(TWINS) and len(seen) == 1
        remark = f" This affects only the {seen[0]} client."
        message = f"{fact.message}{remark}" if alone else fact.message
        yield replace(fact, message=message, files=pair.differing_files(fact.files))
