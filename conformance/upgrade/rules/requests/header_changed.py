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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_mentioning, matched_operations


@rule(tier=Tier.WIRE, impact=Impact.RISKY)
def header_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=difference.part,
            before=difference.before,
            after=difference.after,
            difference=difference,
            impact=_impact(pair, difference),
        )
        for operation in matched_operations(pair)
        for difference in operation.differences
        if difference.facet == "header" and difference.part not in _own(operation)
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: (
            f"{subject}: the header `{fact.part}` is {_sent(fact.after)}; it was {_sent(fact.before)}."
        ),
        migration="Look for gateways' rules and recorded requests that name the header.",
        files=lambda fact: files_mentioning(pair, f'"{fact.part}"'),
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


def _own(operation: MatchedOperation) -> set[str]:
    """Headers that are arguments, or constants of one operation: they have rules of their own."""
    arguments = {
        p.wire_name.lower() for side in (operation.old, operation.new) for p in side.accepted if p.location == "header"
    }
    constants = {
        name.lower()
        for side in (operation.old, operation.new)
        for place, name, _ in side.constants
        if place == "header"
    }
    return arguments | constants
