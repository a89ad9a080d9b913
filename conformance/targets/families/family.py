"""The facts about a family of SDKs. Names of classes and attributes: an adapter imports nothing of an SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The facts that the SDKs of one generator share.

    `modules` show that a package is of the family. `markers` are names of the parameter that marks a method as an
    operation. With `separate_options`, every option of a call is a parameter of its own, these and the marker;
    otherwise all are in one mapping, the marker. `raw` are attributes of clients that lead to methods with raw
    responses. The others are names of classes: of an argument that is not given (`not_given`), of annotations for lists
    (`lists`), of pages whose first one is awaited (`page_promises`), of streams (`streams`) and of results whose method
    `read` returns the bytes of the response (`byte_results`). Where a method returns a value or a stream, the parameter
    `stream_switch` chooses: it is not given. `volatile_headers` is an expression for the names, in lower case, of
    headers that describe the machine, the client or the attempt.
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
    page_items: str = "items"  # the attribute, or the method without arguments, with the items of one page

    def options_of(self, marker: str) -> frozenset[str]:
        """The parameters of a method that are options of the call, and no arguments of the operation."""
        return frozenset({marker, *self.separate_options} - {""})

    def given_options(self, marker: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with which a call gets its options."""
        return dict(options) if self.separate_options else {marker: dict(options)}

    def items_of(self, page: Any) -> Any:
        """The items of a page that the SDK returned; None if it has none."""
        found = getattr(page, self.page_items, None)
        return found() if callable(found) else found
