"""The ways to name the SDK under test, parsed and checked before anything is installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from conformance.errors import UsageError
from conformance.targets.target import Target


def require_installed(target: Target) -> None:
    """Raise UsageError unless the SDK is installed in this environment; it is not imported."""
    with suppress(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution(target.distribution)
        return
    # Only the top-level name: finding an inner one would import the outer one.
    # Without an origin it is an unrelated folder of that name, not a package.
    spec = importlib.util.find_spec(target.package.partition(".")[0])
    if spec is None or spec.origin is None:
        raise UsageError(
            f"{target.distribution} is not installed here; "
            f"name a release ({_example(target)}) or install it (pip install {target.distribution})."
        )


def is_directory_spec(sdk: str) -> bool:
    """Whether the text means a directory rather than a release or a requirement."""
    if "://" in sdk:  # a requirement with a URL
        return False
    with suppress(InvalidVersion):
        Version(sdk)
        return False  # a folder named like a release is written ./2.0.7
    return "/" in sdk or os.sep in sdk or (sdk != "" and Path(sdk).exists())


def parse_versions(sdk: str, target: Target) -> SpecifierSet:
    """The versions that `latest`, a release or a requirement allows. Raises UsageError."""
    if sdk == "latest":
        return SpecifierSet()
    with suppress(InvalidVersion):
        return SpecifierSet(f"=={Version(sdk)}")
    if sdk[:1] in tuple("=<>!~"):
        with suppress(InvalidSpecifier):
            return SpecifierSet(sdk)
    try:
        requirement = Requirement(sdk)
    except InvalidRequirement:
        raise _not_an_sdk(sdk, target, "neither a release nor a requirement") from None
    if canonicalize_name(requirement.name) != canonicalize_name(target.distribution):
        raise _not_an_sdk(
            sdk, target, f"names {requirement.name!r}, which is neither {target.distribution} nor an existing path"
        )
    if requirement.url or requirement.extras or requirement.marker:
        raise _not_an_sdk(sdk, target, "a requirement may limit the version only: no URL, extras or markers")
    return requirement.specifier


def _not_an_sdk(sdk: str, target: Target, why: str) -> UsageError:
    return UsageError(
        f"SDK {sdk!r}: {why}.\n"
        f"  Allowed: installed, latest, a release ({_example(target)}), "
        f"a requirement ({target.distribution}>={_example(target)}), a .whl file, "
        f"a directory that holds {target.package}/, or a lock or requirements file that names {target.distribution}."
    )


def _example(target: Target) -> str:
    versions = []
    for release in target.approved_releases():
        with suppress(InvalidVersion):
            versions.append(Version(release))
    return str(max(versions, default="2.0.7"))


# Directories


def require_directory(path: Path, target: Target) -> Path:
    """The absolute path of a directory that contains the package. Raises UsageError if it does not."""
    if not path.is_dir():
        what = "is a file; only wheels (.whl) and directories can be tested" if path.exists() else "does not exist"
        raise UsageError(f"SDK {str(path)!r}: {what}.\n  Next: give a directory that holds {target.package}/.")
    folder = path.resolve()
    # Without __init__.py, the release that provides the dependencies would take precedence over the folder.
    if not (_package_in(folder, target) / "__init__.py").is_file():
        raise UsageError(_nothing_to_import(path, folder, target))
    if os.pathsep in str(folder):
        raise UsageError(
            f"SDK {str(path)!r}: its path contains {os.pathsep!r}, which separates paths.\n  Next: rename or move it."
        )
    return folder


def _package_in(folder: Path, target: Target) -> Path:
    return folder.joinpath(*target.package.split("."))


def _nothing_to_import(path: Path, folder: Path, target: Target) -> str:
    found = sorted(f"{entry.name}/" if entry.is_dir() else entry.name for entry in folder.iterdir())
    listed = ", ".join(found[:8]) + (", …" if len(found) > 8 else "")
    missing = f"this directory does not contain {target.package}/__init__.py"
    message = f"SDK {str(path)!r}: {missing}.\n  Found: {listed or 'nothing'}."
    own = Path(*target.package.split("."))
    if folder.parts[-len(own.parts) :] == own.parts and (folder / "__init__.py").is_file():
        return f"{message}\n  It is the package itself; give the directory above: {folder.parents[len(own.parts) - 1]}"
    if (_package_in(folder / "src", target) / "__init__.py").is_file():
        return f"{message}\n  Next: give the directory below: {path / 'src'}"
    return f"{message}\n  Next: give the directory that holds {target.package}/."


def base_release(folder: Path, target: Target, approved: str | None) -> str:
    """The release whose dependencies a directory is tested with."""
    versions = sorted(_versions_beside(folder, target))
    if len(versions) > 1:
        raise UsageError(
            f"directory {folder.name}: it contains metadata of several releases: {', '.join(map(str, versions))}.\n"
            f"  Next: keep the .dist-info folder that belongs to {target.package}/ and remove the others."
        )
    if versions:
        return str(versions[0])
    if approved is not None:
        with suppress(InvalidVersion):
            return str(Version(approved))
    reason = (
        "--approved is not given"
        if approved is None
        else f"--approved {approved} is not a release whose dependencies can be installed"
    )
    name = target.distribution.replace("-", "_")
    raise UsageError(
        f"directory {folder.name}: it has no metadata ({name}-….dist-info beside {target.package}/), and {reason}.\n"
        f"  Next: name the release that it was made from (--approved {_example(target)}); its dependencies are "
        "installed, and it is checked against its contract."
    )


def _versions_beside(folder: Path, target: Target) -> Iterator[Version]:
    for entry in folder.glob("*.dist-info"):
        name, _, version = entry.name.removesuffix(".dist-info").rpartition("-")
        if canonicalize_name(name) == canonicalize_name(target.distribution):
            with suppress(InvalidVersion):
                yield Version(version)


# Wheels


def require_wheel(path: Path, target: Target) -> Path:
    """The absolute path of a wheel that contains the package. Raises UsageError if it does not."""
    if not path.is_file():
        raise UsageError(f"SDK {str(path)!r}: this wheel does not exist.\n  Next: give the path of a .whl file.")
    try:
        name, _, _, _ = parse_wheel_filename(path.name)
    except InvalidWheelFilename as error:
        raise UsageError(
            f"wheel {path.name}: {error}.\n"
            f"  Next: give it the name it was built with, e.g. {target.package}-{_example(target)}-py3-none-any.whl."
        ) from None
    if name != canonicalize_name(target.distribution):
        raise UsageError(
            f"wheel {path.name}: it holds {name}, not {target.distribution}.\n"
            f"  Next: give a wheel of {target.distribution}, or another target."
        )
    _require_package(path, target)
    return path.resolve()


def _require_package(path: Path, target: Target) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UsageError(
            f"wheel {path.name}: it cannot be read as a zip archive: {error}.\n  Next: build or download it again."
        ) from None
    wanted = "/".join([*target.package.split("."), "__init__.py"])
    if wanted not in names:
        found = ", ".join(sorted({name.partition("/")[0] for name in names})[:8])
        raise UsageError(f"wheel {path.name}: it does not contain {wanted}.\n  Found: {found or 'nothing'}.")
