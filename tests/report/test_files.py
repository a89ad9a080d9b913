"""Report files: refused early, written whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from conformance.errors import EnvironmentFailed, UsageError
from conformance.report import FORMATS
from conformance.report.files import check_paths, rendered, write
from conformance.report.to_json import from_json
from tests.report.check_reports import CONFORMING
from tests.report.upgrade_reports import EVERY_KIND


def test_every_path_gets_the_format_of_its_suffix(tmp_path: Path) -> None:
    paths = [tmp_path / f"report{suffix}" for suffix in FORMATS]
    write(CONFORMING, paths)
    assert {path.suffix: path.read_text(encoding="utf-8") for path in paths} == {
        suffix: render(CONFORMING) for suffix, render in FORMATS.items()
    }
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_a_report_of_an_upgrade_has_the_same_suffixes(tmp_path: Path) -> None:
    write(EVERY_KIND, [tmp_path / f"report{suffix}" for suffix in FORMATS])
    assert {path.suffix: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        suffix: render(EVERY_KIND) for suffix, render in FORMATS.items()
    }


def test_a_report_on_standard_output_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_paths([Path("-")])
    write(CONFORMING, [Path("-"), Path("report.md")])
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    assert from_json(rendered(CONFORMING, Path("-"))) == CONFORMING


def test_a_suffix_is_read_in_either_case(tmp_path: Path) -> None:
    write(CONFORMING, [tmp_path / "REPORT.JSON"])
    assert from_json((tmp_path / "REPORT.JSON").read_text(encoding="utf-8")) == CONFORMING


@pytest.mark.parametrize("name", ["report", "report.pdf", ".json"])
def test_a_path_without_a_format_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"Allowed: \.html, \.json, \.md, \.sarif, \.xml"):
        check_paths([tmp_path / "report.md", tmp_path / name])


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"does not exist"):
        check_paths([tmp_path / "missing" / "report.md"])


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"is not a folder"):
        check_paths([tmp_path / "file" / "report.md"])


def test_a_folder_in_the_place_of_a_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.md").mkdir()
    with pytest.raises(UsageError, match=r"this is a folder"):
        check_paths([tmp_path / "report.md"])


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:  # the tests may run as a user who may do anything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    with pytest.raises(UsageError, match=r"not writable"):
        check_paths([tmp_path / "report.md"])


def test_nothing_is_written_when_one_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write(CONFORMING, [tmp_path / "report.md", tmp_path / "report.pdf"])
    assert not list(tmp_path.iterdir())


def test_the_earlier_report_stays_when_the_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.md"
    path.write_text("earlier", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentFailed, match=r"no space left"):
        write(CONFORMING, [path])
    assert [item.read_text(encoding="utf-8") for item in tmp_path.iterdir()] == ["earlier"]
