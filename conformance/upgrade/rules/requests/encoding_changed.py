"""A list, or the body as a whole, is written in another way.

Why it matters
    A server that reads one form may take the other for a single value, or for no value at all.

Before
    `books.list(ids=[1, 2])` sends `?ids=1&ids=2`

After
    `books.list(ids=[1, 2])` sends `?ids=1%2C2`

What to do
    Make sure that the server reads the new form before you upgrade.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown, shown_of

_WORDS: Final = {"repeat": "one parameter for each item", "comma": "one parameter with commas"}


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def encoding_changed(pair: ReleasePair) -> Iterator[Fact]:
    lists = [
        OperationFact(
            both=both,
            part=old.name,
            before=_WORDS[old.list_style],
            after=_WORDS[new.list_style],
            difference=shown_of(both, old),
        )
        for both in operations(pair)
        for old, new in both.parameters
        if old.list_style != new.list_style and old.list_style and new.list_style
    ]
    bodies = [
        OperationFact(
            both=both,
            part="",
            before=f"{both.old.body} body",
            after=f"{both.new.body} body",
            difference=shown(both, "content_type"),
        )
        for both in operations(pair)
        if both.old.body != both.new.body and "none" not in {both.old.body, both.new.body}
    ]
    yield from facts(pair, [*lists, *bodies], _said, migration="Make sure that the server reads the new form.")


def _said(sight: OperationFact, subject: str) -> str:
    what = f"a list given as `{sight.part}` is sent as" if sight.part else "what is sent is a"
    return f"{subject}: {what} {sight.after}; it was {sight.before}."
