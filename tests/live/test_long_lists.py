"""A list of a server that is too long to be read to its end is no pager without end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.exchange.call_sdk import ENOUGH_ITEMS
from conformance.exchange.offline_wire import MOST_REQUESTS
from tests.live.acme_server import AcmeServer, ReceivedRequest, Reply
from tests.live.conftest import Open, reach

PROJECTS = "projects.list"


def findings(opened: Open, check: str = "", alter: Callable[[Any], None] = lambda _: None) -> list[str]:
    """The ids of the findings about the list of projects, of one check or all, with an altered SDK."""
    session = opened(managed=False, mode="read-only")
    alter(session.live.context.sdk.package)
    result = session.judge_operation(PROJECTS)
    assert reach(result).state == "reached"
    return [finding.id for finding in result.judgement.findings if finding.check.startswith(check)]


def sizes(server: AcmeServer) -> dict[tuple[str, ...], int]:
    """How many pages were requested with each set of other arguments."""
    counts: dict[tuple[str, ...], int] = {}
    for request in server.requests:
        key = tuple(f"{name}={value}" for name, value in sorted(request.query.items()) if name != "page")
        counts[key] = counts.get(key, 0) + 1
    return counts


@pytest.mark.parametrize("count", [MOST_REQUESTS + 3, ENOUGH_ITEMS + 50, 2 * ENOUGH_ITEMS + 50])
def test_a_long_list_has_the_findings_of_a_short_one(opened: Open, server: AcmeServer, count: int) -> None:
    server.store.fill()
    short = findings(opened)
    server.store.fill(count)
    assert findings(opened) == short


def test_a_long_list_is_not_read_to_its_end(opened: Open, server: AcmeServer) -> None:
    server.store.fill(10 * ENOUGH_ITEMS)
    findings(opened)
    assert max(sizes(server).values()) <= MOST_REQUESTS


def test_a_pager_that_ignores_the_end_of_a_servers_list_is_found(opened: Open, server: AcmeServer) -> None:
    def ignore_end(sdk: Any) -> None:
        sdk.projects.client.more = lambda _: True

    server.store.fill()
    assert findings(opened, "pager_never_ends", ignore_end) == [f"pager_never_ends: {PROJECTS}"]


def test_a_pager_that_gets_the_same_page_without_end_is_found(opened: Open, server: AcmeServer) -> None:
    def repeat(request: ReceivedRequest, reply: Reply) -> Reply:
        status, payload = reply
        return status, {**payload, "next": "/api/projects/?page=2"} if request.path == "/api/projects/" else payload

    def first_page(request: ReceivedRequest) -> None:
        request.query.pop("page", None)

    server.store.fill()
    server.change, server.before = repeat, first_page
    assert findings(opened, "pager_never_ends") == [f"pager_never_ends: {PROJECTS}"]


@pytest.mark.parametrize("size", [1, 100])
def test_a_long_list_of_items_that_are_equal_is_no_pager_without_end(
    opened: Open, server: AcmeServer, size: int
) -> None:
    def nameless(request: ReceivedRequest, reply: Reply) -> Reply:
        status, payload = reply
        if request.path == "/api/projects/" and status == 200:
            payload = {**payload, "results": [{} for _ in payload["results"]]}
        return status, payload

    def page_size(request: ReceivedRequest) -> None:
        request.query.setdefault("page_size", [str(size)])

    server.store.fill(2 * ENOUGH_ITEMS)
    server.change, server.before = nameless, page_size
    assert findings(opened, "pager_never_ends") == []


def test_both_clients_read_the_same_part_of_a_long_list(opened: Open, server: AcmeServer) -> None:
    server.store.fill(3 * ENOUGH_ITEMS)
    assert findings(opened, "async_") == []
