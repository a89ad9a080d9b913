"""A callable on both releases: its arguments, its types, and code that calls it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from conformance.change import Impact, Snippet
from conformance.contract.model import Twin
from conformance.contract.types import ANY, Type
from conformance.upgrade.code.call_writer import CallWriter
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_literal
from conformance.upgrade.matching.align import Alignment
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.compare_types import (
    Comparison,
    alternatives_only_in,
    compare_types,
    covers,
    interchangeable,
    rename_models,
)
from conformance.upgrade.source.definitions import Argument, Callable
from conformance.upgrade.source.public_callables import PublicCallable, callable_files


@dataclass(frozen=True, kw_only=True)
class MatchedCallable:
    """A callable that both releases have with different declarations, for the sync or the async client.

    `subject` is its name in the old release. `twins` are the clients for which both releases have it. `internal` is
    True where callers have no reason to import it, although some do.
    """

    subject: str
    twin: Twin
    twins: tuple[Twin, ...]
    sides: tuple[PublicCallable, PublicCallable]
    apis: tuple[Api, Api]
    alignment: Alignment
    internal: bool

    @property
    def old(self) -> Callable:
        """The old declaration."""
        return self.sides[0].twins[self.twin]

    @property
    def new(self) -> Callable:
        """The new declaration."""
        return self.sides[1].twins[self.twin]

    @property
    def label(self) -> str:
        """Its name in a sentence."""
        if self.sides[0].kind == "constructor":
            return f"`{self.subject.rpartition('.')[2]}`"
        return f"`client.{self.sides[0].path}`" if self.sides[0].on_client else f"`{self.subject}`"

    @property
    def files(self) -> tuple[str, ...]:
        """The files in which it is written, on either side."""
        pairs = zip(self.apis, self.sides, strict=True)
        return tuple(dict.fromkeys(file for api, place in pairs for file in callable_files(api, place)))

    @property
    def old_writer(self) -> CallWriter:
        """Writes calls of the old declaration."""
        return CallWriter(CodeWriter(*self.apis), self.sides[0], self.twin, self.new)

    @property
    def new_writer(self) -> CallWriter:
        """Writes calls of the new declaration."""
        return CallWriter(CodeWriter(*reversed(self.apis)), self.sides[1], self.twin, self.old)

    @cached_property
    def argument_pairs(self) -> tuple[tuple[Argument | None, Argument | None], ...]:
        """The arguments of both sides, old ones first. Positional-only arguments are matched by position."""
        left = {argument.name: argument for argument in self.new.arguments}
        names = self._renamed_arguments
        found: list[tuple[Argument | None, Argument | None]] = []
        for number, argument in enumerate(self.old.arguments):
            name = names.get(argument.name, argument.name)
            if argument.kind == "positional" and name not in left and number < len(self.new.arguments):
                name = self.new.arguments[number].name
            found.append((argument, left.pop(name, None)))
        return (*found, *((None, argument) for argument in left.values()))

    @property
    def _renamed_arguments(self) -> dict[str, str]:
        """New names by old ones. Outside of operations, one argument may have a new name in its position."""
        if self.sides[0].operation:
            known = {old: new for (subject, old), new in self.alignment.parameters.items() if subject == self.subject}
            return known if {*known} != {*known.values()} else {}  # swapped names are not a rename
        if len(self.old.arguments) != len(self.new.arguments):
            return {}
        pairs = [(old, new) for old, new in zip(self.old.arguments, self.new.arguments, strict=True) if old != new]
        fit = all((old.kind, old.type, old.default) == (new.kind, new.type, new.default) for old, new in pairs)
        names = {argument.name for argument in self.old.arguments}
        fresh = all(new.name not in names for _, new in pairs)
        return {old.name: new.name for old, new in pairs} if fit and fresh and len(pairs) == 1 else {}

    @cached_property
    def shared_arguments(self) -> tuple[tuple[Argument, Argument], ...]:
        """The arguments that both sides have."""
        return tuple((old, new) for old, new in self.argument_pairs if old is not None and new is not None)

    @property
    def added_arguments(self) -> Iterator[Argument]:
        """The arguments that only the new side has."""
        return (new for old, new in self.argument_pairs if old is None and new is not None)

    @property
    def removed_arguments(self) -> Iterator[Argument]:
        """The arguments that only the old side has."""
        return (old for old, new in self.argument_pairs if new is None and old is not None)

    @property
    def has_kwargs(self) -> bool:
        """The new side accepts keyword arguments of any name."""
        return any(argument.kind == "kwargs" for argument in self.new.arguments)

    def compare_types(self, old: Type | None, new: Type | None) -> Comparison:
        """How a type changed. Aliases are expanded only where their names differ."""
        if rename_models(old, self.alignment.definitions) == new:
            return "same"
        return compare_types(self.old_type(old), self.new_type(new))

    def hidden_from_type_checkers(self, old: Type | None, new: Type | None) -> bool:
        """No type checker reports the change: both accept the same values, or the new type accepts anything."""
        return ANY in self.new_type(new).members or interchangeable(self.old_type(old), self.new_type(new))

    def added_alternatives(self, old: Type | None, new: Type | None) -> tuple[Type, ...]:
        """The alternatives that only the new type accepts or lists."""
        return _additional_alternatives(self.new_type(new), self.old_type(old))

    def removed_alternatives(self, old: Type | None, new: Type | None) -> tuple[Type, ...]:
        """The alternatives that the new type no longer accepts or lists."""
        return _additional_alternatives(self.old_type(old), self.new_type(new))

    def type_impact(self, old: Type | None, new: Type | None) -> Impact:
        """The impact of a changed type. One hidden from type checkers is risky only where enum members are gone."""
        before, after = self.old_type(old), self.new_type(new)
        if not self.hidden_from_type_checkers(old, new):
            return self.limited_impact()
        lists = any(inner.values for inner in after.walk())
        return (
            Impact.RISKY
            if lists and any(alternative.values for alternative in _additional_alternatives(before, after))
            else Impact.COMPATIBLE
        )

    def arguments_with_type(self, comparison: Comparison) -> Iterator[tuple[Argument, Argument]]:
        """Arguments of both sides whose type changed so. None is ignored where it stood for a missing value."""
        return ((old, new) for found, old, new in self._type_changes if found == comparison)

    @cached_property
    def _type_changes(self) -> tuple[tuple[Comparison, Argument, Argument], ...]:
        found = []
        for old, new in self.shared_arguments:
            if rename_models(old.type, self.alignment.definitions) != new.type:
                before, after = self.old_type(old.type), self.new_type(new.type)
                if old.required != new.required:
                    before, after = before.without_null(), after.without_null()
                found.append((compare_types(before, after), old, new))
        return tuple(found)

    @cached_property
    def result_comparison(self) -> Comparison:
        """How the type of its result changed."""
        constructs = self.sides[0].kind == "constructor"
        return "same" if constructs else self.compare_types(self.old.returns, self.new.returns)

    def parameter_snippet(self, argument: Argument) -> Snippet | None:
        """Code that checks whether the signature lists an argument, where calls with it still work."""
        return self.old_writer.inspect_snippet(f"{render_literal(argument.name)} in inspect.signature({{}}).parameters")

    def removed_value_snippet(self, old: Argument, new: Argument) -> Snippet | None:
        """A call with a value that an argument no longer accepts; where no type checker reports it, its annotation."""
        before, after = self.apis[0].expand(old.type or ANY), self.new_type(new.type)
        lost = self.old_writer.code_writer.samples_outside(before, after, self.alignment.definitions)
        usable = old.kind in {"keyword", "either"} and not self.hidden_from_type_checkers(old.type, new.type)
        value = next(lost, None) if usable else None
        if value is not None:
            return self.old_writer.type_check_snippet({old.name: value})
        return self.old_writer.inspect_snippet(
            f"str(inspect.signature({{}}).parameters[{render_literal(old.name)}].annotation)"
        )

    def result_snippet(self) -> Snippet | None:
        """Code that uses the result of a call as the old type."""
        returns = self.old_writer.code_writer.annotation(self.old.inherited_returns or self.old.returns)
        if returns.text not in {"Any", "None"} and not self.hidden_from_type_checkers(
            self.old.returns, self.new.returns
        ):
            return self.old_writer.type_check_snippet(returns=returns)
        return self.old_writer.inspect_snippet("str(inspect.signature({}).return_annotation)")

    def old_type(self, old: Type | None) -> Type:
        """A type of the old side, expanded, with the names of the new one."""
        return rename_models(self.apis[0].expand(old or ANY), self.alignment.definitions) or ANY

    def new_type(self, new: Type | None) -> Type:
        """A type of the new side, expanded."""
        return self.apis[1].expand(new or ANY)

    def limited_impact(self, impact: Impact = Impact.BREAKING) -> Impact:
        """The impact, at most risky where callers have no reason to import the callable."""
        return Impact.RISKY if self.internal and impact is Impact.BREAKING else impact

    @property
    def is_model_method(self) -> bool:
        """It is a method of a model."""
        owner = self.apis[0].classes.get(self.sides[0].owners.get(self.twin, ""))
        return owner is not None and owner.kind == "model"


def _additional_alternatives(one: Type, other: Type) -> tuple[Type, ...]:
    """The alternatives that one type accepts beyond another; else the literal values that only the first one lists."""
    admitted = tuple(alternative for alternative in alternatives_only_in(one, other) if not covers(other, alternative))
    known = {value for inner in other.walk() for value in inner.values}
    values = dict.fromkeys(value for inner in one.walk() for value in inner.values if value not in known)
    return admitted or tuple(Type("literal", values=(value,)) for value in values)
