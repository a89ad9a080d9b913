"""Operations that only one of two releases has, and what a caller writes to use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.code.call_writer import CallWriter
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_signature
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.source.public_callables import PublicCallable, callable_files, enclosing_client_files


@dataclass(frozen=True)
class OneSided:
    """An operation of one side. The other side does not have it, or has it on one client only."""

    pair: ReleasePair
    side: Side
    place: PublicCallable

    @property
    def path(self) -> str:
        """Its attribute path."""
        return self.place.path

    @property
    def name(self) -> str:
        """Its name in a message."""
        return f"`client.{self.path}`"

    @property
    def other(self) -> Side:
        """The release that does not have it."""
        return self.pair.new if self.side is self.pair.old else self.pair.old

    @property
    def twin(self) -> Twin:
        """The sync client if it has the operation, else the async client."""
        return next(twin for twin in TWINS if twin in self.place.twins)

    @property
    def where(self) -> str:
        """A note if only one of the clients has it."""
        return f", on the {self.twin} client only" if len(self.place.twins) == 1 else ""

    @property
    def declaration(self) -> str:
        """Its signature."""
        return render_signature(self.place.representative, self.path)

    @property
    def request(self) -> str:
        """HTTP method and path of its request, in parentheses; "" if they are unknown."""
        found = self.side.contract.operation(self.path) if self.side.contract is not None else None
        return f" (`{found.method} {found.url}`)" if found is not None else ""

    @property
    def script(self) -> CallWriter:
        """Writes code that calls it."""
        return CallWriter(CodeWriter(self.side.api, self.other.api), self.place, self.twin)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that define it and those that lead to it."""
        api, there = self.side.api, self.other.api
        return self.pair.differing_files(
            (*callable_files(api, self.place), *enclosing_client_files(api, there, self.place))
        )


def added_operations(pair: ReleasePair) -> Iterator[OneSided]:
    """The operations that only the new release has, except renamed ones."""
    renamed = set(pair.alignment.operations.values())
    for place in pair.callables.new.values():
        if place.operation and place.path not in renamed and place.path not in pair.old.api.operations:
            yield OneSided(pair, pair.new, place)


def removed_operations(pair: ReleasePair) -> Iterator[OneSided]:
    """The operations that only the old release has, except renamed ones."""
    for place in pair.callables.old.values():
        if (
            place.operation
            and place.path not in pair.alignment.operations
            and place.path not in pair.new.api.operations
        ):
            yield OneSided(pair, pair.old, place)


def one_sided_counterparts(pair: ReleasePair, side: Side) -> Iterator[OneSided]:
    """Operations of both sides that one side has on fewer clients."""
    here, there = (
        (pair.callables.old, pair.callables.new) if side is pair.old else (pair.callables.new, pair.callables.old)
    )
    names = {**pair.alignment.operations, **{new: old for old, new in pair.alignment.operations.items()}}
    for place in here.values():
        other = there.get(names.get(place.path, place.path)) if place.operation else None
        for twin in TWINS:
            if other is not None and twin in place.twins and twin not in other.twins:
                yield OneSided(
                    pair,
                    side,
                    PublicCallable(
                        subject=place.subject,
                        kind=place.kind,
                        twins={twin: place.twins[twin]},
                        owners=place.owners,
                        path=place.path,
                    ),
                )
