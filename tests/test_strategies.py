"""Generated calls and responses for people's own tests: they fit the SDK that is installed beside the tests."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conformance.contract.model
import conformance.live.guard
import conformance.upgrade.rule
from conformance import api, contract, offline_clients, strategies
from conformance.errors import UnknownOperation, UsageError
from tests.cli.conftest import FAUX
from tests.vocabulary import approved_contract, forget_acme

TARGET = str(FAUX / "target")
CONTRACT = approved_contract()


@pytest.fixture(autouse=True)
def _acme(monkeypatch: pytest.MonkeyPatch) -> None:
    """Acme is installed here, and imported for these tests: others in this process import copies of their own."""
    monkeypatch.syspath_prepend(FAUX)
    forget_acme()
    offline_clients._imported.cache_clear()


def results(call: strategies.GeneratedCall, response: strategies.GeneratedResponse) -> object:
    """The result of the call, read to its end."""
    result = call.send(response.client())
    shape = CONTRACT.operations[call.operation].shape
    return b"".join(result) if shape == "stream" else list(result) if shape == "pager" else result


@pytest.mark.parametrize("path", sorted(CONTRACT.operations))
def test_a_generated_call_returns_the_value_of_the_generated_response(path: str) -> None:
    calls = strategies.calls(path, contract=CONTRACT, target=TARGET)
    responses = strategies.responses(path, contract=CONTRACT, target=TARGET)

    @given(calls, responses)
    def test(call: strategies.GeneratedCall, response: strategies.GeneratedResponse) -> None:
        assert results(call, response) == response.value
        assert call.operation == response.operation == path

    test()


@given(st.data())
def test_a_call_is_shown_as_the_source_that_makes_it(data: st.DataObject) -> None:
    call = data.draw(strategies.calls("projects.create", contract=CONTRACT, target=TARGET))
    assert repr(call).startswith("client.projects.create(title=")
    assert set(call.kwargs) <= {parameter.name for parameter in CONTRACT.operations["projects.create"].accepted}


def test_an_async_client_gets_the_same_response() -> None:
    @given(
        strategies.calls("tasks.get", contract=CONTRACT, target=TARGET),
        strategies.responses("tasks.get", contract=CONTRACT, target=TARGET),
    )
    def test(call: strategies.GeneratedCall, response: strategies.GeneratedResponse) -> None:
        async def main() -> object:
            return await call.send(response.async_client())

        assert asyncio.run(main()) == response.value

    test()


def test_an_operation_that_does_not_exist_is_refused_with_the_nearest() -> None:
    for strategy in (strategies.calls, strategies.responses):
        with pytest.raises(UnknownOperation, match=r"Nearest: .*tasks\.get"):
            strategy("task.get", contract=CONTRACT, target=TARGET)


def test_an_sdk_that_is_not_installed_here_is_refused(tmp_path: Path) -> None:
    text = (FAUX / "target" / "target.toml").read_text(encoding="utf-8").replace("acme", "emca")
    (tmp_path / "target.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="emca-sdk is not installed here"):
        strategies.calls("tasks.get", contract=CONTRACT, target=str(tmp_path))


def test_the_functions_stay_where_packages_have_the_same_names() -> None:
    for name in ("contract", "live", "upgrade"):
        assert getattr(conformance, name) is getattr(api, name)
    assert contract is api.contract
    assert not hasattr(conformance, "chek")
