"""A public class has other base classes.

Why it matters
    If it lost a base class, `except` and `isinstance` with that base class no longer match it.

Before
    `class ConflictError(BadRequestError)`

After
    `class ConflictError(ApiError)`

What to do
    Use the class itself, or a base class that it still has.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.base_classes import lineage_changes, subclass_snippet
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME)
def base_class_changed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api, pair.new.api)
    for change in lineage_changes(pair):
        old, new = change.owner.old, change.owner.new
        lost = [base for base in change.lost if not pair.is_internal(base)]
        known = next((base for base in lost if base in pair.old.api.classes or "." not in base), "")
        impact = Impact.BREAKING if known else Impact.RISKY if change.lost else Impact.COMPATIBLE
        yield Fact(
            subject=old.name,
            message=f"`{short_name(old.name)}` has other base classes"
            + (f": it is no longer a `{short_name(change.lost[0])}`." if change.lost else "."),
            before=f"class {short_name(old.name)}({', '.join(short_name(base) for base in old.bases)})",
            after=f"class {short_name(new.name)}({', '.join(short_name(base) for base in new.bases)})",
            migration=f"Use `{short_name(old.name)}` itself in `except` and `isinstance`." if known else "",
            files=tuple(dict.fromkeys((old.file, new.file))),
            trial=subclass_snippet(caller, old, known or change.lost[0]) if change.lost else None,
            impact=impact,
            level=Level.RUNTIME if change.lost else Level.NONE,
        )
