"""The contract of an SDK, as frozen values: Contract, Operation, Parameter, Model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from conformance.contract.types import Type

Location = Literal["path", "query", "header", "cookie", "field", "body", "form", "file", "unsent"]
Completion = Literal["returns", "polls", "hangs", "several", "refuses", "outside"]
Twin = Literal["sync", "async"]
ResponseFormat = Literal["", "events", "event fields", "lines", "text"]
TWINS: Final[tuple[Twin, Twin]] = ("sync", "async")


NOT_CALLED: Final[Mapping[Completion, str]] = {  # why operations that are no single exchange are not called
    "polls": "it repeats a request until the response has a certain state, which generated responses do not have",
    "hangs": "its calls do not end",
    "several": "it sends several different requests: it is a program over other operations",
    "refuses": "it accepts only arguments of a form that its annotations do not have",
    "outside": "it uses files or connections of its own, besides the HTTP client",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of an operation.

    `location` "field" is a property of a JSON body, "body" the whole body, "unsent" an argument that never reached the
    wire. `default` is the signature's default, "omit" for the SDK's marker of an argument that is not given.
    `list_style` says how a query or form contains a list: "repeat" the name for each item, "comma" between the items,
    "brackets" for repeated names that end in `[]`, or ""
    if the argument takes no list. `on_none` says what happens to an explicit None: it is sent as null, omitted, or
    refused. `sent_default` is the text that is sent if the argument is not given, None if nothing is. `hidden` marks a
    parameter of the generated method that its hand-written replacement does not accept. A parameter `within` another
    one is a field of its model: callers give all of these as one value.
    """

    name: str
    wire_name: str
    location: Location
    type: Type
    required: bool
    default: Any = None
    position: int | None = None  # None: keyword only
    on_none: Literal["null", "omitted", "refused", "unknown"] = "unknown"
    sent_default: str | None = None
    hidden: bool = False
    within: str = ""
    list_style: Literal["", "repeat", "comma", "brackets"] = ""


