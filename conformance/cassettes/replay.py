"""Replay: recorded calls to make again, the server's responses to them, and where the requests differ now.

Requests are compared by their identity. Only where that differs are they compared place by place.
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

REFUSED: Final = "refused"  # the case whose arguments are not of the declared types


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One recorded call: its requests and responses in order.

    An `imported` one was recorded by another program: its response counts, not how its request differs.
    `must_match` means that a call has to send the recorded requests, because no other recording of the operation was
    made with a nearer SDK release.
    """

    steps: tuple[Interaction, ...]
    must_match: bool

    @property
    def imported(self) -> bool:
        """Whether another program recorded it."""
        return self.steps[0].provenance.kind == "imported"

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
        """The name in messages, unique within the operation."""
        return f"{self.server} {self.case or '(imported)'}".strip()

    @property
    def responses(self) -> tuple[Response, ...]:
        """The responses, in order."""
        return tuple(step.response for step in self.steps)

    @cached_property
    def call(self) -> Call | None:
        """The recorded call; None where its arguments are unknown, or stored in another form."""
        step = self.steps[0]
        try:
            arguments = {name: from_stored(value) for name, value in step.arguments.items()}
        except ValueError:
            return None
        return Call(step.operation, arguments, "invalid" if self.case == REFUSED else "recorded") if self.case else None


def recordings_for(interactions: Iterable[Interaction], release: str) -> list[Recording]:
    """The recorded calls of one operation for a release of the SDK to make again.

    For each server, these are the recordings of the nearest SDK release: the latest that is not later than `release`,
    or the earliest later one. Recordings of a farther release show how a server responds, but not what to send, and so
    do those of other programs, all of which are used.
    """
    interactions = list(interactions)
    recorded = [interaction for interaction in interactions if interaction.provenance.kind == "recorded"]
    imported = (interaction for interaction in interactions if interaction.provenance.kind == "imported")
    by_case = {(interaction.provenance.server, interaction.case): interaction for interaction in imported}
    others = [Recording(steps=(interaction,), must_match=False) for interaction in by_case.values()]
    if not recorded:
        return others
    nearest = nearest_release({interaction.provenance.sdk for interaction in recorded}, release)
    recordings = []
    for of_server in _group(recorded, lambda interaction: interaction.provenance.server):
        nearest_here = nearest_release({interaction.provenance.sdk for interaction in of_server}, release)
        chosen = [interaction for interaction in of_server if interaction.provenance.sdk == nearest_here]
        for of_case in _group(chosen, lambda interaction: interaction.case):
            steps = sorted(of_case, key=lambda interaction: interaction.step)
            # without a case, every interaction is a call of its own
            calls = [(step,) for step in steps] if not steps[0].case else [tuple(steps)]
            recordings += [Recording(steps=call, must_match=nearest_here == nearest) for call in calls]
    return recordings + others


def nearest_release(releases: Iterable[str], release: str) -> str:
    """The latest of the releases that is not later than `release`, or the earliest later one."""
    ordered = sorted(releases, key=release_order)
    earlier = [candidate for candidate in ordered if release_order(candidate) <= release_order(release)]
    return earlier[-1] if earlier else ordered[0]


def why_not_callable(call: Call, operation: Operation, models: Mapping[str, Model]) -> str:
    """Why this SDK cannot make a call that another release made; "" where it can."""
    accepted = {parameter.name: parameter for parameter in operation.accepted}
    for name in call.arguments:
        if name not in accepted:
            return f"it has no argument `{name}`"
    for parameter in accepted.values():
        if parameter.required and parameter.name not in call.arguments:
            return f"its argument `{parameter.name}` is required"
    return next((reason for value in call.arguments.values() for reason in _missing_models(value, models)), "")


