"""A constant of a module or an attribute of a class has another value or type.

Why it matters
    Code that relies on the value behaves differently, or a type checker rejects it. A constant that names the version
    of the release has another value in every release, so it is no risk.

Before
    `TIMEOUT = 30`

After
    `TIMEOUT = 60`

What to do
    Check the code that depends on the value.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.attributes import attribute_changes, names_version


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def attribute_changed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api, pair.new.api)
    for change in attribute_changes(pair, "changed"):
        of_release = names_version(change.before, change.after)
        yield Fact(
            subject=change.subject,
            part=change.part,
            message=f"`{change.label}` {'is that of the new release' if of_release else 'has another value or type'}.",
            before=change.before,
            after=change.after,
            migration="" if of_release else f"Check the code that depends on `{change.label}`.",
            files=change.files,
            trial=None if of_release else change.snippet(caller, "differs"),
            impact=Impact.COMPATIBLE if of_release else None,
        )
