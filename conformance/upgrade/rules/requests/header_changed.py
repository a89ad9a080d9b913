"""A header that the SDK sends itself is new, gone, or has another value.

Why it matters
    Servers and gateways identify clients by such headers. Few callers depend on them, but log filters and access rules
    may. Every call depends on the header that authenticates it. That a header names another version of the SDK is no
    risk: every upgrade does that.

Before
    `X-Fern-SDK-Name: acme`

After
    `X-Fern-SDK-Name: acme-sdk`

What to do
    Check the rules of gateways and the expectations of recorded requests that name the header.
"""

import re
from typing import Final

from conformance.change import Difference
from conformance.upgrade.observe.facets import NOTHING
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_mentioning, matched_operations

_OF_SDK: Final = re.compile(r"user-agent|(?:sdk|client|library|package)[-_]version", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?P<name>(?:[\w.-]+/)?)v?\d+(?:\.\d+)+[\w.+-]*")


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
        if difference.facet == "header" and difference.part not in _declared_headers(operation)
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: (
            f"{subject}: the header `{fact.part}` is {_render_value(fact.after)}; it was {_render_value(fact.before)}."
        ),
        migration="Check the rules of gateways and recorded requests that name the header.",
        files=lambda fact: files_mentioning(pair, f'"{fact.part}"'),
    )


def _render_value(text: str) -> str:
    if text.startswith("python-httpx/"):
        return "that of httpx (`python-httpx/...`)"
    return "not sent" if text == NOTHING else text


def _impact(pair: ReleasePair, difference: Difference) -> Impact | None:
    """Compatible if the header only names the version of the SDK; breaking if it authenticates the caller."""
    if difference.part.lower() == "authorization":
        return Impact.BREAKING
    follows = difference.before.replace(pair.old.version, pair.new.version) == difference.after
    return Impact.COMPATIBLE if follows or _names_version(difference) else None


def _names_version(difference: Difference) -> bool:
    """Both values are a version, or the same name and a version, in a header that is for that."""
    old, new = _VERSION.fullmatch(difference.before), _VERSION.fullmatch(difference.after)
    if old is None or new is None or old["name"] != new["name"]:
        return False
    return _OF_SDK.search(difference.part) is not None


def _declared_headers(operation: MatchedOperation) -> set[str]:
    """Headers that are arguments or constants of the operation: other rules report them."""
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
