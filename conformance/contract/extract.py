"""From an installed SDK to its contract: find the operations, read their signatures, probe them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from conformance.contract.annotations import Annotations
from conformance.contract.compared_status import StatusEnums
from conformance.contract.methods import Method, client_methods
from conformance.contract.model import TWINS, Contract, Model, Operation, Twin
from conformance.contract.operation_probe import OperationProbe
from conformance.contract.pages import PageModels
from conformance.contract.probe import MOST_REQUESTS, CapturedRequests, Prober, error_statuses, sentinel
from conformance.contract.types import Type
from conformance.errors import SdkUnusable
from conformance.targets.client import LOADING_ERRORS, Sdk, WireTransport, loading_error_text
from conformance.text import missing_parts
from conformance.wire import json_response

_STATUSES: Final = (
    *range(400, 418),
    422,
    423,
    424,
    425,
    429,
    500,
    501,
    502,
    503,
    504,
    508,
)  # whose attempts are counted
MOST_TRIED: Final = 10  # operations whose attempts are counted, until one is found whose calls end


class Extractor:
    """Extracts operations one at a time; what they have in common is determined once."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.annotations = Annotations(sdk.relative, family=sdk.target.family)
        self.probers: dict[Twin, Prober] = {}
        self.methods: dict[Twin, Mapping[str, Method]] = {}
        self.broken: dict[Twin, Mapping[str, str]] = {}  # the parts of each client that cannot be loaded, with why
        self.helpers: tuple[str, ...] = ()
        self._clients: dict[Twin, Any] = {}  # a client that nothing holds may close itself, though its parts are held
        self._operations: dict[tuple[Twin, str, bool], Operation | None] = {}
        self.package_wide: set[str] = set()  # operations of which models anywhere in the package may be a part
        for twin in TWINS:
            wire = CapturedRequests()
            client = self._clients[twin] = sdk.client(twin, WireTransport(wire))
            found = client_methods(sdk, client, twin, self.annotations)
            self.methods[twin], self.broken[twin] = found.operations, found.broken
            self.probers[twin] = Prober(sdk, twin, wire)
            self.helpers = tuple(sorted({*self.helpers, *found.helpers}))
        if not self.paths():
            raise SdkUnusable(self._no_operation())
        self.statuses = error_statuses(sdk)
        self._pages = PageModels(sdk, self.annotations)
        self._status_enums = StatusEnums(sdk.target.package)

    def _no_operation(self) -> str:
        target = self.sdk.target
        return (
            f"{target.package}.{target.sync_client} has no operation: no method of it or of its "
            f"sub-clients takes `{target.options_parameter}`.{missing_parts(self.broken['sync'])}"
        )

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
            self._pages.searched = False
            self._operations[key] = None if method is None else self._probe(twin, method).operation(errors=errors)
            if self._pages.searched:
                self.package_wide.add(path)
        return self._operations[key]

    def _probe(self, twin: Twin, method: Method) -> OperationProbe:
        return OperationProbe(
            sdk=self.sdk,
            method=method,
            prober=self.probers[twin],
            annotations=self.annotations,
            statuses=self.statuses,
            pages=self._pages,
            status_enums=self._status_enums,
        )

    def contract(self, paths: Collection[str] | None = None, unlearned: Mapping[str, str] | None = None) -> Contract:
        """The contract of the whole SDK, or of some operations of it.

        Those of `unlearned`, with the reason, are not probed.
        """
        wanted, reasons = self.paths() if paths is None else sorted(paths), unlearned or {}
        twins: dict[Twin, dict[str, Operation]] = {
            twin: {
                path: self._probe(twin, self.methods[twin][path]).unprobed(reasons[path])
                if path in reasons
                else self._learnt(twin, path)
                for path in wanted
                if path in self.methods[twin]
            }
            for twin in TWINS
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
            broken={twin: broken for twin, broken in self.broken.items() if broken},
        )

    def learn(self, path: str) -> None:
        """Learn an operation of both clients; `contract` does not call it again."""
        for twin in TWINS:
            if path in self.methods[twin]:
                self._learnt(twin, path)

    def _learnt(self, twin: Twin, path: str) -> Operation:
        """One operation. One that probing fails for, because a part of the SDK cannot be loaded, is not probed."""
        try:
            found = self.operation(twin, path)
        except LOADING_ERRORS as error:
            found = self._probe(twin, self.methods[twin][path]).unprobed(
                f"it could not be learned: {loading_error_text(error)}"
            )
        assert found is not None  # noqa: S101  # the client has this operation
        return found

    def attempts(self) -> dict[int, int]:
        """How many requests one call sends if every response has that status; statuses without retries are left out.

        The first operation whose calls end shows it.
        """
        counts = (self._attempts_of(method) for method in islice(self.methods["sync"].values(), MOST_TRIED))
        return next((found for found in counts if found is not None), {})

    def _attempts_of(self, method: Method) -> dict[int, int] | None:
        """The attempts of one operation; None if it sends nothing, or does not end for another reason than retries."""
        prober = self.probers["sync"]
        prober.begin()
        arguments = {argument.name: sentinel(argument, 0) for argument in method.accepted if argument.required}
        counts: dict[int, int] = {}
        for status in _STATUSES:
            outcome = prober.call(method, arguments, json_response(status, {}))
            count = len(outcome.requests)
            if count == 0 or (outcome.stopped and count <= MOST_REQUESTS):
                return None
            if count > 1:
                counts[status] = count
        return counts


def extract(sdk: Sdk, paths: Collection[str] | None = None) -> Contract:
    """The contract of an imported SDK. `Extractor` learns it one operation at a time."""
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
