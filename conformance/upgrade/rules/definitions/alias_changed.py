"""A type alias stands for other types. Changed members of literals have rules of their own.

Why it matters
    Annotations that use the alias mean something else. A type checker shows where that matters.

Before
    `Answer = Choice | Region`

After
    `Answer = Choice | Region | Note`

What to do
    Handle the types that the alias stands for now.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module, render_type
from conformance.upgrade.matching.fields import compare_field_types
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import outline
from conformance.upgrade.source.definitions import Alias, short_name


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def alias_changed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api, pair.new.api)
    for both in pair.definitions.public_in_both:
        if isinstance(both.old, Alias) and isinstance(both.new, Alias):
            became, alike = compare_field_types(pair.definitions, both.old.type, both.new.type)
            if became == "same":
                continue
            name, given = caller.reference(both.old.name), caller.annotation(pair.old.api.expand(both.old.type))
            body = f"\ndef caller(given: {name.text}) -> {given.text}:\n    return given"
            if became == "narrowed":
                body = f"\ndef caller(given: {given.text}) -> {name.text}:\n    return given"
            yield Fact(
                subject=both.old.name,
                message=f"`{short_name(both.old.name)}` stands for other types.",
                before=outline(both.old),
                after=outline(both.new),
                migration="" if alike else f"Handle `{render_type(both.new.type)}` where you use the alias.",
                files=tuple(dict.fromkeys((both.old.file, both.new.file))),
                trial=None if alike else Snippet(render_module(body, {*name.imports, *given.imports}), by="types"),
                impact=Impact.COMPATIBLE if alike else Impact.BREAKING,
            )
