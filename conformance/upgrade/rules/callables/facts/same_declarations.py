"""Public callables that both releases declare the same way, and what else differs in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.code.code_writer import Code, CodeWriter
from conformance.upgrade.matching.align import Alignment
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable, short_name
from conformance.upgrade.source.public_callables import RAW_CLIENT_MODULE, PublicCallable, callable_files


@dataclass(frozen=True, slots=True)
class SameDeclaration:
    """A callable of both sides, the clients that declare it the same way, and those on which its body differs."""

    old: PublicCallable
    new: PublicCallable
    twins: tuple[Twin, ...]
    bodies_differ: tuple[Twin, ...]
    files: tuple[str, ...]

    @property
    def docstrings_differ(self) -> tuple[Twin, ...]:
        """The clients on which the docstring differs."""
        pairs = {twin: (self.old.twins[twin], self.new.twins[twin]) for twin in self.twins}
        return tuple(
            twin for twin, (old, new) in pairs.items() if old.documentation.split() != new.documentation.split()
        )


@lru_cache(maxsize=4)  # several rules use it
def same_declarations(pair: ReleasePair) -> tuple[SameDeclaration, ...]:
    """The public callables that both sides declare the same way and whose files differ."""
    return tuple(_same_declarations(pair))


def _same_declarations(pair: ReleasePair) -> Iterator[SameDeclaration]:
    after = pair.callables.new
    for old in pair.callables.old.values():
        new = after.get(_key(pair.alignment, old))
        if new is not None and not _is_internal(pair, pair.old.api, old):
            found = pair.differing_files((*callable_files(pair.old.api, old), *callable_files(pair.new.api, new)))
            methods = _shared_methods(old, new) if found else {}
            twins = tuple(twin for twin, both in methods.items() if pair.definitions.comparer.same_arguments(*both))
            other = tuple(
                twin
                for twin in twins
                if not pair.definitions.comparer.same_body(methods[twin][0].body, methods[twin][1].body)
            )
            if twins:
                yield SameDeclaration(old, new, twins, other, found)


def one_sided_methods(pair: ReleasePair, *, new: bool) -> Iterator[PublicCallable]:
    """The public methods of one side only, of classes and clients that both sides have."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    mine, others = (pair.callables.new, pair.callables.old) if new else (pair.callables.old, pair.callables.new)
    names = _reversed(pair.alignment) if new else pair.alignment
    for place in mine.values():
        if (
            _is_internal(pair, has, place)
            or _leads_to_raw(place)
            or place.kind not in {"client", "method"}
            or _key(names, place) in others
        ):
            continue
        if place.kind == "client" and place.path.rpartition(".")[0] in lacks.clients:
            yield place
        if place.kind == "method":
            owner = place.owners["sync"]
            there = names.definitions.get(owner, owner)
            if there in lacks.classes and short_name(place.subject) not in lacks.members(there):
                yield place


def access_code(caller: CodeWriter, place: PublicCallable) -> Code:
    """An expression for a method, such as `client.projects.exports`."""
    if place.on_client:
        return Code(f"{'client' if 'sync' in place.twins else 'async_client'}.{place.path}")
    return caller.reference(place.owners["sync"]).within(f"{{}}.{short_name(place.subject)}")


def client_clause(affected: tuple[Twin, ...], twins: tuple[Twin, ...]) -> str:
    """The client, as the end of a sentence; "" for both clients."""
    if len(affected) == len(twins):
        return ""
    return f" in the {affected[0]} client"


def _key(names: Alignment, place: PublicCallable) -> str:
    """The key of a callable on the other side."""
    if place.on_client:
        return names.operations.get(place.path, place.path)
    if "sync" not in place.owners:
        return names.definitions.get(place.subject, place.subject)
    owner = place.owners["sync"]
    return names.definitions.get(owner, owner) + place.subject.removeprefix(owner)


def _reversed(names: Alignment) -> Alignment:
    return Alignment(
        operations={after: before for before, after in names.operations.items()},
        definitions={after: before for before, after in names.definitions.items()},
    )


def _is_internal(pair: ReleasePair, api: Api, place: PublicCallable) -> bool:
    """Whether callers have no reason to use it. Methods of raw clients are operations."""
    if place.on_client:
        return False
    name = next(iter(place.owners.values()), place.subject)
    raw = short_name(name.rpartition(".")[0]) == RAW_CLIENT_MODULE
    return raw or pair.is_internal(api.public_names.get(name, name))


def _leads_to_raw(place: PublicCallable) -> bool:
    returns = place.representative.returns
    return returns is not None and short_name(returns.name.rpartition(".")[0]) == RAW_CLIENT_MODULE


def _shared_methods(old: PublicCallable, new: PublicCallable) -> dict[Twin, tuple[Callable, Callable]]:
    """The sync and async methods that both sides have."""
    return {twin: (old.twins[twin], new.twins[twin]) for twin in TWINS if twin in old.twins and twin in new.twins}
