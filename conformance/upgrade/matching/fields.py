"""The fields of models whose declarations differ between two releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeGuard

from conformance.contract.types import ANY, NULL, Type, union
from conformance.upgrade.code.render import render_type
from conformance.upgrade.matching.definitions import MatchedClass, MatchedDefinitions, Member
from conformance.upgrade.source.compare_types import Comparison, compare_types, covers, interchangeable
from conformance.upgrade.source.definitions import Attribute, Class, short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a model as each side declares it; None on a side that does not have it.

    Callers construct the model (`is_built`), the SDK returns it to them (`is_returned`), or both. A model that no
    operation mentions counts as built. `operations` mention the model directly. `type` compares the types of both sides
    without the members of literals, and without None where the field became required or optional.
    """

    owner: MatchedClass
    old: Attribute | None
    new: Attribute | None
    is_built: bool
    is_returned: bool
    operations: tuple[str, ...] = ()
    type: Comparison = "same"
    interchangeable: bool = False

    @property
    def name(self) -> str:
        """The field's name; the old one where it was renamed."""
        return short_name((self.old or self.new or self.owner.old).name)

    @property
    def label(self) -> str:
        """`LseTask.agreement`."""
        return f"`{short_name(self.owner.old.name)}.{self.name}`"

    @property
    def accepted_anything(self) -> bool:
        """It accepted anything."""
        return self.old is not None and accepts_anything(self.old)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the model."""
        return tuple(dict.fromkeys((self.owner.old.file, self.owner.new.file)))


def is_field(member: Member | None, owner: Class) -> TypeGuard[Attribute]:
    """Whether a member of a class is the field of a model."""
    if not isinstance(member, Attribute) or owner.kind != "model" or member.type is None:
        return False
    return not short_name(member.name).startswith("_") and short_name(member.name) != "model_config"


def field_changes(declared: MatchedDefinitions) -> Iterator[FieldChange]:
    """Every field that was added, removed, renamed, or whose declaration differs."""
    for owner in declared.classes:
        mentions = (
            declared.mentioning_operations[0].get(owner.old.name, ()),
            declared.mentioning_operations[1].get(owner.new.name, ()),
        )
        names = (owner.old.name, owner.new.name)
        change = partial(
            FieldChange,
            owner=owner,
            is_built=declared.is_built(*names),
            is_returned=declared.is_returned(*names),
            operations=tuple(sorted({*mentions[0], *mentions[1]})),
        )
        removed, added = dict(_model_fields(owner.old, owner.removed)), dict(_model_fields(owner.new, owner.added))
        for old in removed.values():
            heir = next((new for new in added.values() if new.wire_name == old.wire_name), None)
            if heir is not None:
                del added[short_name(heir.name)]
            yield change(old=old, new=heir)
        for new in added.values():
            yield change(old=None, new=new)
        for before, after in owner.kept.values():
            if (
                is_field(before, owner.old)
                and is_field(after, owner.new)
                and declared.comparer.differ_in_code(before, after)
            ):
                comparison, same = _compare_types(declared, before, after)
                yield change(old=before, new=after, type=comparison, interchangeable=same)


def is_renamed(change: FieldChange) -> bool:
    """Both sides have it, by different names."""
    return bool(change.old and change.new and short_name(change.old.name) != short_name(change.new.name))


def shared_fields(changes: Iterable[FieldChange]) -> Iterator[tuple[FieldChange, Attribute, Attribute]]:
    """The fields that both sides have by the same name."""
    for change in changes:
        if change.old is not None and change.new is not None and not is_renamed(change):
            yield change, change.old, change.new


def render_field(field: Attribute | None, *, with_modules: bool = False) -> str:
    """A field's declaration as source text; `with_modules` is that of `render_type`."""
    if field is None:
        return ""
    type_ = render_type(field.type, with_modules=with_modules)
    text = f"{short_name(field.name)}: {type_}" + (f" = {field.value}" if field.value else "")
    return text if field.wire_name == short_name(field.name) else f'{text} (on the wire "{field.wire_name}")'


def render_fields(old: Attribute, new: Attribute) -> tuple[str, str]:
    """Two declarations that differ, as texts that differ."""
    short = render_field(old), render_field(new)
    if short[0] != short[1]:
        return short
    return render_field(old, with_modules=True), render_field(new, with_modules=True)


def accepts_anything(field: Attribute) -> bool:
    """Its type accepts every value."""
    return field.type is not None and ANY in field.type.members


def accepts_none(field: Attribute) -> bool:
    """Its type lists None."""
    return field.type is not None and NULL in field.type.members


def literal_values(type_: Type | None) -> frozenset[str | int | bool]:
    """The literal values anywhere in a type."""
    return frozenset(value for inner in (type_.walk() if type_ else ()) for value in inner.values)


def without_literals(type_: Type) -> Type:
    """The type with each literal replaced by a placeholder."""
    if type_.kind == "literal":
        return Type("literal", values=("…",))
    args = tuple(without_literals(arg) for arg in type_.args)
    return union(args) if type_.kind == "union" else Type(type_.kind, args, type_.values, type_.name)


def compare_field_types(declared: MatchedDefinitions, old: Type | None, new: Type | None) -> tuple[Comparison, bool]:
    """How a type changed apart from the members of literals, and whether a type checker sees the difference."""
    before, after = (without_literals(type_) for type_ in declared.comparer.expand_both(old, new))
    return compare_types(before, after), interchangeable(before, after)


def _compare_types(declared: MatchedDefinitions, old: Attribute, new: Attribute) -> tuple[Comparison, bool]:
    """Compare types without None where one side requires the field and the other does not."""
    before, after = old.type or ANY, new.type or ANY
    if old.required != new.required:
        before, after = (type_ if covers(NULL, type_) else type_.without_null() for type_ in (before, after))
    return compare_field_types(declared, before, after)


def _model_fields(owner: Class, members: Mapping[str, Member]) -> Iterator[tuple[str, Attribute]]:
    for name, member in members.items():
        if is_field(member, owner):
            yield name, member