@dataclass(frozen=True, slots=True)
class ErrorShape:
    """The exception for one status: its class, relative to the package, and the model of its body, or ""."""

    error: str
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of the client that makes HTTP requests.

    `path` is the attribute path from the client (`projects.members.bulk.post`), `url` the path template with Python
    parameter names in braces. `constants` are sent with all arguments, as (location, name, value). `shape` says how
    the response is returned, `items` which key of the payload holds a pager's items, or the value that is returned
    if `page` is its envelope. `response_format` is "" for JSON, and for bytes in a stream; "events" for a stream of
    server-sent events with JSON, "event fields" for one whose items have the fields of the events, "lines" for a
    stream with JSON in each line, "text" for plain text. `errors` has the statuses that raise another class than
    the base. `extension` names the module of the hand-written class that replaces the generated method. `statuses`
    are the statuses of success that the SDK accepts, where it refuses others. `retried` says that the SDK retries
    some statuses. `completion` says how a call ends: it returns; it "polls", that is repeats a request until a
    response has a certain state; it "hangs", that is does not end; it sends "several" different requests; it
    "refuses", that is raises for every argument that was tried, by a statement of its own; or it fails "outside",
    at a file or a connection. Only calls that return are tested. `gaps` says what could not be determined, and why.
    """

    path: str
    method: str
    url: str
    parameters: tuple[Parameter, ...]
    response: Type
    shape: Literal["value", "pager", "stream", "nothing"] = "value"
    page: Type | None = None
    items: str = ""
    response_format: ResponseFormat = ""
    body: Literal["none", "json", "form", "multipart", "raw"] = "none"
    content_type: str | None = None
    constants: tuple[tuple[str, str, str], ...] = ()
    errors: Mapping[int, ErrorShape] = field(default_factory=dict)
    extension: str = ""
    deprecated: bool = False
    statuses: tuple[int, ...] = ()
    retried: bool = False
    completion: Completion = "returns"
    gaps: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """A parameter by its Python name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    @property
    def accepted(self) -> tuple[Parameter, ...]:
        """The parameters that a caller can give."""
        return tuple(parameter for parameter in self.parameters if not parameter.hidden)

    def accepts(self, status: int) -> bool:
        """Whether the SDK takes a status for success."""
        return not self.statuses or status in self.statuses

    @property
    def success(self) -> int:
        """The status of a success with a body."""
        return 200 if self.accepts(200) else self.statuses[0]

    @property
    def not_called(self) -> str | None:
        """Why its calls are not tested, None if they are."""
        return NOT_CALLED.get(self.completion)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model. `default` is None if it has none."""

    name: str
    wire_name: str
    type: Type
    required: bool
    default: Any = None

    @property
    def is_fixed(self) -> bool:
        """The default is the only value, as that of a discriminator of a union."""
        values = [value for member in self.type.without_null().members for value in member.values or (None,)]
        return (
            len(values) == 1
            and values[0] is not None
            and (type(values[0]), values[0]) == (type(self.default), self.default)
        )


@dataclass(frozen=True, slots=True)
class Model:
    """One class of typed data. `name` is its module and class relative to the package, `bases` are its base classes.

    Values of a class that `is_dict` are plain dicts: it is a TypedDict.
    `config` are the other settings of pydantic that it has, such as `frozen`; None if they are not known.
    """

    name: str
    fields: tuple[Field, ...]
    keeps_unknown: bool = True
    bases: tuple[str, ...] = ()
    is_dict: bool = False
    config: tuple[tuple[str, bool | int | str], ...] | None = None

    @property
    def module(self) -> str:
        """The module, relative to the package."""
        return self.name.rpartition(".")[0]

    @property
    def class_name(self) -> str:
        """The class's own name."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The contract of one release of an SDK.

    `twins` has the operations of the sync and the async client by path. `exports` are the package's public names.
    `attempts` says how many requests a call of a retried operation sends if every response has that status; statuses
    that are not retried are left out. `broken` has the parts of each client that cannot be loaded, by attribute path,
    with the reason: what they contain is unknown.
    """

    target: str
    distribution: str
    version: str
    twins: Mapping[Twin, Mapping[str, Operation]]
    models: Mapping[str, Model]
    exports: tuple[str, ...] = ()
    attempts: Mapping[int, int] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()  # public methods without HTTP of their own
    broken: Mapping[Twin, Mapping[str, str]] = field(default_factory=dict)

    def paths(self) -> list[str]:
        """The paths of the operations of either client, sorted."""
        return sorted({path for operations in self.twins.values() for path in operations})

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The operations of either client by path, sorted; of those that both have, the one of the sync client."""
        found = {**self.twins["async"], **self.twins["sync"]}
        return {path: found[path] for path in sorted(found)}

    def operation(self, path: str) -> Operation | None:
        """An operation of the sync client, or of the async client if only that has it."""
        return next((self.twins[twin][path] for twin in TWINS if path in self.twins[twin]), None)

    def without(self, is_excluded: Callable[[str], bool]) -> Contract:
        """The contract without the operations and helpers for whose path the function is true."""
        twins: dict[Twin, Mapping[str, Operation]] = {
            twin: {path: operation for path, operation in operations.items() if not is_excluded(path)}
            for twin, operations in self.twins.items()
        }
        return replace(self, twins=twins, helpers=tuple(name for name in self.helpers if not is_excluded(name)))

    def ending(self, completion: Completion) -> list[str]:
        """The paths of the operations whose calls end like this in either client, sorted."""
        return [path for path in self.paths() if any(ops[path].completion == completion for ops in self._having(path))]

    def _having(self, path: str) -> Iterator[Mapping[str, Operation]]:
        return (operations for operations in self.twins.values() if path in operations)

    def reachable(self, *roots: Type) -> Iterator[Model]:
        """The models that the types mention, directly and through other models, in order of occurrence."""
        names: set[str] = set()
        todo = list(roots)
        while todo:
            for inner in todo.pop(0).walk():
                if inner.kind == "model" and inner.name not in names and inner.name in self.models:
                    names.add(inner.name)
                    model = self.models[inner.name]
                    yield model
                    todo.extend(item.type for item in model.fields)
