"""Facts that rules about the types of arguments share."""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Level
from conformance.upgrade.source.definitions import Argument


def rejected_type(matched: MatchedCallable, old: Argument, new: Argument, message: str) -> Fact:
    """An argument that no longer accepts values of a type that it accepted."""
    impact = matched.type_impact(old.type, new.type)
    before, after = render_types(old.type, new.type)
    return Fact(
        subject=matched.subject,
        message=message,
        part=old.name,
        before=before,
        after=after,
        migration=f"Pass `{new.name}` of {matched.label} as `{after}`.",
        files=matched.files,
        trial=None if impact is Impact.COMPATIBLE else matched.removed_value_snippet(old, new),
        impact=impact,
        level=Level.NONE if impact is Impact.COMPATIBLE else Level.TYPES,
    )
