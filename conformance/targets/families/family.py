"""The facts about a family of SDKs. Names of classes and attributes: an adapter imports nothing of an SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The facts that the SDKs of one generator share.

    `modules` show that a package is of the family. `markers` are names of the parameter that marks a method as an
    operation. With `separate_options`, every option of a call is a parameter of its own, these and the marker;
    otherwise all are in one mapping, the marker. `raw` are attributes of clients that lead to methods with raw
    responses. The others are names of classes: of an argument that is not given (`not_given`), of annotations for
    lists (`lists`), of pages whose first one is awaited (`page_promises`), of streams (`streams`) and of results
    whose method `read` returns the bytes of the response (`byte_results`, of another package with its name before a
    dot). Where a method returns a value or a stream, the parameter `stream_switch` chooses: it is not given.
    `volatile_headers` is an expression for the names, in lower case, of headers that describe the machine, the
    client or the attempt.

    With an `async_suffix`, one class is both clients: its coroutine functions with such names are the async
    client's methods, all others those of the sync one. `transports` are the names of a constructor's arguments for
    the sync and the async HTTP client, where no annotation of httpx says so. A class whose name is that of a model
    with the `dict_suffix` is the TypedDict that callers may pass instead of it. Where the fields of the model of a
    `packed_argument` are the parts of a request, they are the arguments of an operation. `open_values` are classes
    that allow an enum other values than the listed ones. `envelope` are the fields of results that hold the
    response's data in `envelope_value` beside them. With `none_is_absent`, a field of a model that may be left out
    has a null only where an alias of the SDK says so.

    With a `configuration`, that class takes the address and the credentials, and the client takes an object of it.
    The methods are then those of the classes that the module `parts` exports; the client is the argument of each, and
    its attribute `hidden` in each. `other_forms` are the suffixes of further methods for the same operation. Where the
    HTTP library takes no transport, `network_error` is the base of its exceptions, and requests go to a server on the
    loopback interface. A family that `is_sync` has no async client. `error_status` is the attribute of errors with the
    status, `rest` the field of models for unknown fields, which is none of the response. With `limits`,
    annotations and validators declare the values that are valid, and no other ones are sent.
    """

    name: str
    modules: tuple[str, ...]
    markers: tuple[str, ...]
    separate_options: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    not_given: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    page_promises: frozenset[str] = frozenset()
    streams: frozenset[str] = frozenset()
    byte_results: frozenset[str] = frozenset()
    stream_switch: str = ""
    volatile_headers: str = ""
    to_json: str = "json"  # the methods of models that write the response's own names
    to_dict: str = "dict"
    write_options: Mapping[str, Any] = field(default_factory=dict)  # with which they do
    page_items: str = "items"  # the attribute, or the method without arguments, with the items of one page
    async_suffix: str = ""
    transports: tuple[str, str] | None = None
    dict_suffix: str = ""
    open_values: frozenset[str] = frozenset()
    packed_argument: str = ""
    envelope: frozenset[str] = frozenset()
    envelope_value: str = ""
    none_is_absent: bool = False
    configuration: str = ""
    parts: str = ""
    hidden: frozenset[str] = frozenset()
    other_forms: tuple[str, ...] = ()
    network_error: str = ""
    is_sync: bool = False
    error_status: str = "status_code"
    rest: str = ""
    limits: bool = False

    @property
    def clients(self) -> tuple[Literal["sync", "async"], ...]:
        """The clients that an SDK of the family should have."""
        return ("sync",) if self.is_sync else ("sync", "async")

    @property
    def unneeded_keys(self) -> frozenset[str]:
        """The required keys of target.toml that a target of the family does not have."""
        keys = {"client.async": self.is_sync, "client.transport": bool(self.network_error)}
        return frozenset(name for name, is_unneeded in keys.items() if is_unneeded)

    def options_of(self, marker: str) -> frozenset[str]:
        """The parameters of a method that are options of the call, and no arguments of the operation."""
        return frozenset({marker, *self.separate_options} - {""})

    def given_options(self, marker: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with which a call gets its options."""
        return dict(options) if self.separate_options else {marker: dict(options)}

    def method_name(self, name: str, twin: Literal["sync", "async"]) -> str:
        """The name, or the path, of the method of one client for an operation."""
        return f"{name}{self.async_suffix}" if twin == "async" else name

    def operation_name(self, name: str, twin: Literal["sync", "async"], *, is_async: bool) -> str | None:
        """The operation's name for a method, which `is_async`, of the class of a client; None if the other has it."""
        if self.other_forms and name.endswith(self.other_forms):
            return None
        if not self.async_suffix:
            return name
        is_of_async = is_async and name.endswith(self.async_suffix)
        if is_of_async is not (twin == "async"):
            return None
        return name.removesuffix(self.async_suffix) if is_of_async else name

    def value_field(self, cls: Any) -> str:
        """The field of a class of results that holds the response's data, "" if it is no envelope."""
        fields = frozenset(getattr(cls, "model_fields", ()))
        is_envelope = self.envelope_value in fields and fields - {self.envelope_value} and fields <= self.envelope
        return self.envelope_value if is_envelope else ""

    def value_of(self, result: Any) -> Any:
        """The data of a response in a result: what an envelope holds, or the result itself."""
        name = self.value_field(type(result)) if self.envelope else ""
        return getattr(result, name) if name else result

    def items_of(self, page: Any) -> Any:
        """The items of a page that the SDK returned; None if it has none."""
        found = getattr(page, self.page_items, None)
        return found() if callable(found) else found
