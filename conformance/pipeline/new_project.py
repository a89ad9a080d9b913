"""`conformance init`: writes into a project's folder what it needs to use this package. Nothing is overwritten."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from conformance.errors import UsageError, unreadable_reason
from conformance.pipeline.project_files import known_list, settings_tables, workflow
from conformance.pipeline.suite_source import SuiteSource, given_source, installed_source
from conformance.report.files import replace_text
from conformance.settings import DEFAULT_TARGET, RunSettings
from conformance.targets.dependency_files import file_that_names, is_dependency_file
from conformance.targets.target import Target, load_target

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS: Final = Path("pyproject.toml")
KNOWN: Final = Path("conformance-known.toml")
WORKFLOW: Final = Path(".github", "workflows", "conformance.yml")


def new_project(folder: Path, *, sdk: str | None, target: str, suite: str | None = None) -> list[str]:
    """Write settings, a list of known findings and a workflow into a folder. Return lines for the user.

    `sdk` is the release to test, or a file that names it; by default the lock or requirements file of the folder.
    `suite` is what jobs install this package from, by default the place that it was installed from here.
    Raises UsageError: nothing names the SDK, the settings are not TOML, or everything exists already;
    EnvironmentFailed where a file cannot be written.
    """
    loaded = load_target(target)
    named = sdk or file_that_names(folder, loaded.distribution)
    if named is None or named == "installed":
        raise UsageError(_no_sdk(loaded, named))
    source = installed_source(folder) if suite is None else given_source(suite, folder)
    texts = {
        SETTINGS: _with_settings(folder / SETTINGS, settings_tables(folder, named, target, KNOWN.as_posix())),
        KNOWN: known_list(KNOWN.as_posix()),
        WORKFLOW: workflow(named, loaded.distribution, source),
    }
    new = {name: text for name, text in texts.items() if text is not None and not _exists(folder / name, name)}
    if not new:
        raise UsageError(
            f"init: {SETTINGS} has [{RunSettings.TABLE}] already, and {KNOWN} and {WORKFLOW.as_posix()} exist.\n"
            "  Nothing was changed. Remove one of them to have it written again."
        )
    for name, text in new.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_text(folder / name, text)
    return [*_outcomes(texts, new), *_next(named, loaded, target), *(_jobs(source) if WORKFLOW in new else ())]


def _exists(path: Path, name: Path) -> bool:
    """Whether a file is the user's; the settings are added to a file that can exist."""
    return name != SETTINGS and (path.exists() or path.is_symlink())


def _with_settings(file: Path, tables: str) -> str | None:
    """The file with the tables at its end; None where it has settings already. Raises UsageError: it is not TOML."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:  # its line ends stay
            text = opened.read()
    except FileNotFoundError:
        return tables
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {unreadable_reason(error)}.") from None
    try:
        tools = tomllib.loads(text.replace("\r\n", "\n")).get("tool", {})
        if isinstance(tools, dict) and "conformance" in tools:
            return None
        end = "\r\n" if "\r\n" in text else "\n"
        blank = "" if not text else end if text.endswith("\n") else end * 2
        whole = text + blank + tables.replace("\n", end)
        tomllib.loads(whole.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: the settings cannot be added, it is not TOML: {error}.\n  Mend it first.") from None
    return whole


def _no_sdk(target: Target, named: str | None) -> str:
    if named is not None:
        return (
            f"init --sdk {named}: a job of CI has no SDK installed.\n"
            "  Name a release, such as --sdk latest, or a lock file."
        )
    return (
        f"init: no lock file, requirements file or pyproject.toml in this folder names {target.distribution}.\n"
        "  Add it to the dependencies first, or name the release to test: --sdk latest."
    )


def _outcomes(texts: dict[Path, str | None], new: dict[Path, str]) -> list[str]:
    return [f"{'wrote' if name in new else 'left as it is:'} {name.as_posix()}" for name in texts]


def _next(sdk: str, target: Target, name: str) -> list[str]:
    named = f"of the release in {sdk}" if is_dependency_file(sdk) else sdk
    learned = "" if name == DEFAULT_TARGET else f", with the target {name}"
    return [
        "",
        f"The SDK to test is {target.distribution} {named}{learned}. Next:",
        "  conformance check",
        f"  conformance check --write-known {KNOWN} --known-reason 'Findings of the first run.'",
        f"  git add {SETTINGS} {KNOWN} {WORKFLOW.as_posix()}",
    ]


def _jobs(source: SuiteSource) -> list[str]:
    """Lines about the source of this package in jobs, and what has to be done first."""
    first = [f"Before that works: {source.first}"] if source.first else []
    return ["", f"Jobs of CI install {source.requirement}.", *first]
