"""Attributes of classes and constants of modules that two releases do not declare alike, fields of models apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from conformance.change import Snippet
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.definitions import MatchedClass, Member, category
from conformance.upgrade.matching.fields import is_field
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.definitions.facts.definitions import outline
from conformance.upgrade.source.definitions import Attribute, Callable, Class, short_name

Became = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """A constant (`part` is empty) or a class's attribute, as each side declares it, "" for what is not there.

    `held` tells that the class itself has it, not only its objects.
    """

    subject: str
    part: str
    before: str
    after: str
    files: tuple[str, ...]
    held: bool = True

    @property
    def shown(self) -> str:
        """As a caller would write it."""
        return f"{short_name(self.subject)}.{self.part}" if self.part else short_name(self.subject)

    def trial(self, caller: CodeWriter, expects: Literal["fails", "differs", "works"]) -> Snippet:
        """Code that reads it."""
        found = caller.reference(self.subject)
        text = f"{found.text}.{self.part}" if self.part else found.text
        if self.held:
            return Snippet(render_module(f"result = {text}", found.imports), expects=expects)
        body = f"\ndef caller(given: {found.text}) -> object:\n    return given.{self.part}"
        return Snippet(render_module(body, found.imports), by="types", expects=expects)


def attribute_changes(pair: ReleasePair, became: Became) -> Iterator[AttributeChange]:
    """Public constants and attributes that only one of the sides has, or that have another value or type."""
    yield from _constants(pair, became)
    for owner in pair.definitions.classes:
        yield from _attributes(pair, owner, became)


def _constants(pair: ReleasePair, became: Became) -> Iterator[AttributeChange]:
    if became == "changed":
        for both in pair.definitions.public_in_both:
            if isinstance(both.old, Attribute) and pair.definitions.comparer.differ_in_code(both.old, both.new):
                files = tuple(dict.fromkeys((both.old.file, both.new.file)))
                yield AttributeChange(both.old.name, "", outline(both.old), outline(both.new), files)
        return
    new = became == "added"
    for definition in pair.definitions.added if new else pair.definitions.removed:
        if category(definition) == "constant":
            files = pair.definitions.files(pair.new.api if new else pair.old.api, definition)
            yield AttributeChange(
                definition.name, "", "" if new else outline(definition), outline(definition) if new else "", files
            )


def _attributes(pair: ReleasePair, owner: MatchedClass, became: Became) -> Iterator[AttributeChange]:
    files = tuple(dict.fromkeys((owner.old.file, owner.new.file)))
    if became == "changed":
        for name, (before, after) in owner.kept.items():
            if (
                _is_attribute(owner.old, before, became)
                and isinstance(after, Attribute | Class)
                and pair.definitions.comparer.differ_in_code(before, after)
            ):
                yield AttributeChange(owner.old.name, name, outline(before), outline(after), files)
        return
    new = became == "added"
    side = owner.new if new else owner.old
    for name, member in (owner.added if new else owner.removed).items():
        if _is_attribute(side, member, became):
            text, held = outline(member), not isinstance(member, Attribute) or bool(member.value)
            yield AttributeChange(owner.old.name, name, "" if new else text, text if new else "", files, held)


def _is_attribute(owner: Class, member: Member, became: Became) -> bool:
    if isinstance(member, Callable) or short_name(member.name).startswith("_") or is_field(member, owner):
        return False
    if isinstance(member, Class):
        return short_name(member.name) != "Config"
    if short_name(member.name) == "model_config" and became != "changed":
        return False
    return owner.kind != "enum" or became == "changed" or not member.value
