"""The environment of an SDK under test: the interpreter of its worker process, and the packages that it can import.

Two releases are never imported into one interpreter, and the main process never imports the SDK.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from conformance.errors import EnvironmentFailed
from conformance.extras import install_command
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.targets.dependency_files import is_dependency_file, sdk_in_file
from conformance.targets.environment_builder import EnvironmentBuilder
from conformance.targets.sdk_spec import (
    base_release,
    is_directory_spec,
    parse_versions,
    require_directory,
    require_installed,
    require_wheel,
)
from conformance.targets.target import Target

# The distributions that this package imports in a worker.
_ENGINE = ("docstring-parser", "hypothesis", "respx", *(() if sys.version_info >= (3, 11) else ("tomli",)))

# Exact versions: the same seed makes the same calls in every environment. The SDK decides on the version of httpx.
ENGINE_REQUIREMENTS: tuple[str, ...] = tuple(f"{name}=={importlib.metadata.version(name)}" for name in _ENGINE)

# These generate and validate bodies by an OpenAPI document: needed only if a document is given.
_SPEC = ("schemathesis", "jsonschema-rs", "packaging", "pyyaml")
_YAML = ("pyyaml",)

# These variables would send requests of the SDK's client to another server.
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})


def engine_requirements(*, spec: bool = False, yaml: bool = False) -> tuple[str, ...]:
    """The requirements of a worker besides the SDK: with `spec` for OpenAPI documents, with `yaml` for YAML cassettes.

    Raises EnvironmentFailed: the extra for them is not installed.
    """
    more = _SPEC if spec else _YAML if yaml else ()
    try:
        return (*ENGINE_REQUIREMENTS, *(f"{name}=={importlib.metadata.version(name)}" for name in more))
    except importlib.metadata.PackageNotFoundError as error:
        needs = "OpenAPI documents, that of --spec and a server's own," if spec else "cassettes in YAML"
        raise EnvironmentFailed(
            f"{needs} need {error.name}, which is not installed.\n  Install it with: {install_command('openapi')}"
        ) from None


Origin = Literal["installed", "release", "wheel", "directory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The environment of one SDK."""

    python: Path  # interpreter to start workers with
    search_path: tuple[Path, ...] = ()  # first on the worker's sys.path
    origin: Origin
    label: str  # what the user named, without absolute paths
    approved: str | None = None  # the approved contract that the user named; None: that of the SDK's own version
    settings_prefix: str = ""  # workers do not inherit environment variables with this prefix


def resolve(
    sdk: str,
    target: Target,
    *,
    approved: str | None = None,
    engine: Sequence[str] = ENGINE_REQUIREMENTS,
    progress: Callable[[str], None],
) -> Environment:
    """Find or create the environment of an SDK: `installed`, a release, a requirement, a wheel, a directory or a file.

    Raises UsageError: the given SDK does not exist or is not the target's.
    Raises EnvironmentFailed: uv is missing, the index cannot be reached, or the SDK cannot be installed.
    """
    builder = EnvironmentBuilder(target.distribution, tuple(sorted(engine)), progress)
    python, search_path, origin, label = _locate(sdk.strip(), target, approved, builder)
    return Environment(
        python=python,
        search_path=search_path,
        origin=origin,
        label=label,
        approved=approved,
        settings_prefix=target.settings_prefix,
    )


def installed_release(release: str, target: Target) -> Environment | None:
    """The environment of a release that the cache has already, without the requirements for OpenAPI documents."""
    python = EnvironmentBuilder(
        target.distribution, tuple(sorted(ENGINE_REQUIREMENTS)), lambda _: None
    ).installed_python(release)
    return None if python is None else Environment(python=python, origin="release", label=release)


def _locate(
    sdk: str, target: Target, approved: str | None, builder: EnvironmentBuilder
) -> tuple[Path, tuple[Path, ...], Origin, str]:
    """The interpreter, the search path, the origin and the label of an SDK."""
    if sdk == "installed":
        require_installed(target)
        return Path(sys.executable), (), "installed", "installed"
    if sdk.endswith(".whl"):
        wheel = require_wheel(Path(sdk).expanduser(), target)
        return builder.python_for_wheel(wheel), (), "wheel", f"wheel {wheel.name}"
    if is_dependency_file(sdk):
        return _locate(sdk_in_file(Path(sdk).expanduser(), target.distribution), target, approved, builder)
    if is_directory_spec(sdk):
        folder = require_directory(Path(sdk).expanduser(), target)
        release = base_release(folder, target, approved)
        return builder.python_for_release(release), (folder,), "directory", f"directory {folder.name}"
    release = builder.release(parse_versions(sdk, target))
    return builder.python_for_release(release), (), "release", release


def releases_between(old: str, new: str, target: Target, progress: Callable[[str], None]) -> list[str]:
    """The releases after one and before another, oldest first. Raises EnvironmentFailed."""
    builder = EnvironmentBuilder(target.distribution, tuple(sorted(ENGINE_REQUIREMENTS)), progress)
    return builder.releases_between(old, new)


def link_engine(progress: Callable[[str], None] = lambda _: None) -> Path:
    """A folder in the cache from which only this package can be imported, for workers in other environments."""
    package = Path(__file__).resolve().parents[1]
    folder = cache_root() / "engine" / cache_key(str(package))
    try:
        return get_or_make(
            folder,
            ready=lambda made: (made / "conformance" / "__init__.py").is_file(),
            make=lambda staging: (staging / "conformance").symlink_to(package, target_is_directory=True),
            progress=progress,
        )
    except EnvironmentFailed:  # Windows permits symbolic links to some users only
        return _copy_engine(package, progress)


def worker_environment(env: Environment, engine_root: Path) -> dict[str, str]:
    """The environment variables of a worker process; `engine_root` is what `link_engine` returned.

    They neither lead the SDK's client to the user's server nor change how Python runs.
    """
    path = [*env.search_path, engine_root]
    if env.origin == "installed":
        # The worker has to find what this process finds, also in the user's folders.
        path += [Path(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    variables = {"PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    variables["HYPOTHESIS_STORAGE_DIRECTORY"] = str(cache_root() / "hypothesis")  # not in the user's folder
    if env.origin == "directory":
        variables["PYTHONDONTWRITEBYTECODE"] = "1"  # the folder is the user's
    if env.origin != "installed":
        variables |= {"PYTHONNOUSERSITE": "1", "PYTHONSAFEPATH": "1"}
    inherited = {name: value for name, value in os.environ.items() if _is_harmless(name, env.settings_prefix)}
    return inherited | variables


def _is_harmless(variable: str, settings_prefix: str) -> bool:
    # PYTHON*: PYTHONHOME breaks other interpreters, PYTHONOPTIMIZE and PYTHONWARNINGS change what an SDK does.
    name = variable.upper()
    prefixes = ("PYTHON", settings_prefix.upper()) if settings_prefix else ("PYTHON",)
    return not (name.startswith(prefixes) or name.lower() in _PROXIES or name == "__PYVENV_LAUNCHER__")


def _copy_engine(package: Path, progress: Callable[[str], None]) -> Path:
    files = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    # a copy does not follow edits: its key changes with every file
    state = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return get_or_make(
        cache_root() / "engine" / cache_key(state),
        ready=lambda made: (made / "conformance" / "__init__.py").is_file(),
        make=lambda staging: _copy_package(package, staging / "conformance"),
        progress=progress,
    )


def _copy_package(package: Path, to: Path) -> None:
    shutil.copytree(package, to, ignore=shutil.ignore_patterns("__pycache__"))
