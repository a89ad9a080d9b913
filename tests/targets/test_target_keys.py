"""The keys of target.toml: what loading refuses, and the page that describes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.targets.target import BUILT_IN, load_target
from conformance.targets.target_keys import KEYS, OPTIONAL_TABLES
from tests.vocabulary import FAUX

DATA = (FAUX / "target" / "target.toml").read_text(encoding="utf-8")
SERVER = (BUILT_IN / "label_studio" / "target.toml").read_text(encoding="utf-8")
PAGE = Path(__file__).parents[2] / "docs" / "targets.md"


def refusal(folder: Path, text: str) -> str:
    (folder / "target.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        load_target(str(folder))
    return str(caught.value)


def test_the_page_lists_every_key_of_every_table() -> None:
    expected: list[str] = []
    table = None
    for key in KEYS:
        if key.table != table:
            table = key.table
            expected.append(f"### `[{table}]`" if table else "### Top level")
        required = "yes" if key.required else "no"
        expected.append(f"| `{key.name.rpartition('.')[2]}` | {key.kind} | {required} | {key.meaning} |")
    page = PAGE.read_text(encoding="utf-8").partition("## Keys")[2].partition("\n## ")[0].splitlines()
    assert [line for line in page if line.startswith(("###", "| `"))] == expected
    assert [f"Optional: {text}." for text in OPTIONAL_TABLES.values()] == [
        line for line in page if line.startswith("Optional: ")
    ]


def test_every_missing_key_is_named_once_in_one_message(tmp_path: Path) -> None:
    message = refusal(tmp_path, "")
    required = [key.name for key in KEYS if key.required and not key.name.startswith((*OPTIONAL_TABLES,))]
    assert [line.split("`")[1] for line in message.splitlines() if " is nothing." in line] == required


def test_a_given_table_needs_its_required_keys(tmp_path: Path) -> None:
    message = refusal(tmp_path, DATA + '\n[server]\ndistribution = "acme-server"\n')
    assert "`server.launcher` is nothing" in message
    assert "server.personal_token.refresh` is nothing" not in message
    message = refusal(tmp_path, DATA + "\n[server.personal_token]\n")
    assert "`server.personal_token.refresh` is nothing" in message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"x-fern-platform", "x-fern-runtime", "x', '3, "x', "`call.machine_headers[0]` is 3"),
        ('api_key = "acme-key-not-a-secret"', "api_key = 3", "`client.arguments.api_key` is 3"),
        ('"core.api_error.ParsingError"', '"not a class"', "`errors.also[0]` is 'not a class'"),
        ('X-Fern-Language = "Python"', "X-Fern-Language = true", "`headers.X-Fern-Language` is True"),
        ('package = "acme_sdk"', 'package = "acme-sdk"', "`package` is 'acme-sdk'.\n  Expected: a Python name"),
        ('distribution = "acme-sdk"', 'distribution = ""', "`distribution` is ''"),
        ('options = "request_options"', "options = []", "`call.options` is []"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert DATA.count(old) == 1
    assert expected in refusal(tmp_path, DATA.replace(old, new))


@pytest.mark.parametrize("table", ["client", "server", "headers", "upgrade"])
def test_a_value_in_the_place_of_a_table_is_one_mistake(tmp_path: Path, table: str) -> None:
    sections = [section for section in DATA.split("\n\n") if not section.startswith(f"[{table}]")]
    message = refusal(tmp_path, f"{table} = 3\n" + "\n\n".join(sections))
    assert f"`{table}` is 3.\n  Expected: a table" in message
    assert f"`{table}." not in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Token {token}", "{token} is not a placeholder.\n  Allowed: {version}, {api_key}."),
        ("Token {}", "{} is not a placeholder"),
        ("Token {api_key", "expected '}' before end of string"),
        ("Token {api_key!r}", "{api_key!r} is not a placeholder"),
        ("Token {api_key[0]}", "{api_key[0]} is not a placeholder"),
    ],
)
def test_a_wrong_placeholder_of_a_header_is_refused_when_loading(tmp_path: Path, text: str, expected: str) -> None:
    message = refusal(tmp_path, DATA.replace("Token {api_key}", text))
    assert "`headers.Authorization`" in message
    assert expected in message


def test_a_brace_that_is_written_twice_is_no_placeholder(tmp_path: Path) -> None:
    (tmp_path / "target.toml").write_text(DATA.replace("Token {api_key}", "{{x}} {api_key}"), encoding="utf-8")
    assert load_target(str(tmp_path)).headers["Authorization"] == "{{x}} {api_key}"


def test_mistakes_of_all_kinds_are_in_one_message(tmp_path: Path) -> None:
    text = SERVER.replace('launcher = "launch.py"', 'launcher = "lunch.py"').replace("{api_key}", "{key}")
    message = refusal(tmp_path, text.replace('sync = "LabelStudio"', "sync = 1") + "\n[more]\n")
    for mistake in (
        "`client.sync` is 1",
        "`headers.Authorization`",
        "`server.personal_token.authorization`",
        "`server.launcher` is 'lunch.py'",
        "unknown key `more`",
    ):
        assert mistake in message
