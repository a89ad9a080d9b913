"""An argument has another default value.

Why it matters
    The same call does something else, and the code of the caller does not show it. A default that is written
    differently but is not sent on either release is not a change.

Before
    `export(*, format="json")`

After
    `export(*, format="csv")`

What to do
    Pass the old value explicitly where it matters.
"""

from typing import Final

from conformance.contract.model import Contract
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable

_NOT_GIVEN: Final = {"None", "OMIT", "..."}  # None, and markers for an argument that is not passed


@rule(tier=Tier.SURFACE, impact=Impact.RISKY)
def parameter_default_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, lambda matched: _compare(pair, matched))


def _compare(pair: ReleasePair, matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.shared_arguments:
        if old.default and new.default and old.default != new.default:
            before = _default_on_wire(pair.old.contract, matched.subject, old.name)
            after = _default_on_wire(pair.new.contract, matched.sides[1].subject, new.name)
            if {old.default, new.default} <= _NOT_GIVEN and before == after:
                continue
            yield Fact(
                subject=matched.subject,
                message=f"`{old.name}` of {matched.label} defaults to {new.default}, no longer to {old.default}.",
                part=old.name,
                before=old.default,
                after=new.default,
                migration=f"Pass `{new.name}={old.default}` to {matched.label} to keep the old default.",
                files=matched.files,
                trial=matched.old_writer.inspect_snippet(f"inspect.signature({{}}).parameters[{old.name!r}].default"),
                impact=None if before == after else Impact.BREAKING,  # the same call sends something else
            )


def _default_on_wire(contract: Contract | None, operation: str, name: str) -> str | None:
    """The value that the client sends for an omitted argument; None if it sends none."""
    found = contract.operation(operation) if contract is not None else None
    parameter = found.parameter(name) if found is not None else None
    return parameter.sent_default if parameter is not None else None
