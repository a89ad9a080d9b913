"""`live` reports wrong arguments clearly, before it starts anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Conformance

URL = ("--url", "http://127.0.0.1:9")
BOTH = ("live", "record")


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "no server was given"),
        (("--server", "1.23.2", *URL), "--server and --url were both given"),
        ((*URL, "--mode", "wild"), "mode is 'wild'.\n  Allowed: read-only, owned."),
        ((*URL, "--requests", "0"), "--requests is 0.\n  Expected: 1 or more."),
        ((*URL, "--rate", "-1"), "--rate is -1.\n  Expected: 0 or more."),
        ((*URL, "--config", "missing.toml"), "missing.toml"),
        (("--url", "ftp://h"), "this target has no server"),
    ],
)
def test_a_wrong_request_is_refused(
    conformance: Conformance, command: str, arguments: tuple[str, ...], expected: str
) -> None:
    done = conformance(command, *arguments)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((*URL, "--fuzz"), "--fuzz needs --server"),
        ((*URL, "--examples", "-1"), "--examples is -1.\n  Expected: 0 or more."),
        ((*URL, "--old", "0"), "--old is 0.\n  Expected: 1 or more."),
        ((*URL, "--cassettes", "nowhere"), "--cassettes nowhere: the folder does not exist."),
        ((*URL, "--drift"), "holds no recording of"),
        ((*URL, "--report", "r.doc"), "r.doc"),
        ((*URL, "--known", "nothing.toml"), "nothing.toml"),
    ],
)
def test_a_wrong_live_run_is_refused(conformance: Conformance, arguments: tuple[str, ...], expected: str) -> None:
    done = conformance("live", *arguments)
    assert done.returncode == 2
    assert expected in done.stderr


@pytest.mark.parametrize("command", BOTH)
def test_a_word_for_a_number_is_refused(conformance: Conformance, command: str) -> None:
    assert conformance(command, *URL, "--rate", "fast").returncode == 2


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('sever = "1.23.2"', "has no key `sever`. Did you mean `server`?"),
        ("rate = true", "`tool.conformance.live.rate` is True.\n  Expected: a whole number."),
        ('operation = "projects.get"', "Expected: a list of texts."),
        ("drift = true", "has no key `drift`"),
        ('mode = "wild"\nurl = "http://h"', "mode is 'wild'"),
    ],
)
def test_a_wrong_key_of_the_configuration_is_refused(
    conformance: Conformance, tmp_path: Path, table: str, expected: str
) -> None:
    file = tmp_path / "c.toml"
    file.write_text(f"[tool.conformance.live]\n{table}\n")
    done = conformance("live", "--config", str(file))
    assert done.returncode == 2
    assert expected in done.stderr


def test_a_recording_cannot_go_into_a_file(conformance: Conformance, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("")
    done = conformance("record", *URL, "--cassettes", str(tmp_path / "kept"))
    assert done.returncode == 2
    assert "this is not a folder" in done.stderr
