"""Replay: recorded calls to be made again, what a server answered to each, and where the requests are others now.

A request is looked up among the recorded ones by its identity; what differs is searched for only where it is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import release_order
from conformance.cassettes.matching import differences, identity
from conformance.contract.model import Model, Operation
from conformance.exchange.classify_response import classify_response, validate_responses
from conformance.exchange.model import LiveObservation, ReplayMismatch, ReplayResult
from conformance.exchange.validate_payload import PayloadValidator
from conformance.generate.call import Call
from conformance.generate.responses import ResponseScript
from conformance.generate.values import Record, Value, from_stored
from conformance.wire import Request, Response

REFUSED: Final = "refused"  # the case whose arguments are not what the types allow


@dataclass(frozen=True)
class Recording:
    """One recorded call: its requests and responses in order. `held` tells that requests have to be the recorded ones.

    They have to where no other recording of the operation was made with a nearer release of the SDK.
    """

    steps: tuple[Interaction, ...]
    held: bool

    @property
    def case(self) -> str:
        """Which call of its operation it is; "" where only its requests and responses are known."""
        return self.steps[0].case

    @property
    def server(self) -> str:
        """The server's version."""
        return self.steps[0].provenance.server

    @property
    def sdk(self) -> str:
        """The SDK's version."""
        return self.steps[0].provenance.sdk

    @property
    def name(self) -> str:
        """The recording for people, and its identity within the operation."""
        return f"{self.server} {self.case or '(imported)'}".strip()

    @property
    def script(self) -> tuple[Response, ...]:
        """The responses, in order."""
        return tuple(step.response for step in self.steps)

    @cached_property
    def call(self) -> Call | None:
        """The call as it was made; None where that is not known, or is told in words that are not ours."""
        step = self.steps[0]
        try:
            arguments = {name: from_stored(value) for name, value in step.arguments.items()}
        except ValueError:
            return None
        return Call(step.operation, arguments, "invalid" if self.case == REFUSED else "recorded") if self.case else None


def recordings_for(interactions: Iterable[Interaction], release: str) -> list[Recording]:
    """The recorded calls of one operation that a release of the SDK is to make again.

    Of each server those that the nearest release recorded: the latest that is not later than this one, or the earliest
    of the later ones. Calls that a farther release recorded stand for what a server answered, not for how it is asked.
    """
    recorded = [each for each in interactions if each.provenance.kind == "recorded"]
    if not recorded:
        return []
    near = nearest({each.provenance.sdk for each in recorded}, release)
    found = []
    for of_server in _grouped(recorded, lambda each: each.provenance.server):
        nearest_here = nearest({each.provenance.sdk for each in of_server}, release)
        mine = [each for each in of_server if each.provenance.sdk == nearest_here]
        for of_case in _grouped(mine, lambda each: each.case):
            steps = sorted(of_case, key=lambda each: each.step)
            # what was imported has no cases: every interaction is a call of its own
            calls = [(step,) for step in steps] if not steps[0].case else [tuple(steps)]
            found += [Recording(call, held=nearest_here == near) for call in calls]
    return found


