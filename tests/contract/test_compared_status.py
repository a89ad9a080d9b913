"""Statuses that an SDK treats alike share one call."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from conformance.contract.compared_status import ComparedStatus, StatusEnums
from conformance.contract.extract import extract
from conformance.contract.probe import Prober
from conformance.targets.client import to_httpx
from conformance.wire import json_response
from tests.vocabulary import import_acme


@pytest.mark.parametrize(
    ("code", "other", "alike"),
    [
        (lambda status: status == 404, 405, True),
        (lambda status: status == 404, 404, False),
        (lambda status: 405 == status, 405, False),  # noqa: SIM300  # the other order
        (lambda status: 200 <= status < 300, 500, True),
        (lambda status: status >= 500, 500, False),
        (lambda status: status in [408, 409, 429], 410, True),
        (lambda status: status in (408, 409, 429), 429, False),
        (lambda status: status in range(400, 405), 404, False),
        (bool, 500, True),
        (lambda status: status != HTTPStatus.CONFLICT, 409, False),
    ],
)  # fmt: skip
def test_a_status_stands_for_those_that_compare_alike(code: Callable[[int], Any], other: int, alike: bool) -> None:
    status = ComparedStatus(403)
    assert code(status) == code(403)
    assert status.compares_like(other) is alike


@pytest.mark.parametrize(
    "code",
    [
        lambda status: status // 100 == 4,
        lambda status: 400 + status,
        lambda status: str(status)[0] == "4",
        lambda status: f"{status}".startswith("4"),
        lambda status: status in {403, 404},
        {403: "forbidden"}.get,
        HTTPStatus,
        int,
        lambda status: status == 403.0,
        lambda status: status & 1,
        lambda status: status.bit_length(),
    ],
)  # fmt: skip
def test_a_status_with_which_anything_else_is_done_stands_for_itself_alone(code: Callable[[int], Any]) -> None:
    status = ComparedStatus(403)
    assert code(status) == code(403)
    assert not status.compares_like(404)


def test_httpx_itself_only_compares_a_status() -> None:
    status = ComparedStatus(403)
    request = httpx.Request("GET", "http://sdk.test/")
    with httpx.Client(transport=httpx.MockTransport(lambda sent: to_httpx(json_response(status, {}), sent))) as client:
        response = client.send(request)
    assert (response.reason_phrase, response.is_success) == ("Forbidden", False)
    assert status.compares_like(404)


@pytest.mark.parametrize(("source", "may_be_used"), [
    ("import httpx\nRETRIED = (429, 503)\n", False),
    ("from http import HTTPStatus\n", True),
    ("import httpx\nRETRIED = (httpx.codes.CONFLICT,)\n", True),
])  # fmt: skip
def test_a_loaded_module_may_compare_with_members_of_an_enum(
    source: str, may_be_used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("status_probe_sdk.part")
    module.__file__ = str(tmp_path / "part.py")
    Path(module.__file__).write_text(source, encoding="utf-8")
    enums = StatusEnums("status_probe_sdk")
    assert not enums.may_be_used()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert enums.may_be_used() is may_be_used


def compares_statuses(package: Any) -> None:
    """Find errors and retries by comparison, as generated code does, and not in a mapping."""
    http = package.core.http
    http.RETRIED = sorted(http.RETRIED)

    def raise_for_status(response: httpx.Response, errors: Any) -> None:
        status = response.status_code
        if status >= 300:
            cls = next((cls for known, cls in errors.items() if status == known), package.core.api_error.ApiError)
            raise http.make_error(cls, status, http.error_body(response), dict(response.headers))

    http.raise_for_status = raise_for_status


def test_a_contract_is_the_same_with_a_call_for_each_status(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    call = Prober.call

    def counted(self: Prober, *arguments: Any) -> Any:
        calls.append(1)
        return call(self, *arguments)

    monkeypatch.setattr(Prober, "call", counted)
    contracts = []
    for shares in (True, False):
        monkeypatch.setattr(StatusEnums, "may_be_used", lambda _, shares=shares: not shares)
        sdk = import_acme(compares_statuses)
        contracts.append((extract(sdk, ["projects.get", "projects.list"]), len(calls)))
        sdk.close()
        calls.clear()
    (shared, few), (separate, many) = contracts
    assert shared == separate
    assert any(operation.errors for operation in shared.operations.values())
    assert few < many
