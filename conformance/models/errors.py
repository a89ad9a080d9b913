"""Exceptions of an SDK: copied, pickled and printed as operations raise them, and made with a cause."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

from conformance.contract.model import Contract
from conformance.contract.types import Type
from conformance.generate.samples import payload
from conformance.models.case import UseLog
from conformance.models.copies import error_copies
from conformance.models.objects import ObjectSource
from conformance.wire import UNDECLARED, Response, json_response

MOST_TRIED: Final = 10  # operations whose errors are tried, where no contract says which they raise
HTML: Final = Response(200, (("content-type", "text/html"),), b"<!doctype html><html><body>Bad gateway</body></html>")
_BODY: Final = {"detail": "refused by the server of this test", "extra": {"é": [1, None]}}  # without the status
_PLAIN: Final = re.compile(r"^[\w ,.:-]{4,}", re.ASCII)
_ATTRIBUTES: Final = ("status_code", "body", "headers")


def error_uses(source: ObjectSource, approved: Contract | None, log: UseLog) -> None:
    """Copy and print one exception of each class of the SDK."""
    base = source.sdk.error_classes[0]
    for name, error, body in raised_errors(source, approved):
        text = str(error)

        def judge(copied: Any, error: BaseException = error, text: str = text) -> str:
            return _copy_difference(error, copied, text)

        error_copies(source, error, judge, log)

        def show(error: BaseException = error, body: Any = body) -> str:
            return _text_difference(error, body)

        if body is None:  # the response was a success that is no JSON: the error is about its form
            continue
        place, shared = (source.place_of(cls, "__str__") for cls in (type(error), base))
        log.add("error text", "str()", name, place, source.outcome(show), base=shared)
    for cls in _caused(source):

        def make(cls: Any = cls) -> str:
            return _cause_difference(cls)

        place = source.place_of(cls, "__init__")
        log.add("error text", "a cause", source.sdk.relative(cls), place, source.outcome(make))


def raised_errors(source: ObjectSource, approved: Contract | None) -> Iterator[tuple[str, BaseException, Any]]:
    """One exception of each class of the SDK that operations raise, with its name and the body of the response."""
    found: set[str] = set()
    for path, status, body in _refusals(source, approved):
        arguments = source.arguments(source.operations[path])
        response = HTML if status is None else json_response(status, body)
        outcome = None if arguments is None else source.call(path, arguments, response)
        if outcome is None or not isinstance(outcome.raised, source.sdk.error_classes):
            continue
        name = source.sdk.relative(type(outcome.raised))
        if name not in found:
            found.add(name)
            yield name, outcome.raised, body


def _refusals(source: ObjectSource, approved: Contract | None) -> Iterator[tuple[str, int | None, Any]]:
    """Operations, each with an error status, or None for a success that is no JSON, and the body."""
    first = list(source.operations)[:MOST_TRIED]
    yield from ((path, UNDECLARED, _BODY) for path in first[:1])
    declared: set[str] = set()
    for path in source.operations if approved is not None else ():
        operation = approved.twins["sync"].get(path) if approved is not None else None
        for status, shape in sorted(operation.errors.items()) if operation is not None else ():
            if shape.error not in declared:
                declared.add(shape.error)
                yield path, status, _body(source, shape.body)
    if approved is None:
        for status in source.extractor.statuses:
            yield from ((path, status, _BODY) for path in first)
    yield from ((path, None, None) for path in first)


def _body(source: ObjectSource, model: str) -> Any:
    if model not in source.models:
        return _BODY
    return payload(source.responses.samples.fullest(Type("model", name=model)), source.models)


def _caused(source: ObjectSource) -> list[type[BaseException]]:
    """The exceptions of the SDK that are made with another one as their cause."""
    pending: list[type[BaseException]] = [BaseException]
    found: dict[str, type[BaseException]] = {}
    while pending:
        cls = pending.pop()
        pending += type.__subclasses__(cls)
        is_loaded = source.sdk.owns(cls) and vars(sys.modules.get(cls.__module__, cls)).get(cls.__name__) is cls
        if is_loaded and "cause" in inspect.signature(cls.__init__).parameters:
            found[source.sdk.relative(cls)] = cls
    return [found[name] for name in sorted(found)]


def _cause_difference(cls: Any) -> str:
    cause = ValueError("the cause")
    given = {"status_code": UNDECLARED, "body": _BODY, "headers": {"x-first": "1"}, "cause": cause}
    given = {name: value for name, value in given.items() if name in inspect.signature(cls.__init__).parameters}
    error = cls(**given)
    lost = [f"`{name}` is {getattr(error, name, None)!r}, given {value!r}" for name, value in given.items()
            if name in _ATTRIBUTES and getattr(error, name, None) != value]  # fmt: skip
    if lost:
        return lost[0]
    shown = error.__cause__ is cause
    return "" if shown else f"a traceback does not show its cause: `__cause__` is {error.__cause__!r}"


def _copy_difference(error: BaseException, copied: Any, text: str) -> str:
    if type(copied) is not type(error):
        return f"is a `{type(copied).__name__}`"
    for name in _ATTRIBUTES:
        one, other = getattr(error, name, None), getattr(copied, name, None)
        if repr(one) != repr(other):
            return f"`{name}`: {one!r} → {other!r}"
    return "" if str(copied) == text else f"prints {str(copied)!r}, not {text!r}"


def _text_difference(error: BaseException, body: Any) -> str:
    text, status = str(error), getattr(error, "status_code", None)
    if status is not None and str(status) not in text:
        return f"the status {status} is not in `{text[:120]}`"
    leaf = next(_texts(body), "")
    return "" if leaf in text else f"the body is not in `{text[:120]}`"


def _texts(body: Any) -> Iterator[str]:
    """The beginnings of texts in a body that every way of printing shows as they are."""
    if isinstance(body, str):
        yield from _PLAIN.findall(body)[:1]
    elif isinstance(body, dict | list):
        for item in body.values() if isinstance(body, dict) else body:
            yield from _texts(item)
