"""A name stands for another kind of thing: a class where there was a name for a type, for example.

Why it matters
    Code that makes objects of it, calls it, or compares values with it does not fit what it is now.

Before
    `Color = Literal["red"] | Any`

After
    `class Color(str, Enum)`

What to do
    Use it as what it is now.
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
            message=f"`{short_name(both.old.name)}` was a {was}; it is a {now} now.",
            before=outline(both.old),
            after=outline(both.new),
            migration=f"Use `{short_name(both.old.name)}` as a {now}.",
            files=tuple(dict.fromkeys((both.old.file, both.new.file))),
            trial=Snippet(
                render_module(f"result = type({name.text}).__name__, str({name.text})", name.imports), expects="differs"
            ),
        )
