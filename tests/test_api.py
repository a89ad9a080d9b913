"""The Python API: the settings of the commands as arguments, reports as values, mistakes as exceptions."""

from __future__ import annotations

import inspect
import json
import logging
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from conformance import api
from conformance.cassettes.formats import FORMATS
from conformance.finding import PACKAGE
from conformance.report.check.groups import NOT_WHOLE, not_covered
from conformance.settings import CheckSettings, LiveSettings, MutantSettings, UpgradeSettings, options_of
from conformance.targets.environment import resolve
from conformance.targets.target import load_target
from conformance.wire import json_response
from tests.cli.conftest import FAUX, command
from tests.recordings import PROJECT, SERVER, recorded

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
FUNCTIONS = {"check": CheckSettings, "live": LiveSettings, "upgrade": UpgradeSettings, "mutants": MutantSettings}
TARGET = str(FAUX / "target")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, where the faux SDK is installed."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    monkeypatch.syspath_prepend(FAUX)
    return work


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_every_setting_of_its_command_and_documents_it(name: str) -> None:
    function = getattr(api, name)
    signature = inspect.signature(function)
    assert list(signature.parameters) == [setting.name for setting in fields(FUNCTIONS[name])]
    assert {parameter.kind for parameter in signature.parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    for setting, option in options_of(FUNCTIONS[name]):
        assert f"    {setting.name}: {option.help}" in function.__doc__


def test_check_returns_the_report_that_the_command_writes_and_prints_nothing(
    folder: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "conformance")
    report = api.check(target=TARGET, operation=("tasks.get",), report=("own.json",))
    assert report.conforms, report.verdict
    assert capfd.readouterr() == ("", "")
    assert "1 of 1 done (tasks.get)" in caplog.text
    line = command("check", "--target", TARGET, "--operation", "tasks.get", "--report", "its.json")
    assert subprocess.run(line, cwd=folder, capture_output=True, check=False).returncode == 0
    own, its = (json.loads((folder / file).read_text(encoding="utf-8")) for file in ("own.json", "its.json"))
    assert {**own, "times": {}} == {**its, "times": {}}
    assert api.read_report("own.json") == report
    assert any("The client that they share" in note for note in report.notes)  # it is not judged, and the reader knows
    left_out = not_covered(report)[0]
    assert (left_out.reason, left_out.checks["runtime_changed"]) == (NOT_WHOLE, (PACKAGE,))


def test_settings_of_the_current_folder_apply_and_arguments_win_over_them(folder: Path) -> None:
    table = f"[tool.conformance]\ntarget = '{TARGET}'\noperation = ['projects.*']\nexamples = 1\n"
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    report = api.check(operation=("tasks.get",))
    assert (report.selection, report.examples) == (("tasks.get",), 1)
    (folder / "other.toml").write_text(table.replace("examples = 1", "examples = 2"), encoding="utf-8")
    assert api.check(operation=("tasks.get",), config="other.toml").examples == 2


def test_a_report_on_standard_output_is_all_that_is_printed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = api.check(target=TARGET, operation=("tasks.get",), report=("-",))
    printed = capfd.readouterr()
    assert json.loads(printed.out)["verdict"]["sentence"] == report.verdict
    assert printed.err == ""


@pytest.mark.parametrize(
    ("name", "arguments", "error", "words"),
    [
        ("check", {"sdk": 2}, api.UsageError, "--sdk is 2.\n  Expected: a text."),
        ("check", {"seed": True}, api.UsageError, "--seed is True.\n  Expected: a whole number."),
        ("check", {"operation": "tasks.get"}, api.UsageError, "--operation is 'tasks.get'.\n  Expected: a list"),
        ("check", {"examples": 0}, api.UsageError, "--examples is 0.\n  Expected: 1 or more."),
        ("check", {"target": TARGET, "report": ("a.txt",)}, api.UsageError, "Allowed: .html, .json, .md"),
        ("check", {"target": TARGET, "operation": ("task.get",)}, api.UnknownOperation, "tasks.get"),
        ("check", {"target": "missing"}, api.TargetError, "missing"),
        ("check", {"config": "missing.toml"}, api.UsageError, "--config missing.toml: cannot be read"),
        ("check", {"known_reason": "x"}, api.UsageError, "Add it: --write-known FILE"),
        ("live", {}, api.UsageError, "no server was given"),
        ("upgrade", {}, api.UsageError, "two SDKs are needed, nothing was given"),
        ("upgrade", {"old": "1.0"}, api.UsageError, "two SDKs are needed, only 1.0 was given"),
        ("upgrade", {"old": "1.0", "new": "2.0", "tier": ("wires",)}, api.UsageError, "tier is 'wires'.\n  Allowed:"),
        ("upgrade", {"old": "1.0", "new": "2.0", "changelog": "notes.txt"}, api.UsageError, "--changelog notes.txt"),
        ("mutants", {"kinds": ("retries",)}, api.UsageError, "--kinds retries: no kind of fault matches."),
        ("mutants", {"report": ("a.xml",)}, api.UsageError, "Allowed: .html, .json, .md."),
        ("mutants", {"cont": 3}, TypeError, "did you mean 'count'?"),
        ("check", {"operatoin": ()}, TypeError, "did you mean 'operation'?"),
        ("check", {"zzz": ()}, TypeError, "allowed: target, seed"),
    ],
)
def test_a_mistake_is_an_exception_with_the_message_of_the_command_line(
    folder: Path, name: str, arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as raised:
        getattr(api, name)(**arguments)
    assert words in str(raised.value)
    assert list(folder.iterdir()) == []


def test_a_positional_argument_is_refused() -> None:
    check: Any = api.check
    with pytest.raises(TypeError, match="keyword arguments only"):
        check("2.0.7")


@pytest.mark.parametrize("suffix", [".html", ".json", ".md", ".sarif", ".xml"])
def test_a_report_is_rendered_as_it_is_written(folder: Path, suffix: str) -> None:
    report = api.read_report(ROOT / "reports" / "examples" / "upgrade-2.0.5-2.0.7.json")
    assert isinstance(report, api.UpgradeReport)
    api.write_report(report, folder / f"again{suffix}")
    assert (folder / f"again{suffix}").read_text(encoding="utf-8") == api.render_report(report, suffix)


def test_the_report_of_mutants_is_written_in_its_own_formats(folder: Path) -> None:
    report = api.MutationReport(
        tool_version="1", target="t", sdk="acme", sdk_version="1.0", sdk_origin="", approved=None, seed=0, count=1,
        min_score=0, kinds={}, places={}, mutants=(),
    )  # fmt: skip
    api.write_report(report, "faults.md", "faults.json")
    assert (folder / "faults.md").read_text(encoding="utf-8") == api.render_report(report, ".md")
    assert json.loads((folder / "faults.json").read_text(encoding="utf-8"))["command"] == "mutants"
    with pytest.raises(api.UsageError, match=r"Allowed: \.html, \.json, \.md\."):
        api.render_report(report, ".xml")


def test_what_is_no_report_and_what_is_no_format_are_mistakes(folder: Path) -> None:
    (folder / "text.json").write_text("{}", encoding="utf-8")
    for name, words in (("missing.json", "missing.json: cannot be read"), ("text.json", "text.json is not a report")):
        with pytest.raises(api.UsageError, match=words):
            api.read_report(name)
    report = api.read_report(ROOT / "reports" / "examples" / "upgrade-2.0.5-2.0.7.json")
    with pytest.raises(api.UsageError, match=r"'\.pdf' names no format"):
        api.render_report(report, ".pdf")


def loaded_by(statement: str) -> set[str]:
    """The modules that a statement loads in a new interpreter."""
    program = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_importing_the_package_loads_one_module_and_its_api_nothing_that_runs_an_sdk() -> None:
    assert loaded_by("import conformance") == {"conformance"}
    heavy = {"pytest", "hypothesis", "httpx", "respx", "jedi", "mypy", "rich", "schemathesis", "conformance.pipeline"}
    assert not heavy & loaded_by("import conformance.api")
    assert not heavy & loaded_by("from conformance import check, upgrade, contract, load_cassettes")
    loaded = loaded_by("from conformance import strategies")
    assert "hypothesis" in loaded
    assert not {"pytest", "jedi", "mypy", "schemathesis"} & loaded


def test_a_contract_has_the_arguments_and_the_response_of_each_operation(folder: Path) -> None:
    operation = api.contract(target=TARGET).operations["projects.create"]
    assert (operation.method, operation.url) == ("POST", "/api/projects/")
    assert str(operation.response).endswith(".Project")
    assert [parameter.name for parameter in operation.accepted if parameter.required] == ["title"]
    with pytest.raises(api.UsageError, match="0 is not"):
        api.contract("0 is not an SDK", target=TARGET)


def test_cassettes_are_loaded_by_operation(folder: Path) -> None:
    assert api.load_cassettes(target=TARGET) == {}
    place = folder / "recordings" / "target" / SERVER
    place.mkdir(parents=True)
    entries = recorded("projects.get", {"project": 7}, json_response(200, PROJECT))
    (place / "projects.get.jsonl").write_text(FORMATS[".jsonl"].write(entries), encoding="utf-8")
    assert api.load_cassettes("recordings", target=TARGET) == {"projects.get": tuple(entries)}
    with pytest.raises(api.UsageError, match="the folder does not exist"):
        api.load_cassettes("missing", target=TARGET)


def examples(*pages: Path) -> list[str]:
    """The Python examples of pages; by default of the page and of the README."""
    return [
        text
        for page in pages or (PAGE, ROOT / "README.md")
        for text in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(examples())))
def test_an_example_of_the_documentation_runs(number: int, tmp_path: Path) -> None:
    program, variables = tmp_path / "example.py", dict(os.environ)
    text = examples()[number]
    if "mutants(" in text:  # a real release takes minutes
        text = text.replace('sdk="2.0.7"', f'sdk="installed", target={TARGET!r}')
        variables["PYTHONPATH"] = str(FAUX)
    program.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, program.name], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