def _grouped(items: Iterable[Interaction], key: Callable[[Interaction], str]) -> Iterable[list[Interaction]]:
    groups: dict[str, list[Interaction]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups.values()


def nearest(releases: Iterable[str], release: str) -> str:
    """The latest of the releases that is not later than `release`, or the earliest of the later ones."""
    ordered = sorted(releases, key=release_order)
    earlier = [each for each in ordered if release_order(each) <= release_order(release)]
    return earlier[-1] if earlier else ordered[0]


def obstacle(call: Call, operation: Operation, models: Mapping[str, Model]) -> str:
    """Why this SDK cannot be asked for a call that another release was asked for; "" where it can."""
    accepted = {parameter.name: parameter for parameter in operation.accepted}
    for name in call.arguments:
        if name not in accepted:
            return f"it has no argument `{name}`"
    for parameter in accepted.values():
        if parameter.required and parameter.name not in call.arguments:
            return f"its argument `{parameter.name}` is required"
    return next((reason for value in call.arguments.values() for reason in _unmade(value, models)), "")


def _unmade(value: Value, models: Mapping[str, Model]) -> Iterator[str]:
    match value:
        case Record() if value.model not in models:
            yield f"it has no model `{value.model}`"
        case Record():
            fields = {field.name for field in models[value.model].fields}
            for name, inner in value.fields.items():
                if name not in fields:
                    yield f"its model `{value.model}` has no field `{name}`"
                yield from _unmade(inner, models)
        case dict():
            for inner in value.values():
                yield from _unmade(inner, models)
        case list():
            for inner in value:
                yield from _unmade(inner, models)


def live_of(
    recording: Recording, operation: Operation, strict: PayloadValidator
) -> tuple[ResponseScript, LiveObservation]:
    """What the server answered, as an answer to a call, and what is known of it besides."""
    seen = validate_responses(operation, recording.script, strict)
    live = LiveObservation(
        case=recording.case, server=recording.server,
        mismatches=tuple(seen.mismatches), undeclared_fields=tuple(seen.undeclared),
        valid=recording.case == "simplest",
    )  # fmt: skip
    return classify_response(recording.script, conforming=not seen.mismatches), live


class RecordedRequests:
    """The recordings of one operation, and every recorded request by its identity."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self.recordings = recordings

    @cached_property
    def table(self) -> Mapping[Hashable, tuple[Recording, int]]:
        """Recording and step of each request; of requests that are the same, the first."""
        table: dict[Hashable, tuple[Recording, int]] = {}
        for recording in self.recordings:
            for number, step in enumerate(recording.steps):
                table.setdefault(identity(step.request), (recording, number))
        return table

    def replayed(self, recording: Recording, requests: Sequence[Request]) -> ReplayResult:
        """How requests that a call made now compare with those that it made then."""
        mismatches = tuple(self._misses(recording, requests))
        return ReplayResult(
            recording=recording.name, sdk=recording.sdk, date=recording.steps[0].provenance.date,
            must_match=recording.held, mismatches=mismatches,
        )  # fmt: skip

    def _misses(self, recording: Recording, requests: Sequence[Request]) -> Iterator[ReplayMismatch]:
        for number, request in enumerate(requests):
            if number >= len(recording.steps):
                yield self._beyond(recording, number, request)
                return  # what follows was asked because of an answer that nobody gave
            yield from self._missed(recording, number, request)
        if len(requests) < len(recording.steps):
            text = f"{_times(len(recording.steps))} recorded, {_times(len(requests))} made"
            yield ReplayMismatch(step=len(requests), nearest=recording.name, location="requests", text=text)

    def _missed(self, recording: Recording, number: int, request: Request) -> Iterator[ReplayMismatch]:
        recorded = recording.steps[number].request
        if _identical(request, recorded) or identity(request) == identity(recorded):
            return
        for location, text in differences(recorded, request):
            yield ReplayMismatch(step=number, nearest=recording.name, location=location, text=text)

    def _beyond(self, recording: Recording, number: int, request: Request) -> ReplayMismatch:
        """A request for which this call has no recording: the nearest of all the operation's recordings is told."""
        count = f"{_times(len(recording.steps))} recorded, one more is made"
        found = self.table.get(identity(request))
        if found is not None:
            near, at = found
            text = f"{count}; it is the recorded one number {at + 1}"
            return ReplayMismatch(step=number, nearest=near.name, location="requests", text=text)
        near, told = min(
            ((each, list(differences(step.request, request))) for each in self.recordings for step in each.steps),
            key=lambda pair: len(pair[1]),
        )
        location, difference = told[0] if told else ("", "nothing")
        text = f"{count}; it differs in {location}: {difference}"
        return ReplayMismatch(step=number, nearest=near.name, location="requests", text=text)


def _identical(one: Request, other: Request) -> bool:
    """Byte for byte: nearly every request, and told without taking it apart."""
    return (
        one.url == other.url
        and one.content == other.content
        and one.method == other.method
        and one.header("content-type") == other.header("content-type")
    )


def _times(count: int) -> str:
    return "one request is" if count == 1 else f"{count} requests are"
