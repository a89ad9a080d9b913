"""An observation has everything that can be seen of a call, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import logging
import random
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from httpx._client import ClientState

from conformance.contract.model import TWINS, Twin
from conformance.runtime.observation import Observation, SentRequest
from conformance.runtime.observer import RuntimeObserver
from conformance.runtime.situation import CallersClient, Configuration, Script, Situation
from conformance.runtime.transport import INTERRUPTED
from conformance.targets.client import Sdk
from conformance.wire import Request, Response, json_response
from tests.vocabulary import import_acme

PROJECT = json_response(200, {"id": 1, "title": "one"})


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    sdk = import_acme()
    yield sdk
    sdk.close()


def observe(
    sdk: Sdk,
    *responses: Response,
    twin: Twin = "sync",
    calls: int = 1,
    again: bool = False,
    ends_wait: bool = False,
    **configuration: Any,
) -> Observation:
    situation = Situation(
        representative="value",
        operation="projects.get",
        configuration=Configuration(name="tested", **configuration),
        options=(),
        script=Script(name="scripted", responses=responses, ends_wait=ends_wait),
        calls=calls,
        again=again,
    )
    return RuntimeObserver(sdk, {}).observe(situation, twin, lambda: {"project": 1})


def test_a_request_is_seen_with_its_time_limit(sdk: Sdk) -> None:
    client = CallersClient(name="a timeout", arguments=lambda *_: {"timeout": 4.0})
    seen = observe(sdk, PROJECT, http_client=client)
    assert [(sent.request.method, sent.limit) for sent in seen.requests] == [("GET", "4")]


def test_waits_between_attempts_are_seen(sdk: Sdk) -> None:
    seen = observe(sdk, json_response(503, {}))
    assert seen.waits == (0.5, 1.0)
    assert seen.raised
    assert not seen.bare


@pytest.mark.parametrize("twin", TWINS)
def test_a_caller_can_end_a_call_while_it_waits_to_try_again(sdk: Sdk, twin: Twin) -> None:
    seen = observe(sdk, json_response(503, {}), PROJECT, twin=twin, ends_wait=True)
    assert seen.outcome == "lets the caller end the call"
    assert (len(seen.requests), len(seen.waits)) == (1, 1)
    assert observe(sdk, json_response(503, {}), PROJECT, twin=twin).outcome.startswith("returns ")


@pytest.mark.parametrize("twin", TWINS)
def test_a_call_can_follow_one_that_raised(sdk: Sdk, twin: Twin) -> None:
    responses = (json_response(404, {}), PROJECT)
    seen = observe(sdk, *responses, twin=twin, calls=2, again=True)
    assert (len(seen.requests), seen.raised) == (2, False)
    assert len(observe(sdk, *responses, twin=twin, calls=2).requests) == 1


def test_what_the_sdk_writes_logs_and_warns_of_is_seen(sdk: Sdk, capsys: pytest.CaptureFixture[str]) -> None:
    http: Any = sdk.package.core.http
    original = http.build_url

    def noisy(base_url: str, path: str) -> Any:
        print("written")  # noqa: T201
        logging.getLogger("acme_sdk").debug("logged")
        warnings.warn("warned of", DeprecationWarning, stacklevel=1)
        return original(base_url, path)

    http.build_url = noisy
    seen = observe(sdk, PROJECT)
    assert seen.output == "written\n"
    assert seen.records == ("DEBUG acme_sdk: logged",)
    assert seen.warnings == ("DeprecationWarning: warned of",)
    assert capsys.readouterr().out == ""


def test_an_exception_that_is_not_the_sdks_is_bare_and_names_its_function(sdk: Sdk) -> None:
    http: Any = sdk.package.core.http
    http.build_url = lambda base_url, path: base_url[path]
    seen = observe(sdk, PROJECT)
    assert seen.bare
    assert "TypeError" in seen.frame


def test_an_observation_leaves_clock_randomness_and_logging_as_they_were(sdk: Sdk) -> None:
    before = (time.time, time.sleep, random.getstate(), logging.getLogger().level, list(logging.getLogger().handlers))
    observe(sdk, PROJECT)
    after = (time.time, time.sleep, random.getstate(), logging.getLogger().level, list(logging.getLogger().handlers))
    assert before == after


def test_requests_without_end_are_ended(sdk: Sdk) -> None:
    http: Any = sdk.package.core.http
    http.should_retry = lambda _response: True
    http.retries = lambda _data, _options: 10**9
    assert observe(sdk, json_response(503, {})).outcome == "does not end"


USUAL = (("accept", "*/*"), ("connection", "keep-alive"), ("host", "sdk.test"), ("content-length", "0"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("host", "other.test"), ("accept", "text/plain"), ("accept-encoding", "identity"), ("connection", "close")],
)
def test_a_header_that_the_http_library_sends_otherwise_is_in_the_profile(name: str, value: str) -> None:
    headers = tuple({**dict(USUAL), name: value}.items())
    changed, usual = (
        SentRequest(request=Request("GET", "http://sdk.test/a", sent, b""), limit="60").text({}, ())
        for sent in (headers, USUAL)
    )
    assert f" | {name}: {value} | " in f"{changed} | "
    assert usual == "GET http://sdk.test/a | limit 60"


@pytest.mark.parametrize("twin", TWINS)
def test_a_caller_who_ends_a_call_is_no_failure_of_the_sdk(sdk: Sdk, twin: Twin) -> None:
    seen = observe(sdk, Response(0, fault=INTERRUPTED), PROJECT, twin=twin)
    assert seen.outcome == "lets the caller end the call"
    assert (len(seen.requests), seen.bare, seen.endless) == (1, False, False)


def _sent_in_another_thread(sdk: Sdk, *, blocks: bool) -> Observation:
    """A call of the async client, of which another thread sends a request; the event loop waits for it or is free."""
    http: Any = sdk.package.core.http
    original = http.AsyncHttp.send

    async def send(*arguments: Any, **options: Any) -> Any:
        with httpx.Client() as client:
            if blocks:
                with ThreadPoolExecutor(1) as pool:
                    pool.submit(client.get, "http://sdk.test/token").result()
            else:
                await asyncio.to_thread(client.get, "http://sdk.test/token")
        return await original(*arguments, **options)

    http.AsyncHttp.send = send
    try:
        return observe(sdk, PROJECT, twin="async")
    finally:
        http.AsyncHttp.send = original


@pytest.mark.parametrize("blocks", [True, False])
def test_an_event_loop_that_waits_for_a_request_of_another_thread_is_blocked(
    sdk: Sdk, monkeypatch: pytest.MonkeyPatch, blocks: bool
) -> None:
    monkeypatch.setattr("conformance.runtime.transport.LAG_SECONDS", 0.2 if blocks else 30.0)
    seen = _sent_in_another_thread(sdk, blocks=blocks)
    assert [sent.blocking for sent in seen.requests] == [blocks, False]


@pytest.mark.parametrize("twin", TWINS)
def test_a_client_that_is_let_go_may_not_close_the_callers_http_client(sdk: Sdk, twin: Twin) -> None:
    client = CallersClient(name="", arguments=lambda *_: {})
    assert observe(sdk, PROJECT, twin=twin, http_client=client, fresh=True, lets_go=True).changed == {}
    cls: Any = sdk.client_class(twin)
    cls.__del__ = lambda self: setattr(self._http._client, "_state", ClientState.CLOSED)
    seen = observe(sdk, PROJECT, twin=twin, http_client=client, fresh=True, lets_go=True)
    assert seen.changed == {"HTTP client: closed": "False → True"}


def test_responses_that_a_client_keeps_are_counted(sdk: Sdk) -> None:
    http: Any = sdk.package.core.http
    original, kept = http.SyncHttp.send, list[Any]()

    def keep(*arguments: Any, **options: Any) -> Any:
        kept.append(original(*arguments, **options))
        return kept[-1]

    configuration: dict[str, Any] = {"fresh": True, "lets_go": True}
    assert observe(sdk, PROJECT, calls=2, **configuration).kept_responses == 0
    http.SyncHttp.send = keep
    assert observe(sdk, PROJECT, calls=2, **configuration).kept_responses == 2


def test_each_call_may_have_an_event_loop_of_its_own(sdk: Sdk) -> None:
    http: Any = sdk.package.core.http
    original, loops = http.AsyncHttp.send, []

    async def send(*arguments: Any, **options: Any) -> Any:
        loops.append(asyncio.get_running_loop())
        return await original(*arguments, **options)

    http.AsyncHttp.send = send
    observe(sdk, PROJECT, twin="async", calls=2, fresh=True, many_loops=True)
    assert len({id(loop) for loop in loops}) == 2
