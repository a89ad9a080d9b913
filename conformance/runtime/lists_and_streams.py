"""Situations of lists and streams: what servers send in pages and pieces, and the ways in which callers read it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from conformance.contract.model import Operation
from conformance.generate.pages import page_payloads
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import payload
from conformance.runtime.reading import Use
from conformance.runtime.situation import CallOption, Configuration, Script, Situation, response_states_more
from conformance.wire import Response, json_response

NOT_FOUND: Final = json_response(404, {"detail": "Invalid page."})  # what Django REST framework says
_HTML: Final = Response(200, (("content-type", "text/html"),), b"<h1>Sign in</h1>")
_JSON: Final = (("content-type", "application/json"),)
_PAGE_USES: Final[tuple[Use, ...]] = ("pages", "next_page", "next", "first", "twice", "unused")
_STREAM_USES: Final[tuple[Use, ...]] = ("first", "closed", "twice", "unused")
_RAW_STREAM_USES: Final[tuple[Use, ...]] = ("all", "first", "raised", "closed", "unused")
FAILURES: Final[Mapping[str, Response]] = {
    **{
        f"status {status}": json_response(status, {"detail": "scripted"})
        for status in (401, 400, 403, 404, 409, 429, 500, 503)
    },
    "connection cut": Response(200, _JSON, b'{"cut', fault="cut"),
    "connection refused": Response(0, fault="refused"),
    "an HTML page": _HTML,
    "no content": Response(204),
    "null": json_response(200, None),
    "an object without items": json_response(200, {"detail": "scripted"}),
    "a list": json_response(200, ["scripted"]),
}


class _MakeSituation(Protocol):
    def __call__(self, script: Script, use: Use = "all", *, is_raw: bool = False) -> Situation: ...


def _situations_of(shape: str, operation: Operation, client: Configuration) -> _MakeSituation:
    """Makes situations of one operation that differ in their script and in the use of its result."""

    def situation(script: Script, use: Use = "all", *, is_raw: bool = False) -> Situation:
        return Situation(
            representative=shape, operation=operation.path, configuration=client, options=(), script=script,
            use=use, raw=is_raw,
        )  # fmt: skip

    return situation


def list_situations(
    shape: str, operation: Operation, factory: ResponseFactory, client: Configuration, *, raw: bool
) -> Iterator[Situation]:
    """The situations of an operation that returns a list in pages. With `raw`, the SDK has a raw client."""
    situation = _situations_of(shape, operation, client)
    good = Script(name="success", responses=factory.minimal(operation).responses, good=True, items=3)
    yield from (situation(good, use) for use in _PAGE_USES)
    ending, failing = list(_page_scripts(operation, factory)), list(_failing_pages(operation, factory))
    for script in (*ending, *failing):
        yield situation(script)
    after_last, *_, empty_first = ending
    failed = failing[0]
    yield situation(empty_first, "next_page")
    yield from (situation(script, use) for script in (after_last, failed) for use in ("pages", "next_page"))
    if raw:
        yield from (situation(script, is_raw=True) for script in (good, failed))


def stream_situations(
    shape: str, operation: Operation, factory: ResponseFactory, client: Configuration, *, raw: bool
) -> Iterator[Situation]:
    """The situations of an operation that returns a stream."""
    situation = _situations_of(shape, operation, client)
    (response,) = factory.minimal(operation).responses
    good = Script(name="success", responses=(response,), good=True, content=response.content)
    refused = Script(name="status 404", responses=(json_response(404, {"detail": "scripted"}),))
    yield from (situation(good, use) for use in _STREAM_USES)
    yield from (situation(script) for script in _stream_scripts(response))
    yield from (situation(refused, use) for use in ("all", "first"))
    if raw:
        yield from (situation(good, use, is_raw=True) for use in _RAW_STREAM_USES)
        yield situation(refused, is_raw=True)


def other_stream_situations(
    operation: Operation, factory: ResponseFactory, client: Configuration, options: Sequence[CallOption]
) -> Iterator[Situation]:
    """The situations of a stream beside the representative one: its chunks, and whether it is closed."""
    situation = _situations_of("stream", operation, client)
    (response,) = factory.minimal(operation).responses
    good = Script(name="success", responses=(response,), good=True, content=response.content)
    yield from (situation(good, use) for use in ("first", "raised", "unused"))
    yield situation(Script(name="status 404", responses=(json_response(404, {"detail": "scripted"}),)), "first")
    for option in options:
        if option.meaning == "chunk size" or not option.unusual:
            yield replace(situation(good), options=(option,))


def raw_situations(
    shape: str, operation: Operation, factory: ResponseFactory, client: Configuration
) -> Iterator[Situation]:
    """The same responses by the raw client: a success, and an error."""
    success = factory.minimal(operation).responses
    for script in (
        Script(name="success", responses=success, good=True),
        Script(name="status 404", responses=(json_response(404, {"detail": "scripted"}),)),
    ):
        for raw in (False, True):
            if raw or not script.good:  # the success is a situation of every shape
                yield Situation(
                    representative=shape, operation=operation.path, configuration=client, options=(), script=script,
                    raw=raw,
                )  # fmt: skip


def _pages(
    operation: Operation,
    factory: ResponseFactory,
    sizes: Sequence[int],
    more: Sequence[bool],
    total: int | None = None,
    nulls: int = 0,
) -> list[Response]:
    """Pages with items, of each the first `nulls` null."""
    item = payload(factory.samples.simplest(operation.response.without_null()), factory.models)
    shell: Any = payload(factory.samples.simplest(operation.page), factory.models) if operation.page else {}
    batches = [([None] * nulls + [item] * size)[:size] for size in sizes]
    pages = page_payloads(operation, shell, factory.models, batches, more=more, total=total)
    return [json_response(200, page) for page in pages]


def _page_scripts(operation: Operation, factory: ResponseFactory) -> Iterator[Script]:
    """Lists that end; the first one as Label Studio ends its lists."""

    def script(name: str, pages: Sequence[Response], items: int | None = None, *, pinned: bool = True) -> Script:
        return Script(name=name, responses=tuple(pages), items=items, pinned=pinned)

    def pages(sizes: Sequence[int], more: Sequence[bool], total: int | None = None) -> list[Response]:
        return _pages(operation, factory, sizes, more, total)

    yield script("404 after the last page", [*pages((2, 1), (True, False)), NOT_FOUND], 3, pinned=False)
    yield script("every page the only one", pages((2,), (False,)), 2, pinned=False)
    yield script("every page the first one", pages((2,), (True,), 4))
    middle = pages((2, 0, 1, 0), (True, True, False, False))
    # a page that does not say whether more follow ends the list if it is empty
    yield script("an empty page in the middle", middle, 3 if response_states_more(middle[1]) else None)
    yield script("an empty last page", pages((2, 0), (True, False)), 2)
    yield script("no items", pages((0,), (False,)), 0)
    yield script("fewer items than the count", pages((2, 1, 0), (True, False, False), 7), 3)
    yield script("an item that is null", _pages(operation, factory, (2, 1, 0), (True, False, False), nulls=1))
    yield script("an empty first page", pages((0, 2), (True, False)))  # the one in the middle says what is lost


def _failing_pages(operation: Operation, factory: ResponseFactory) -> Iterator[Script]:
    """A first page that says that more follow, and a failure in place of the second."""
    first = _pages(operation, factory, (2,), (True,), 4)
    for name, failure in FAILURES.items():
        yield Script(name=f"{name} in place of page 2", responses=(*first, failure))


def _stream_scripts(response: Response) -> Iterator[Script]:
    content = response.content
    packed = Response(200, (*response.headers, ("content-encoding", "gzip")), gzip.compress(content, mtime=0))
    yield Script(name="compressed", responses=(packed,), good=True, content=content)
    yield Script(name="empty", responses=(Response(200, response.headers),), good=True, content=b"")
    yield Script(name="JSON", responses=(Response(200, _JSON, content),), good=True, content=content)
    half = content[: len(content) // 2]
    yield Script(name="cut in the middle", responses=(Response(200, response.headers, half, fault="cut"),))
