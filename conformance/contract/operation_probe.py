"""Probing of one operation: where it sends its arguments, and which constants it sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.contract.annotations import Annotations
from conformance.contract.compared_status import StatusEnums
from conformance.contract.completion import refusal_of, sends_several
from conformance.contract.error_probe import ErrorProbe
from conformance.contract.methods import Argument, Method, result_of
from conformance.contract.model import Completion, Operation, Parameter
from conformance.contract.pages import PageModels
from conformance.contract.probe import (
    SENTINEL_FORMS,
    MethodAbandoned,
    Outcome,
    Placement,
    Prober,
    SentinelPlaces,
    body_kind,
    is_distinct,
    sentinel,
    text_of,
    two_items,
)
from conformance.contract.response_probe import ResponseProbe
from conformance.contract.sample_payload import sample_payload
from conformance.targets.client import Sdk
from conformance.wire import STANDARD_HEADERS, Request, json_response, sent_values


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationProbe:
    """Probes one operation of one client. `gaps` collects what could not be determined."""

    sdk: Sdk
    method: Method
    prober: Prober
    annotations: Annotations
    statuses: tuple[int, ...]
    pages: PageModels
    status_enums: StatusEnums
    gaps: list[str] = field(default_factory=list)

    def operation(self, *, errors: bool) -> Operation:
        """The operation; without `errors`, error statuses are not probed.

        Of one whose calls do not end, the result has what its first request shows.
        """
        self.prober.begin()
        full = Outcome(())
        values: dict[str, Any] = {}
        try:
            full, values = self._call_with_everything()
            completion = self._completion(full, values)
            bare = self._call(self._required(values)) if completion == "returns" else full
            if completion == "returns" and sends_several(full, bare):
                completion = "several"
            if completion == "returns":
                return self._probe_all(full, bare, values, errors=errors)
        except MethodAbandoned as abandoned:
            completion = "hangs"
            self.gaps.append(f"probing was ended: {abandoned}")
        return self._described(full, values, tuple(self._first_parameters(full, values)), completion=completion)

    def unprobed(self, reason: str) -> Operation:
        """The operation as its signature declares it, without a call."""
        self.gaps.append(reason)
        return self._described(Outcome(()), {}, tuple(self._first_parameters(Outcome(()), {})), completion="hangs")

    def _probe_all(self, full: Outcome, bare: Outcome, values: dict[str, Any], *, errors: bool) -> Operation:
        sent = self._steady_values(bare, values)
        parameters = tuple(self._parameters(full, bare, sent, values))
        required = self._required(values)
        error_shapes, is_retried = self._error_probe(required).shapes() if errors else ({}, False)
        result = result_of(self.method.result, self.annotations)
        shown = ResponseProbe(
            method=self.method,
            prober=self.prober,
            models=self.annotations.models,
            pages=self.pages,
            result=result,
            required=required,
            gaps=self.gaps,
        )
        page, items = shown.container()
        statuses = shown.statuses(page, items)
        return replace(
            self._described(full, values, parameters),
            page=page,
            items=items,
            response_format=shown.response_format(),
            constants=tuple(self._constants(sent, parameters, values)),
            errors=error_shapes,
            statuses=statuses,
            retried=is_retried,
            gaps=tuple(self.gaps),
        )

    def _error_probe(self, required: dict[str, Any]) -> ErrorProbe:
        return ErrorProbe(
            sdk=self.sdk,
            method=self.method,
            prober=self.prober,
            annotations=self.annotations,
            statuses=self.statuses,
            status_enums=self.status_enums,
            required=required,
            gaps=self.gaps,
        )

    def _described(
        self,
        full: Outcome,
        values: dict[str, Any],
        parameters: tuple[Parameter, ...],
        *,
        completion: Completion = "returns",
    ) -> Operation:
        """The operation as its annotations and the first request of its full call show it."""
        result = result_of(self.method.result, self.annotations)
        request = full.requests[0] if full.requests else None
        return Operation(
            path=self.method.path,
            method=request.method if request else "",
            url=self._url(request, values) if request else "",
            parameters=parameters,
            response=result.type,
            shape=result.shape,
            body=body_kind(request) if request else "none",
            content_type=request.content_type if request else None,
            extension=self.method.extension,
            deprecated=self.method.deprecated,
            completion=completion,
            gaps=tuple(self.gaps),
        )

    def _completion(self, full: Outcome, values: dict[str, Any]) -> Completion:
        """How the call with every argument ends. A state that an empty response lacks is looked for in a fuller one."""
        if full.stopped == "" and not full.polls and full.raised is not None and full.requests:
            sample = sample_payload(result_of(self.method.result, self.annotations).type, self.annotations.models)
            full = self._call(values, 200, sample)
        if full.polls:
            return "polls"
        if full.stopped:
            self.gaps.append(f"the call did not end: it {full.stopped}")
            return "hangs"
        return refusal_of(full, self.sdk.target.package, self.sdk.connection_errors) or "returns"

    def _argument(self, name: str) -> Argument:
        return next(argument for argument in self.method.arguments if argument.name == name)

    def _call(self, arguments: dict[str, Any], status: int = 200, payload: Any = None) -> Outcome:
        return self.prober.call(self.method, arguments, json_response(status, {} if payload is None else payload))

    def _call_with_everything(self) -> tuple[Outcome, dict[str, Any]]:
        """Call with every argument; if the SDK refuses plain sentinels, with those of the declared shape or type."""
        outcome, values = Outcome(()), {}
        sent: tuple[Outcome, dict[str, Any]] | None = None
        for form in SENTINEL_FORMS:
            values = {
                argument.name: sentinel(argument, index, form, self.annotations)
                for index, argument in enumerate(self.method.accepted)
            }
            outcome = self._call(values)
            is_last = form == SENTINEL_FORMS[-1]
            if outcome.stopped or (outcome.requests and (is_last or not self._is_lost(outcome, values))):
                return outcome, values
            sent = sent or ((outcome, values) if outcome.requests else None)
        if sent is not None:
            return sent
        if refusal_of(outcome, self.sdk.target.package, self.sdk.connection_errors) is None:
            self.gaps.append(f"nothing was sent: {type(outcome.raised).__name__}: {outcome.raised}")
        return outcome, values

    def _is_lost(self, outcome: Outcome, values: dict[str, Any]) -> bool:
        """Whether the request has nothing of a mapping, of which a model that validates takes only its own fields."""
        places = SentinelPlaces(outcome.requests[0])
        return any(isinstance(value, dict) and places.find(text_of(value)) is None for value in values.values())

    def _required(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if self._argument(name).required}

    def _first_parameters(self, full: Outcome, values: dict[str, Any]) -> Iterable[Parameter]:
        """The parameters, with the locations that the first request of the full call shows."""
        sentinels = SentinelPlaces(full.requests[0]) if full.requests else None
        for argument in self.method.arguments:
            placement = None
            if sentinels is not None and argument.name in values:
                placement = sentinels.find(text_of(values[argument.name]))
            yield self._parameter(argument, placement or Placement("unsent", ""))

    @staticmethod
    def _parameter(argument: Argument, where: Placement) -> Parameter:
        """A parameter as it is declared, at its place in a request."""
        return Parameter(
            name=argument.name,
            wire_name=where.wire_name or argument.name,
            location=where.location,
            type=argument.type,
            required=argument.required,
            default=argument.default,
            position=argument.position,
            hidden=argument.hidden,
            within=argument.within,
        )

    def _steady_values(self, bare: Outcome, values: dict[str, Any]) -> list[tuple[str, str, str]]:
        """The values that the required arguments alone send, the same in every call: a random key is none of them."""
        if not bare.requests:
            return []
        first = list(sent_values(bare.requests[0]))
        again = self._call(self._required(values))
        repeated = set(sent_values(again.requests[0])) if again.requests else set(first)
        return [value for value in first if value in repeated]

    def _parameters(
        self, full: Outcome, bare: Outcome, sent: Iterable[tuple[str, str, str]], values: dict[str, Any]
    ) -> Iterable[Parameter]:
        nulls = self._sent_nulls(values)
        sent_anyway = {(location, name): value for location, name, value in sent}
        drawn = {(location, name) for location, name, _ in sent_values(bare.requests[0])} if bare.requests else set()
        drawn -= sent_anyway.keys()  # a value that differs in each call is sent for None, too
        for argument in self.method.arguments:
            placement = None
            if full.requests and not argument.hidden:
                placement = self._placement(full.requests[0], argument, values)
            where = placement or Placement("unsent", "")
            found = self._parameter(argument, where)
            place = (found.location, found.wire_name)
            is_seen = placement is not None or argument.hidden or self._is_empty(argument)
            if not is_seen and full.requests:  # else nothing was sent at all
                self.gaps.append(f"argument `{argument.name}` was not seen on the wire")
            yield replace(
                found,
                on_none="unknown" if place in drawn else self._on_none(nulls, argument, *place),  # type: ignore[arg-type]
                sent_default=None if argument.required else sent_anyway.get(place),
                list_style=self._list_style(argument, where, values),  # type: ignore[arg-type]
            )

    def _list_style(self, argument: Argument, where: Placement, values: dict[str, Any]) -> str:
        """How a query contains two items, or a form that does not repeat the name itself."""
        if where.location not in {"query", "form"} or all(member.kind != "list" for member in argument.type.members):
            return ""
        items = two_items(argument.type)
        outcome = self._call({**self._required(values), argument.name: items})
        if not outcome.requests:
            return ""
        request, found = outcome.requests[0], dict[str, list[str]]()
        fields = ((name, value) for location, name, value in sent_values(request) if location == "form")
        for name, value in request.query if where.location == "query" else fields:
            found.setdefault(name, []).append(value)
        texts = [str(item) for item in items]
        if found.get(f"{where.wire_name}[]") == texts:
            return "brackets"
        sent = found.get(where.wire_name) if where.location == "query" else None
        return "repeat" if sent == texts else "comma" if sent == [",".join(texts)] else ""

    def _is_empty(self, argument: Argument) -> bool:
        """Whether an argument is a model without fields: it can send nothing."""
        models = [self.annotations.models.get(member.name) for member in argument.type.without_null().members]
        return all(model is not None and not model.fields for model in models)

    def _placement(self, request: Request, argument: Argument, values: dict[str, Any]) -> Placement | None:
        """The location of an argument: where the full call has its sentinel, or a call of its own has.

        A value that is no sentinel, as that of a switch, may be anything else's, too.
        """
        value, calls = values[argument.name], [request]
        changed = None if is_distinct(value) else self._place_by_change(argument, values)
        if changed is not None or isinstance(value, bool):
            return changed
        found = SentinelPlaces(request).find_whole(value)
        if found is not None or not is_distinct(value):
            return found
        found = SentinelPlaces(request).find(text_of(value))
        if found is None:  # without the optional ones, which may suppress it
            calls = list(self._call({**self._required(values), argument.name: value}).requests[:1])
        return found or next((SentinelPlaces(call).find(text_of(value)) for call in calls), None)

    def _place_by_change(self, argument: Argument, values: dict[str, Any]) -> Placement | None:
        """The only value of a request that changes with an argument: with another value of it, or without it."""
        value = values[argument.name]
        usual = {**self._required(values), argument.name: value}
        others = [{**usual, argument.name: not value}] if isinstance(value, bool) else []
        listed = next((member for member in argument.type.members if member.kind == "literal"), None)
        if listed is not None and len(listed.values) > 1:
            others.append({**usual, argument.name: listed.values[1]})
        if not argument.required:
            others.append({name: given for name, given in usual.items() if name != argument.name})
        calls = [self._call(arguments) for arguments in (usual, *others)]
        first, *changed = [set(sent_values(call.requests[0])) for call in calls if call.requests] or [set()]
        for sent in changed:
            differing = {(location, name) for location, name, _ in first ^ sent}
            places = {place for place in differing if place[1] not in STANDARD_HEADERS}
            if len(places) == 1:
                location, name = places.pop()
                return Placement(location, name)
        return None

    def _sent_nulls(self, values: dict[str, Any]) -> set[tuple[str, str]] | None:
        """The values of a body if every optional argument is None; None if the SDK refuses the call.

        Outside a body there is no null: the default is sent there.
        """
        outcome = self._call({n: value if self._argument(n).required else None for n, value in values.items()})
        if not outcome.requests:
            return None
        return {
            (location, name) for location, name, _ in sent_values(outcome.requests[0]) if location in {"field", "body"}
        }

    @staticmethod
    def _on_none(nulls: set[tuple[str, str]] | None, argument: Argument, location: str, wire_name: str) -> str:
        if argument.required or argument.hidden:
            return "unknown"
        if nulls is None:
            return "refused"
        return "null" if (location, wire_name) in nulls else "omitted"

    def _url(self, request: Request, values: dict[str, Any]) -> str:
        template = request.path
        for name, value in values.items():
            if is_distinct(value) and self._in_path(template, value):
                template = template.replace(text_of(value), "{" + name + "}")
        return template

    @staticmethod
    def _in_path(template: str, value: Any) -> bool:
        return any(text_of(value) == segment or text_of(value) in segment for segment in template.split("/"))

    def _constants(
        self, sent: Iterable[tuple[str, str, str]], parameters: tuple[Parameter, ...], values: dict[str, Any]
    ) -> Iterable[tuple[str, str, str]]:
        taken = {(parameter.location, parameter.wire_name) for parameter in parameters}
        texts = [text_of(value) for value in values.values()]
        standard = STANDARD_HEADERS | {name.lower() for name in self.sdk.target.headers}
        own = self.sdk.target.own_header_prefix
        has_body = any(parameter.location == "body" for parameter in parameters)  # then its fields are none
        for place, name, value in sorted(sent):
            header = place == "header" and (name in standard or (own != "" and name.startswith(own)))
            if place == "field" and has_body:
                continue
            if not header and (place, name) not in taken and not any(text in value for text in texts):
                yield place, name, value
