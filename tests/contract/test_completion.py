"""Methods that are no single exchange: they are recognised by what they do, and not called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import NOT_CALLED
from tests.checks.alter_sdk import wrap
from tests.vocabulary import acme_contract, acme_engine, judge

PATH = "tasks.get"


def send_two(original: Callable[..., Any], client: Any, **arguments: Any) -> Any:
    original(client, **{**arguments, "task": "first"})
    return original(client, **arguments)


def read_file(_: Callable[..., Any], __: Any, **arguments: Any) -> Any:
    return Path(f"/no such folder/{arguments['task']}").read_text(encoding="utf-8")


REFUSAL = """
def refuse(original, client, **arguments):
    raise ValueError(f"{arguments['task']} is no task")
"""
DEFECT = """
def refuse(original, client, **arguments):
    return None.missing
"""


def by_the_sdk(source: str) -> Callable[..., Any]:
    """A function whose code is the SDK's."""
    names: dict[str, Any] = {"__name__": "acme_sdk.tasks.client"}
    exec(source, names)
    found: Callable[..., Any] = names["refuse"]
    return found


def completion(instead: Callable[..., Any]) -> tuple[str, tuple[str, ...]]:
    contract = acme_contract(lambda sdk: wrap(sdk.tasks.client.TasksClient, "get", instead))
    learned = contract.twins["sync"][PATH]
    return learned.completion, learned.gaps


@pytest.mark.parametrize(
    ("instead", "expected"),
    [(send_two, "several"), (read_file, "outside"), (by_the_sdk(REFUSAL), "refuses")],
    ids=["several requests", "a file", "a refusal"],
)
def test_a_helper_is_recognised_by_what_it_does_and_has_no_gap(instead: Callable[..., Any], expected: str) -> None:
    assert completion(instead) == (expected, ())


def test_a_defect_of_the_sdk_is_no_refusal_and_one_gap() -> None:
    ends, gaps = completion(by_the_sdk(DEFECT))
    assert ends == "returns"
    assert gaps == ("nothing was sent: AttributeError: 'NoneType' object has no attribute 'missing'",)


def test_a_helper_is_not_called_and_named_with_the_reason() -> None:
    def alter(sdk: Any) -> None:
        wrap(sdk.tasks.client.TasksClient, "get", send_two)

    judged = judge(acme_engine(alter, free=True), PATH)
    assert judged.coverage.not_called == NOT_CALLED["several"]
    assert judged.coverage.exchanges == 0
