"""Makes recorded calls again, and checks them with the responses that a server gave then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.replay import (
    RecordedRequests,
    Recording,
    recorded_response,
    recordings_for,
    why_not_callable,
)
from conformance.checks import checks_of
from conformance.checks.recorded_request_differs import recorded_request_differs
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.model import Exchange, LiveObservation, ReplayResult
from conformance.offline.operation import OfflineOperation

REPLAY_CHECKS: Final = tuple(check for check in checks_of(Exchange) if check.replayed)


@dataclass
class RecordedCalls:
    """The recorded calls of one operation: how many were made again, and why others were not."""

    operation: OfflineOperation
    interactions: Sequence[Interaction]
    replayed: int = 0
    not_replayed: dict[str, str] = field(default_factory=dict)

    def judge_all(self) -> None:
        """Make every recorded call again, and judge its exchanges."""
        recordings = recordings_for(self.interactions, self.operation.context.sdk.version)
        recorded_requests, repeatable = RecordedRequests(recordings), list(self._repeatable(recordings))
        results = iter(self.operation.runner.run(request for _, _, requests in repeatable for request in requests))
        for recording, live, requests in repeatable:
            exchanges = [
                replace(exchange, live=live, replayed=recorded_requests.compare(recording, exchange.requests))
                for exchange in islice(results, len(requests))
            ]
            self._judge(recording, exchanges)

    def _repeatable(
        self, recordings: Iterable[Recording]
    ) -> Iterator[tuple[Recording, LiveObservation, list[CallRequest]]]:
        """The recordings whose calls this SDK can make, each with its calls."""
        context, operation = self.operation.context, self.operation.operation
        models = context.extractor.annotations.models
        for recording in recordings:
            call = recording.call
            reasons = (why_not_callable(call, declared, models) for declared in operation.declared.values() if call)
            reason = next(filter(None, reasons), "") if call else "its arguments are not known"
            if call is None or reason:
                self.not_replayed[recording.name] = reason
            else:
                scripted, live = recorded_response(recording, operation.operation, context.validator)
                yield recording, live, self.operation.call_requests(call, [scripted])

    def _judge(self, recording: Recording, exchanges: list[Exchange]) -> None:
        """Judge the exchanges of a recorded call; only their requests if the recorded responses do not apply."""
        results = [exchange.replayed for exchange in exchanges if exchange.replayed is not None]
        if recording.imported:
            self._judge_imported(recording, exchanges, results)
            return
        if not recording.must_match and any(result.mismatches for result in results):
            self.not_replayed[recording.name] = f"its request differs from that of {recording.sdk}"
            return
        self.replayed += 1
        if all(result.responses_apply for result in results):
            self.operation.judge_exchanges(exchanges[0].call, exchanges)
            for exchange in exchanges:
                self.operation.collector.run(REPLAY_CHECKS, exchange)
        else:
            self.operation.judge_unmatched(exchanges, [recorded_request_differs])

    def _judge_imported(self, recording: Recording, exchanges: list[Exchange], results: Sequence[ReplayResult]) -> None:
        """Judge a call of another program: only its response counts, and of a pager only that of its first page."""
        elsewhere = [m for result in results for m in result.mismatches if m.location in {"method", "path"}]
        if elsewhere or not all(exchange.requests for exchange in exchanges):
            text = elsewhere[0].text if elsewhere else "the SDK sends no request for these arguments"
            self.not_replayed[recording.name] = f"its request differs: {text}"
            return
        self.replayed += 1
        if self.operation.operation.operation.shape == "pager":
            self.operation.judge_unmatched(exchanges, REPLAY_CHECKS)
            return
        self.operation.judge_exchanges(exchanges[0].call, exchanges)
        for exchange in exchanges:
            self.operation.collector.run(REPLAY_CHECKS, exchange)
