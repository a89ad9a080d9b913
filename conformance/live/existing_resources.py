"""Finds resources that exist on a server, by listing what the contract says can be listed.

    a call needs an annotation ─▶ annotations of a task ─▶ tasks of a project ─▶ projects

What is found together belongs together: an annotation comes with its own task and project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from conformance.contract.model import Operation
from conformance.contract.types import Type
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import SIZES, page_items
from conformance.generate.call import Call
from conformance.generate.links import Resource, singular
from conformance.generate.values import Value
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, identity_as, value_at
from conformance.servers.ledger import is_of_run

MAX_ITEMS: Final = 6  # of a list within another resource that are tried
MAX_PARENTS: Final = 50  # whose lists are read for one resource
MAX_LISTS: Final = 100  # that are read to find one resource; lists that were read before are free
PAGE: Final = 100
EVERYTHING: Final = frozenset({"all", "list_all", "show_all"})  # switches without which some lists are empty
Build = Callable[[Operation, Mapping[str, Any]], Call]  # a call with these arguments, and those of the recipe
Chosen = Mapping[str, CreatedResource]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A resource that exists, and the resources that it belongs to, by name."""

    resource: CreatedResource
    parents: Chosen

    def agrees_with(self, name: str, chosen: Chosen) -> bool:
        """It contradicts nothing that was chosen before."""
        own = {**self.parents, name: self.resource}
        return all(other not in chosen or _same(chosen[other], resource) for other, resource in own.items())


class _Link(NamedTuple):
    """An argument that identifies a resource, the parent of what is listed."""

    argument: str
    type: Type
    parent: str
    required: bool


@dataclass(frozen=True)
class _Search:
    """One search for resources with `names`: the lists that it read, and why it has not found a resource so far."""

    names: tuple[str, ...]
    under_way: tuple[str, ...] = ()  # the resources whose parents are sought
    lists: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    empty: dict[str, list[str]] = field(default_factory=dict)  # by resource: the operations of lists that have none
    partial: set[str] = field(default_factory=set)  # resources of which not all lists were read
    refused: dict[str, str] = field(default_factory=dict)  # by resource: why a list could not be read

    def reason(self) -> str:
        """Why it found nothing: about the resource that was not found, or about one that this belongs to.

        A list that is empty explains more than one that the server refuses: it may require an argument.
        """
        wanted = next((name for name in self.names if name not in self.found), "")
        together = ", ".join(f"`{name}`" for name in self.names)
        empty = {name: self._empty_reason(name, lists) for name, lists in self.empty.items()}
        reasons = [
            reason
            for reasons in (empty, self.refused)
            for name, reason in sorted(reasons.items(), key=lambda pair: pair[0] != wanted)
            if name not in self.found
        ]
        return reasons[0] if reasons else f"nothing that exists on this server belongs together: {together}"

    def _empty_reason(self, name: str, lists: list[str]) -> str:
        if name in self.partial:
            return f"it needs one that exists, and the {len(lists)} lists of `{lists[0]}` that were read have none"
        return f"it needs one that exists, and `{lists[0]}` lists none"


