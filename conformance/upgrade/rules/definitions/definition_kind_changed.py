"""A name is another kind of definition: a class instead of a type alias, for example.

Why it matters
    Code that instantiates it, calls it, or compares values with it may no longer work.

Before
    `Color = Literal["red"] | Any`

After
    `class Color(str, Enum)`

What to do
    Use it as the kind of definition that it is now.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.definitions import category
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import outline
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def definition_kind_changed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api, pair.new.api)
    for both in pair.definitions.changed_category:
        was, now, name = category(both.old), category(both.new), caller.reference(both.old.name)
        yield Fact(
            subject=both.old.name,
            message=f"`{short_name(both.old.name)}` was a {was} and is now a {now}.",
            before=outline(both.old),
            after=outline(both.new),
            migration=f"Use `{short_name(both.old.name)}` as a {now}.",
            files=tuple(dict.fromkeys((both.old.file, both.new.file))),
            trial=Snippet(
                render_module(f"result = type({name.text}).__name__, str({name.text})", name.imports), expects="differs"
            ),
        )
