"""An option that is given to a call has no effect on what is sent.

Why it matters
    A time limit, a header or a number of retries that is accepted and dropped is noticed in production only.

Conforming
    `request_options={"timeout_in_seconds": 7}` sends every request of the call with a limit of 7 seconds

Violating
    the second page of a list is requested with the limit of the client
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.observation import SentRequest
from conformance.runtime.options import ARRIVING, arrives
from conformance.runtime.situation import CallOption
from conformance.runtime.situations import BUSY


def _in_parts(option: CallOption, sent: SentRequest) -> bool:
    found = {part.name: part.content for part in sent.request.parts}
    return all(found.get(name) == text.encode() for name, text in option.value.items() if isinstance(text, str))


def _has_effect(option: CallOption, seen: Seen) -> bool:
    situation, requests = seen.case.situation, seen.observation.requests
    if option.meaning == "body" and any(sent.request.parts for sent in requests):
        return all(_in_parts(option, sent) for sent in requests)
    if option.meaning in ARRIVING:
        return all(arrives(option, sent) for sent in requests)
    if option.meaning == "retries" and situation.script.name == f"status {BUSY}":
        return len(requests) == int(option.value) + 1
    if option.meaning == "chunk size" and situation.script.good:
        return max(seen.observation.chunks, default=0) <= int(option.value)
    return True


def _alike(option: CallOption, seen: Seen) -> list[CallOption]:
    """The given options with this meaning: of two, one may count."""
    return [one for one in seen.options if one.meaning == option.meaning]


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="options of calls",
)
def call_option_ignored(runtime: Runtime) -> Facts:
    found = [
        (option, seen)
        for seen in observed(runtime)
        for option in seen.options
        if option.value is not None and not any(_has_effect(one, seen) for one in _alike(option, seen))
    ]
    always = {option.name for option, _ in found if not option.unusual}
    yield from merged(
        runtime,
        (
            Hit(
                cause=f"{option.name}={option.value!r}" if option.unusual else option.name,
                message=f"The option {option.name}={option.value!r} has no effect on what is sent.",
                seen=seen,
            )
            for option, seen in found
            if not option.unusual or option.name not in always
        ),
    )
