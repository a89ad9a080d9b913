"""Examples run as a reader would run them, and nothing of them leaves the process."""

from __future__ import annotations

import pytest

from conformance.documentation.examples import ExampleRun, run_example
from conformance.wire import json_response
from tests.vocabulary import import_acme

START = 'from acme_sdk import Acme\n\nclient = Acme(api_key="KEY")\n'
MEMBER = json_response(200, {"name": "ann", "role": "reader"})


def run(code: str) -> ExampleRun:
    sdk = import_acme()
    try:
        return run_example(sdk, "projects.members.assign", code, (MEMBER,))
    finally:
        sdk.close()


def test_an_example_sends_its_request_to_no_server_and_its_literal_arguments_are_known() -> None:
    seen = run(START + 'client.projects.members.assign(7, "ann", role="reader", page=len("a"))\n')
    assert [request.method for request in seen.requests] == ["PUT"]
    assert (seen.arguments, seen.invalid, seen.raised, seen.not_run) == ({"role": "reader"}, "", "", "")


@pytest.mark.parametrize(
    ("code", "raised", "line"),
    [
        ("from acme_sdk import Acmee\n", "ImportError", "from acme_sdk import Acmee"),
        (START + "client.project.list()\n", "AttributeError", "client.project.list()"),
        (
            START + 'client.projects.members.assign(7, "ann", rank="a")\n',
            "TypeError",
            "client.projects.members.assign(7",
        ),
        (START + "raise SystemExit\n", "SystemExit", "raise SystemExit"),
    ],
    ids=["import", "attribute", "argument", "exit"],
)
def test_a_mistake_of_an_example_is_named_with_its_line(code: str, raised: str, line: str) -> None:
    seen = run(code)
    assert seen.raised.startswith(raised)
    assert seen.line.startswith(line)
    assert seen.requests == ()


def test_an_example_that_is_no_python_is_not_run() -> None:
    seen = run(START + "for item in client.projects.list():\n    yield item\n")
    assert seen.invalid == "'yield' outside function"
    assert seen.line == "yield item"


@pytest.mark.parametrize(
    ("code", "reason"),
    [("import pandas\n", "it imports pandas"), ('open("a.txt")\n', "it calls open()")],
    ids=["another package", "a file"],
)
def test_an_example_that_needs_more_than_the_sdk_is_not_run(code: str, reason: str) -> None:
    assert run(START + code).not_run == reason


def test_an_example_whose_client_gets_a_token_first_sends_its_own_request_too() -> None:
    get_token = '__import__("httpx").post("https://auth.test/oauth/token").json()["access_token"]'
    code = START.replace('"KEY"', get_token)
    seen = run(code + 'client.projects.members.assign(7, "ann", role="reader")\n')
    assert [request.method for request in seen.requests] == ["POST", "PUT"]
