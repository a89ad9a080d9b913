from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.servers.emulators.services.web import Request
from conformance.servers.emulators.services.webhook_receiver import MAX_BYTES, MAX_DELIVERIES, respond


def send(method: str, path: str, body: bytes = b"") -> Any:
    return json.loads(respond(Request(method, path, {}, {"x-one": "1"}, body)).body)


@pytest.fixture(autouse=True)
def _emptied() -> Iterator[None]:
    yield
    send("DELETE", "/deliveries")


def test_deliveries_are_kept_in_order() -> None:
    send("POST", "/hook/a", b'{"action": "TASKS_CREATED"}')
    send("POST", "/hook/b", b"no json")
    first, second = send("GET", "/deliveries")
    assert first == {
        "path": "/hook/a",
        "headers": {"x-one": "1"},
        "bytes": 27,
        "body": {"action": "TASKS_CREATED"},
    }
    assert second["body"] == "no json"


def test_deleting_empties_the_deliveries() -> None:
    send("POST", "/hook/a", b"{}")
    assert send("DELETE", "/deliveries") == []
    send("POST", "/hook/b", b"{}")
    assert [delivery["path"] for delivery in send("GET", "/deliveries")] == ["/hook/b"]


def test_only_the_last_deliveries_are_kept() -> None:
    for number in range(MAX_DELIVERIES + 5):
        send("POST", f"/hook/{number}")
    deliveries = send("GET", "/deliveries")
    assert (len(deliveries), deliveries[0]["path"]) == (MAX_DELIVERIES, "/hook/5")


def test_only_the_size_of_a_large_delivery_is_kept() -> None:
    send("POST", "/hook/a", b"x" * (MAX_BYTES + 1))
    assert send("GET", "/deliveries")[0] == {
        "path": "/hook/a",
        "headers": {"x-one": "1"},
        "bytes": MAX_BYTES + 1,
        "body": None,
    }
