"""Report files: checked before a run, written completely or not at all. `-` is standard output."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.report import FORMATS, HISTORY_FORMATS, MATRIX_FORMATS, MUTANT_FORMATS
from conformance.report.build import AnyReport, Shown
from conformance.report.history.history import History
from conformance.report.matrix.matrix import Matrix
from conformance.report.upgrade.changelog import to_changelog
from conformance.report.upgrade_report import UpgradeReport

STANDARD_OUTPUT: Final = "-"
KNOWN_FORMATS: Final = (".toml",)
CHANGELOG_FORMATS: Final = (".md",)
STANDARD_OUTPUT_FORMAT: Final = ".json"  # for another program


def check_paths(paths: Collection[Path], formats: Collection[str] = FORMATS) -> None:
    """Raise UsageError for the first path that a report cannot be written to; `formats` are the allowed suffixes."""
    for path in paths:
        _check(path, formats)


def is_standard_output(path: Path) -> bool:
    """Whether a report goes to standard output, as JSON."""
    return str(path) == STANDARD_OUTPUT


def rendered(report: AnyReport, path: Path) -> str:
    """The report in the format that a path names."""
    return FORMATS[STANDARD_OUTPUT_FORMAT if is_standard_output(path) else path.suffix.lower()](report)


def write_shown(shown: Shown, paths: Collection[Path]) -> None:
    """Write a history, or the result of `mutants` or `matrix`, to every path, like `write`."""
    formats = (
        HISTORY_FORMATS if isinstance(shown, History)
        else MATRIX_FORMATS if isinstance(shown, Matrix)
        else MUTANT_FORMATS
    )  # fmt: skip
    check_paths(paths, formats)
    files = [path for path in paths if not is_standard_output(path)]
    for path, text in [(path, formats[path.suffix.lower()](shown)) for path in files]:
        replace_text(path, text)


def check_known(path: Path, option: str) -> None:
    """Raise UsageError where a list of known findings cannot be written; `option` is how the user named it."""
    _check(path, KNOWN_FORMATS, option)


def check_changelog(path: Path) -> None:
    """Raise UsageError where release notes cannot be written."""
    _check(path, CHANGELOG_FORMATS, option="--changelog")


def write_changelog(report: UpgradeReport, path: Path) -> None:
    """Write the release notes of an upgrade, like `write`."""
    check_changelog(path)
    replace_text(path, to_changelog(report))


def write(report: AnyReport, paths: Collection[Path]) -> None:
    """Write the report to every path that is a file, in the format of its suffix.

    Raises UsageError like `check_paths`, EnvironmentFailed when a file cannot be written; no file is left incomplete.
    """
    check_paths(paths)
    # Everything is rendered before anything is written: a format that fails leaves earlier files as they were.
    texts = [(path, rendered(report, path)) for path in paths if not is_standard_output(path)]
    for path, text in texts:
        replace_text(path, text)


def _check(path: Path, formats: Collection[str], option: str = "--report") -> None:
    if is_standard_output(path) and STANDARD_OUTPUT_FORMAT in formats:
        return
    folder = path.parent
    if path.suffix.lower() not in formats:
        got = f"the suffix {path.suffix!r} names no format" if path.suffix else "the name has no suffix"
        raise UsageError(f"{option} {path}: {got}.\n  Allowed: {', '.join(sorted(formats))}.")
    if path.is_dir():
        raise UsageError(
            f"{option} {path}: this is a folder.\n  Name a file in it, such as {path / f'report{min(formats)}'}."
        )
    if not folder.is_dir():
        got = "is not a folder" if folder.exists() else "does not exist"
        raise UsageError(f"{option} {path}: {folder} {got}.\n  Create it first, or name a file in another folder.")
    try:  # os.access is not enough: some folders grant permission and refuse
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        text = f"{option} {path}: {folder} is not writable: {error.strerror}.\n  Name a file in another folder."
        raise UsageError(text) from None


def replace_text(path: Path, text: str) -> None:
    """Write a file completely or not at all. Raises EnvironmentFailed."""
    unfinished = path.with_name(f".{os.getpid()}.unfinished{path.suffix}")
    try:
        unfinished.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        raise EnvironmentFailed(f"{path}: the report cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
