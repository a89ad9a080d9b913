"""A message about wrong input names it and says what to do next; the exit status is 2, without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, environment, run_here

FILES = {
    "bad.json": "garbage\n",
    "other.json": '{"a": 1}\n',
    "list.json": "[1]\n",
    "bad.toml": "x = = 1\n",
    "key.toml": "[tool.conformance]\nexamplse = 3\n",
    "type.toml": '[tool.conformance]\nexamples = "many"\n',
    "folder/a.json": "{}\n",
}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("chekc", ("'chekc' does not exist", "Did you mean check?", "Allowed: check, live,")),
        ("completion tcsh", ("argument SHELL: 'tcsh' does not exist", "Allowed: bash, zsh, fish.")),
        ("check --examples many", ("argument --examples: 'many' is no whole number",)),
        ("check --examples 0", ("--examples is 0.", "Expected: 1 or more.")),
        ("check --min-coverage 200", ("--min-coverage is 200.", "Expected: 100 or less.")),
        ("mutants 2.0.7 --min-score 101", ("--min-score is 101.", "Expected: 100 or less.")),
        ("upgrade 1 2 --fail-on often", ("--fail-on is 'often'.", "Allowed: breaking, any, touched, never.")),
        ("live --url http://127.0.0.1:9 --mode root", ("--mode is 'root'.", "Allowed: read-only, owned.")),
        (
            "check --config missing.toml",
            ("--config missing.toml: cannot be read: No such file", "existing TOML"),
        ),
        ("check --config folder", ("--config folder: cannot be read: Is a directory",)),
        ("check --config bad.toml", ("bad.toml: not TOML: Invalid value (at line 1, column 5)",)),
        (
            "check --config key.toml",
            ("key.toml:2: `tool.conformance` has no key `examplse`. Did you mean",),
        ),
        ("check --config type.toml", ("type.toml:2: `tool.conformance.examples` is 'many'.", "a whole number")),
        ("check --report a.docx", ("--report a.docx: the suffix '.docx' names no format.", "Allowed: .html, .json")),
        ("check --report nowhere/a.html", ("--report nowhere/a.html: nowhere does not exist.", "Create it first")),
        ("badge missing.json", ("missing.json: cannot be read: No such file or directory.", "--report FILE.json")),
        ("badge bad.json", ("bad.json is not a report as JSON: Expecting value: line 1 column 1",)),
        ("badge other.json", ("other.json is not a report as JSON: it has no key 'schema'.",)),
        ("badge list.json", ("list.json is not a report as JSON: a value in it has another type.",)),
        ("history folder", ("history folder: there is no result of check or live in it.", "Found: a.json.")),
        ("history nowhere", ("history nowhere: this folder does not exist.",)),
        ("explain argument_not_snet", ("no check or rule has this id", "Nearest: argument_not_sent")),
        ("convert missing.har a.jsonl", ("missing.har: cannot be read: No such file or directory.",)),
        ("convert bad.json a.jsonl", ("bad.json: neither a cassette of vcrpy nor a log of HAR 1.2: Expecting value",)),
        ("show anything --report missing.json", ("missing.json: cannot be read: No such file or directory.",)),
        ("matrix", ("matrix: no SDK was named.", "Add --sdk")),
        ("upgrade 2.0.5", ("upgrade: two SDKs are needed, only 2.0.5 was given.",)),
    ],
)
def test_wrong_input_is_named_with_the_next_step(tmp_path: Path, line: str, words: tuple[str, ...]) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run_here(*line.split(), variables=environment(tmp_path / "cache", FAUX), folder=tmp_path)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith("conformance")
    for text in words:
        assert text in ran.stderr
    for text in ("Traceback", "[Errno", "JSONDecodeError"):
        assert text not in ran.stderr + ran.stdout
