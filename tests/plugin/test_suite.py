"""The suite in a user's repository: which tests it has, how they end, what they print and write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from tests.plugin.conftest import Repository, cases, summary

Approved = Callable[..., str]
TASKS = "--operation=tasks.*"
WRONG_PATH = ("acme_sdk/tasks/requests.py", 'f"api/tasks/{encode_path(task)}/"', 'f"api/task/{encode_path(task)}/"')
PATH_FINDING = "path_differs: tasks.get"
MODEL_FIELD = "    task_count: int = 0"
MODEL_FIELD_ALTERED = "    task_count: int = 1"


def collected_ids(result: pytest.RunResult) -> list[str]:
    """The ids of collected tests."""
    return [line.partition("::")[2] for line in result.outlines if "::" in line]


@pytest.mark.slow
def test_an_sdk_without_a_fault_passes_and_the_verdict_states_it(repository: Repository, approved: Approved) -> None:
    result = repository.run(approved(), "-q")
    assert result.ret == pytest.ExitCode.OK
    outcomes = result.parseoutcomes()
    assert set(outcomes) <= {"passed", "skipped"}
    assert outcomes["passed"] > 300
    result.stdout.fnmatch_lines(["*= conformance =*", "acme-sdk 1.0.0 keeps its contract: *, no new findings"])


def test_ids_name_the_operation_and_the_check(repository: Repository, approved: Approved) -> None:
    tests = collected_ids(repository.run(approved(), "--collect-only", "-q"))
    assert "test_operation[tasks.get-path_differs]" in tests
    assert "test_operation[projects.members.assign-argument_not_sent]" in tests
    assert "test_package[operation_missing]" in tests
    assert len(set(tests)) == len(tests)


def test_only_checks_that_can_apply_are_collected(repository: Repository, approved: Approved) -> None:
    tests = collected_ids(repository.run(approved(), "--collect-only", "-q"))
    pagers = [test for test in tests if test.endswith("-pager_items_differ]")]
    assert pagers == ["test_operation[projects.list-pager_items_differ]"]
    assert [test for test in tests if test.endswith("-file_damaged]")] == ["test_operation[files.upload-file_damaged]"]


def test_collecting_judges_nothing(repository: Repository, approved: Approved) -> None:
    result = repository.run(approved(), "--collect-only", "--conformance-report=report.json")
    assert "= conformance =" not in result.stdout.str()
    assert not (repository.pytester.path / "report.json").exists()


def test_an_operation_that_was_not_approved_is_tested_all_the_same(repository: Repository, approved: Approved) -> None:
    option = approved(without="tasks.get")
    tests = collected_ids(repository.run(option, TASKS, "--collect-only", "-q"))
    assert "test_operation[tasks.get-error_not_raised]" in tests
    assert "test_operation[tasks.answer-error_not_raised]" in tests


def test_the_package_is_left_out_where_operations_are_named(repository: Repository, approved: Approved) -> None:
    tests = collected_ids(repository.run(approved(), TASKS, "--collect-only", "-q"))
    assert {test.partition("-")[0] for test in tests} == {
        "test_operation[tasks.add",
        "test_operation[tasks.answer",
        "test_operation[tasks.get",
    }


@pytest.mark.parametrize(
    ("word", "chosen"),
    [("path_differs", {"tasks.add-path_differs", "tasks.answer-path_differs", "tasks.get-path_differs"}),
     ("tasks.get and path_differs", {"tasks.get-path_differs"})],
)  # fmt: skip
def test_k_chooses_by_operation_and_by_check(
    repository: Repository, approved: Approved, word: str, chosen: set[str]
) -> None:
    assert set(repository.outcomes(approved(), TASKS, "-k", word)) == chosen


@pytest.mark.slow
@pytest.mark.parametrize("option", ["-m", "-k"])
def test_m_and_k_choose_by_operation_and_by_family(repository: Repository, approved: Approved, option: str) -> None:
    chosen = set(repository.outcomes(approved(), TASKS, option, "tasks.get and parity"))
    assert "tasks.get-async_request_differs" in chosen
    assert not {test for test in chosen if not test.startswith("tasks.get-") or "error_not_raised" in test}
    package = set(repository.outcomes(approved(), "--collect-only", "-m", "runtime"))
    assert package == set()  # nothing is run where tests are collected only
    tests = collected_ids(repository.run(approved(), "--collect-only", "-q", "-m", "runtime"))
    assert "test_package[call_option_ignored]" in tests
    assert not [test for test in tests if "argument_not_sent" in test]


def test_a_note_reports_deselected_checks(repository: Repository, approved: Approved) -> None:
    notes = repository.report(approved(), TASKS, "-k", "tasks.get and path_differs")["notes"]
    assert any("pytest selected 1" in note for note in notes)
    assert any("deselected" in note for note in notes)


def test_a_wrong_path_fails_the_test_of_its_operation_and_check(repository: Repository, approved: Approved) -> None:
    repository.alter(*WRONG_PATH)
    failed = {test for test, outcome in repository.outcomes(approved(), TASKS).items() if outcome != "passed"}
    assert {"tasks.get-path_differs", "tasks.get-wire_format_changed"} <= failed
    assert not {test for test in failed if not test.startswith("tasks.get-")} & {"tasks.add-path_differs"}


def test_a_failure_shows_the_fact_the_evidence_and_a_program(repository: Repository, approved: Approved) -> None:
    repository.alter(*WRONG_PATH)
    result = repository.run(approved(), TASKS, "-k", "tasks.get and path_differs")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            f"{PATH_FINDING}: expected → sent: path /api/tasks/*/ → /api/task/*/",
            "*(critical, sdk; installed SDK against approved contract)",
            "differences:",
            "call:",
            "    client.tasks.get(task=*)  # sync",
            "request:",
            "    GET http://sdk.test/api/task/*/",
            "response:",
            "outcome:",
            "program that reproduces it:",
            "    from acme_sdk import Acme",
            "see: conformance explain path_differs",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "judgement.py" not in result.stdout.str()


def test_x_stops_at_the_first_failure_and_the_verdict_reports_the_interruption(
    repository: Repository, approved: Approved
) -> None:
    repository.alter("acme_sdk/tasks/requests.py", '"POST", "api/tasks/"', '"PUT", "api/tasks/"')
    result = repository.run(approved(), TASKS, "-x")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["acme-sdk 1.0.0: interrupted after 1 operation; * so far"])


def test_a_model_that_many_operations_use_fails_one_test(repository: Repository, approved: Approved) -> None:
    repository.alter("acme_sdk/types/projects.py", MODEL_FIELD, MODEL_FIELD_ALTERED)
    outcomes = repository.outcomes(approved(), "--operation=projects.*", "-k", "model_field_changed")
    assert [test for test, outcome in outcomes.items() if outcome == "failure"] == [
        "projects.create-model_field_changed"
    ]


def test_the_first_operation_that_runs_gets_the_findings_of_a_model(repository: Repository, approved: Approved) -> None:
    repository.alter("acme_sdk/types/projects.py", MODEL_FIELD, MODEL_FIELD_ALTERED)
    outcomes = repository.outcomes(
        approved(), "--operation=projects.*", "-k", "model_field_changed and not projects.create"
    )
    assert [test for test, outcome in outcomes.items() if outcome == "failure"] == ["projects.get-model_field_changed"]


def write_known(repository: Repository, check: str, where: str) -> str:
    """Write a list of known findings and return the option that names it."""
    file = repository.pytester.path / "known.toml"
    file.write_text(
        f'[[known]]\ncheck = "{check}"\nwhere = ["{where}"]\nreason = "the server takes both"\n', encoding="utf-8"
    )
    return f"--known={file}"


def test_a_known_finding_is_expected_to_fail_and_its_reason_is_shown(
    repository: Repository, approved: Approved
) -> None:
    repository.alter(*WRONG_PATH)
    file = repository.pytester.path / "junit.xml"
    option = write_known(repository, "path_differs", "tasks.get")
    result = repository.run(approved(), option, TASKS, "-k", "tasks.get and path_differs", f"--junitxml={file}", "-rx")
    result.assert_outcomes(xfailed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["XFAIL *test_operation[[]tasks.get-path_differs] - *the server takes both"])
    ((_, case),) = cases(file)
    assert [item.attrib for item in case.iter("property")] == [{"name": "known", "value": "the server takes both"}]
    assert [item.attrib for item in case.iter("skipped")] == [
        {"type": "pytest.xfail", "message": "the server takes both"}
    ]
    result.stdout.fnmatch_lines(["*breaks its contract*(1 known one)*"])


@pytest.mark.slow
def test_known_findings_alone_leave_the_run_successful(repository: Repository, approved: Approved) -> None:
    repository.alter(*WRONG_PATH)
    first = repository.report(approved(), TASKS)["findings"]
    file = repository.pytester.path / "known.toml"
    file.write_text(
        "".join(
            f'[[known]]\ncheck = "{item["check"]}"\nwhere = ["{item["id"].partition(": ")[2]}"]\nreason = "wanted"\n'
            for item in first
        ),
        encoding="utf-8",
    )
    result = repository.run(approved(), TASKS, f"--conformance-known={file}")
    assert result.ret == pytest.ExitCode.OK
    assert result.parseoutcomes()["xfailed"] == len({(item["operation"], item["check"]) for item in first})
    result.stdout.fnmatch_lines([f"*keeps its contract*, {len(first)} known findings"])


def test_the_verdict_the_tables_pytest_and_junit_have_the_same_counts(
    repository: Repository, approved: Approved
) -> None:
    repository.alter(*WRONG_PATH)
    known = repository.pytester.path / "known.toml"
    write_known(repository, "path_differs", "tasks.get")
    write_stale = '[[known]]\ncheck = "method_differs"\nwhere = ["tasks.add"]\nreason = "it was wrong"\n'
    known.write_text(known.read_text(encoding="utf-8") + write_stale, encoding="utf-8")
    names = ("json", "md", "xml")
    files = {name: repository.pytester.path / f"report.{name}" for name in names}
    result = repository.run(
        approved(), f"--known={known}", TASKS, *(f"--conformance-report={file}" for file in files.values())
    )

    document = json.loads(files["json"].read_text(encoding="utf-8"))
    verdict, findings = document["verdict"], document["findings"]
    counts = tuple(verdict[name] for name in ("new", "known", "stale"))
    assert min(counts) > 0
    assert f"{counts[0]} new finding" in verdict["sentence"]

    markdown = files["md"].read_text(encoding="utf-8")
    rows = [line.split("|")[4:7] for line in markdown.splitlines() if re.match(r"\| `\w+` \|", line)]
    assert tuple(sum(int(row[column]) for row in rows) for column in range(3)) == counts

    junit = ET.parse(files["xml"]).getroot()
    failures = [case for case in junit.iter("testcase") if case.find("failure") is not None]
    texts = "\n".join(case.findtext("failure") or "" for case in failures)
    new = [item["id"] for item in findings if item["known"] is None]
    assert [identity for identity in new if f"{identity}\n" in texts] == new
    assert "".join(case.findtext("system-out") or "" for case in junit.iter("testcase")).count("known: ") == counts[1]
    assert sum(case.attrib["name"] == document["stale"][0]["finding"] for case in failures) == counts[2]

    outcomes = result.parseoutcomes()
    tests = {(item["operation"], item["check"]) for item in findings if item["known"] is None}
    assert outcomes["failed"] == len(tests) + counts[2] == len(failures) == int(junit.attrib["failures"])
    assert outcomes["xfailed"] == counts[1]
    for text in (markdown, files["xml"].read_text(encoding="utf-8"), result.stdout.str()):
        assert verdict["sentence"] in text


@pytest.mark.parametrize(
    ("width", "extra"),
    [
        ("40", ()),
        ("200", ()),
        ("40", ("-q",)),
        ("200", ("-q",)),
        pytest.param("40", ("-n1",), marks=pytest.mark.slow),
    ],
)
def test_the_summary_line_of_a_failure_carries_its_message(
    repository: Repository, approved: Approved, monkeypatch: pytest.MonkeyPatch, width: str, extra: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    repository.alter(*WRONG_PATH)
    result = repository.run(approved(), TASKS, "-k", "tasks.get and path_differs", *extra)
    (line,) = [line for line in result.outlines if line.startswith("FAILED ")]
    assert f"test_operation[tasks.get-path_differs] - {PATH_FINDING}: expected → sent: path /api/tasks/" in line
    assert "call:" not in line
    assert result.outlines[-1].startswith("=") == ("-q" not in extra)


def test_no_known_reports_known_findings_too(repository: Repository, approved: Approved) -> None:
    repository.alter(*WRONG_PATH)
    options = (
        approved(),
        write_known(repository, "path_differs", "tasks.get"),
        "--no-known",
        TASKS,
        "-k",
        "path_differs",
    )
    assert repository.outcomes(*options)["tasks.get-path_differs"] == "failure"


def test_a_known_finding_that_no_longer_happens_fails_its_test(repository: Repository, approved: Approved) -> None:
    result = repository.run(approved(), write_known(repository, "path_differs", "tasks.get"), TASKS)
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(
        [
            "*tasks.get-path_differs*",
            f"{PATH_FINDING}: known, but no longer occurs",
            "*Remove it from *known.toml.",
        ]
    )


def test_an_operation_that_ends_the_worker_is_an_error_of_its_tests_alone(
    repository: Repository, approved: Approved
) -> None:
    repository.alter(
        "acme_sdk/tasks/requests.py",
        'return RequestData("GET", f"api/tasks/{encode_path(task)}/answer"',
        '__import__("os")._exit(3)\n    return RequestData("GET", f"api/tasks/{encode_path(task)}/answer"',
    )
    outcomes = repository.outcomes(approved(), TASKS)
    assert summary({t: o for t, o in outcomes.items() if t.startswith("tasks.answer-")}).keys() == {"error"}
    assert "error" not in summary({t: o for t, o in outcomes.items() if not t.startswith("tasks.answer-")})


def test_a_crash_is_reported_without_a_traceback_of_the_suite(repository: Repository, approved: Approved) -> None:
    repository.alter(
        "acme_sdk/tasks/requests.py",
        "def answer(task: str) -> RequestData:",
        "def answer(task: str) -> RequestData:\n    exit_now()",
    )
    repository.alter(
        "acme_sdk/tasks/requests.py", "def get(", "def exit_now() -> None:\n    __import__('os')._exit(3)\n\n\ndef get("
    )
    result = repository.run(approved(), TASKS, "-k", "tasks.answer and path_differs")
    result.stdout.fnmatch_lines(["tasks.answer could not be judged.*", "the worker process ended with status 3*"])


def test_a_check_that_judged_nothing_is_skipped_with_the_reason(repository: Repository) -> None:
    result = repository.run(TASKS, "-k", "tasks.get and path_differs or tasks.get and parameter_changed", "-rs")
    result.assert_outcomes(passed=1, skipped=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["SKIPPED*this release has no approved contract"])


def test_a_release_without_an_approved_contract_is_noted(repository: Repository) -> None:
    repository.run(TASKS).stdout.fnmatch_lines(["Note: acme-sdk 1.0.0 has no approved contract*"])


@pytest.mark.slow
def test_two_processes_give_the_same_outcomes_and_the_same_report(repository: Repository, approved: Approved) -> None:
    repository.alter(*WRONG_PATH)
    repository.alter("acme_sdk/types/projects.py", MODEL_FIELD, MODEL_FIELD_ALTERED)
    option, file = approved(), repository.pytester.path / "report.json"
    alone = repository.outcomes(option, f"--conformance-report={file}")
    text = file.read_text(encoding="utf-8")
    assert "failure" in summary(alone)
    assert repository.outcomes(option, "-n2", f"--conformance-report={file}") == alone
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_two_processes_say_the_verdict_once(repository: Repository, approved: Approved) -> None:
    result = repository.run(approved(), TASKS, "-k", "path_differs", "-n2")
    assert result.parseoutcomes()["passed"] == 3
    assert result.stdout.str().count("keeps its contract") == 1


@pytest.mark.slow
@pytest.mark.parametrize("dist", ["loadgroup", "worksteal"])
def test_another_way_to_spread_tests_gives_the_same_verdict(
    repository: Repository, approved: Approved, dist: str
) -> None:
    result = repository.run(approved(), TASKS, "-n2", f"--dist={dist}")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["acme-sdk 1.0.0 keeps its contract: 3 operations, no new findings"])


def test_checks_of_the_project_have_tests_and_a_mistake_in_one_fails_one_test(
    repository: Repository, approved: Approved
) -> None:
    own = (
        "from conformance.checks.prelude import Exchange, Fact, Severity, Source, check\n"
        "def of(function):\n"
        "    return check(family='request', judges=Exchange, severity=Severity.MINOR,\n"
        "                 sources=(Source.SDK, Source.STANDARD), needs='a request')(function)\n"
        "@of\ndef query_missing(exchange):\n"
        "    if exchange.requests and not exchange.requests[0].query:\n"
        "        yield Fact(message='no query', part='query', exchange=exchange)\n"
        "@of\ndef two(exchange, other):\n    yield\n"
    )
    repository.pytester.makeconftest(own)
    outcomes = repository.outcomes(approved(), "--operation=tasks.*", "-m", "request or contract")
    failed = {test for test, outcome in outcomes.items() if outcome != "passed"}
    assert {"tasks.get-query_missing", "tasks.add-own_check_unusable"} <= failed
    assert len([test for test in failed if "unusable" in test]) == 1
    assert outcomes["tasks.get-argument_not_sent"] == "passed"