def test_the_examples_of_tests_of_ones_own_pass(tmp_path: Path) -> None:
    release = resolve("2.1.2", load_target("label_studio"), progress=lambda _: None)
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    installed = subprocess.run([release.python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    # beside the distributions of this environment, and after them
    (tmp_path / "conftest.py").write_text(f"import sys\nsys.path.append({installed!r})\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--strict-markers'\n")
    found = examples(ROOT / "docs" / "own-tests.md")
    for number, text in enumerate(found):
        name = "conftest.py" if "from conformance.checks" in text else f"test_{number}.py"
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(text)
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA"]
    ran = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    passed = re.findall(r"^PASSED ", ran.stdout, re.MULTILINE)
    assert len(passed) == len(re.findall(r"^def test_", "\n".join(found), re.MULTILINE)) - 1
    assert "1 skipped" in ran.stdout  # the one with a server


@pytest.mark.slow
def test_a_type_checker_knows_the_arguments_and_the_results(tmp_path: Path) -> None:
    program = (
        "from conformance import check, contract, strategies, upgrade\n"
        "report = check(sdk='2.0.7', operation=('projects.*',), no_known=True)\n"
        "reveal_type(report.new)\n"
        "reveal_type(upgrade(old='2.0.5', new='2.0.7', fail_on='never'))\n"
        "check(seed='7')\n"
        "check(operation='projects.*')\n"
        "check(operatoin=())\n"
        "check('2.0.7')\n"
        "reveal_type(contract('2.0.7').operations['projects.get'].accepted)\n"
        "reveal_type(strategies.calls('projects.get'))\n"
    )
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    line = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "program.py"]
    ran = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = [text for text in ran.stdout.splitlines() if "defined in" not in text]
    assert [int(text.split(":")[1]) for text in found] == [3, 4, 5, 6, 7, 8, 9, 10], ran.stdout
    assert "tuple[conformance.finding.Finding, ...]" in found[0]
    assert "conformance.report.upgrade_report.UpgradeReport" in found[1]
    assert all(": error: " in text for text in found[2:6])
    assert "tuple[conformance.contract.model.Parameter, ...]" in found[6]
    assert "SearchStrategy[conformance.strategies.GeneratedCall]" in found[7]
