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

from conformance.upgrade.code.caller import Caller
from conformance.upgrade.code.wording import module
from conformance.upgrade.matching.definitions import category
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, Trial, rule
from conformance.upgrade.rules.definitions.facts.definitions import outline
from conformance.upgrade.source.definitions import short


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def definition_kind_changed(pair: ReleasePair) -> Iterator[Fact]:
    caller = Caller(pair.old.api, pair.new.api)
    for both in pair.declared.turned:
        was, now, name = category(both.old), category(both.new), caller.name(both.old.name)
        yield Fact(
            subject=both.old.name,
            message=f"`{short(both.old.name)}` was a {was}; it is a {now} now.",
            before=outline(both.old),
            after=outline(both.new),
            migration=f"Use `{short(both.old.name)}` as a {now}.",
            files=tuple(dict.fromkeys((both.old.file, both.new.file))),
            trial=Trial(
                module(f"result = type({name.text}).__name__, str({name.text})", name.imports), expects="differs"
            ),
        )
