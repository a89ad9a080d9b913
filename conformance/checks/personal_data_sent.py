"""A request has the name of the machine that it comes from, or of its user.

Why it matters
    Neither is part of the API. Names of machines and people are personal data, and show how a network is made.

Conforming
    `x-fern-platform: linux/6.1`

Violating
    `x-fern-platform: linux/6.1/annas-laptop`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.machine import names_of_machine
from conformance.runtime.observation import SentRequest


def _places(sent: SentRequest) -> Iterator[tuple[str, str]]:
    """The parts of a request, each with its text."""
    yield "URL", sent.request.url
    yield from ((f"header {name}", value) for name, value in sent.request.headers)
    yield "body", sent.request.content.decode(errors="replace")


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="requests of the client",
)
def personal_data_sent(runtime: Runtime) -> Facts:
    private = names_of_machine()
    yield from merged(
        runtime,
        (
            Hit(cause=place, message=f"The {place} of a request has {meaning}.", seen=seen)
            for seen in observed(runtime)
            for sent in seen.observation.requests
            for place, text in _places(sent)
            for name, meaning in private.items()
            if name in text
        ),
    )
