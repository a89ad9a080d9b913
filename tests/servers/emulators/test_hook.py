from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.servers.emulators.services.web import Request
from conformance.servers.emulators.services.webhook_receiver import MOST_BYTES, MOST_DELIVERIES, answer


def ask(method: str, path: str, body: bytes = b"") -> Any:
    return json.loads(answer(Request(method, path, {}, {"x-one": "1"}, body)).body)


@pytest.fixture(autouse=True)
def _emptied() -> Iterator[None]:
    yield
    ask("DELETE", "/deliveries")


def test_what_is_posted_is_told_in_order() -> None:
    ask("POST", "/hook/a", b'{"action": "TASKS_CREATED"}')
    ask("POST", "/hook/b", b"no json")
    first, second = ask("GET", "/deliveries")
    assert first == {
        "path": "/hook/a",
        "headers": {"x-one": "1"},
        "bytes": 27,
        "body": {"action": "TASKS_CREATED"},
    }
    assert second["body"] == "no json"


def test_emptied_it_tells_only_what_comes_after() -> None:
    ask("POST", "/hook/a", b"{}")
    assert ask("DELETE", "/deliveries") == []
    ask("POST", "/hook/b", b"{}")
    assert [delivery["path"] for delivery in ask("GET", "/deliveries")] == ["/hook/b"]


def test_no_more_than_the_last_ones_are_kept() -> None:
    for number in range(MOST_DELIVERIES + 5):
        ask("POST", f"/hook/{number}")
    told = ask("GET", "/deliveries")
    assert (len(told), told[0]["path"]) == (MOST_DELIVERIES, "/hook/5")


def test_of_a_large_delivery_only_the_size_is_kept() -> None:
    ask("POST", "/hook/a", b"x" * (MOST_BYTES + 1))
    assert ask("GET", "/deliveries")[0] == {
        "path": "/hook/a",
        "headers": {"x-one": "1"},
        "bytes": MOST_BYTES + 1,
        "body": None,
    }
