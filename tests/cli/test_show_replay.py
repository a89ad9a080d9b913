"""`conformance show` and `conformance replay`: one finding of the last result."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.occurrence import Occurrence
from conformance.pipeline.last_result import keep
from conformance.report.to_json import to_json
from tests.cli.conftest import FAUX, environment, run_here
from tests.report.check_reports import CONFORMING, LIVE, finding
from tests.report.upgrade_reports import EVERY_KIND

LOST = "pager_items_differ: projects.list"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, acme: Path) -> Run:
    """Run a command in an empty folder; `installed` is an acme whose pager loses the first item of each page."""
    file = acme / "acme_sdk" / "core" / "pagination.py"
    text = file.read_text()
    file.write_text(text.replace("yield from page.items or ()", "yield from (page.items or ())[1:]"))
    work = tmp_path / "work"
    work.mkdir()

    def run_command(*arguments: str, sdk: Path = acme, folder: Path = work) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, variables=environment(tmp_path / "cache", sdk), folder=folder)

    return run_command


def test_a_finding_of_the_last_run_is_shown_and_replayed(run: Run) -> None:
    target = ("--target", str(FAUX / "target"))
    assert run("check", "--operation", "*.list", *target).returncode == 1

    shown = run("show", LOST)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"{LOST}\n")
    assert "\nResponse:\n200\n" in shown.stdout
    assert "client.projects.list(" in shown.stdout
    assert "conformance explain pager_items_differ" in shown.stdout

    again = run("replay", LOST)
    assert again.returncode == 1, again.stderr
    assert again.stdout.endswith("\nIt still occurs with acme-sdk 1.0.0.\n")
    assert shown.stdout in again.stdout, "the same seed makes the same calls"

    mended = run("replay", LOST, sdk=FAUX)
    assert mended.returncode == 0, mended.stderr
    assert mended.stdout == f"{LOST}\nIt no longer occurs with acme-sdk 1.0.0.\n"

    other = run("show", "no_such_thing: projects.list")
    assert other.returncode == 2
    assert "Nearest: " in other.stderr


def test_a_folder_without_a_run_has_no_last_result(run: Run) -> None:
    ran = run("show", LOST)
    assert ran.returncode == 2
    assert "no run of check, live or upgrade has ended in this folder" in ran.stderr
    assert "--report FILE.json" in ran.stderr


def test_a_finding_of_a_report_file_is_named_by_a_part_of_its_id(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "work" / "r.json"
    report.write_text(to_json(replace(CONFORMING, findings=(finding("alpha"), finding("beta")))), "utf-8")
    assert "prompts.get.alpha" in run("show", "ALPHA", "--report", "r.json").stdout
    several = run("show", "prompts.get", "--report", "r.json")
    assert several.returncode == 2
    assert "2 findings" in several.stderr
    assert "prompts.get.beta" in several.stderr


def test_a_finding_whose_cause_is_elsewhere_is_named_by_an_operation_that_shows_it(run: Run, tmp_path: Path) -> None:
    shown = tuple(Occurrence(operation=path, part="id") for path in ("tasks.get", "tasks.list"))
    shared = replace(finding("with a dot segment"), operation="(core)", occurrences=shown)
    report = tmp_path / "work" / "r.json"
    report.write_text(to_json(replace(CONFORMING, findings=(shared, finding("beta")))), "utf-8")
    for given in ("path_value_not_escaped: tasks.list.id", "path_value_not_escaped: tasks.list", "tasks.get"):
        ran = run("show", given, "--report", "r.json")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.startswith("path_value_not_escaped: (core).with a dot segment\n")


@pytest.mark.parametrize("given", ["missing.json", ".", "upgrade.json", "text.json"])
def test_a_report_that_cannot_be_read_is_one_message(run: Run, tmp_path: Path, given: str) -> None:
    (tmp_path / "work" / "upgrade.json").write_text(to_json(EVERY_KIND), "utf-8")
    (tmp_path / "work" / "text.json").write_text("no JSON", "utf-8")
    ran = run("show", LOST, "--report", given)
    assert ran.returncode == 2
    assert ran.stderr.startswith("conformance: ")
    assert "Traceback" not in ran.stderr


def test_a_run_of_a_folder_is_replayed_only_with_its_path(run: Run, tmp_path: Path) -> None:
    report = replace(CONFORMING, findings=(finding(),), sdk_origin="directory")
    (tmp_path / "work" / "r.json").write_text(to_json(report), "utf-8")
    ran = run("replay", "prompts.get", "--report", "r.json")
    assert ran.returncode == 2
    assert "Name it with --sdk" in ran.stderr


def test_a_run_on_a_running_server_is_replayed_only_with_its_address(run: Run, tmp_path: Path) -> None:
    report = replace(LIVE, findings=(finding(),), started=False)
    (tmp_path / "work" / "r.json").write_text(to_json(report), "utf-8")
    shown = run("show", "prompts.get", "--report", "r.json")
    assert "conformance live --url URL --mode owned" in shown.stdout
    ran = run("replay", "prompts.get", "--report", "r.json")
    assert ran.returncode == 2
    assert "Community 1.23.2, whose address is not in its result" in ran.stderr
    assert "Name it with --url" in ran.stderr


UPGRADE = str(Path(__file__).parents[2] / "reports" / "examples" / "upgrade-2.0.5-2.0.7.json")


def test_a_change_of_an_upgrade_is_shown_with_both_sides_and_its_witness(run: Run) -> None:
    shown = run("show", "parameter_now_required: jwt_settings.update.api_token_ttl_days", "--report", UPGRADE)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("parameter_now_required: jwt_settings.update.api_token_ttl_days\n")
    for words in ("impact: breaking", "what to do: ", "On 2.0.5:", "Its outcome on 2.0.7:", "see: conformance explain"):
        assert words in shown.stdout
    none = run("show", "jwt_setings", "--report", UPGRADE)
    assert none.returncode == 2
    assert "changes of the upgrade of label-studio-sdk from 2.0.5 to 2.0.7 has this id" in none.stderr
    replayed = run("replay", "jwt_settings", "--report", UPGRADE)
    assert "`conformance show` shows the changes of an upgrade" in replayed.stderr


def test_a_change_of_the_last_upgrade_is_shown_beside_the_findings_of_the_last_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    keep(EVERY_KIND)
    one = EVERY_KIND.changes[0]
    change = run("show", one.id)
    assert change.stdout.startswith(f"{one.id}\n"), change.stderr
    assert "no run of check or live has ended in this folder" in run("replay", one.id).stderr
    keep(replace(CONFORMING, findings=(finding("alpha"),)))
    assert "prompts.get.alpha" in run("show", "alpha").stdout
    assert run("show", one.id).stdout == change.stdout
    none = run("show", "no such thing at all")
    assert "findings or changes of the last result, of" in none.stderr
    assert "and the upgrade of" in none.stderr
