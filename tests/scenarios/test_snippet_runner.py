"""The outcome of one snippet on one release, in a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.wire import json_response
from tests.vocabulary import import_acme

PROJECT = json_response(200, {"id": 7, "title": "Birds"})
REFUSED = "PermissionError: a snippet"


@pytest.fixture
def trials() -> Iterator[SnippetRunner]:
    sdk = import_acme()
    yield SnippetRunner(sdk)
    sdk.close()


def test_a_snippet_records_its_result_and_requests(trials: SnippetRunner) -> None:
    outcome = trials.run(ScriptedSnippet("result = client.projects.get(7, members_limit=2).title", (PROJECT,)))
    assert outcome == Outcome(result="'Birds'", requests=("GET /api/projects/7/?members_limit=2",))


def test_a_snippet_records_bodies_output_and_warnings(trials: SnippetRunner) -> None:
    code = "import warnings\nclient.projects.create(title='é')\nprint('made')\nwarnings.warn('old', FutureWarning)"
    outcome = trials.run(ScriptedSnippet(code, (PROJECT,)))
    assert outcome.requests == ('POST /api/projects/ {"title": "é"}',)
    assert (outcome.printed, outcome.warned, outcome.ending) == ("made", ("FutureWarning: old",), "no error")


def test_the_log_of_a_snippet_does_not_depend_on_handlers_of_the_process(trials: SnippetRunner) -> None:
    code = "import logging\nlogging.getLogger('acme').warning('no picture')\nlogging.getLogger('acme').info('fine')"
    before = trials.run(ScriptedSnippet(code)).printed
    setting = "import logging\nlogging.basicConfig(level=logging.INFO, force=True)"
    trials.run(ScriptedSnippet(setting))
    assert (before, trials.run(ScriptedSnippet(code)).printed) == ("no picture", "no picture")


def test_a_snippet_has_a_home_of_its_own(trials: SnippetRunner) -> None:
    code = "from pathlib import Path\n(Path.home() / '.cache').mkdir()\nresult = Path.home() == Path.cwd()"
    assert [trials.run(ScriptedSnippet(code)).ending for _ in range(2)] == ["result: True"] * 2


def test_a_snippet_may_await_and_waits_in_virtual_time(trials: SnippetRunner) -> None:
    code = "import time, asyncio\ntime.sleep(900)\nawait asyncio.sleep(900)\n"
    outcome = trials.run(ScriptedSnippet(f"{code}result = (await async_client.projects.get(7)).id", (PROJECT,)))
    assert outcome.result == "7"


def test_a_snippet_consumes_a_pager(trials: SnippetRunner) -> None:
    first = {"count": 1, "results": [{"id": 1, "title": "a"}], "next": "http://sdk.test/api/projects/?page=2"}
    pages = [json_response(200, first), json_response(200, {"count": 1, "results": [], "next": None})]
    outcome = trials.run(ScriptedSnippet("result = client.projects.list()", tuple(pages)))
    assert outcome.result.startswith("[Project(")
    assert len(outcome.requests) == 2


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("client.projects.get()", "raised TypeError: ProjectsClient.get() missing 1 required positional argument"),
        ("raise SystemExit(3)", "raised SystemExit: 3"),
        ("raise KeyboardInterrupt", "raised KeyboardInterrupt"),
        ("input()", "raised EOFError: EOF when reading a line"),
        ("def caller(:", "raised SyntaxError: invalid syntax"),
        ("from acme_sdk import Nothing", "raised ImportError: cannot import name 'Nothing' from 'acme_sdk' (acme_"),
        ("result = object()", "result: <object object>"),
        ("client.projects.get(1)", "sent GET /api/projects/1/; no request was expected"),
        ("from acme_sdk import ApiError\nraise ApiError", "raised core.api_error.ApiError"),
    ],
)  # fmt: skip
def test_the_outcome_of_a_snippet_contains_no_machine_paths(trials: SnippetRunner, code: str, end: str) -> None:
    assert trials.run(ScriptedSnippet(code)).ending.startswith(end)


def test_a_snippet_stops_an_endless_pager(trials: SnippetRunner) -> None:
    link = "http://sdk.test/api/projects/?page=2"
    page = json_response(200, {"count": 1, "results": [{"id": 1, "title": "a"}], "next": link})
    assert trials.run(ScriptedSnippet("list(client.projects.list())", (page,))).ending == "stopped after 13 requests"


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", f"raised {REFUSED} may not use the network"),
        (
            "import httpx\nhttpx.get('http://127.0.0.1:9')",
            "raised httpx.ConnectError: a snippet may not use the network",
        ),
        ("os.system('true')", f"raised {REFUSED} may not start processes"),
        ("import subprocess\nsubprocess.run(['true'])", f"raised {REFUSED} may not start processes"),
        ("open(OUTSIDE, 'w')", f"raised {REFUSED} may not write outside of its folder"),
        ("os.mkdir(OUTSIDE)", f"raised {REFUSED} may not write outside of its folder"),
        ("import shutil\nshutil.rmtree(os.path.dirname(OUTSIDE))", f"raised {REFUSED} may not write"),
        ("import shutil\nos.mkdir('a')\nshutil.rmtree('a')\nresult = os.listdir()", "result: []"),
        ("open('a', 'w').close()\nresult = os.path.abspath('a')", "result: 'a'"),
        ("import tempfile\nwith tempfile.TemporaryDirectory() as made:\n    open(made + '/a', 'w')", "no error"),
        ("result = open('/dev/null', 'w').close()", "result: None"),
    ],
)
def test_a_snippet_cannot_touch_the_machine(trials: SnippetRunner, tmp_path: Path, code: str, end: str) -> None:
    before = Path.cwd()
    outside = tmp_path / "kept" / "one"
    outside.parent.mkdir()
    outcome = trials.run(ScriptedSnippet(f"import os\nOUTSIDE = {str(outside)!r}\n{code}"))
    assert outcome.ending.startswith(end)
    assert list(outside.parent.parent.rglob("*")) == [outside.parent]
    assert Path.cwd() == before


def test_a_snippet_leaves_nothing_for_the_next_one(trials: SnippetRunner) -> None:
    chance = ScriptedSnippet("import random\nresult = random.random()")
    first = trials.run(chance)
    trials.run(ScriptedSnippet("import sys, json\nkept = 1\nclient.kept = 1\nsys.modules['json'] = None", (PROJECT,)))
    assert trials.run(ScriptedSnippet("kept")).raised.startswith("NameError")
    assert trials.run(ScriptedSnippet("client.kept", (PROJECT,))).raised.startswith("AttributeError")
    assert trials.run(ScriptedSnippet("import json\nresult = json.dumps(1)")).result == "'1'"
    assert trials.run(chance) == first
