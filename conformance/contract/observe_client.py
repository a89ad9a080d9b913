"""Constructs a client of an unknown SDK, calls some of its methods, and adds to a draft what that shows."""

from __future__ import annotations

import inspect
import platform
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.contract.annotations import Annotations
from conformance.contract.client_search import ClientClass
from conformance.contract.methods import Method, client_methods, parameter_names
from conformance.contract.probe import CapturedRequests, MethodAbandoned, Prober, sentinel
from conformance.targets.client import (
    BASE_URL,
    ClientRefused,
    Sdk,
    WireTransport,
    loading_error_text,
    public_methods,
)
from conformance.targets.families.family import Family
from conformance.targets.target_draft import DraftBuilder
from conformance.wire import STANDARD_HEADERS, Request, Response, json_response

MOST_METHODS: Final = 12  # that are called
ENOUGH_METHODS: Final = 3  # that are called with responses that are errors
_ARCHITECTURES: Final = ("x64", "x32", "arm64", "arm", "x86_64", "amd64", "aarch64")
_ERROR_STATUSES: Final = (400, 404, 500)
_WRONG_BODIES: Final = (b"{not json", b"[3]", b"{}", b"3")  # of responses with status 200
_OPTIONS_NAMES: Final = ("request_options", "options", "extra_headers")  # of SDKs of no known family


@dataclass
class ClientObservation:
    """Constructs a client, calls some of its methods, and adds to the draft what that shows."""

    sdk: Sdk
    client_class: ClientClass
    has_async: bool
    draft: DraftBuilder
    family: Family | None = None
    wire: CapturedRequests = field(default_factory=CapturedRequests)

    def run(self) -> None:
        """Observe as much as the client permits."""
        client = self._construct()
        if client is None:
            return
        self._find_options(client)
        if "call.options" not in self.draft.texts:
            return
        prober = Prober(self.sdk, "sync", self.wire)
        callable_methods, requests = self._call_some(prober, client)
        if self.has_async:
            other = self.sdk.client("async", WireTransport(self.wire))
            requests += self._call_some(Prober(self.sdk, "async", self.wire), other)[1]
        if not callable_methods:
            self.draft.unknown["errors.base"] = "no method could be called, so no error was raised"
            return
        if not all(request.url.startswith(BASE_URL) for request in requests):
            del self.draft.texts["client.base_url"]
            self.draft.unknown["client.base_url"] = f"`{self.client_class.base_url}` does not change the address"
        self._leave_out_unsent_settings(requests)
        self._describe_headers(requests)
        self._describe_errors(prober, callable_methods)

    def _construct(self) -> Any:
        """A sync client, with the first set of arguments that both clients accept; None if there is none."""
        failures = []
        for names in self.client_class.argument_sets():
            values = {name: f"conformance-{name.strip('_').replace('_', '-')}-not-a-secret" for name in names}
            self.sdk.target = replace(self.sdk.target, client_arguments=values)
            try:
                if self.has_async:
                    self.sdk.client("async", WireTransport(self.wire))
                client = self.sdk.client("sync", WireTransport(self.wire))
            except ClientRefused as error:
                failures.append(
                    f"with {', '.join(names) or 'no argument'}: {loading_error_text(error.__cause__ or error)}"
                )
                continue
            self.draft.tables["client.arguments"] = values
            return client
        why = f"the constructor refused texts: {'; '.join(failures)}"
        self.draft.unknown["client.arguments"] = why
        return None

    def _find_options(self, client: Any) -> None:
        """The raw attribute, and the parameter that most methods have in common."""
        paths = public_methods(self.sdk, client, "sync").bound
        known_raw = () if self.family is None else self.family.raw
        steps = Counter(
            step for path in paths for step in path.split(".")[:-1] if step in known_raw or "raw" in step.split("_")
        )
        if steps:
            raw = next((name for name in known_raw if name in steps), steps.most_common(1)[0][0])
            self.draft.texts["call.raw"] = raw
            self.sdk.target = replace(self.sdk.target, raw_attribute=raw)
        methods = [bound for path, bound in paths.items() if not set(path.split(".")[:-1]) & set(steps)]
        counts = Counter(name for bound in methods for name in parameter_names(bound))
        names = self.family.markers if self.family is not None else _OPTIONS_NAMES
        known = max(names, key=lambda name: counts[name])
        shared = [name for name, count in counts.most_common() if count * 2 > len(methods) and len(methods) > 1]
        if not counts[known]:
            why = f"no parameter is shared by most of the {len(methods)} methods"
            self.draft.unknown["call.options"] = f"candidates: {', '.join(shared)}" if shared else why
            return
        self.draft.texts["call.options"] = known
        self.sdk.target = replace(self.sdk.target, options_parameter=known)

    def _call_some(self, prober: Prober, client: Any) -> tuple[list[Method], list[Request]]:
        """Methods that send a request, those with the fewest required arguments first, and a request of each.

        The first of them is called with an error, too: a request that is repeated may have other headers.
        """
        methods = list(
            client_methods(
                self.sdk, client, prober.twin, Annotations(self.sdk.relative, family=self.sdk.target.family)
            ).operations.values()
        )
        methods.sort(key=lambda method: (len(_required(method)), method.path))
        found, requests = [], []
        for method in methods[:MOST_METHODS]:
            sent = _call(prober, method, json_response(200, {})).requests
            if sent:
                found.append(method)
                requests.append(sent[-1])
        for method in found[:1]:
            requests += _call(prober, method, json_response(500, {})).requests[-1:]
        return found[:ENOUGH_METHODS], requests

    def _leave_out_unsent_settings(self, requests: list[Request]) -> None:
        sent = "\n".join(f"{request.url} {request.headers} {request.content!r}" for request in requests)
        arguments = self.draft.tables["client.arguments"]
        unsent = [name for name, value in arguments.items() if value not in sent]
        self.draft.tables["client.arguments"] = {
            name: value
            for name, value in arguments.items()
            if name not in unsent or name not in self.client_class.settings
        }
        others = [name for name in unsent if name not in self.client_class.settings]
        if others:
            self.draft.notes.append(f"in no request of {len(requests)} methods: {', '.join(others)}")

    def _describe_headers(self, requests: list[Request]) -> None:
        """The headers that every request has, with placeholders for the version and the arguments."""
        first, *others = (dict(request.headers) for request in requests)
        shared = {
            name: value
            for name, value in first.items()
            if name not in STANDARD_HEADERS and all(headers.get(name) == value for headers in others)
        }
        arguments = self.draft.tables["client.arguments"]
        pattern = self.sdk.target.family.volatile_headers
        volatile = {name for request in requests for name, _ in request.headers if re.fullmatch(pattern, name)}
        machine = sorted(volatile | {name for name, value in shared.items() if _describes_machine(value)})
        headers = {
            _title(name): _with_placeholders(value, {"version": self.sdk.version, **arguments})
            for name, value in shared.items()
            if name not in machine
        }
        self.draft.tables["headers"] = headers
        prefixes = Counter("-".join(name.split("-")[:2]) + "-" for name in shared if re.match(r"x-\w+-", name))
        for prefix, count in prefixes.most_common(1):
            if count > 1:
                self.draft.texts["call.own_header_prefix"] = prefix
        if machine:
            self.draft.lists["call.machine_headers"] = tuple(machine)
            self.draft.lists["call.unrecorded_headers"] = tuple(machine)

    def _describe_errors(self, prober: Prober, methods: list[Method]) -> None:
        """The common base of the exceptions for error responses, and those that wrong bodies raise.

        Of several common bases the most general one that declares a status counts, or else the nearest one.
        """
        raised = [
            type(error)
            for method in methods
            for status in _ERROR_STATUSES
            if (error := _call(prober, method, json_response(status, {"detail": "probe"})).raised) is not None
        ]
        own = [cls for cls in raised if self.sdk.owns(cls)]
        bases = (
            [cls for cls in own[0].__mro__ if self.sdk.owns(cls) and all(issubclass(c, cls) for c in own)]
            if own
            else []
        )
        if not bases:
            names = ", ".join(sorted({cls.__name__ for cls in raised}))
            self.draft.unknown["errors.base"] = f"responses with status 400, 404 and 500 raised {names or 'nothing'}"
            return
        base = next((cls for cls in reversed(bases) if "status_code" in inspect.get_annotations(cls)), bases[0])
        self.draft.texts["errors.base"] = self.sdk.relative(base)
        responses = [Response(200, (("content-type", "application/json"),), body) for body in _WRONG_BODIES]
        responses += [Response(0, fault="refused"), Response(0, fault="timeout")]
        also = {
            type(error)
            for method in methods
            for response in responses
            if (error := _call(prober, method, response).raised) is not None
        }
        others = sorted(self.sdk.relative(cls) for cls in also if self.sdk.owns(cls) and not issubclass(cls, base))
        if others:
            self.draft.lists["errors.also"] = tuple(others)


