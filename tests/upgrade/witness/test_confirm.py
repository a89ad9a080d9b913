"""A witness is a snippet that ran on both releases and confirms or refutes a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.change import Change, Difference, Impact, Level, Snippet, Tier, Witness
from conformance.contract.model import TWINS, Twin
from conformance.finding import PACKAGE
from conformance.pipeline import releases as pipeline_releases
from conformance.pipeline.releases import snippet_runner
from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.targets.client import BASE_URL
from conformance.targets.contents import Contents
from conformance.targets.environment import Environment
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.source.api import Api
from conformance.upgrade.typecheck import NotChecked
from conformance.upgrade.witness.confirm import confirm_changes, why_not_shown
from conformance.upgrade.witness.programs import render_program
from conformance.upgrade.witness.trial_runner import TrialRunner, trial_runner
from conformance.wire import json_response
from conformance.workers.messages import OpenSdk
from conformance.workers.pool import worker_pool
from tests.vocabulary import FAUX, acme_target, approved_contract

PROJECT = json_response(200, {"id": 7, "title": "Birds"})
RENAMED = Snippet("result = client.tasks.get(task='1')\n", operation="tasks.get")
ADDED = Snippet("result = client.tasks.get(number='1')\n", operation="tasks.get", expects="works")
TYPED = Snippet(
    "from acme_sdk import Acme\n\n\ndef caller(client: Acme) -> None:\n    client.tasks.get(task='1')\n", by="types"
)
NOWHERE = Environment(python=Path("nowhere"), origin="release", label="nowhere")
KEPT = Snippet("result = client.projects.get(1)\n", operation="projects.get")
ASYNC = Snippet("result = await async_client.tasks.get(task='1')\n", operation="tasks.get")
PAGED = Snippet("result = client.projects.list()\n", operation="projects.list", expects="differs")


def change(trial: Snippet | None, impact: Impact = Impact.BREAKING, tier: Tier = Tier.SURFACE, **more: str) -> Change:
    words = {"rule": "parameter_renamed", "subject": "tasks.get", "message": "is renamed", **more}
    return Change(tier=tier, impact=impact, level=Level.RUNTIME, trial=trial, **words)  # type: ignore[arg-type]


def a_pair() -> ReleasePair:
    old, new = (
        Side(
            label=name,
            version=name,
            contents=Contents(name, {}),
            api=Api("acme_sdk", {}, {}),
            contract=approved_contract(),
        )
        for name in ("1.0", "2.0")
    )
    return ReleasePair(old=old, new=new)


def fine_benches() -> tuple[TrialRunner, TrialRunner]:
    """Two releases on which all code is fine."""
    return a_bench("1.0", lambda _: Outcome()), a_bench("2.0", lambda _: Outcome())


def a_bench(label: str, outcome: Callable[[ScriptedSnippet], Outcome]) -> TrialRunner:
    return TrialRunner(label=label, run_snippet=outcome, check_types=lambda modules: [[] for _ in modules])


FINE, OTHER, FAILED = Outcome(result="1"), Outcome(result="2"), Outcome(raised="TypeError")


@pytest.mark.parametrize(
    ("expects", "old", "new", "why_not"),
    [
        ("fails", FINE, FAILED, ""),
        ("fails", FINE, Outcome(stopped="no response"), ""),
        ("fails", FINE, OTHER, "the code works on the new release, too"),
        ("fails", FAILED, FAILED, "the code fails on the old release, too: raised TypeError"),
        ("differs", FINE, OTHER, ""),
        ("differs", FINE, FAILED, ""),
        ("differs", FINE, Outcome(result="1", requests=("GET /",)), ""),
        ("differs", FINE, FINE, "the code does the same on both releases"),
        ("differs", FAILED, FINE, "the code fails on the old release, too: raised TypeError"),
        ("works", FAILED, FINE, ""),
        ("works", FINE, FINE, "the code works on the old release, too"),
        ("works", FAILED, FAILED, "the code fails on the new release, too: raised TypeError"),
    ],
)
def test_two_outcomes_confirm_or_refute_an_effect(expects: str, old: Outcome, new: Outcome, why_not: str) -> None:
    assert why_not_shown(Snippet("", expects=expects), old, new) == why_not  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TrialRunner, TrialRunner, tuple[Path, Path]]]:
    """Two releases of acme in processes of their own; in the new one a parameter of `tasks.get` has another name."""
    folders = tuple(tmp_path_factory.mktemp(name) for name in ("old", "new"))
    for folder in folders:
        shutil.copytree(FAUX, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    client = folders[1] / "acme_sdk" / "tasks" / "client.py"
    client.write_text(client.read_text().replace("self, task: str", "self, number: str").replace("(task)", "(number)"))
    places = [
        Environment(python=Path(sys.executable), search_path=(folder,), origin="directory", label=folder.name)
        for folder in folders
    ]
    opening = OpenSdk(target=FAUX / "target")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFORMANCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        with worker_pool(places[0], opening) as old, worker_pool(places[1], opening) as new:
            old.open()
            new.open()
            runners = [snippet_runner(pool) for pool in (old, new)]
            sides = (trial_runner(place.label, place, run) for place, run in zip(places, runners, strict=True))
            yield (*sides, folders)  # type: ignore[misc]


@pytest.mark.slow
def test_snippets_are_tried_on_both_releases(releases: tuple[TrialRunner, TrialRunner, tuple[Path, Path]]) -> None:
    old, new, folders = releases
    given = [change(trial) for trial in (RENAMED, ADDED, TYPED, KEPT, ASYNC, PAGED)]
    seen = confirm_changes(given, a_pair(), acme_target(), old, new)
    assert confirm_changes(given, a_pair(), acme_target(), old, new) == seen
    assert [(change.confirmed, change.impact.value) for change in seen] == [
        (True, "breaking"),
        (True, "breaking"),
        (True, "breaking"),
        (False, "risky"),
        (True, "breaking"),
        (False, "risky"),
    ]
    witnesses = [change.witness for change in seen if change.witness is not None]
    assert witnesses[0].old.startswith("result: Task(")
    assert witnesses[0].new == "raised TypeError: TasksClient.get() got an unexpected keyword argument 'task'"
    assert (witnesses[1].old, witnesses[1].new[:13]) == (
        witnesses[0].new.replace("'task'", "'number'"),
        "result: Task(",
    )
    assert (witnesses[2].old, witnesses[2].new) == (
        "no error",
        'Unexpected keyword argument "task" for "get" of "TasksClient" [call-arg]',
    )
    assert witnesses[3].why_not == "the code works on the new release, too"
    for shown, works in (
        (witnesses[0], (0, 1)),
        (witnesses[1], (1, 0)),
        (witnesses[3], (0, 0)),
        (witnesses[4], (0, 1)),
        (witnesses[5], (0, 0)),
    ):
        assert tuple(_status(shown.program, folder) for folder in folders) == works, shown.program


def _status(text: str, folder: Path) -> int:
    """A witness's program, run by a reader who has one release."""
    done = subprocess.run(
        [sys.executable, "-"], input=text, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode


@pytest.mark.slow
def test_a_snippet_that_never_ends_does_not_stop_the_others(
    releases: tuple[TrialRunner, TrialRunner, tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, _ = releases
    monkeypatch.setattr(pipeline_releases, "SNIPPET_SECONDS", 2.0)
    endless = Snippet("import os\nwhile not hasattr(client.tasks.get, 'x'):\n    pass\n", operation="tasks.get")
    dies = Snippet("import os\nos._exit(3)\n")
    seen = confirm_changes(map(change, (endless, dies, RENAMED)), a_pair(), acme_target(), old, new)
    assert [change.confirmed for change in seen] == [False, False, True]
    whys = [change.witness.why_not for change in seen if change.witness is not None]
    assert whys[0].startswith("the code fails on the old release, too: an SDK call did not return within 2 s")
    assert "ended with status 3" in whys[1]


def test_random_outcomes_prove_nothing() -> None:
    counted = iter(range(99))
    benches = [a_bench(label, lambda _: Outcome(result=str(next(counted)))) for label in ("1.0", "2.0")]
    (seen,) = confirm_changes([change(Snippet("result = 1", expects="differs"))], a_pair(), acme_target(), *benches)
    assert seen.witness is not None
    assert (seen.witness.why_not, seen.witness.old) == ("the code does something different on each run on 1.0", "")


def test_the_first_difference_of_long_results_is_reported() -> None:
    benches = [a_bench(label, lambda _, label=label: Outcome(result="a" * 999 + label)) for label in ("1.0", "2.0")]  # type: ignore[misc]
    (seen,) = confirm_changes([change(Snippet("result = 1", expects="differs"))], a_pair(), acme_target(), *benches)
    assert seen.witness is not None
    assert (seen.witness.old[-6:], seen.witness.new[-6:]) == ("aaa1.0", "aaa2.0")
    assert len(seen.witness.old) < 500


@pytest.mark.parametrize(
    ("tier", "impact", "by", "confirmed", "becomes"),
    [
        (Tier.SURFACE, Impact.BREAKING, "inspection", False, Impact.RISKY),
        (Tier.SURFACE, Impact.RISKY, "inspection", False, Impact.RISKY),
        (Tier.SURFACE, Impact.COMPATIBLE, None, False, Impact.COMPATIBLE),
        (Tier.DOCUMENTATION, Impact.DOCUMENTATION, None, False, Impact.DOCUMENTATION),
        (Tier.PACKAGING, Impact.BREAKING, "inspection", True, Impact.BREAKING),
        (Tier.WIRE, Impact.RISKY, "exchange", True, Impact.RISKY),
        (Tier.BEHAVIOUR, Impact.BREAKING, "exchange", True, Impact.BREAKING),
    ],
)
def test_changes_without_a_snippet_are_witnessed_by_inspection(
    tier: Tier, impact: Impact, by: str | None, *, confirmed: bool, becomes: Impact
) -> None:
    given = change(None, impact, tier, before="3.9", after="3.10")
    (seen,) = confirm_changes([given], a_pair(), acme_target(), *fine_benches())
    assert (None if seen.witness is None else seen.witness.by, seen.confirmed) == (by, confirmed)
    assert seen.impact is becomes
    if seen.confirmed and seen.witness is not None:
        assert (seen.witness.old, seen.witness.new) == ("3.9", "3.10")


@pytest.mark.parametrize(
    ("twins", "response", "status"),
    [
        (("sync", "async"), "error_404", 1),
        (("async",), "minimal", 0),
        (("sync",), "redirected", 1),
        (("sync",), "new_full", 0),
        (("sync",), "connection_refused", 1),
        (("sync",), "full_7", 0),
    ],
)
def test_an_exchange_that_differs_is_a_program(twins: tuple[Twin, ...], response: str, status: int) -> None:
    call = "client.projects.create(title='a', settings=Settings(), due=datetime.date(2025, 3, 4))"
    differs = Difference(
        operation="projects.create",
        facet="header",
        part="x-a",
        before="1",
        after="2",
        twins=twins,
        call=call,
        response=response,
    )
    given = replace(
        change(None, Impact.RISKY, Tier.WIRE, subject=PACKAGE),
        operations=("projects.create",),
        difference=differs,
    )
    (seen,) = confirm_changes([given], a_pair(), acme_target(), *fine_benches())
    assert seen.witness is not None
    assert seen.confirmed
    assert "dict(request.headers)" in seen.witness.program
    assert _status(seen.witness.program, FAUX) == status, seen.witness.program


@pytest.mark.parametrize(
    ("call", "response", "shown"),
    [
        ("client.projects.get(1)", "1.23.2 4", "client.projects.get(1)  # response: 1.23.2 4"),
        ("client.projects.get(...)", "", "client.projects.get(...)  # response: none"),
        ("", "", ""),
    ],
)
def test_a_response_that_no_contract_produces_is_named(call: str, response: str, shown: str) -> None:
    given = replace(
        change(None),
        difference=Difference(
            operation="projects.get",
            facet="raised",
            part="",
            before="1",
            after="2",
            twins=TWINS,
            call=call,
            response=response,
        ),
    )
    (seen,) = confirm_changes([given], a_pair(), acme_target(), *fine_benches())
    assert seen.witness == Witness(program=shown, by="exchange", old="1", new="2", confirmed=True)


def test_a_witness_of_a_rule_that_is_no_exchange_is_kept() -> None:
    given = replace(change(None), witness=Witness(program="look", by="inspection", old="1", new="2", confirmed=True))
    assert confirm_changes([given], a_pair(), acme_target(), *fine_benches()) == [given]


def test_without_a_type_checker_a_break_of_types_stays_one_and_is_unconfirmed() -> None:
    def missing(_: object) -> list[list[str]]:
        raise NotChecked("mypy is not installed")

    old, new = (TrialRunner(label=label, run_snippet=lambda _: FINE, check_types=missing) for label in ("1.0", "2.0"))
    (seen,) = confirm_changes([change(TYPED)], a_pair(), acme_target(), old, new)
    assert (seen.impact, seen.witness and seen.witness.why_not) == (Impact.BREAKING, "mypy is not installed")


def test_a_release_that_cannot_be_imported_shows_only_that() -> None:
    old = a_bench("1.0", lambda _: FINE)
    new = replace(trial_runner("2.0", NOWHERE, None, "ImportError: no pandas"), check_types=old.check_types)
    given = [change(Snippet("import acme_sdk\n")), change(RENAMED)]
    imported, renamed = confirm_changes(given, a_pair(), acme_target(), old, new)
    assert imported.confirmed
    assert imported.witness is not None
    assert imported.witness.new == "ImportError: no pandas"
    assert renamed.witness is not None
    assert (renamed.impact, renamed.witness.why_not) == (Impact.BREAKING, "2.0 cannot be imported")


def test_releases_that_were_not_run_confirm_and_refute_nothing() -> None:
    old, new = (trial_runner(label, NOWHERE, None) for label in ("1.0", "2.0"))
    (seen,) = confirm_changes([change(RENAMED)], a_pair(), acme_target(), old, new)
    assert (seen.impact, seen.confirmed) == (Impact.BREAKING, False)
    assert seen.witness is not None
    assert seen.witness.why_not == "1.0 was not run"


def test_an_exchange_confirms_what_a_snippet_did_not() -> None:
    differs = Difference(
        operation="projects.get",
        facet="path",
        part="",
        before="/a",
        after="/b",
        twins=TWINS,
        call="client.projects.get(1)",
        response="minimal",
    )
    given = replace(change(KEPT), difference=differs)
    (seen,) = confirm_changes([given], a_pair(), acme_target(), *fine_benches())
    assert seen.impact is Impact.BREAKING
    assert seen.witness is not None
    assert (seen.witness.by, seen.witness.old, seen.witness.new) == ("exchange", "/a", "/b")


def test_a_program_uses_the_server_of_the_snippets() -> None:
    text = render_program(
        ScriptedSnippet("import json\n\nresult = client.projects.get(1)\n", (PROJECT,)), acme_target()
    )
    assert f"base_url={BASE_URL!r}" in text
    assert text.startswith("from acme_sdk import Acme\nimport httpx\nimport json\n")


@pytest.mark.parametrize(
    "code",
    [
        "import acme_sdk\n",
        "from acme_sdk import Acme\n\nresult = Acme\n",
        "from acme_sdk import (\n    Acme,\n    ApiError,\n)\n\nclient = Acme(api_key='')\nresult = client.tasks\n",
        "async def go():\n    return 1\n\n\nresult = await go()\n",
        "def go():\n    return 1\n\n\nfor each in range(3):\n    result = go()\n",
    ],
)
def test_programs_that_send_nothing_run(code: str) -> None:
    text = render_program(ScriptedSnippet(code), acme_target())
    assert "MockTransport" not in text
    assert _status(text, FAUX) == 0, text


@pytest.mark.parametrize(
    ("code", "clients"),
    [
        ("from acme_sdk.client import Acme", ()),
        ("from acme_sdk import client\n\nresult = client.TIMEOUT", ()),
        ("client = make()\nresult = client.projects", ()),
        ("result = client.projects.get(1)", ("client",)),
        ("result = await async_client.projects.get(1)", ("async_client",)),
    ],
)
def test_a_program_gets_the_clients_that_it_uses_and_does_not_define(code: str, clients: tuple[str, ...]) -> None:
    assert ScriptedSnippet(code).clients == clients
