"""An operation drops an option of its call that other operations respect.

Why it matters
    The option is accepted for every operation, and its type is the same: callers expect every operation to respect it.

Conforming
    `client.tasks.list(request_options={"additional_headers": {"X-Option": "given"}})` sends it with every page

Violating
    the second page is requested without it
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Severity, Source, check
from conformance.checks.subjects import CallWithOptions


@check(
    family="request",
    judges=CallWithOptions,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="options of calls",
    applies=lambda call: bool(call.exchange.requests),
)
def operation_option_ignored(call: CallWithOptions) -> Facts:
    exchange, values = call.exchange, {option.name: option.value for option in call.options}
    groups: dict[tuple[int, ...], list[str]] = {}
    for name, numbers in call.ignored.items():
        groups.setdefault(tuple(numbers), []).append(name)
    for dropped, names in groups.items():
        all_dropped = len(names) == len(values) > 1  # as a whole: one fault
        total = len(exchange.requests)
        effect = "reaches no request" if len(dropped) == total else f"does not reach request {dropped[0]} of {total}"
        for name in ["options"] if all_dropped else names:
            given = f"every option ({', '.join(names)})" if all_dropped else f"{name}={values[name]!r}"
            yield Fact(
                message=f"{exchange.twin}: {given} {effect}.",
                part=f"{name}.{exchange.twin}",
                exchange=exchange,
            )