class ExistingResources:
    """The resources of one server. Each list is read once for all operations of a run (`ResourceContext.lists`)."""

    def __init__(self, context: ResourceContext) -> None:
        self.context = context

    def find(self, names: Sequence[str], chosen: Chosen, build: Build) -> Chosen:
        """One resource of each name, which belong together and to what was `chosen` before. Raises Unreachable."""
        search = _Search(tuple(name for name in names if name not in chosen))
        found = self._find_all(search.names, chosen, search, build)
        if found is None:
            raise Unreachable(search.reason())
        return found

    def _find_all(self, names: Sequence[str], chosen: Chosen, search: _Search, build: Build) -> Chosen | None:
        """The first choice of all resources that contradicts nothing, None if there is none."""
        if not names:
            return chosen
        name, *rest = names
        if name in chosen:
            return self._find_all(rest, chosen, search, build)
        for candidate in self._candidates(name, chosen, search, build):
            found = self._find_all(rest, {**candidate.parents, **chosen, name: candidate.resource}, search, build)
            if found is not None:
                return found
        return None

    def _candidates(self, name: str, chosen: Chosen, search: _Search, build: Build) -> Iterator[_Candidate]:
        """Resources with a name that contradict nothing that was chosen, the most promising first."""
        resource, under_way = self.context.links.resources.get(name), search.under_way
        if name in under_way:
            return
        operations = () if resource is None else self._reading_operations(resource)
        if resource is None or not operations:
            search.refused[name] = f"it needs an existing `{name}`, and no operation of this SDK lists those"
            return
        for operation in operations:
            for candidate in self._list_candidates(
                resource, operation, chosen, replace(search, under_way=(*under_way, name)), build
            ):
                if candidate.agrees_with(name, chosen):
                    search.found.add(name)
                    yield candidate

    def _reading_operations(self, resource: Resource) -> Sequence[Operation]:
        """The operation of the recipe that looks a resource up, or those that list such resources."""
        read = self.context.links.operations.get(resource.read)
        return self.context.links.list_operations(resource) if read is None else [read]

    def _list_candidates(
        self, resource: Resource, operation: Operation, chosen: Chosen, search: _Search, build: Build
    ) -> Iterator[_Candidate]:
        """The resources that an operation lists, for each choice of the resources that its arguments identify."""
        links = self._links(resource, operation)
        required = [link for link in links if link.required]
        optional = [link for link in links if not link.required]
        seen = False
        # some lists may be read as a whole, others only for one parent at a time although the SDK does not require it
        for chosen_links in (
            [*required, *(link for link in optional if link.parent in chosen)],
            *([*required, link] for link in optional if link.parent not in chosen),
        ):
            for choice in self._choices([link.parent for link in chosen_links], chosen, search, build):
                given = {link.argument: identity_as(choice[link.parent].identity, link.type) for link in chosen_links}
                for candidate in self._read(resource, operation, given, choice, search, build):
                    seen = True
                    yield candidate
            if seen:
                return

    def _links(self, resource: Resource, operation: Operation) -> list[_Link]:
        """The arguments of an operation that identify other resources: by the recipe, or else by the contract."""
        recipe, links = self.context.recipe_for(operation.path).arguments, []
        for parameter in operation.accepted:
            if parameter.name in recipe:
                parent = self.context.links.resources.get(str(recipe[parameter.name]).strip("{}"))
            else:
                parent = self.context.links.for_parameter(operation, parameter)
            if parent is not None and parent is not resource:
                required = parameter.required or parameter.name in recipe
                links.append(_Link(parameter.name, parameter.type, parent.name, required))
        return links

    def _choices(self, names: Sequence[str], chosen: Chosen, search: _Search, build: Build) -> Iterator[Chosen]:
        """Choices of the resources whose lists are read: at most `MAX_PARENTS`."""
        missing = [name for name in dict.fromkeys(names) if name not in chosen]
        if not missing:
            yield chosen
            return
        name, *rest = missing
        for number, candidate in enumerate(self._candidates(name, chosen, search, build)):
            if number >= MAX_PARENTS:
                search.partial.update(search.under_way)
                return
            yield from self._choices(rest, {**candidate.parents, **chosen, name: candidate.resource}, search, build)

    def _read(
        self, resource: Resource, operation: Operation, given: Mapping[str, Value], choice: Chosen,
        search: _Search, build: Build,
    ) -> Iterator[_Candidate]:  # fmt: skip
        """The resources in one list, those first whose fields count what the search looks for."""
        try:
            call = build(operation, given)
        except Unreachable as unreachable:
            search.refused.setdefault(resource.name, str(unreachable))
            return
        exchange = self._list(call, operation, search)
        if exchange is None:
            search.partial.add(resource.name)
            return
        if not exchange.scripted.payloads or exchange.final is None or not exchange.final.succeeded:
            last = exchange.scripted.responses[-1] if exchange.scripted.responses else None
            status = "no response" if last is None else last.fault or f"the response {last.status}"
            reason = f"it needs one that exists, and `{operation.path}`, which lists those, got {status}"
            search.refused.setdefault(resource.name, reason)
            return
        payloads = exchange.scripted.payloads
        pages = (
            [payloads[:1]] if resource.read else [page_items(payload, operation.items) or [] for payload in payloads]
        )
        items = [item for page in pages for item in page if not is_of_run(item)]
        search.empty.setdefault(resource.name, []).append(operation.path)
        most = MAX_ITEMS if given else MAX_PARENTS + 1
        if len(items) > most or exchange.scripted.more:
            search.partial.update(search.under_way)
        for item in sorted(items, key=lambda item: -_counted(item, (*search.names, *search.under_way)))[:most]:
            candidate = self._candidate(resource, item, choice)
            if candidate is not None:
                yield candidate

    def _candidate(self, resource: Resource, item: Any, choice: Chosen) -> _Candidate | None:
        """An item of a list as a resource, with its parents: by the list's arguments, or by its own fields."""
        identity = _identity_of(item, resource)
        if identity is None:
            return None
        parents = dict(choice)
        for name, value in item.items() if isinstance(item, dict) else ():
            parent = self.context.links.by_argument_name(name)
            if parent is None or isinstance(value, bool) or not isinstance(value, int | str) or parent is resource:
                continue
            field_value = CreatedResource(identity=value, response={}, path="", nested=False)
            if parent.name in parents and not _same(parents[parent.name], field_value):
                return None  # a list that ignores its arguments
            if self.context.links.list_operations(parent):
                parents.setdefault(parent.name, field_value)
        own = CreatedResource(identity=identity, response=item, path="", nested=False)
        return _Candidate(own, {name: parent for name, parent in parents.items() if name != resource.name})

    def _list(self, call: Call, operation: Operation, search: _Search) -> Exchange | None:
        """The exchange that reads a list; None if the search has read as many as it may."""
        call = replace(call, arguments={**_whole_list(operation), **call.arguments})
        key = repr((call.operation, sorted(call.arguments.items(), key=lambda pair: pair[0])))
        if key not in self.context.lists:
            if len(search.lists) >= MAX_LISTS:
                return None
            search.lists.append(key)
            try:
                self.context.lists[key] = self.context.call_sdk(call)
            except Unreachable:
                self.context.lists[key] = None
        return self.context.lists[key]


