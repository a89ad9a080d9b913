"""One operation and the whole package, as checks see them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from conformance.checks.subjects import DeclaredOperation, Package
from conformance.contract.exports import broken_exports
from conformance.contract.extract import types_of
from conformance.contract.model import TWINS, Contract, ErrorShape, Model, Operation, Twin
from conformance.contract.raw_methods import raw_differences
from conformance.judging.context import Context
from conformance.judging.operation_context import OperationContext


def declared_operation(
    context: Context, operation: OperationContext, errors: Mapping[Twin, Mapping[int, ErrorShape]]
) -> DeclaredOperation:
    """The operation as it is declared, approved and described. `errors` are the errors that it raises, by status."""
    approved: dict[Twin, Operation] = {}
    approved_models: Iterable[Model] = ()
    if context.approved is not None:
        twins = context.approved.twins
        approved = {twin: twins[twin][operation.path] for twin in TWINS if operation.path in twins[twin]}
    models: Mapping[str, Model] = context.extractor.annotations.models
    if not context.declarations and all(declared.not_called is None for declared in operation.declared.values()):
        actual = {twin: replace(declared, errors=errors[twin]) for twin, declared in operation.declared.items()}
    else:  # the errors of calls that are not made are not known
        actual = {
            twin: replace(declared, errors=approved[twin].errors if twin in approved else declared.errors)
            for twin, declared in operation.declared.items()
        }
        models = ChainMap(dict(models), dict(context.models))
    for twin, expected in list(approved.items()):
        if twin in actual and actual[twin].completion != expected.completion:
            # probing shows little of calls that do not end: what it shows cannot be compared
            gaps = (f"the call {actual[twin].completion}; in the approved contract it {expected.completion}",)
            actual[twin] = replace(actual[twin], gaps=actual[twin].gaps or gaps)
            del approved[twin]
    if context.approved is not None:
        approved_models = _reachable_models(approved.values(), context.approved.models)
    return DeclaredOperation(
        path=operation.path,
        actual=actual,
        approved=approved or None,
        models={model.name: model for model in _reachable_models(actual.values(), models)},
        approved_models={model.name: model for model in approved_models},
        document=context.document,
        spec=context.specs.get(operation.path),
    )


def package_of(context: Context) -> Package:
    """The SDK as a whole."""
    extractor = context.extractor
    return Package(
        paths={twin: frozenset(methods) for twin, methods in extractor.methods.items()},
        has_both=not context.sdk.target.family.is_sync,
        exports=frozenset(getattr(context.sdk.package, "__all__", ())),
        attempts=extractor.attempts(),
        helpers=frozenset(extractor.helpers),
        approved=context.approved,
        document=context.document,
        described=frozenset(spec.label for spec in context.specs.values()),
        python_needs=context.sdk.python_needs,
        broken={twin: parts for twin, parts in extractor.broken.items() if parts},
        broken_exports=broken_exports(context.sdk),
        operations=context.declared.twins["sync"],
        import_effects=context.sdk.import_effects,
        raw_differences={
            twin: raw_differences(methods, context.sdk.target) for twin, methods in extractor.methods.items()
        },
    )


def _reachable_models(operations: Iterable[Operation], models: Mapping[str, Model]) -> Iterator[Model]:
    """The models that the operations mention, each once."""
    roots = tuple(kind for operation in operations for kind in types_of(operation))
    yield from Contract(target="", distribution="", version="", twins={}, models=models).reachable(*roots)
