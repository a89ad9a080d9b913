"""A list, or the whole body, is encoded differently.

Why it matters
    A server that expects one encoding may read the other as a single value, or as no value.

Before
    `books.list(ids=[1, 2])` sends `?ids=1&ids=2`

After
    `books.list(ids=[1, 2])` sends `?ids=1%2C2`

What to do
    Make sure that the server accepts the new encoding before you upgrade.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import first_difference, parameter_difference

_LIST_STYLES: Final = {
    "repeat": "one parameter for each item",
    "comma": "one parameter with commas",
    "brackets": "one parameter named `NAME[]` for each item",
}


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def encoding_changed(pair: ReleasePair) -> Iterator[Fact]:
    lists = [
        OperationFact(
            operation=operation,
            part=old.name,
            before=_LIST_STYLES[old.list_style],
            after=_LIST_STYLES[new.list_style],
            difference=parameter_difference(operation, old),
        )
        for operation in matched_operations(pair)
        for old, new in operation.parameters
        if old.list_style != new.list_style and old.list_style and new.list_style
    ]
    bodies = [
        OperationFact(
            operation=operation,
            part="",
            before=f"{operation.old.body} body",
            after=f"{operation.new.body} body",
            difference=first_difference(operation, "content_type"),
        )
        for operation in matched_operations(pair)
        if operation.old.body != operation.new.body and "none" not in {operation.old.body, operation.new.body}
    ]
    yield from group_facts(
        pair, [*lists, *bodies], _message, migration="Make sure that the server accepts the new encoding."
    )


def _message(fact: OperationFact, subject: str) -> str:
    what = f"a list passed as `{fact.part}` is sent as" if fact.part else "the body is sent as a"
    return f"{subject}: {what} {fact.after}; it was {fact.before}."
