"""An observation has everything that can be seen of a call, and leaves nothing behind."""

from __future__ import annotations

import logging
import random
import time
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.runtime.observation import Observation, SentRequest
from conformance.runtime.observer import RuntimeObserver
from conformance.runtime.situation import CallersClient, Configuration, Script, Situation
from conformance.targets.client import Sdk
from conformance.wire import Request, Response, json_response
from tests.vocabulary import import_acme

PROJECT = json_response(200, {"id": 1, "title": "one"})


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    sdk = import_acme()
    yield sdk
    sdk.close()


def observe(sdk: Sdk, *responses: Response, **configuration: Any) -> Observation:
    situation = Situation(
        representative="value",
        operation="projects.get",
        configuration=Configuration(name="tested", **configuration),
        options=(),
        script=Script(name="scripted", responses=responses),
    )
    return RuntimeObserver(sdk, {}).observe(situation, "sync", lambda: {"project": 1})


def test_a_request_is_seen_with_its_time_limit(sdk: Sdk) -> None:
    client = CallersClient(name="a timeout", arguments=lambda *_: {"timeout": 4.0})
    seen = observe(sdk, PROJECT, http_client=client)
    assert [(sent.request.method, sent.limit) for sent in seen.requests] == [("GET", "4")]


def test_waits_between_attempts_are_seen(sdk: Sdk) -> None:
    seen = observe(sdk, json_response(503, {}))
    assert seen.waits == (0.5, 1.0)
    assert seen.raised
    assert not seen.bare


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
