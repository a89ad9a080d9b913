"""Which names of two releases correspond. A rename is recognised only where the evidence is good.

Otherwise one name was removed and another one added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from conformance.contract.model import TWINS, Contract, Operation, Parameter
from conformance.upgrade.matching.rename_finder import RenameFinder, one_to_one, signature_key
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable, Class

_NAME: Final = re.compile(r"\{[^}]*\}")
_TRIVIAL_LENGTH: Final = (
    120  # characters of a syntax tree; shorter code (`return self._name`) occurs in many functions by chance
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The names that changed, by their old names. Unchanged names are not listed.

    `operations` and `definitions` are renamed or moved; `parameters` are keyed by (operation, old name). `methods` are
    renamed methods, by dotted names with their class (`data.Reader.load`); the class itself may be among `definitions`.
    `successors` maps a removed class or alias to its replacement in all annotations.
    """

    operations: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)


def align(old: Api, new: Api, old_contract: Contract | None, new_contract: Contract | None) -> Alignment:
    """Find renames: the same verb and path under another attribute path, the same shape under another class name.

    Without contracts the source is the only evidence.
    """
    known = None if old_contract is None or new_contract is None else (old_contract, new_contract)
    operations = dict(sorted((_renamed_by_route(old, new, *known) if known else _renamed_by_code(old, new)).items()))
    kept = {path: path for path in old.operations if path in new.operations} | operations
    correspondence = RenameFinder(old, new, kept)
    definitions = correspondence.definitions()
    definitions |= dict(sorted(_renamed_functions(old, new, definitions).items()))
    parameters: dict[tuple[str, str], str] = {}
    for before, after in kept.items():
        was, now = _declaration(old, before), _declaration(new, after)
        if was is not now:
            left, right = (known[0].operation(before), known[1].operation(after)) if known else (None, None)
            found = (
                _renamed_by_wire_name(left, right) if left and right else _renamed_by_position(was, now, definitions)
            )
            parameters |= {(before, name): other for name, other in found.items()}
    methods = dict(_renamed_methods(old, new, definitions))
    return Alignment(
        operations=operations,
        definitions=definitions,
        parameters=parameters,
        methods=methods,
        successors=correspondence.successors(definitions),
    )


def _declaration(api: Api, path: str) -> Callable:
    twins = api.operations[path]
    return next(twins[twin] for twin in TWINS if twin in twins)


# Operations


def _one_sided(old: Api, new: Api) -> tuple[list[str], list[str]]:
    """The operations that only one side has."""
    return (
        [path for path in old.operations if path not in new.operations],
        [path for path in new.operations if path not in old.operations],
    )


def _renamed_by_route(old: Api, new: Api, old_contract: Contract, new_contract: Contract) -> dict[str, str]:
    """The same verb and path, if no other operation of either release has them."""
    sides = _one_sided(old, new)
    routes = [
        {path: _route_key(contract.operation(path)) for path in contract.paths()}
        for contract in (old_contract, new_contract)
    ]
    counts = [Counter(route.values()) for route in routes]
    pairs = (
        (before, after)
        for before in sides[0]
        for after in sides[1]
        if (route := routes[0].get(before)) and route == routes[1].get(after)
        if counts[0][route] == counts[1][route] == 1
    )
    return one_to_one(pairs)


def _route_key(operation: Operation | None) -> tuple[str, str] | None:
    """The verb and the path without the names of its parameters; None where they are unknown."""
    if operation is None or not operation.url:
        return None
    return operation.method, _NAME.sub("{}", operation.url)


def _renamed_by_code(old: Api, new: Api) -> dict[str, str]:
    """The same arguments and the same code, whose names have the same meaning."""
    before, after = _one_sided(old, new)
    codes = (
        {path: _code_key(old, _declaration(old, path)) for path in before},
        {path: _code_key(new, _declaration(new, path)) for path in after},
    )
    return one_to_one(
        (path, other) for path, code in codes[0].items() for other, found in codes[1].items() if code == found
    )


