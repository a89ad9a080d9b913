"""From an installed SDK to its contract: walk, read signatures, probe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

from conformance.contract.annotations import Annotations
from conformance.contract.methods import Argument, Method, Result, methods, result_of
from conformance.contract.model import TWINS, Contract, ErrorShape, Model, Operation, Parameter, Twin
from conformance.contract.probe import (
    CapturedRequests,
    Outcome,
    Placement,
    Prober,
    SentinelPlaces,
    body_kind,
    error_shape,
    error_statuses,
    sentinel,
    text_of,
)
from conformance.contract.types import Type
from conformance.errors import SdkUnusable
from conformance.targets.client import Sdk, WireTransport
from conformance.wire import STANDARD_HEADERS, Request, json_response, sent_values


class Extractor:
    """Learns operations one at a time; what they have in common is learnt once."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.annotations = Annotations(sdk.relative)
        self.probers: dict[Twin, Prober] = {}
        self.methods: dict[Twin, dict[str, Method]] = {}
        self.helpers: tuple[str, ...] = ()
        self._probed: dict[tuple[Twin, str, bool], Operation | None] = {}
        for twin in TWINS:
            tape = CapturedRequests()
            client = sdk.client(twin, WireTransport(tape))
            self.methods[twin], helpers = methods(sdk, client, self.annotations)
            self.probers[twin] = Prober(sdk, twin, tape)
            self.helpers = tuple(sorted({*self.helpers, *helpers}))
        if not self.methods["sync"]:
            raise SdkUnusable(
                f"{sdk.target.package}.{sdk.target.sync_client} has no operation: no method of it or of its "
                f"sub-clients takes `{sdk.target.options_parameter}`."
            )
        self.statuses = error_statuses(sdk)

    @cached_property
    def _package_models(self) -> Annotations:
        """Every model of the package's `types`: older releases declare a pager's items but not its page."""
        found = Annotations(self.sdk.relative)
        types = getattr(self.sdk.package, "types", None)
        for name in sorted(dir(types)):
            found.read(getattr(types, name))
        return found

    def page_types(self, item: Type) -> list[Type]:
        """The models with a list of such items, those named after paging first."""
        models = [
            model
            for model in self._package_models.models.values()
            if any(field.type == Type("list", (item,)) for field in model.fields)
        ]
        models.sort(key=lambda model: ("paginat" not in model.name.lower(), model.name))
        return [self.annotations.read(self._package_models.classes[model.name]) for model in models]

    def list_keys(self, page: Type) -> list[str]:
        """The wire names of a page's lists."""
        fields = self.annotations.models[page.name].fields if page.kind == "model" else ()
        return [field.wire_name for field in fields if any(member.kind == "list" for member in field.type.members)]

    def paths(self) -> list[str]:
        """The paths of the operations of either twin, sorted."""
        return sorted({*self.methods["sync"], *self.methods["async"]})

    def operation(self, twin: Twin, path: str, *, errors: bool = True) -> Operation | None:
        """One operation of one twin, probed; None where this twin has no such operation.

        Without `errors` nothing is asked for about error statuses: for callers who see them in exchanges of their own.
        """
        key = (twin, path, errors)
        if key not in self._probed:
            method = self.methods[twin].get(path)
            self._probed[key] = None if method is None else _Probe(self, twin, method).operation(errors=errors)
        return self._probed[key]

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
            models={model.name: model for model in _mentioned(twins, self.annotations.models)},
            exports=tuple(sorted(getattr(self.sdk.package, "__all__", ()))),
            attempts=self.attempts(),
            helpers=self.helpers,
        )

    def attempts(self) -> dict[int, int]:
        """How many requests one call makes when every answer has that status; statuses tried once are left out."""
        path = self.paths()[0]
        method = self.methods["sync"].get(path) or next(iter(self.methods["sync"].values()))
        arguments = {argument.name: sentinel(argument, 0) for argument in method.accepted if argument.required}
        tried = {
            status: len(self.probers["sync"].call(method, arguments, json_response(status, {})).requests)
            for status in (*range(400, 418), 422, 423, 424, 425, 429, 500, 501, 502, 503, 504, 508)
        }
        return {status: count for status, count in sorted(tried.items()) if count > 1}


