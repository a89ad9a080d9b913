"""A caller's code: sample values, objects, calls, import lines.

Code is written for two releases at once. Where possible, values have types that both accept, and names are imported
from modules that both have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.contract.model import Twin
from conformance.contract.types import ANY, NULL, Type
from conformance.upgrade.code.render import render_call, render_literal, render_type
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.compare_types import common_type, covers, rename_models
from conformance.upgrade.source.definitions import Argument, Attribute, Callable, Class

_IMPORTS: Final[Mapping[str, str]] = {
    "any": "from typing import Any",
    "datetime": "from datetime import datetime",
    "date": "from datetime import date",
    "time": "from datetime import time",
    "uuid": "from uuid import UUID",
    "literal": "from typing import Literal",
}
_SAMPLES: Final[Mapping[str, str]] = {
    "any": '"text"', "null": "None", "string": '"text"', "integer": "1", "number": "1.5", "boolean": "True",
    "datetime": 'datetime.fromisoformat("2024-01-15T09:30:00+00:00")', "date": "date(2024, 1, 15)",
    "time": "time(9, 30)", "uuid": 'UUID("d5e9c84f-c2b2-4bf4-b4b0-7ffd7a9ffc32")', "bytes": 'b"text"',
    "file": 'b"text"',
}  # fmt: skip
_MAX_DEPTH: Final = 4  # levels of nested models in a sample
_SCALAR_TYPES: Final = tuple(Type(kind) for kind in ("null", "string", "integer", "number", "boolean", "bytes"))


@dataclass(frozen=True, slots=True)
class Code:
    """Source text of an expression, and the import lines that it needs."""

    text: str
    imports: frozenset[str] = frozenset()

    def within(self, template: str) -> Code:
        """The code inside another expression, which contains `{}` in its place."""
        return Code(template.replace("{}", self.text), self.imports)


@dataclass(frozen=True)
class CodeWriter:
    """Writes a caller's code for a release. With `other`, the code also fits that release where possible."""

    api: Api
    other: Api | None = field(default=None)

    def client(self, twin: Twin = "sync") -> Code:
        """The client, constructed with its required arguments."""
        return self.instance(self.api.clients[""][twin]) or self.reference(self.api.clients[""][twin]).within("{}()")

    def reference(self, name: str) -> Code:
        """A reference to a definition, with its import line."""
        line = self.import_line(name)
        return Code(line.rpartition(" ")[2], frozenset({line}))

    def import_line(self, name: str) -> str:
        """The line that imports a definition, from a module that both releases have where possible."""
        for path in (self.api.public_names.get(name, name), name):
            module_name, _, short = path.rpartition(".")
            if self.other is None or self._exports_name(self.other, module_name, short):
                return f"from {f'{self.api.package}.{module_name}'.rstrip('.')} import {short}"
        if self.other is not None and self._has_dynamic_names(self.other, self.api.public_names.get(name, name)):
            return f"from {self.api.package}.{name.rpartition('.')[0]} import {name.rpartition('.')[2]}"
        return self.api.import_line(name)

    def _has_dynamic_names(self, api: Api, path: str) -> bool:
        """A type checker accepts any name of that module."""
        return "__getattr__" in getattr(api.modules.get(path.rpartition(".")[0]), "names", {})

    def _exports_name(self, api: Api, module_name: str, short: str) -> bool:
        return module_name in api.modules and short in api.modules[module_name].names

    def annotation(self, type_: Type | None) -> Code:
        """A type as source text with its imports. A type that cannot be named is `Any`."""
        nameable = type_ is not None and all(self._nameable(inner) for inner in type_.walk())
        if type_ is None or not nameable:
            return Code("Any", frozenset({_IMPORTS["any"]}))
        imports = {_IMPORTS[inner.kind] for inner in type_.walk() if inner.kind in _IMPORTS}
        imports |= {self.import_line(inner.name) for inner in type_.walk() if inner.name}
        return Code(render_type(type_), frozenset(imports))

    def _nameable(self, type_: Type) -> bool:
        return type_.kind != "file" and (not type_.name or type_.name in self.api.definitions)

    def sample(self, type_: Type | None, depth: int = _MAX_DEPTH) -> Code | None:
        """A small value of a type; None where none can be written."""
        wanted = self.api.expand(type_ or ANY)
        match wanted.kind:
            case "union":
                members = sorted(
                    wanted.members, key=lambda member: (member == NULL, member == ANY, member.kind == "unknown")
                )
                return next((code for member in members if (code := self.sample(member, depth)) is not None), None)
            case "literal":
                return Code(render_literal(wanted.values[0]))
            case "list":
                inner = self.sample(wanted.args[0], depth)
                return Code("[]") if inner is None else inner.within("[{}]")
            case "map":
                key, inner = (self.sample(argument, depth) for argument in wanted.args)
                if key is None or inner is None:
                    return Code("{}")
                return Code(f"{{{key.text}: {inner.text}}}", key.imports | inner.imports)
            case "model":
                return self.instance(wanted.name, depth - 1) if depth else None
            case "unknown":
                return None
        imports = frozenset({_IMPORTS[wanted.kind]} if wanted.kind in _IMPORTS and wanted.kind != "any" else ())
        return Code(_SAMPLES[wanted.kind], imports)

    def samples_outside(self, old: Type | None, new: Type | None, names: Mapping[str, str]) -> Iterator[Code]:
        """Values that the first type accepts and the second does not. `names` are the new names of models."""
        alternatives = [*(old or ANY).members, *(_SCALAR_TYPES if covers(old or ANY, ANY) else ())]
        literals = [Type("literal", values=(value,)) for alternative in alternatives for value in alternative.values]
        for type_ in [*literals, *alternatives]:
            kept = covers(new or ANY, rename_models(type_, names) or ANY)
            code = None if kept or type_ == ANY else self._sample_of_items_outside(type_, new or ANY, names)
            if code is not None:
                yield code

    def _sample_of_items_outside(self, type_: Type, new: Type, names: Mapping[str, str]) -> Code | None:
        """A value of a type; of a list whose items other lists do not accept, a list of such an item."""
        items = [accepted.args[0] for accepted in new.members if accepted.kind == "list"]
        if type_.kind != "list" or not items:
            return self.sample(type_)
        lost = next(self.samples_outside(type_.args[0], items[0], names), None)
        return self.sample(type_) if lost is None else lost.within("[{}]")

    def common(self, old: Type | None, new: Type | None) -> Type | None:
        """The common part of a type of this release and one of the other."""
        return common_type(self.api.expand(old or ANY), (self.other or self.api).expand(new or ANY))

    def instance(self, name: str, depth: int = _MAX_DEPTH, given: Mapping[str, str] | None = None) -> Code | None:
        """An instance of a class with its required arguments and those `given` as text; a member of an enum."""
        found = self.api.classes.get(name)
        if found is None:
            return None
        named = self.reference(name)
        if found.kind == "enum":
            member = self._first_enum_member(found)
            return named.within(f"{{}}.{member}") if member else None
        needed = self._required_arguments(found)
        if needed is None:
            return None
        code = self._render_call(named.text, needed, given or {}, depth)
        return None if code is None else Code(code.text, code.imports | named.imports)

    def _first_enum_member(self, enum: Class) -> str:
        others = self.other.members(enum.name) if self.other and enum.name in self.other.classes else None
        members = [name for name, member in enum.members.items() if isinstance(member, Attribute) and member.value]
        return next((name for name in members if others is None or name in others), "")

    def _required_arguments(self, found: Class) -> tuple[Argument, ...] | None:
        """The required arguments of a class; None where they are unknown."""
        start = self.api.members(found.name).get("__init__")
        if isinstance(start, Callable):
            return tuple(self._call_arguments(start, self._other_member(found.name, "__init__"), set(), 0))
        if found.kind != "model":
            return (
                () if all(base in self.api.classes or base in {"object", "Exception"} for base in found.bases) else None
            )
        return tuple(self._required_fields(found.name))

    def _required_fields(self, name: str) -> Iterator[Argument]:
        others = self.other.members(name) if self.other is not None and name in self.other.classes else {}
        for field_name, member in self.api.members(name).items():
            other = others.get(field_name)
            if isinstance(member, Attribute) and member.type is not None:
                new = other if isinstance(other, Attribute) else member
                if member.required or new.required:
                    yield Argument(field_name, "keyword", self.common(member.type, new.type) or member.type)

    def _other_member(self, name: str, member: str) -> Callable | None:
        found = self.other.members(name).get(member) if self.other and name in self.other.classes else None
        return found if isinstance(found, Callable) else None

    def call(
        self,
        target: str,
        callable_: Callable,
        other: Callable | None = None,
        given: Mapping[str, str] | None = None,
        positional: int = 0,
    ) -> Code | None:
        """A call with the required arguments, and those `given` as text.

        The first `positional` arguments are passed positionally. None where no value of a required argument can be
        written.
        """
        needed = self._call_arguments(callable_, other, {*(given or {})}, positional)
        return self._render_call(target, needed, given or {}, _MAX_DEPTH)

    def _render_call(
        self, target: str, needed: Iterable[Argument], given: Mapping[str, str], depth: int
    ) -> Code | None:
        texts, imports, left = [], frozenset[str](), dict(given)
        for argument in needed:
            code = Code(left.pop(argument.name)) if argument.name in left else self.sample(argument.type, depth)
            if code is None:
                return None
            imports |= code.imports
            texts.append(code.text if argument.kind == "positional" else f"{argument.name}={code.text}")
        return Code(render_call(target, [*texts, *(f"{name}={text}" for name, text in left.items())]), imports)

    def _call_arguments(
        self, callable_: Callable, other: Callable | None, given: set[str], positional: int
    ) -> Iterator[Argument]:
        """The arguments of a call: required, leading positional and given ones, of types that both callables accept."""
        for number, argument in enumerate(callable_.arguments):
            first = number < positional
            if argument.required or argument.name in given or (first and argument.kind not in {"args", "kwargs"}):
                new = (other.argument(argument.name) if other else None) or argument
                kind = "positional" if first else argument.kind
                yield replace(argument, kind=kind, type=self.common(argument.type, new.type) or argument.type)
