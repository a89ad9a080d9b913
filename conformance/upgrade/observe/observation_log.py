"""Exchanges as observations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.contract.model import Model
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.targets.client import Sdk
from conformance.upgrade.observe.observation import Observation, comparable_request, error_text, flatten_value

CREDENTIALS: Final = "<credentials>"


class ObservationLog:
    """Collects exchanges; equal parts are stored once."""

    def __init__(self, sdk: Sdk, models: Mapping[str, Model]) -> None:
        self.sdk, self.models = sdk, models
        self.secrets = dict.fromkeys(sdk.target.client_arguments.values(), CREDENTIALS)
        self.observation: Observation = {"calls": [], "responses": [], "requests": [], "outcomes": [], "exchanges": []}
        self.numbers: dict[Any, int] = {}

    def add(self, call: Call, exchanges: list[Exchange]) -> None:
        package = self.sdk.target.package
        number = len(self.observation["calls"])
        self.observation["calls"].append(call.expression(self.models, package, set()))
        for exchange in exchanges:
            self.observation["exchanges"].append([
                exchange.twin, exchange.argument_style, number,
                self._number_of(self.observation["responses"], [exchange.scripted.label, exchange.scripted.status]),
                self._requests_number(exchange),
                self._number_of(self.observation["outcomes"], self._outcome(exchange)),
            ])  # fmt: skip

    def _number_of(self, where: list[Any], part: Any) -> int:
        return self._number(where, repr(part), lambda: part)

    def _requests_number(self, exchange: Exchange) -> int:
        def comparable_requests() -> list[dict[str, Any]]:
            limits = exchange.timeouts or ("",) * len(exchange.requests)
            left_out = self.sdk.target.machine_headers
            pairs = zip(exchange.requests, limits, strict=False)
            return [comparable_request(request, limit, self.secrets, left_out) for request, limit in pairs]

        if any(request.content_type == "multipart/form-data" for request in exchange.requests):
            # boundaries make equal requests differ
            return self._number_of(self.observation["requests"], comparable_requests())
        return self._number(self.observation["requests"], (exchange.requests, exchange.timeouts), comparable_requests)

    def _number(self, where: list[Any], key: Any, make: Callable[[], Any]) -> int:
        """The position of a part in its list; a new part is appended."""
        if (id(where), key) not in self.numbers:
            self.numbers[id(where), key] = len(where)
            where.append(make())
        return self.numbers[id(where), key]

    def _outcome(self, exchange: Exchange) -> dict[str, Any]:
        outcome: dict[str, Any] = {}
        if exchange.endless:
            outcome["endless"] = len(exchange.requests)
        elif exchange.raised is not None:
            raised = exchange.raised
            outcome["raised"] = {
                "class": raised.name,
                "status": repr(raised.status),
                "body": flatten_value(raised.body, self.sdk.relative, self.sdk.owns),
                "text": error_text(raised.text),
            }
        else:
            outcome["value"] = flatten_value(exchange.value, self.sdk.relative, self.sdk.owns)
        if exchange.waits:
            outcome["waits"] = [round(wait, 3) for wait in exchange.waits]
        if exchange.escaped:
            outcome["elsewhere"] = exchange.escaped
        return outcome