class _Probe:
    """The probing of one operation of one twin."""

    def __init__(self, extractor: Extractor, twin: Literal["sync", "async"], method: Method) -> None:
        self.extractor, self.method = extractor, method
        self.sdk, self.prober = extractor.sdk, extractor.probers[twin]
        self.gaps: list[str] = []

    def operation(self, *, errors: bool) -> Operation:
        full, values = self._full()
        bare = self._call({name: value for name, value in values.items() if self._argument(name).required})
        result = result_of(self.method.result, self.extractor.annotations)
        request = full.requests[0] if full.requests else None
        parameters = tuple(self._parameters(request, bare, values))
        ladder, retried = self._errors(values) if errors else ({}, False)
        page, items = self._pager(result, values) if result.shape == "pager" else (None, "")
        return Operation(
            path=self.method.path,
            method=request.method if request else "",
            url=self._url(request, values) if request else "",
            parameters=parameters,
            response=result.type,
            shape=result.shape,
            page=page,
            items=items,
            body=body_kind(request) if request else "none",
            content_type=request.content_type if request else None,
            constants=tuple(self._constants(bare, parameters, values)),
            errors=ladder,
            extension=self.method.extension,
            deprecated=self.method.deprecated,
            retried=retried,
            gaps=tuple(self.gaps),
        )

    def _argument(self, name: str) -> Argument:
        return next(argument for argument in self.method.arguments if argument.name == name)

    def _call(self, arguments: dict[str, Any], status: int = 200, payload: Any = None) -> Outcome:
        return self.prober.call(self.method, arguments, json_response(status, {} if payload is None else payload))

    def _full(self) -> tuple[Outcome, dict[str, Any]]:
        """A call with every argument; where plain sentinels are refused, with sentinels of the declared shape."""
        outcome, values = Outcome(()), {}
        for typed in (False, True):
            values = {
                argument.name: sentinel(argument, index, typed=typed)
                for index, argument in enumerate(self.method.accepted)
            }
            outcome = self._call(values)
            if outcome.requests:
                return outcome, values
        self.gaps.append(f"nothing was sent: {type(outcome.raised).__name__}: {outcome.raised}")
        return outcome, values

    def _parameters(self, request: Request | None, bare: Outcome, values: dict[str, Any]) -> Iterable[Parameter]:
        nulls = self._nulls(values)
        unasked: dict[tuple[str, str], str] = {}
        if bare.requests:
            unasked = {(place, name): value for place, name, value in sent_values(bare.requests[0])}
        seen = None if request is None else SentinelPlaces(request)
        for argument in self.method.arguments:
            placement = None
            if seen is not None and not argument.hidden:
                placement = seen.of(text_of(values[argument.name])) or self._alone(argument, values)
            where = placement or Placement("unsent", "")
            wire_name = where.wire_name or argument.name
            if placement is None and not argument.hidden:
                self.gaps.append(f"argument `{argument.name}` was not seen on the wire")
            yield Parameter(
                name=argument.name,
                wire_name=wire_name,
                location=where.location,
                type=argument.type,
                required=argument.required,
                default=argument.default,
                position=argument.position,
                on_none=self._on_none(nulls, argument, where.location, wire_name),  # type: ignore[arg-type]
                sent_default=None if argument.required else unasked.get((where.location, wire_name)),
                hidden=argument.hidden,
                list_style=self._list_style(argument, where, values),  # type: ignore[arg-type]
            )

    def _list_style(self, argument: Argument, where: Placement, values: dict[str, Any]) -> str:
        """How two items are written in the query."""
        if where.location != "query" or all(member.kind != "list" for member in argument.type.members):
            return ""
        required = {name: value for name, value in values.items() if self._argument(name).required}
        outcome = self._call({**required, argument.name: ["zqone", "zqtwo"]})
        sent = (
            [value for name, value in outcome.requests[0].query if name == where.wire_name] if outcome.requests else []
        )
        return {("zqone", "zqtwo"): "repeat", ("zqone,zqtwo",): "comma"}.get(tuple(sent), "")

    def _alone(self, argument: Argument, values: dict[str, Any]) -> Placement | None:
        """An argument that other arguments suppress is tried with the required ones alone."""
        required = {name: value for name, value in values.items() if self._argument(name).required}
        outcome = self._call({**required, argument.name: values[argument.name]})
        return SentinelPlaces(outcome.requests[0]).of(text_of(values[argument.name])) if outcome.requests else None

    def _nulls(self, values: dict[str, Any]) -> set[tuple[str, str]] | None:
        """What is sent in a body when every optional argument is None; None when the call is refused.

        Outside a body there is no null: what is sent there for None is the default.
        """
        outcome = self._call({n: value if self._argument(n).required else None for n, value in values.items()})
        if not outcome.requests:
            return None
        return {(place, name) for place, name, _ in sent_values(outcome.requests[0]) if place in {"field", "body"}}

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
            template = (
                template.replace(text_of(value), "{" + name + "}") if self._in_path(template, value) else template
            )
        return template

    @staticmethod
    def _in_path(template: str, value: Any) -> bool:
        return any(text_of(value) == segment or text_of(value) in segment for segment in template.split("/"))

    def _constants(
        self, bare: Outcome, parameters: tuple[Parameter, ...], values: dict[str, Any]
    ) -> Iterable[tuple[str, str, str]]:
        if not bare.requests:
            return
        taken = {(parameter.location, parameter.wire_name) for parameter in parameters}
        texts = [text_of(value) for value in values.values()]
        standard = STANDARD_HEADERS | {name.lower() for name in self.sdk.target.headers}
        own = self.sdk.target.own_header_prefix
        for place, name, value in sorted(sent_values(bare.requests[0])):
            header = place == "header" and (name in standard or (own != "" and name.startswith(own)))
            if not header and (place, name) not in taken and not any(text in value for text in texts):
                yield place, name, value

    def _errors(self, values: dict[str, Any]) -> tuple[dict[int, ErrorShape], bool]:
        """What is raised for each status where it is not the base class, and whether any status is tried again."""
        found: dict[int, ErrorShape] = {}
        retried = False
        base = self.sdk.target.error_base
        required = {name: value for name, value in values.items() if self._argument(name).required}
        for status in self.extractor.statuses:
            outcome = self._call(required, status, {"detail": "probe"})
            retried = retried or len(outcome.requests) > 1
            if outcome.raised is None:
                self.gaps.append(f"status {status} is not raised")
            elif (shape := error_shape(self.sdk, outcome.raised)) != ErrorShape(base):
                if shape.body:
                    self.extractor.annotations.read(type(outcome.raised.body))  # type: ignore[attr-defined]
                found[status] = shape
        return found, retried

    def _pager(self, result: Result, values: dict[str, Any]) -> tuple[Type | None, str]:
        """The model of a page and the payload's key that holds the items: the key that comes back as `items`."""
        required = {name: value for name, value in values.items() if self._argument(name).required}
        for page in [result.page] if result.page else self.extractor.page_types(result.type):
            for key in self.extractor.list_keys(page):
                outcome = self._call(required, 200, {key: [{}]})
                if getattr(outcome.value, "items", None):
                    return page, key
        self.gaps.append("the key that holds a page's items was not found")
        return None, ""


def extract(sdk: Sdk, paths: Collection[str] | None = None) -> Contract:
    """The contract of an imported SDK."""
    return Extractor(sdk).contract(paths)


def _mentioned(twins: Mapping[Twin, Mapping[str, Operation]], models: Mapping[str, Model]) -> list[Model]:
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