def _code_key(api: Api, callable_: Callable) -> Hashable:
    """The arguments, result and code of a callable, and the meaning of the names in it."""
    module = next((module for module in api.modules.values() if module.file == callable_.file), None)
    used = set(re.findall(r"\bid='(\w+)'", callable_.body.code))
    meanings = {name: full for name, full in (module.names.items() if module else ()) if name in used}
    return signature_key(callable_, {}), callable_.body, frozenset(meanings.items())


# Parameters


def _renamed_by_wire_name(old: Operation, new: Operation) -> dict[str, str]:
    """The same location and name on the wire, or the same position in the path."""
    before, after = _unmatched_parameters(old, new), _unmatched_parameters(new, old)
    places = (
        {parameter.name: _wire_position(old, parameter) for parameter in before},
        {parameter.name: _wire_position(new, parameter) for parameter in after},
    )
    return one_to_one(
        (name, other) for name, place in places[0].items() for other, found in places[1].items() if place == found
    )


def _unmatched_parameters(one: Operation, other: Operation) -> Iterator[Parameter]:
    """The parameters that the other side does not have in the same location."""
    places = {(parameter.name, parameter.location) for parameter in other.accepted}
    return (
        parameter
        for parameter in one.accepted
        if (parameter.name, parameter.location) not in places and parameter.location != "unsent"
    )


def _wire_position(operation: Operation, parameter: Parameter) -> Hashable:
    if parameter.location == "path":
        segments = operation.url.split("/")
        found = (number for number, segment in enumerate(segments) if f"{{{parameter.name}}}" in segment)
        return _NAME.sub("{}", operation.url), next(found, parameter.name)
    return parameter.location, parameter.wire_name


def _renamed_by_position(old: Callable, new: Callable, definitions: Mapping[str, str]) -> dict[str, str]:
    """Arguments renamed in the same position, where the code is the same but for the new name."""
    if len(old.arguments) != len(new.arguments):
        return {}
    pairs = zip(old.arguments, new.arguments, strict=True)
    changed = [(before, after) for before, after in pairs if before.name != after.name]
    names = {before.name: after.name for before, after in changed}
    again = {**definitions, **names}
    alike = all((was.kind, was.type, was.default) == (now.kind, now.type, now.default) for was, now in changed)
    return names if names and alike and old.body.renamed(again) == new.body.renamed({}) else {}


# Functions and methods


def _renamed_functions(old: Api, new: Api, definitions: Mapping[str, str]) -> dict[str, str]:
    """Functions of modules with the same arguments and code under one other name."""
    return _match_by_code(_unmatched_functions(old, new), _unmatched_functions(new, old), definitions)


def _unmatched_functions(one: Api, other: Api) -> dict[str, Callable]:
    return {
        name: found
        for name, found in one.definitions.items()
        if isinstance(found, Callable) and name not in other.definitions and not name.endswith("__")
    }


def _renamed_methods(old: Api, new: Api, definitions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for before in old.classes.values():
        after = new.classes.get(definitions.get(before.name, before.name))
        if after is not None and after is not before and before.kind != "client":
            yield from _match_by_code(
                _unmatched_methods(before, after), _unmatched_methods(after, before), definitions
            ).items()


def _unmatched_methods(one: Class, other: Class) -> dict[str, Callable]:
    return {
        member.name: member
        for name, member in one.members.items()
        if isinstance(member, Callable) and name not in other.members
    }


def _match_by_code(
    old: Mapping[str, Callable], new: Mapping[str, Callable], definitions: Mapping[str, str]
) -> dict[str, str]:
    if not old or not new:
        return {}
    codes = {
        name: (signature_key(callable_, {}), callable_.body)
        for name, callable_ in new.items()
        if len(callable_.body.code) > _TRIVIAL_LENGTH
    }
    return one_to_one(
        (name, other)
        for name, callable_ in old.items()
        for other, code in codes.items()
        if (signature_key(callable_, definitions), callable_.body) == code
    )
