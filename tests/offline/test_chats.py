"""Patterns of generated SDKs beyond plain JSON: tagged unions, streams of items, text, optional bodies, headers.

`acme_sdk.chats` is a part of the SDK that no client has by default.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from uuid import uuid4

import pytest

from conformance.contract import store
from conformance.contract.model import Contract
from conformance.contract.types import Type
from conformance.generate.responses import ResponseFactory
from tests.checks.alter_sdk import wrap, wrap_async
from tests.vocabulary import Alter, acme_contract, acme_engine, finding_ids

PATHS = ("audio", "create", "log", "settle", "stream", "transcript")


def with_chats(alter: Alter = lambda _: None) -> Alter:
    """Give both clients the part, changed by `alter`."""

    def attach(package: Any) -> None:
        chats: Any = importlib.import_module("acme_sdk.chats")
        alter(importlib.import_module("acme_sdk.chats"))
        for name, part in (("Acme", chats.ChatsClient), ("AsyncAcme", chats.AsyncChatsClient)):
            _attach(getattr(package, name), part)

    return attach


def _attach(client: Any, part: Any) -> None:
    original: Callable[..., None] = client.__init__

    def initialise(self: Any, **arguments: Any) -> None:
        original(self, **arguments)
        self.chats = part(http=self._http)

    client.__init__ = initialise


@lru_cache
def contract() -> Contract:
    return acme_contract(with_chats())


def findings(alter: Alter = lambda _: None, *paths: str, free: bool = False) -> set[str]:
    """The ids of the findings in the part."""
    engine = acme_engine(with_chats(alter), contract=contract(), free=free)
    return finding_ids(engine, [f"chats.{path}" for path in paths or PATHS])


@pytest.mark.parametrize("free", [False, True], ids=["approved", "without an approved contract"])
def test_a_correct_sdk_has_no_findings(free: bool) -> None:
    assert findings(free=free) == set()


@pytest.mark.parametrize(
    ("path", "shape", "response_format"),
    [
        ("chats.create", "value", ""),
        ("chats.stream", "stream", "events"),
        ("chats.log", "stream", "lines"),
        ("chats.audio", "stream", ""),
        ("chats.transcript", "value", "text"),
        ("chats.settle", "nothing", ""),
    ],
)
def test_the_format_of_a_response_is_learned_and_stored(path: str, shape: str, response_format: str) -> None:
    for twin in store.from_json(store.to_json(contract())).twins.values():
        assert (twin[path].shape, twin[path].response_format, twin[path].gaps) == (shape, response_format, ())


def test_a_header_is_an_argument_and_a_body_may_be_optional() -> None:
    create, settle = contract().operation("chats.create"), contract().operation("chats.settle")
    assert create is not None
    assert settle is not None
    key, request = create.parameter("idempotency_key"), settle.parameter("request")
    assert key is not None
    assert request is not None
    assert (key.location, key.wire_name.lower()) == ("header", "idempotency-key")
    assert (request.location, request.required) == ("body", False)


def test_a_stream_of_events_has_their_content_type_and_discriminators() -> None:
    operation = contract().operation("chats.stream")
    assert operation is not None
    script = ResponseFactory(contract().models).minimal(operation)
    assert script.responses[0].content_type == "text/event-stream"
    assert script.responses[0].content.startswith(b'data: {"type":"text",')


def drops_the_last_event(chats: Any) -> None:
    streams: Any = importlib.import_module("acme_sdk.chats.streams")
    original = streams.events

    def events(*arguments: Any) -> Iterator[Any]:
        yield from list(original(*arguments))[:-1]

    streams.events = events


def loses_a_field_of_the_items(chats: Any) -> None:
    streams: Any = importlib.import_module("acme_sdk.chats.streams")
    original = streams.lines

    def lines(*arguments: Any) -> Iterator[Any]:
        for item in original(*arguments):
            yield item if isinstance(item, dict) else type(item).model_construct({"type"}, type=item.type)

    streams.lines = lines


def drops_the_tag_of_messages(chats: Any) -> None:
    types: Any = importlib.import_module("acme_sdk.chats.types")
    base: Any = types.TaggedModel
    base.dict = lambda self, **_: self.model_dump(exclude_unset=True, warnings=False)


def strips_text(chats: Any) -> None:
    for client in (chats.ChatsClient, chats.AsyncChatsClient):
        client.transcript = _stripping(client.transcript)


def _stripping(original: Any) -> Any:
    if original.__qualname__.startswith("Async"):

        async def transcript(self: Any, chat: str, *, request_options: Any = None) -> str:
            return f"{await original(self, chat, request_options=request_options)}!"

        return transcript

    def sync_transcript(self: Any, chat: str, *, request_options: Any = None) -> str:
        return f"{original(self, chat, request_options=request_options)}!"

    return sync_transcript


@pytest.mark.parametrize(
    ("alter", "path", "expected"),
    [
        (drops_the_last_event, "stream", "stream_damaged: chats.stream"),
        (loses_a_field_of_the_items, "log", "response_field_lost: chats.log.[].text"),
        (drops_the_tag_of_messages, "create", "argument_changed: chats.create.messages"),
        (strips_text, "transcript", "response_value_changed: chats.transcript"),
    ],
)
def test_a_fault_in_such_a_part_is_found(alter: Alter, path: str, expected: str) -> None:
    assert expected in findings(alter, path)


def test_a_field_is_fixed_only_if_its_default_is_its_only_value() -> None:
    fixed = {
        (model.class_name, field.name)
        for model in contract().models.values()
        for field in model.fields
        if field.is_fixed
    }
    assert fixed == {("UserMessage", "role"), ("ToolMessage", "role"), ("TextChunk", "type"), ("EndChunk", "type")}
    assert Type("literal", values=(1,)) != Type("literal", values=(True,))


def draw_a_key(chats: Any) -> None:
    """Both clients send a random key with each new chat, unless the caller gives one."""

    def with_key(original: Callable[..., Any], client: Any, **arguments: Any) -> Any:
        given = arguments.pop("idempotency_key", None)
        return original(client, **arguments, idempotency_key=str(uuid4()) if given is None else given)

    async def with_key_async(original: Callable[..., Any], client: Any, **arguments: Any) -> Any:
        return await with_key(original, client, **arguments)

    wrap(chats.ChatsClient, "create", with_key)
    wrap_async(chats.AsyncChatsClient, "create", with_key_async)


def test_a_key_that_is_drawn_for_each_call_is_no_default_and_no_difference() -> None:
    random_contract = acme_contract(with_chats(draw_a_key))
    create = random_contract.operation("chats.create")
    assert create is not None
    key = create.parameter("idempotency_key")
    assert key is not None
    assert (key.location, key.sent_default, create.constants) == ("header", None, ())
    engine = acme_engine(with_chats(draw_a_key), contract=random_contract)
    assert finding_ids(engine, ["chats.create"]) == set()


def test_a_key_that_is_drawn_for_each_attempt_is_found_because_the_server_carries_out_both() -> None:
    def alter(package: Any) -> None:
        def with_key(original: Callable[..., Any], *arguments: Any) -> Any:
            request = original(*arguments)
            request.headers["Idempotency-Key"] = str(uuid4())
            return request

        wrap(package.core.http, "build_request", with_key)

    found = finding_ids(acme_engine(alter, contract=acme_contract()), ["projects.get"])
    assert "retry_request_differs: projects.get" in found
