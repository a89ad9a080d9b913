"""Operations that only one of two releases has, and what a caller writes to use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.code.caller import Caller
from conformance.upgrade.code.script import Script
from conformance.upgrade.code.wording import signature
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.source.places import Place, files, surroundings


@dataclass(frozen=True)
class OneSided:
    """An operation of one side. The other side has nothing of that name, or not that twin."""

    pair: ReleasePair
    side: Side
    place: Place

    @property
    def path(self) -> str:
        """Its attribute path."""
        return self.place.path

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return f"`client.{self.path}`"

    @property
    def other(self) -> Side:
        """The release that does not have it."""
        return self.pair.new if self.side is self.pair.old else self.pair.old

    @property
    def twin(self) -> Twin:
        """The synchronous twin where there is one."""
        return next(twin for twin in TWINS if twin in self.place.twins)

    @property
    def where(self) -> str:
        """A remark where only one of the clients has it."""
        twin = "synchronous" if self.twin == "sync" else "asynchronous"
        return f", on the {twin} client only" if len(self.place.twins) == 1 else ""

    @property
    def declaration(self) -> str:
        """Its signature."""
        return signature(self.place.any, self.path)

    @property
    def request(self) -> str:
        """The verb and the path of its request, in parentheses; "" where it is not known."""
        found = self.side.contract.operation(self.path) if self.side.contract is not None else None
        return f" (`{found.method} {found.url}`)" if found is not None else ""

    @property
    def script(self) -> Script:
        """Writes calls of it."""
        return Script(Caller(self.side.api, self.other.api), self.place, self.twin)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it is written in, and those that lead to it."""
        api, there = self.side.api, self.other.api
        return self.pair.differing((*files(api, self.place), *surroundings(api, there, self.place)))


def added(pair: ReleasePair) -> Iterator[OneSided]:
    """The operations that only the new release has, renamed ones excepted."""
    renamed = set(pair.names.operations.values())
    for place in pair.callables.new.values():
        if place.operation and place.path not in renamed and place.path not in pair.old.api.operations:
            yield OneSided(pair, pair.new, place)


def removed(pair: ReleasePair) -> Iterator[OneSided]:
    """The operations that only the old release has, renamed ones excepted."""
    for place in pair.callables.old.values():
        if place.operation and place.path not in pair.names.operations and place.path not in pair.new.api.operations:
            yield OneSided(pair, pair.old, place)


def one_sided(pair: ReleasePair, side: Side) -> Iterator[OneSided]:
    """The twins that only one side has, of operations that both have."""
    here, there = (
        (pair.callables.old, pair.callables.new) if side is pair.old else (pair.callables.new, pair.callables.old)
    )
    names = {**pair.names.operations, **{new: old for old, new in pair.names.operations.items()}}
    for place in here.values():
        other = there.get(names.get(place.path, place.path)) if place.operation else None
        for twin in TWINS:
            if other is not None and twin in place.twins and twin not in other.twins:
                yield OneSided(
                    pair, side, Place(place.subject, place.kind, {twin: place.twins[twin]}, place.owners, place.path)
                )
