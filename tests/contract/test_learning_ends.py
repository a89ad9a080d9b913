"""Learning a contract ends, whatever the methods of the SDK do, and says which do not end by themselves."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from conformance.contract import probe
from conformance.contract.model import Contract, Operation
from conformance.finding import PACKAGE
from tests.checks.alter_sdk import wrap, wrap_async
from tests.vocabulary import acme_contract, acme_engine, approved_contract, finding_ids, judge

PATH = "tasks.get"


def spin(*_: Any, **__: Any) -> None:
    while True:
        pass


def spin_and_catch(*_: Any, **__: Any) -> None:
    while True:
        with suppress(Exception):
            spin()


def wait(*_: Any, **__: Any) -> None:
    while True:
        time.sleep(1)


def send_again(original: Callable[..., Any], client: Any, **arguments: Any) -> None:
    for number in itertools.count():
        original(client, **{**arguments, "task": f"zq{number}"})


def poll(original: Callable[..., Any], client: Any, **arguments: Any) -> Any:
    while True:
        task = original(client, **arguments)
        if getattr(task, "state", None) == "no such state":
            return task
        time.sleep(2)


def poll_without_waiting(original: Callable[..., Any], client: Any, **arguments: Any) -> None:
    while True:
        original(client, **arguments)


def poll_until_tired(original: Callable[..., Any], client: Any, **arguments: Any) -> None:
    for _ in range(5):
        original(client, **arguments)
        time.sleep(2)
    raise TimeoutError("not done")


async def spin_async(*_: Any, **__: Any) -> None:
    spin()


async def give_way(*_: Any, **__: Any) -> None:
    for _number in itertools.count():
        await asyncio.sleep(0)


async def wait_async(*_: Any, **__: Any) -> None:
    for _number in itertools.count():
        await asyncio.sleep(1)


async def wait_for_nothing(*_: Any, **__: Any) -> None:
    await asyncio.Event().wait()


async def poll_async(original: Callable[..., Any], client: Any, **arguments: Any) -> None:
    while True:
        await original(client, **arguments)
        await asyncio.sleep(2)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop calls early: the limit itself is not what is tested."""
    monkeypatch.setattr(probe, "CALL_SECONDS", 1.0)


def learned(alter: Callable[[Any], None], twin: str) -> tuple[Contract, Operation]:
    """The contract of an altered SDK, and the operation of one client that was altered."""
    contract = acme_contract(alter)
    found = {name: operations[PATH] for name, operations in contract.twins.items()}
    return contract, found[twin]  # type: ignore[index]


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (spin, "took too long"),
        (spin_and_catch, "took too long"),
        (wait, "waited more than 1000 times"),
        (send_again, "sent more than 30 requests"),
    ],
)
def test_a_sync_call_that_does_not_end_is_stopped_and_the_others_are_learned(
    instead: Callable[..., Any], reason: str
) -> None:
    contract, operation = learned(lambda sdk: wrap(sdk.tasks.client.TasksClient, "get", instead), "sync")
    assert operation.completion == "hangs"
    assert operation.gaps == (f"the call did not end: it {reason}",)
    expected = approved_contract().twins["sync"]
    assert {path for path, other in contract.twins["sync"].items() if other != expected[path]} == {PATH}
    assert contract.attempts == approved_contract().attempts


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (spin_async, "took too long"),
        (give_way, "took too long"),
        (wait_for_nothing, "took too long"),
        (wait_async, "waited more than 1000 times"),
    ],
)
def test_an_async_call_that_does_not_end_is_stopped_and_the_others_are_learned(
    instead: Callable[..., Any], reason: str
) -> None:
    contract, operation = learned(lambda sdk: wrap_async(sdk.tasks.client.AsyncTasksClient, "get", instead), "async")
    assert operation.completion == "hangs"
    assert operation.gaps == (f"the call did not end: it {reason}",)
    expected = approved_contract().twins["async"]
    assert {path for path, other in contract.twins["async"].items() if other != expected[path]} == {PATH}


@pytest.mark.parametrize("instead", [poll, poll_without_waiting, poll_until_tired])
def test_a_method_that_repeats_a_successful_request_is_a_polling_helper(instead: Callable[..., Any]) -> None:
    contract, operation = learned(lambda sdk: wrap(sdk.tasks.client.TasksClient, "get", instead), "sync")
    assert operation.completion == "polls"
    assert operation.gaps == ()
    assert contract.ending("polls") == [PATH]
    assert (operation.method, operation.url) == ("GET", "/api/tasks/{task}/")


def test_an_async_polling_helper_is_recognised() -> None:
    contract, _ = learned(lambda sdk: wrap_async(sdk.tasks.client.AsyncTasksClient, "get", poll_async), "async")
    assert contract.ending("polls") == [PATH]


def test_polling_helpers_are_listed_and_not_called() -> None:
    def alter(sdk: Any) -> None:
        wrap(sdk.tasks.client.TasksClient, "get", poll)
        wrap_async(sdk.tasks.client.AsyncTasksClient, "get", poll_async)

    engine = acme_engine(alter, free=True)
    judged = judge(engine, PATH)
    assert judged.findings == ()
    assert judged.coverage.exchanges == 0
    assert "repeats a request" in (judged.coverage.not_called or "")
    assert set(judged.coverage.not_covered.values()) >= {judged.coverage.not_called}
    others = [path for path in engine.paths() if path != PATH]
    assert finding_ids(engine, [PACKAGE, *others], runtime=False) == set()


def test_an_approved_polling_helper_has_no_findings() -> None:
    def alter(sdk: Any) -> None:
        wrap(sdk.tasks.client.TasksClient, "get", poll)
        wrap_async(sdk.tasks.client.AsyncTasksClient, "get", poll_async)

    assert finding_ids(acme_engine(alter, contract=acme_contract(alter)), runtime=False) == set()


@pytest.mark.slow
def test_a_call_that_no_longer_ends_is_one_finding() -> None:
    engine = acme_engine(lambda sdk: wrap(sdk.tasks.client.TasksClient, "get", spin))
    assert finding_ids(engine) == {f"operation_not_learned: {PATH}"}


def test_a_helper_that_polls_for_a_state_of_a_full_response_is_recognised() -> None:
    def poll_task(original: Callable[..., Any], client: Any, **arguments: Any) -> Any:
        while original(client, **arguments):  # raises for an empty response, which is no task
            time.sleep(1)

    contract, _ = learned(lambda sdk: wrap(sdk.tasks.client.TasksClient, "get", poll_task), "sync")
    assert contract.ending("polls") == [PATH]


def test_a_retry_without_end_is_a_gap_and_the_operation_is_still_probed() -> None:
    def retry(original: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        while True:
            response = original(*arguments, **options)
            if response.status_code != 503:
                return response
            time.sleep(1)

    _, operation = learned(lambda sdk: wrap(sdk.core.http.SyncHttp, "send", retry), "sync")
    assert operation.completion == "returns"
    assert [gap for gap in operation.gaps if "503" in gap] == [
        "status 503: the call did not end: it sent more than 30 requests"
    ]
