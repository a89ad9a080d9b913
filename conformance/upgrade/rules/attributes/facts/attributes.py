"""Attributes of classes and constants of modules that the two releases declare differently, except fields of models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from conformance.change import Snippet
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.definitions import MatchedClass, Member, category
from conformance.upgrade.matching.fields import is_field
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.definitions.facts.definitions import outline
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Attribute, Callable, Class, Definition, short_name

# a name, perhaps its type, and a version as text, or the distribution's own
_VERSION: Final = re.compile(
    r"""_*version_*(?:: str)? = (?:['"]v?\d+(?:\.\d+)+[\w.+-]*['"]$|(?:\w+\.)*(?:version|get_distribution)\()""",
    re.IGNORECASE,
)
Became = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """A constant (`part` is empty) or an attribute of a class, as each side declares it; "" if a side does not.

    `on_class`: the class itself has the attribute, not only its instances.
    """

    subject: str
    part: str
    before: str
    after: str
    files: tuple[str, ...]
    on_class: bool = True

    @property
    def label(self) -> str:
        """The expression that a caller writes."""
        return f"{short_name(self.subject)}.{self.part}" if self.part else short_name(self.subject)

    def snippet(self, caller: CodeWriter, expects: Literal["fails", "differs", "works"]) -> Snippet:
        """A snippet that reads it."""
        found = caller.reference(self.subject)
        text = f"{found.text}.{self.part}" if self.part else found.text
        if self.on_class:
            return Snippet(render_module(f"result = {text}", found.imports), expects=expects)
        body = f"\ndef caller(given: {found.text}) -> object:\n    return given.{self.part}"
        return Snippet(render_module(body, found.imports), by="types", expects=expects)


def names_version(before: str, after: str) -> bool:
    """Whether both sides declare the version of the release, which every upgrade changes: `VERSION = '1.0.0'`."""
    old, new = (_VERSION.match(text) for text in (before, after))
    return old is not None and new is not None


def attribute_changes(pair: ReleasePair, became: Became) -> Iterator[AttributeChange]:
    """Public constants and attributes that only one side has, or that have another value or type."""
    yield from _constants(pair, became)
    for owner in pair.definitions.classes:
        yield from _attributes(pair, owner, became)


def _constants(pair: ReleasePair, became: Became) -> Iterator[AttributeChange]:
    if became == "changed":
        for both in pair.definitions.public_in_both:
            if isinstance(both.old, Attribute) and pair.definitions.comparer.differ_in_code(both.old, both.new):
                files = tuple(dict.fromkeys((both.old.file, both.new.file)))
                yield AttributeChange(both.old.name, "", outline(both.old), outline(both.new), files)
        for old in pair.definitions.removed:
            moved = _offered(pair.new.api, old) if category(old) == "constant" else None
            if isinstance(moved, Attribute) and pair.definitions.comparer.differ_in_code(old, moved):
                yield AttributeChange(old.name, "", outline(old), outline(moved), (old.file, moved.file))
        return
    new = became == "added"
    other = pair.old.api if new else pair.new.api
    for definition in pair.definitions.added if new else pair.definitions.removed:
        if category(definition) == "constant" and _offered(other, definition) is None:
            files = pair.definitions.files(pair.new.api if new else pair.old.api, definition)
            yield AttributeChange(
                definition.name, "", "" if new else outline(definition), outline(definition) if new else "", files
            )


def _offered(api: Api, constant: Definition) -> Definition | None:
    """The definition that the same module offers under the name of a constant, imported from another module."""
    place, _, name = constant.name.rpartition(".")
    module = api.modules.get(place)
    return None if module is None else api.definitions.get(module.names.get(name, ""))


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
            text, on_class = outline(member), not isinstance(member, Attribute) or bool(member.value)
            yield AttributeChange(owner.old.name, name, "" if new else text, text if new else "", files, on_class)


def _is_attribute(owner: Class, member: Member, became: Became) -> bool:
    if isinstance(member, Callable) or short_name(member.name).startswith("_") or is_field(member, owner):
        return False
    if isinstance(member, Class):
        return short_name(member.name) != "Config"
    if short_name(member.name) == "model_config" and became != "changed":
        return False
    return owner.kind != "enum" or became == "changed" or not member.value