@dataclass(frozen=True, slots=True)
class _CallResult:
    requests: tuple[Request, ...]
    raised: Exception | None


def _required(method: Method) -> list[Any]:
    return [argument for argument in method.accepted if argument.required]


def _call(prober: Prober, method: Method, response: Response) -> _CallResult:
    """Call a method with its required arguments."""
    prober.begin()
    arguments = {argument.name: sentinel(argument, index) for index, argument in enumerate(_required(method))}
    try:
        outcome = prober.call(method, arguments, response)
    except MethodAbandoned:
        return _CallResult((), None)
    return _CallResult(outcome.requests, outcome.raised)


def _describes_machine(value: str) -> bool:
    """Whether a value has the version of Python or of the operating system, or the name of either's platform."""
    contained = {platform.python_version(), platform.release(), platform.platform(), platform.machine()}
    whole = {platform.system().lower(), platform.python_implementation().lower(), *_ARCHITECTURES}
    return value.lower() in whole or any(fact and fact in value for fact in contained)


def _with_placeholders(value: str, values: Mapping[str, str]) -> str:
    text = value.replace("{", "{{").replace("}", "}}")
    for name, given in values.items():
        text = re.sub(rf"(?<![\w.-]){re.escape(given)}(?![\w.-])", f"{{{name}}}", text)
    return text


def _title(name: str) -> str:
    """A header's name as documentation writes it."""
    return "-".join("SDK" if part == "sdk" else part.capitalize() for part in name.split("-"))
