"""The release of an SDK that a project depends on, from its lock file, requirements file or pyproject.toml."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from conformance.errors import UsageError, unreadable_reason

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# The names of files that say which release a project uses: exact ones first
LOCKED: Final = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")
DEPENDENCY_FILES: Final = (
    *LOCKED, "requirements.txt", "requirements/base.txt", "requirements/production.txt", "requirements/prod.txt",
    "constraints.txt", "requirements-dev.txt", "requirements/dev.txt", "requirements.in", "pyproject.toml",
)  # fmt: skip


def is_dependency_file(sdk: str) -> bool:
    """Whether the text means a file that names a release, by its name."""
    name = Path(sdk).name
    is_lock = name in LOCKED or (name.startswith("pylock.") and name.endswith(".toml"))
    return is_lock or name == "pyproject.toml" or name.endswith((".txt", ".in"))


def sdk_in_file(path: Path, distribution: str) -> str:
    """The requirement that a file has for a distribution: `label-studio-sdk==2.0.7`, or a range of versions.

    Raises UsageError: the file cannot be read, does not name the distribution, or names several releases of it.
    """
    found = _versions(path, distribution)
    if not found:
        raise UsageError(
            f"SDK {str(path)!r}: this file does not name {distribution}.\n"
            "  Name a lock file, a requirements file or a pyproject.toml that does, or a release."
        )
    if len(found) > 1:
        raise UsageError(
            f"SDK {str(path)!r}: this file names several versions of {distribution}: {', '.join(found)}.\n"
            "  Name one of them."
        )
    return f"{distribution}{found[0]}"


def file_that_names(folder: Path, distribution: str) -> str | None:
    """The file of a project's folder that says best which release it uses; None where no file names one."""
    for name in DEPENDENCY_FILES:
        with suppress(UsageError):
            if (folder / name).is_file() and _versions(folder / name, distribution):
                return name
    return None


def _versions(path: Path, distribution: str) -> list[str]:
    """The specifiers of a distribution in a file, each once."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"SDK {str(path)!r}: this file cannot be read: {unreadable_reason(error)}.\n  Name a file that exists."
        ) from None
    read = _reader(path.name)
    wanted = canonicalize_name(distribution)
    try:
        named = [specifier for name, specifier in read(text) if canonicalize_name(name) == wanted]
    except (ValueError, AttributeError, KeyError, TypeError) as error:  # TOML and JSON errors are ValueErrors
        raise UsageError(
            f"SDK {str(path)!r}: this is not a file as {path.name} should be: {error}.\n  Mend it, or name a release."
        ) from None
    return list(dict.fromkeys(named))


def _reader(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    if name == "Pipfile.lock":
        return _pipfile
    if name == "pyproject.toml":
        return _pyproject
    return _locked if name.endswith((".lock", ".toml")) else _requirements


def _locked(text: str) -> Iterator[tuple[str, str]]:
    """The packages of uv.lock, poetry.lock and pdm.lock (`package`), and of pylock.toml (`packages`)."""
    data = tomllib.loads(text)
    for package in (*data.get("package", ()), *data.get("packages", ())):
        if "version" in package:
            yield package["name"], f"=={package['version']}"


def _pipfile(text: str) -> Iterator[tuple[str, str]]:
    data = json.loads(text)
    for group in ("default", "develop"):
        for name, package in data.get(group, {}).items():
            if "version" in package:
                yield name, package["version"]


def _requirements(text: str) -> Iterator[tuple[str, str]]:
    for line in text.replace("\\\n", " ").splitlines():
        requirement, _, _ = line.partition(" #")
        yield from _parsed(requirement.partition(" --")[0])  # without hashes


def _parsed(text: str) -> Iterator[tuple[str, str]]:
    """A requirement; nothing for a comment, an option of pip, a path or a URL."""
    with suppress(InvalidRequirement):
        requirement = Requirement(text.strip())
        if not requirement.url:
            yield requirement.name, str(requirement.specifier)


def _pyproject(text: str) -> Iterator[tuple[str, str]]:
    data = tomllib.loads(text)
    project: Mapping[str, Any] = data.get("project", {})
    groups = (*project.get("optional-dependencies", {}).values(), *data.get("dependency-groups", {}).values())
    for line in (*project.get("dependencies", ()), *(line for group in groups for line in group)):
        if isinstance(line, str):  # a group can include another one, as a table
            yield from _parsed(line)
