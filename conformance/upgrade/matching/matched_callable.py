"""Kept: a callable that two releases have, side by side: its arguments, its types, and the code that calls it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from conformance.change import Impact, Trial
from conformance.contract.model import Twin
from conformance.contract.types import ANY, Type
from conformance.upgrade.code.caller import Caller
from conformance.upgrade.code.script import Script
from conformance.upgrade.code.wording import quoted
from conformance.upgrade.matching.align import Alignment
from conformance.upgrade.source.definitions import Api, Argument, Callable
from conformance.upgrade.source.places import Place, files
from conformance.upgrade.source.types_compared import (
    Comparison,
    compare,
    covers,
    interchangeable,
    listed_only_in,
    renamed,
)


@dataclass(frozen=True)
class MatchedCallable:
    """One twin of a callable that both releases have, and that is not declared the same way on both.

    `subject` is the old release's name of it. `twins` are those that both releases have. `internal` tells that callers
    have no reason to import it, although some do.
    """

    subject: str
    twin: Twin
    twins: tuple[Twin, ...]
    places: tuple[Place, Place]
    apis: tuple[Api, Api]
    names: Alignment
    internal: bool

    @property
    def old(self) -> Callable:
        """The older declaration."""
        return self.places[0].twins[self.twin]

    @property
    def new(self) -> Callable:
        """The newer declaration."""
        return self.places[1].twins[self.twin]

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        if self.places[0].kind == "constructor":
            return f"`{self.subject.rpartition('.')[2]}`"
        return f"`client.{self.places[0].path}`" if self.places[0].on_client else f"`{self.subject}`"

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it is written in, on either side."""
        pairs = zip(self.apis, self.places, strict=True)
        return tuple(dict.fromkeys(file for api, place in pairs for file in files(api, place)))

    @property
    def script(self) -> Script:
        """Writes calls of the older one."""
        return Script(Caller(*self.apis), self.places[0], self.twin, self.new)

    @property
    def new_script(self) -> Script:
        """Writes calls of the newer one."""
        return Script(Caller(*reversed(self.apis)), self.places[1], self.twin, self.old)

    @cached_property
    def matches(self) -> tuple[tuple[Argument | None, Argument | None], ...]:
        """The arguments of both sides, those of the old one first. Positional-only ones go by their place."""
        left = {argument.name: argument for argument in self.new.arguments}
        names = self._renamed
        found: list[tuple[Argument | None, Argument | None]] = []
        for number, argument in enumerate(self.old.arguments):
            name = names.get(argument.name, argument.name)
            if argument.kind == "positional" and name not in left and number < len(self.new.arguments):
                name = self.new.arguments[number].name
            found.append((argument, left.pop(name, None)))
        return (*found, *((None, argument) for argument in left.values()))

    @property
    def _renamed(self) -> dict[str, str]:
        """New names by old ones. Of what is no operation, one argument that is all but the same in the same place."""
        if self.places[0].operation:
            known = {old: new for (subject, old), new in self.names.parameters.items() if subject == self.subject}
            return known if {*known} != {*known.values()} else {}  # names that only change places are no renames
        if len(self.old.arguments) != len(self.new.arguments):
            return {}
        pairs = [(old, new) for old, new in zip(self.old.arguments, self.new.arguments, strict=True) if old != new]
        fit = all((old.kind, old.type, old.default) == (new.kind, new.type, new.default) for old, new in pairs)
        names = {argument.name for argument in self.old.arguments}
        fresh = all(new.name not in names for _, new in pairs)
        return {old.name: new.name for old, new in pairs} if fit and fresh and len(pairs) == 1 else {}

    @cached_property
    def both(self) -> tuple[tuple[Argument, Argument], ...]:
        """Arguments that both sides have."""
        return tuple((old, new) for old, new in self.matches if old is not None and new is not None)

    @property
    def added(self) -> Iterator[Argument]:
        """Arguments that only the new side has."""
        return (new for old, new in self.matches if old is None and new is not None)

    @property
    def removed(self) -> Iterator[Argument]:
        """Arguments that only the old side has."""
        return (old for old, new in self.matches if new is None and old is not None)

    @property
    def has_kwargs(self) -> bool:
        """The new side takes keyword arguments of any name."""
        return any(argument.kind == "kwargs" for argument in self.new.arguments)

    def compare(self, old: Type | None, new: Type | None) -> Comparison:
        """What became of a type. What a name stands for is looked at where it is another name."""
        if renamed(old, self.names.definitions) == new:
            return "same"
        return compare(self.before(old), self.after(new))

    def unseen(self, old: Type | None, new: Type | None) -> bool:
        """No type checker minds the change of a type: both admit the same, or the new one anything."""
        return ANY in self.after(new).members or interchangeable(self.before(old), self.after(new))

    def gained(self, old: Type | None, new: Type | None) -> tuple[Type, ...]:
        """What the new type admits, or lists of an enum, in addition."""
        return _more(self.after(new), self.before(old))

    def lost(self, old: Type | None, new: Type | None) -> tuple[Type, ...]:
        """What the new type no longer admits, or no longer lists of an enum."""
        return _more(self.before(old), self.after(new))

    def type_impact(self, old: Type | None, new: Type | None) -> Impact:
        """The impact of a type that is no longer the same: what is unseen matters where members of an enum are gone."""
        before, after = self.before(old), self.after(new)
        if not self.unseen(old, new):
            return self.impact()
        lists = any(each.values for each in after.walk())
        return Impact.RISKY if lists and any(each.values for each in _more(before, after)) else Impact.COMPATIBLE

    def retyped(self, comparison: Comparison) -> Iterator[tuple[Argument, Argument]]:
        """Arguments of both sides whose type became so. None alone is no change where it stood for a missing value."""
        return ((old, new) for found, old, new in self._retyped if found == comparison)

    @cached_property
    def _retyped(self) -> tuple[tuple[Comparison, Argument, Argument], ...]:
        found = []
        for old, new in self.both:
            if renamed(old.type, self.names.definitions) != new.type:
                before, after = self.before(old.type), self.after(new.type)
                if old.required != new.required:
                    before, after = before.without_null(), after.without_null()
                found.append((compare(before, after), old, new))
        return tuple(found)

    @cached_property
    def result(self) -> Comparison:
        """What became of the type of its result."""
        constructs = self.places[0].kind == "constructor"
        return "same" if constructs else self.compare(self.old.returns, self.new.returns)

    def listed_trial(self, argument: Argument) -> Trial | None:
        """Whether the callable lists an argument, where calls with it go on."""
        return self.script.inspected(f"{quoted(argument.name)} in inspect.signature({{}}).parameters")

    def lost_trial(self, old: Argument, new: Argument) -> Trial | None:
        """The call with a value that an argument no longer takes; what it says of itself where no checker minds."""
        before, after = self.apis[0].expand(old.type or ANY), self.after(new.type)
        lost = self.script.caller.samples_outside(before, after, self.names.definitions)
        usable = old.kind in {"keyword", "either"} and not self.unseen(old.type, new.type)
        value = next(lost, None) if usable else None
        if value is not None:
            return self.script.typed({old.name: value})
        return self.script.inspected(f"str(inspect.signature({{}}).parameters[{quoted(old.name)}].annotation)")

    def result_trial(self) -> Trial | None:
        """The result of a call used as the old type only."""
        returns = self.script.caller.annotation(self.old.returns)
        if returns.text not in {"Any", "None"} and not self.unseen(self.old.returns, self.new.returns):
            return self.script.typed(returns=returns)
        return self.script.inspected("str(inspect.signature({}).return_annotation)")

    def before(self, old: Type | None) -> Type:
        """A type of the old side, spelt out, by the names of the new one."""
        return renamed(self.apis[0].expand(old or ANY), self.names.definitions) or ANY

    def after(self, new: Type | None) -> Type:
        """A type of the new side, spelt out."""
        return self.apis[1].expand(new or ANY)

    def impact(self, impact: Impact = Impact.BREAKING) -> Impact:
        """The impact of a fact about it: nothing is worse than risky where callers have no reason to be."""
        return Impact.RISKY if self.internal and impact is Impact.BREAKING else impact

    @property
    def of_model(self) -> bool:
        """It is a method of a model."""
        owner = self.apis[0].classes.get(self.places[0].owners.get(self.twin, ""))
        return owner is not None and owner.kind == "model"


def _more(one: Type, other: Type) -> tuple[Type, ...]:
    """What one type admits in addition to another; where that is nothing, the members of an enum that it lists."""
    admitted = tuple(each for each in listed_only_in(one, other) if not covers(other, each))
    known = {value for each in other.walk() for value in each.values}
    values = dict.fromkeys(value for each in one.walk() for value in each.values if value not in known)
    return admitted or tuple(Type("literal", values=(value,)) for value in values)
