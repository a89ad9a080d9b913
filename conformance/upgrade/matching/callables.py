"""The public callables of two releases whose declarations differ.

Operations, functions, methods of public classes and constructors are treated alike, so that a rule about parameters
holds for each of them.
"""

from __future__ import annotations

from collections.abc import Callable as Function
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from conformance.contract.model import TWINS
from conformance.upgrade.matching.align import Alignment
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable, is_private
from conformance.upgrade.source.public_callables import PublicCallable, inherited_callable, public_callables


@dataclass(frozen=True, slots=True)
class MatchedCallables:
    """The public callables of each release by key, and those of both releases that changed, per client."""

    old: Mapping[str, PublicCallable]
    new: Mapping[str, PublicCallable]
    changed: tuple[MatchedCallable, ...]


def match_callables(old: Api, new: Api, alignment: Alignment, is_internal: Function[[str], bool]) -> MatchedCallables:
    """Match the public callables of two releases."""
    before, after = public_callables(old), public_callables(new)
    return MatchedCallables(before, after, tuple(_changed_callables(old, new, before, after, alignment, is_internal)))


def _changed_callables(
    old: Api,
    new: Api,
    before: Mapping[str, PublicCallable],
    after: Mapping[str, PublicCallable],
    alignment: Alignment,
    is_internal: Function[[str], bool],
) -> Iterator[MatchedCallable]:
    for callable_ in _old_callables(old, before, after, alignment):
        hidden = _why_hidden(old, callable_, is_internal)
        if hidden == "internal":
            continue
        other = _counterpart(new, callable_, after, alignment)
        twins = tuple(twin for twin in TWINS if other and twin in callable_.twins and twin in other.twins)
        for twin in twins:
            if other and _visible_declaration(callable_.twins[twin]) != _visible_declaration(other.twins[twin]):
                yield MatchedCallable(
                    subject=callable_.subject,
                    twin=twin,
                    twins=twins,
                    sides=(callable_, other),
                    apis=(old, new),
                    alignment=alignment,
                    internal=hidden == "private",
                )


def _old_callables(
    old: Api, before: Mapping[str, PublicCallable], after: Mapping[str, PublicCallable], alignment: Alignment
) -> Iterator[PublicCallable]:
    """The callables of the old release, and those that it inherits where the new one declares its own."""
    yield from before.values()
    old_names = {new: old for old, new in alignment.definitions.items()}
    for callable_ in after.values():
        renamed = _after_renames(callable_, old_names)
        found = None if callable_.on_client or renamed.key in before else inherited_callable(old, renamed)
        if found is not None:
            yield found


def _counterpart(
    new: Api, callable_: PublicCallable, after: Mapping[str, PublicCallable], alignment: Alignment
) -> PublicCallable | None:
    """The same callable of the new release."""
    if callable_.on_client:
        return after.get(alignment.operations.get(callable_.path, callable_.path))
    renamed = _after_renames(callable_, alignment.definitions)
    return after.get(renamed.key) or inherited_callable(new, renamed)


def _after_renames(callable_: PublicCallable, definitions: Mapping[str, str]) -> PublicCallable:
    """The callable with its names after renames."""
    owners = {twin: definitions.get(owner, owner) for twin, owner in callable_.owners.items()}
    if callable_.kind == "function":
        return replace(callable_, subject=definitions.get(callable_.subject, callable_.subject))
    end = callable_.subject[len(callable_.owners["sync"]) :] if "sync" in callable_.owners else ""
    return replace(callable_, subject=owners.get("sync", callable_.subject) + end, owners=owners)


def _why_hidden(
    api: Api, callable_: PublicCallable, is_internal: Function[[str], bool]
) -> Literal["", "private", "internal"]:
    """Why callers have no reason to import it: it is private under every name, or the target declares it internal."""
    name = next(iter(callable_.owners.values()), callable_.subject)
    if callable_.on_client or not is_internal(name):
        return ""
    if is_private(name):
        return "private" if is_internal(api.public_names.get(name, name)) else ""
    return "internal"


def _visible_declaration(callable_: Callable) -> tuple[object, ...]:
    """The parts of a declaration that callers notice; its docstring only where that mentions a deprecation."""
    words = callable_.documentation if "deprecat" in callable_.documentation.lower() else ""
    return callable_.arguments, callable_.returns, callable_.is_async, callable_.role, callable_.deprecated, words
