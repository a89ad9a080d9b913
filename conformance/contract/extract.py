"""From an installed SDK to its contract: find the operations, read their signatures, probe them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from conformance.contract.annotations import Annotations
from conformance.contract.methods import Method, methods
from conformance.contract.model import TWINS, Contract, Model, Operation, Twin
from conformance.contract.operation_probe import OperationProbe
from conformance.contract.pages import PageModels
from conformance.contract.probe import CapturedRequests, Prober, error_statuses, sentinel
from conformance.contract.types import Type
from conformance.errors import SdkUnusable
from conformance.targets.client import Sdk, WireTransport
from conformance.wire import json_response


class Extractor:
    """Extracts operations one at a time; what they have in common is determined once."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.annotations = Annotations(sdk.relative)
        self.probers: dict[Twin, Prober] = {}
        self.methods: dict[Twin, dict[str, Method]] = {}
        self.helpers: tuple[str, ...] = ()
        self._operations: dict[tuple[Twin, str, bool], Operation | None] = {}
        for twin in TWINS:
            wire = CapturedRequests()
            client = sdk.client(twin, WireTransport(wire))
            self.methods[twin], helpers = methods(sdk, client, self.annotations)
            self.probers[twin] = Prober(sdk, twin, wire)
            self.helpers = tuple(sorted({*self.helpers, *helpers}))
        if not self.methods["sync"]:
            raise SdkUnusable(
                f"{sdk.target.package}.{sdk.target.sync_client} has no operation: no method of it or of its "
                f"sub-clients takes `{sdk.target.options_parameter}`."
            )
        self.statuses = error_statuses(sdk)
        self._pages = PageModels(sdk, self.annotations)

    def paths(self) -> list[str]:
        """The paths of the operations of either client, sorted."""
        return sorted({*self.methods["sync"], *self.methods["async"]})

    def operation(self, twin: Twin, path: str, *, errors: bool = True) -> Operation | None:
        """One operation of one client, probed; None if this client has no such operation.

        Without `errors`, error statuses are not probed: for callers that send error responses themselves.
        """
        key = (twin, path, errors)
        if key not in self._operations:
            method = self.methods[twin].get(path)
            self._operations[key] = None if method is None else self._probe(twin, method).operation(errors=errors)
        return self._operations[key]

    def _probe(self, twin: Twin, method: Method) -> OperationProbe:
        return OperationProbe(
            sdk=self.sdk,
            method=method,
            prober=self.probers[twin],
            annotations=self.annotations,
            statuses=self.statuses,
            pages=self._pages,
        )

    def contract(self, paths: Collection[str] | None = None) -> Contract:
        """The contract of the whole SDK, or of some operations of it."""
        wanted = self.paths() if paths is None else sorted(paths)
        twins: dict[Twin, dict[str, Operation]] = {
            twin: {path: found for path in wanted if (found := self.operation(twin, path))} for twin in TWINS
        }
        return Contract(
            target=self.sdk.target.name,
            distribution=self.sdk.target.distribution,
            version=self.sdk.version,
            twins=twins,
            models={model.name: model for model in _mentioned_models(twins, self.annotations.models)},
            exports=tuple(sorted(getattr(self.sdk.package, "__all__", ()))),
            attempts=self.attempts(),
            helpers=self.helpers,
        )

    def attempts(self) -> dict[int, int]:
        """How many requests one call sends if every response has that status; statuses without retries are left out."""
        path = self.paths()[0]
        method = self.methods["sync"].get(path) or next(iter(self.methods["sync"].values()))
        arguments = {argument.name: sentinel(argument, 0) for argument in method.accepted if argument.required}
        counts = {
            status: len(self.probers["sync"].call(method, arguments, json_response(status, {})).requests)
            for status in (*range(400, 418), 422, 423, 424, 425, 429, 500, 501, 502, 503, 504, 508)
        }
        return {status: count for status, count in sorted(counts.items()) if count > 1}


def extract(sdk: Sdk, paths: Collection[str] | None = None) -> Contract:
    """The contract of an imported SDK."""
    return Extractor(sdk).contract(paths)


def _mentioned_models(twins: Mapping[Twin, Mapping[str, Operation]], models: Mapping[str, Model]) -> list[Model]:
    """The models that the operations mention, directly, through other models, and as a base of one."""
    todo = [kind for operations in twins.values() for operation in operations.values() for kind in types_of(operation)]
    names: set[str] = set()
    while todo:
        for inner in todo.pop().walk():
            if inner.kind == "model" and inner.name not in names:
                names.add(inner.name)
                todo.extend(field.type for field in models[inner.name].fields)
    return [models[name] for name in sorted(names)]


def types_of(operation: Operation) -> Iterator[Type]:
    """Every type that an operation's signature mentions."""
    yield from (parameter.type for parameter in operation.parameters)
    yield operation.response
    if operation.page is not None:
        yield operation.page
    yield from (Type("model", name=shape.body) for shape in operation.errors.values() if shape.body)
