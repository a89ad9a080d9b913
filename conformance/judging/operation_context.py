"""OperationContext: one operation of an SDK, and what the calls of each client are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.contract.model import TWINS, Operation, Twin
from conformance.exchange.model import Expectation, SpecExpectation
from conformance.judging.context import Context
from conformance.targets.client import BASE_URL

if TYPE_CHECKING:
    from conformance.generate.spec_guided_calls import SpecGuidedCalls  # needs the extra `openapi`


@dataclass(frozen=True, kw_only=True)
class OperationContext:
    """One operation: what each client declares, and what its calls are checked against.

    `spec_guided_calls` conform to the OpenAPI document; None if no document describes the operation.
    """

    path: str
    declared: Mapping[Twin, Operation]
    expectations: Mapping[Twin, Expectation]
    spec_guided_calls: SpecGuidedCalls | None

    @property
    def operation(self) -> Operation:
        """The operation that calls are checked against, of the first client that has it."""
        return next(iter(self.expectations.values())).operation


def operation_context(context: Context, path: str) -> OperationContext:
    """The context of an operation. Its errors are learned by probing only if no approved contract declares them."""
    approved = {} if context.approved is None else context.approved.twins
    extracted = {
        twin: context.extractor.operation(twin, path, errors=path not in approved.get(twin, {})) for twin in TWINS
    }
    declared: dict[Twin, Operation] = {twin: operation for twin, operation in extracted.items() if operation}
    calls = _spec_guided_calls(context, path, declared)
    expectations = {twin: _expectation(context, twin, operation, calls) for twin, operation in declared.items()}
    return OperationContext(path=path, declared=declared, expectations=expectations, spec_guided_calls=calls)


def _spec_guided_calls(context: Context, path: str, declared: Mapping[Twin, Operation]) -> SpecGuidedCalls | None:
    document, spec = context.document, context.specs.get(path)
    if document is None or spec is None:
        return None
    from conformance.generate.spec_guided_calls import SpecGuidedCalls  # noqa: PLC0415  # needs the extra `openapi`

    return SpecGuidedCalls(document.raw, spec, next(iter(declared.values())), context.extractor.annotations.models)


def _expectation(context: Context, twin: Twin, declared: Operation, calls: SpecGuidedCalls | None) -> Expectation:
    approved = None if context.approved is None else context.approved.twins[twin].get(declared.path)
    operation = approved or declared
    spec = None if calls is None else SpecExpectation(operation=calls.spec, body_errors=calls.judge)
    return Expectation(
        operation=operation,
        models=context.models,
        approved=approved is not None,
        attempts=context.attempts if operation.retried else {},
        comparer=context.comparer,
        headers=context.headers,
        base_url=BASE_URL,
        error_base=context.sdk.target.error_base,
        spec=spec,
        machine_headers=context.sdk.target.machine_headers,
    )


class OperationContexts(dict[str, OperationContext]):
    """The contexts of operations by path, each made on first use."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, path: str) -> OperationContext:
        self[path] = operation_context(self._context, path)
        return self[path]
