"""Probing of the errors of one operation: the class and body that each status raises, and whether it is retried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.contract.annotations import Annotations
from conformance.contract.compared_status import ComparedStatus, StatusEnums
from conformance.contract.methods import Method
from conformance.contract.model import ErrorShape
from conformance.contract.probe import Outcome, Prober, error_shape
from conformance.targets.client import Sdk
from conformance.wire import json_response


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorProbe:
    """Probes the statuses of one operation, called with its `required` arguments.

    `gaps` collects what could not be determined.
    """

    sdk: Sdk
    method: Method
    prober: Prober
    annotations: Annotations
    statuses: tuple[int, ...]
    status_enums: StatusEnums
    required: Mapping[str, Any]
    gaps: list[str]

    def shapes(self) -> tuple[dict[int, ErrorShape], bool]:
        """The statuses that raise another class than the base, and whether any status is retried."""
        shapes: dict[int, ErrorShape] = {}
        is_retried = False
        base = self.sdk.target.error_base
        for status, outcome in self._outcomes():
            if not outcome.requests:
                break  # the SDK refuses the arguments, whatever the response is
            is_retried = is_retried or len(outcome.requests) > 1
            if outcome.stopped:
                self.gaps.append(f"status {status}: the call did not end: it {outcome.stopped}")
            elif outcome.raised is None:
                self.gaps.append(f"status {status} is not raised")
            elif (shape := error_shape(self.sdk, outcome.raised, self.annotations)) != ErrorShape(base):
                shapes[status] = shape
        return shapes, is_retried

    def _outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """The outcome for each status. Statuses that the SDK treats alike share one call."""
        probed: list[tuple[ComparedStatus, Outcome]] = []
        for status in self.statuses:
            outcome = next((outcome for other, outcome in probed if other.compares_like(status)), None)
            if outcome is None:
                compared = ComparedStatus(status)
                response = json_response(compared, {"detail": "probe"})
                outcome = self.prober.call(self.method, dict(self.required), response)
                if not self.status_enums.may_be_used():
                    probed.append((compared, outcome))
            yield status, outcome