def _identity_of(item: Any, resource: Resource) -> Any:
    """The identity of a listed item: where a response that creates one has it, or else `id`; None if it has none."""
    for place in (resource.recipe.id, "id"):
        with suppress(KeyError):
            identity = value_at(item, place)
            if isinstance(identity, int | str) and not isinstance(identity, bool):
                return identity
    return None


def _whole_list(operation: Operation) -> dict[str, Value]:
    """The arguments with which a list has all its items, on few pages."""
    arguments: dict[str, Value] = {}
    for parameter in operation.accepted:
        if parameter.wire_name.lower() in SIZES:
            arguments[parameter.name] = PAGE
        elif parameter.wire_name.lower() in EVERYTHING and any(one.kind == "boolean" for one in parameter.type.members):
            arguments[parameter.name] = True
    return arguments


def _same(one: CreatedResource, other: CreatedResource) -> bool:
    return str(one.identity) == str(other.identity)


def _counted(item: Any, names: Sequence[str]) -> int:
    """How many of the resources that are looked for an item says that it has: `total_annotations: 2`."""
    if not isinstance(item, dict):
        return 0
    counts = [key for key, value in item.items() if isinstance(value, int | list) and value and value is not True]
    return sum(any(name in {singular(step) for step in key.split("_")} for key in counts) for name in names)
