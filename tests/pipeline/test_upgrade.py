"""The whole command, on wheels of the faux SDK: both releases are installed, imported and run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import FAUX, run_here
from tests.pipeline.conftest import Publish, Unpack, Upgrade

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("upgrade")]

REQUIRED = {"tasks/client.py": ("project: int, request: Seq", "project: int, author: str, request: Seq")}
RETRIES = {"core/http.py": ("MAX_RETRIES = 2", "MAX_RETRIES = 1")}
SAMPLE = """\
from acme_sdk import Acme, TaskRequest

client = Acme(api_key="key")


def feed(project: int) -> None:
    client.tasks.add(project=project, request=[TaskRequest(data={})])


def look(task: str) -> str:
    return client.tasks.get(task).id
"""


def document(work: Path, name: str = "report.json") -> Any:
    """The JSON report, without what differs between two runs."""
    found = json.loads((work / name).read_text(encoding="utf-8"))
    found.pop("times")
    return found


def test_a_break_is_found_confirmed_on_both_releases_and_fails_the_run(
    publish: Publish, upgrade: Upgrade, cache: Path, work: Path
) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    ran = upgrade(old, new, "--report", "report.json", "--report", "report.html", "--report", "report.sarif")
    assert ran.returncode == 1, ran.stderr
    assert "1.1.0 breaks callers of 1.0.0" in ran.stdout.replace("wheel acme_sdk-", "").replace("-py3-none-any.whl", "")
    breaking = [change for change in document(work)["changes"] if change["impact"] == "breaking"]
    assert [change["id"] for change in breaking] == ["required_parameter_added: tasks.add.author"]
    witness = breaking[0]["witness"]
    assert witness["confirmed"]
    assert "TypeError" in witness["new"]
    assert "TypeError" not in witness["old"]
    assert (work / "report.html").stat().st_size > 1000
    assert json.loads((work / "report.sarif").read_text())["version"] == "2.1.0"
    shown = run_here("show", "tasks.add.author", variables={"CONFORMANCE_CACHE": str(cache)}, folder=work)
    assert shown.stdout.startswith("required_parameter_added: tasks.add.author\n"), shown.stderr


def test_a_change_of_behaviour_without_a_change_of_signature_is_found(
    publish: Publish, upgrade: Upgrade, work: Path
) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", RETRIES)
    ran = upgrade(old, new, "--report", "report.json", "--fail-on", "any")
    assert ran.returncode == 1, ran.stderr
    rules = {change["rule"] for change in document(work)["changes"] if change["tier"] == "behaviour"}
    assert "retry_count_changed" in rules


def test_the_same_release_twice_is_no_change(publish: Publish, upgrade: Upgrade, work: Path, unpacked: Unpack) -> None:
    wheel = publish("1.0.0")
    ran = upgrade(wheel, unpacked(wheel, "again"), "--report", "report.json")
    assert ran.returncode == 0, ran.stderr
    assert "the same as" in ran.stdout
    found = document(work)
    assert (found["changes"], found["files"]) == ([], [])


def test_the_same_inputs_give_the_same_report_with_and_without_a_cache(
    publish: Publish, upgrade: Upgrade, work: Path, cache: Path
) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    for name in ("one.json", "cached.json"):
        upgrade(old, new, "--report", name)
    shutil.rmtree(cache / "observations")
    upgrade(old, new, "--report", "other.json")
    assert document(work, "one.json") == document(work, "cached.json") == document(work, "other.json")


def test_users_choose_which_changes_fail_the_run(publish: Publish, upgrade: Upgrade) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    assert upgrade(old, new, "--fail-on", "never").returncode == 0
    assert upgrade(old, new, "--fail-on", "sometimes").returncode == 2


def test_a_run_on_touched_fails_only_if_a_change_affects_the_users_code(
    publish: Publish, upgrade: Upgrade, work: Path
) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    unaffected = SAMPLE.partition("def feed")[0] + SAMPLE[SAMPLE.index("def look") :]
    for name, text, status in (("other.py", unaffected, 0), ("feeding.py", SAMPLE, 1)):
        (work / name).write_text(text, encoding="utf-8")
        ran = upgrade(old, new, "--fail-on", "touched", "--usage", name)
        assert ran.returncode == status, ran.stdout + ran.stderr
        assert ("affects your code" in ran.stdout, "None of" in ran.stdout) == (True, status == 0)
    ran = upgrade(old, new, "--fail-on", "touched")
    assert ran.returncode == 2
    assert "--fail-on touched needs your code" in ran.stderr


def test_more_requests_after_a_failure_come_first_among_risky_changes(
    publish: Publish, upgrade: Upgrade, work: Path
) -> None:
    old = publish("1.0.0", {"core/http.py": ("MAX_RETRIES = 2", "MAX_RETRIES = 0")})
    new = publish("1.1.0", {"types/projects.py": ('"writer", "owner"', '"writer", "owner", "guest"')})
    upgrade(old, new, "--report", "report.json")
    risky = [change["rule"] for change in document(work)["changes"] if change["impact"] == "risky"]
    assert risky[0] == "retry_count_changed"
    assert "enum_member_added" in risky


def test_policy_gives_another_impact(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    policy = '[tool.conformance.upgrade.impact]\nrequired_parameter_added = "compatible"\n'
    (work / "pyproject.toml").write_text(policy, encoding="utf-8")
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    assert upgrade(old, new, "--report", "report.json").returncode == 0
    (work / "pyproject.toml").write_text(policy.replace("_added", "_add"), encoding="utf-8")
    ran = upgrade(old, new)
    assert ran.returncode == 2
    assert "Nearest: required_parameter_added" in ran.stderr


def test_a_release_that_cannot_be_imported_is_a_finding(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    old = publish("1.0.0")
    new = publish(
        "1.1.0", {"__init__.py": ("from . import core", "import there_is_no_such_module\nfrom . import core")}
    )
    ran = upgrade(old, new, "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    found = document(work)
    assert "import_broken: (package)" in {change["id"] for change in found["changes"]}
    assert any("cannot be imported" in note for note in found["notes"])


def test_a_release_that_is_no_python_is_a_finding(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    old, new = (
        publish("1.0.0"),
        publish("1.1.0", {"__init__.py": ("from . import core", "def broken(:\nfrom . import core")}),
    )
    ran = upgrade(old, new, "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    assert [change["rule"] for change in document(work)["changes"] if change["impact"] == "breaking"] == [
        "import_broken"
    ]
    ran = upgrade(old, new, "--tier", "surface")
    assert ran.returncode == 3
    assert "acme_sdk/__init__.py cannot be parsed as Python" in ran.stderr


def test_a_release_that_ends_the_process_is_a_finding(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    ends = (
        "def get(task: str) -> RequestData:\n",
        "def get(task: str) -> RequestData:\n    __import__('os')._exit(3)\n",
    )
    ran = upgrade(publish("1.0.0"), publish("1.1.0", {"tasks/requests.py": ends}), "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    (ending,) = (change for change in document(work)["changes"] if "ended with status 3" in change["after"])
    assert (ending["subject"], ending["impact"]) == ("tasks.get", "breaking")


def test_only_some_tiers_run_nothing(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    ran = upgrade(old, new, "--tier", "surface", "--tier", "files", "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    found = document(work)
    assert {change["tier"] for change in found["changes"]} <= {"surface", "files"}
    assert found["counts"]["exchanges compared"] == 0


def test_the_lines_of_the_user_that_are_hit_are_named(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    (work / "src").mkdir()
    (work / "src" / "feeding.py").write_text(SAMPLE, encoding="utf-8")
    old, new = publish("1.0.0"), publish("1.1.0", REQUIRED)
    ran = upgrade(old, new, "--usage", "src", "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    hits = [(hit["file"], hit["line"]) for change in document(work)["changes"] for hit in change["hits"]]
    assert hits == [("src/feeding.py", 7)]
    assert "feeding.py:7" in ran.stdout


def test_each_release_in_between_is_compared(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    for version, edits in (("1.0.0", {}), ("1.1.0", {}), ("1.2.0", REQUIRED), ("1.3.0", REQUIRED), ("1.4.0", REQUIRED)):
        publish(version, edits)
    ran = upgrade("--from", "1.0.0", "--to", "1.4.0", "--each", "--report", "report.json")
    assert ran.returncode == 1, ran.stderr
    found = document(work)
    assert {change["arrived"] for change in found["changes"] if change["impact"] == "breaking"} == {"1.2.0"}
    assert found["walked"] == ["1.1.0", "1.2.0", "1.3.0"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "two SDKs are needed"),
        (("1.0.0",), "two SDKs are needed, only 1.0.0 was given"),
        (("1.0.0", "1.1.0", "--to", "1.2.0"), "an SDK was given twice"),
        (("1.0.0", "otherpackage==2.0"), "names 'otherpackage'"),
        (("1.0.0", "nowhere.whl"), "does not exist"),
        (("1.0.0", "./nowhere"), "does not exist"),
        (("1.0.0", "1.1.0", "--tier", "depth"), "tier is 'depth'"),
        (("1.0.0", "1.1.0", "--report", "x.pdf"), "names no format"),
        (("1.0.0", "1.1.0", "--usage", "nowhere"), "nowhere"),
        (("1.0.0", "1.1.0", "--cassettes", "nowhere"), "the folder does not exist"),
    ],
)
def test_wrong_usage_is_reported(publish: Publish, upgrade: Upgrade, arguments: tuple[str, ...], words: str) -> None:
    publish("1.0.0")
    ran = upgrade(*arguments)
    assert ran.returncode == 2, ran.stderr
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_recorded_responses_are_replayed_on_both_releases(publish: Publish, upgrade: Upgrade, work: Path) -> None:
    folder = work / "cassettes" / "target" / "9.0.0"
    folder.mkdir(parents=True)
    interaction = {
        "operation": "tasks.get",
        "provenance": {"kind": "recorded", "server": "9.0.0", "sdk": "1.0.0", "edition": "test", "date": "2026-11-23"},
        "request": {"method": "GET", "url": "http://sdk.test/api/tasks/1/", "headers": [], "body": ""},
        "response": {"status": 200, "headers": [["content-type", "application/json"]], "body": '{"id": "", "odd": 1}'},
    }
    (folder / "tasks.get.jsonl").write_text(json.dumps(interaction) + "\n", encoding="utf-8")
    pass_over = ("names.get(key)\n", 'names.get(key)\n        if key == "odd":\n            continue\n')
    old, new = publish("1.0.0"), publish("1.1.0", {"core/construct.py": pass_over})
    ran = upgrade(old, new, "--report", "report.json", "--fail-on", "any")
    found = document(work)
    assert found["counts"]["recorded answers replayed"] == 1, ran.stderr
    assert any("odd" in change["id"] + change["message"] for change in found["changes"])


def test_an_interrupted_run_writes_what_it_has(publish: Publish, cache: Path, work: Path, upgrade: Upgrade) -> None:
    slow = (
        "def get(task: str) -> RequestData:\n",
        "def get(task: str) -> RequestData:\n    __import__('threading').Event().wait(1)\n",
    )
    old, new = publish("1.0.0"), publish("1.1.0", {"tasks/requests.py": slow})
    assert upgrade(old, new, "--tier", "surface").returncode == 0  # both are installed now
    command = [sys.executable, "-m", "conformance.cli", "upgrade", str(old), str(new), "--report", "report.json"]
    started = subprocess.Popen(
        [*command, "--target", str(FAUX / "target")],
        env={**os.environ, "CONFORMANCE_CACHE": str(cache)},
        cwd=work,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    assert any(" done" in line for line in started.stderr), "it ended without an operation"
    started.send_signal(signal.SIGTERM)
    stdout, stderr = started.communicate(timeout=60)
    assert started.returncode == 130, stderr
    assert "interrupted" in stdout
    assert document(work)["verdict"]["interrupted"] is True
