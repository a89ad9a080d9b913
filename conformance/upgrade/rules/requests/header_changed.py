"""A header that the SDK sends of its own has another value, is new, or is gone.

Why it matters
    Servers and gateways count and allow clients by such headers. Few callers depend on them, and some logs
    and rules do. On the one that a server lets a caller in by, every call depends.

Before
    `X-Fern-SDK-Version: 1.0.11`

After
    `X-Fern-SDK-Version: 2.0.7`

What to do
    Look for rules of gateways, and for expectations of recorded requests, that name the header.
"""

from conformance.change import Difference
from conformance.upgrade.observe.compare import NOTHING
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_saying, operations


@rule(tier=Tier.WIRE, impact=Impact.RISKY)
def header_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both,
            part=difference.part,
            before=difference.before,
            after=difference.after,
            difference=difference,
            impact=_impact(pair, difference),
        )
        for both in operations(pair)
        for difference in both.differences
        if difference.facet == "header" and difference.part not in _own(both)
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: (
            f"{subject}: the header `{sight.part}` is {_sent(sight.after)}; it was {_sent(sight.before)}."
        ),
        migration="Look for gateways' rules and recorded requests that name the header.",
        files=lambda sight: files_saying(pair, f'"{sight.part}"'),
    )


def _sent(text: str) -> str:
    if text.startswith("python-httpx/"):
        return "that of httpx (`python-httpx/...`)"
    return "not sent" if text == NOTHING else text


def _impact(pair: ReleasePair, difference: Difference) -> Impact | None:
    """That a version is told and goes along with the release is what such a header is for."""
    if difference.part.lower() == "authorization":
        return Impact.BREAKING
    follows = difference.before.replace(pair.old.version, pair.new.version) == difference.after
    return Impact.COMPATIBLE if follows else None


def _own(both: MatchedOperation) -> set[str]:
    """Headers that are arguments, or constants of one operation: they have rules of their own."""
    arguments = {p.wire_name.lower() for each in (both.old, both.new) for p in each.accepted if p.location == "header"}
    constants = {
        name.lower() for each in (both.old, both.new) for place, name, _ in each.constants if place == "header"
    }
    return arguments | constants
