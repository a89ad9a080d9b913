"""The allowed contents of target.toml, and the target read from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.targets.target import RANDOM_HEADERS, load_target
from tests.vocabulary import FAUX

DATA = (FAUX / "target" / "target.toml").read_text(encoding="utf-8")


def target_file(folder: Path, text: str) -> str:
    (folder / "target.toml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("before", "line", "unknown"),
    [
        ("[client]\n", 'asynchronous = "AsyncAcme"\n', "client.asynchronous"),
        ("", 'langauge = "Python"\n', "langauge"),
        ("", "upgrades = { internal = [] }\n", "upgrades"),
    ],
)
def test_an_unknown_key_is_refused_by_its_path(tmp_path: Path, before: str, line: str, unknown: str) -> None:
    text = DATA.replace(before, before + line, 1)
    with pytest.raises(TargetError, match=rf"unknown key `{unknown}`\..*\n  Allowed: .*client\.async"):
        load_target(target_file(tmp_path, text))


def test_names_of_headers_are_compared_in_lower_case(tmp_path: Path) -> None:
    text = DATA.replace('"x-fern-runtime-version"', '"X-Fern-Runtime-Version"').replace('= "x-fern-"', '= "X-Fern-"')
    target = load_target(target_file(tmp_path, text))
    assert "x-fern-runtime-version" in target.machine_headers
    assert target.own_header_prefix == "x-fern-"


def test_particulars_of_one_sdk_are_optional(tmp_path: Path) -> None:
    optional = ("own_header_prefix", "machine_headers", "unrecorded_headers", "settings_prefix")
    text = "".join(f"{line}\n" for line in DATA.splitlines() if not line.startswith(optional))
    target = load_target(target_file(tmp_path, text))
    assert (target.own_header_prefix, target.settings_prefix) == ("", "")
    assert (target.machine_headers, target.unrecorded_headers) == (RANDOM_HEADERS, frozenset())


def test_all_mistakes_are_in_one_message_with_the_nearest_names(tmp_path: Path) -> None:
    text = DATA.replace('async = "AsyncAcme"', 'asynk = "AsyncAcme"').replace('raw = "with_raw_response"', "raw = 3")
    with pytest.raises(TargetError) as caught:
        load_target(target_file(tmp_path, text + "\n[clients]\nx = 1\n"))
    message = str(caught.value)
    assert "`client.async` is nothing" in message
    assert "`call.raw` is 3" in message
    assert "unknown key `client.asynk`. Did you mean `client.async`?" in message
    assert "unknown key `clients`. Did you mean `client`?" in message


def test_an_excluded_operation_is_named_by_a_glob(tmp_path: Path) -> None:
    target = load_target(target_file(tmp_path, DATA.replace("[call]", '[call]\nexclude = ["tasks.*"]')))
    assert target.excludes("tasks.get")
    assert not target.excludes("projects.get")
