"""The single values of enum classes, of aliases for literals, and of literal types of fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from conformance.change import Snippet
from conformance.contract.types import ANY, Type
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_literal, render_module
from conformance.upgrade.matching.fields import literal_values, shared_fields
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Alias, Attribute, Class, short_name


@dataclass(frozen=True, slots=True)
class ListedValue:
    """A value that only one of the releases lists.

    `open`: its type accepts other values, too. `runtime`: it is a member of an enum class. `type` lists the value.
    `made` and `read`: callers create, or get, objects with the type.
    """

    subject: str
    part: str
    text: str  # the value, or the member of the class
    where: str
    open: bool
    runtime: bool
    made: bool
    read: bool
    type: Type
    files: tuple[str, ...]


def listed_values(pair: ReleasePair, *, new: bool) -> Iterator[ListedValue]:
    """The values that only the new release lists, or only the old one."""
    yield from _of_classes(pair, new)
    yield from _of_aliases(pair, new)
    yield from _of_fields(pair, new)


def assignment_example(api: Api, value: ListedValue) -> str:
    """A module with a caller's function that returns the value."""
    annotated = CodeWriter(api).annotation(value.type)
    inside = any(member.kind == "list" for member in api.expand(value.type).members)
    text = f"[{value.text}]" if inside else value.text
    return render_module(f"\ndef caller() -> {annotated.text}:\n    return {text}", annotated.imports)


def listing_snippet(api: Api, value: ListedValue, expects: Literal["fails", "works"]) -> Snippet:
    """A snippet that shows whether a release lists the value. A type checker cannot if the type accepts others."""
    if not value.open:
        code = assignment_example(api, value)
        if value.runtime:
            code = render_module(f"result = {value.text}", CodeWriter(api).reference(value.subject).imports)
        return Snippet(code, by="run" if value.runtime else "types", expects=expects)
    name = CodeWriter(api).reference(value.subject)
    field = value.part.partition("=")[0]
    what = f'{name.text}.__annotations__["{field}"]' if value.subject in api.classes else name.text
    return Snippet(render_module(f"assert repr({value.text}) in str({what})", name.imports), expects=expects)


def _of_classes(pair: ReleasePair, new: bool) -> Iterator[ListedValue]:
    for owner in pair.definitions.classes:
        if owner.old.kind == owner.new.kind == "enum":
            name = short_name(owner.old.name)
            for member, attribute in (owner.added if new else owner.removed).items():
                if isinstance(attribute, Attribute) and attribute.value and not member.startswith("_"):
                    listing = _Listing(pair, owner.old, owner.new, Type("model", name=owner.old.name))
                    yield listing.of(member, f"{name}.{member}", runtime=True)


def _of_aliases(pair: ReleasePair, new: bool) -> Iterator[ListedValue]:
    for definition in pair.definitions.public_in_both:
        if isinstance(definition.old, Alias) and isinstance(definition.new, Alias):
            listing = _Listing(
                pair,
                definition.old,
                definition.new,
                Type("alias", name=(definition.new if new else definition.old).name),
            )
            for value, is_open in _values(definition.old.type, definition.new.type, new):
                yield listing.of(str(value), render_literal(value), is_open=is_open)


def _of_fields(pair: ReleasePair, new: bool) -> Iterator[ListedValue]:
    for change, before, after in shared_fields(pair.fields):
        listing = _Listing(pair, change.owner.old, change.owner.new, (after if new else before).type or ANY)
        types = (before.type, after.type)
        if not pair.definitions.comparer.spelled_alike(*types):  # another alias took the place of one
            types = pair.definitions.comparer.expand_both(*types)
        for value, is_open in _values(*types, new):
            yield listing.of(f"{change.name}={value}", render_literal(value), is_open=is_open, where=change.label)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A definition that lists values, on each side."""

    pair: ReleasePair
    old: Class | Alias
    new: Class | Alias
    type: Type

    def of(self, part: str, text: str, *, is_open: bool = False, runtime: bool = False, where: str = "") -> ListedValue:
        """One of the values."""
        names = (self.old.name, self.new.name)
        return ListedValue(
            subject=self.old.name,
            part=part,
            text=text,
            where=where or f"`{short_name(self.old.name)}`",
            open=is_open,
            runtime=runtime,
            made=self.pair.definitions.is_built(*names),
            read=self.pair.definitions.is_returned(*names),
            type=self.type,
            files=tuple(dict.fromkeys((self.old.file, self.new.file))),
        )


def _values(old: Type | None, new: Type | None, is_new: bool) -> Iterator[tuple[str | int | bool, bool]]:
    """The values that only one side lists, if both list some, and whether the type accepts others."""
    before, after = literal_values(old), literal_values(new)
    listing_type = (new if is_new else old) or ANY
    is_open = any(inner.open_enum for inner in listing_type.walk())
    if before and after:
        for value in sorted(after - before if is_new else before - after, key=str):
            yield value, is_open