def recorded_response(
    recording: Recording, operation: Operation, validator: PayloadValidator
) -> tuple[ResponseScript, LiveObservation]:
    """The server's responses as a script for a call, and what was observed about them."""
    validation = validate_responses(operation, recording.responses, validator)
    observation = LiveObservation(
        case=recording.case, server=recording.server,
        mismatches=tuple(validation.mismatches), undeclared_fields=tuple(validation.undeclared),
        valid=recording.case == "simplest",
    )  # fmt: skip
    return classify_response(recording.responses, conforming=not validation.mismatches), observation


class RecordedRequests:
    """The recordings of one operation, to compare requests with."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self.recordings = recordings

    def compare(self, recording: Recording, requests: Sequence[Request]) -> ReplayResult:
        """How the requests of a call differ from those of its recording."""
        return ReplayResult(
            recording=recording.name, sdk=recording.sdk, date=recording.steps[0].provenance.date,
            must_match=recording.must_match, mismatches=tuple(self._mismatches(recording, requests)),
        )  # fmt: skip

    @cached_property
    def _by_identity(self) -> Mapping[Hashable, tuple[Recording, int]]:
        """Recording and step of each request; the first of several identical ones."""
        table: dict[Hashable, tuple[Recording, int]] = {}
        for recording in self.recordings:
            for number, step in enumerate(recording.steps):
                table.setdefault(identity(step.request), (recording, number))
        return table

    def _mismatches(self, recording: Recording, requests: Sequence[Request]) -> Iterator[ReplayMismatch]:
        for number, request in enumerate(requests):
            if number >= len(recording.steps):
                yield self._extra_request(recording, number, request)
                return  # later requests depend on a response that was not recorded
            recorded = recording.steps[number].request
            if _is_same_bytes(request, recorded) or identity(request) == identity(recorded):
                continue
            for location, text in differences(recorded, request):
                yield ReplayMismatch(step=number, nearest=recording.name, location=location, text=text)
        if len(requests) < len(recording.steps):
            text = f"{_count(len(recording.steps))} recorded, {_count(len(requests))} made"
            yield ReplayMismatch(step=len(requests), nearest=recording.name, location="requests", text=text)

    def _extra_request(self, recording: Recording, number: int, request: Request) -> ReplayMismatch:
        """The mismatch for a request that this call has no recording of, with the operation's nearest recording."""
        count = f"{_count(len(recording.steps))} recorded, one more is made"
        same = self._by_identity.get(identity(request))
        if same is not None:
            nearest, step_number = same
            text = f"{count}; it is the recorded one number {step_number + 1}"
            return ReplayMismatch(step=number, nearest=nearest.name, location="requests", text=text)
        candidates = (
            (candidate, list(differences(step.request, request)))
            for candidate in self.recordings
            for step in candidate.steps
        )
        nearest, found = min(candidates, key=lambda pair: len(pair[1]))
        difference = found[0][1] if found else "in nothing"
        text = f"{count}; {difference}"
        return ReplayMismatch(step=number, nearest=nearest.name, location="requests", text=text)


def _group(items: Iterable[Interaction], key: Callable[[Interaction], str]) -> Iterable[list[Interaction]]:
    groups: dict[str, list[Interaction]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups.values()


def _missing_models(value: Value, models: Mapping[str, Model]) -> Iterator[str]:
    match value:
        case Record() if value.model not in models:
            yield f"it has no model `{value.model}`"
        case Record():
            fields = {field.name for field in models[value.model].fields}
            for name, inner in value.fields.items():
                if name not in fields:
                    yield f"its model `{value.model}` has no field `{name}`"
                yield from _missing_models(inner, models)
        case dict():
            for inner in value.values():
                yield from _missing_models(inner, models)
        case list():
            for inner in value:
                yield from _missing_models(inner, models)


def _is_same_bytes(one: Request, other: Request) -> bool:
    """Whether two requests are equal byte for byte, as nearly all are: a quick test before parsing them."""
    return (
        one.url == other.url
        and one.content == other.content
        and one.method == other.method
        and one.header("content-type") == other.header("content-type")
    )


def _count(number: int) -> str:
    return "one request is" if number == 1 else f"{number} requests are"
