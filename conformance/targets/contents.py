"""The files of a distribution as they are in its wheel, whether read from a wheel or from an installation."""

from __future__ import annotations

import csv
import importlib.metadata
import importlib.util
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

from conformance.errors import EnvironmentFailed
from conformance.targets.environment import Environment
from conformance.targets.target import Target

# Files that installers add to those of a wheel.
_INSTALLER_FILES = frozenset({"INSTALLER", "REQUESTED", "direct_url.json", "uv_build.json", "uv_cache.json"})


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of one distribution by their names in the wheel, and the text of its METADATA ("" if it has none).

    `label` is the name and version of the wheel (`label_studio_sdk 2.0.5`). Files that an installer adds are left out,
    and so are those that a wheel installs outside of the package's folder (scripts). The lines of RECORD are sorted.
    """

    label: str
    files: Mapping[str, bytes]
    metadata: str = ""

    @property
    def dist_info(self) -> str:
        """The folder with the metadata (`label_studio_sdk-2.0.5.dist-info`), "" if there is none."""
        return next((name.partition("/")[0] for name in self.files if _is_metadata(name)), "")

    @property
    def version(self) -> str:
        """The version in the metadata, "unknown" where they have none."""
        found = re.search(r"^Version: *(\S+)", self.metadata, re.MULTILINE)
        return found[1] if found else "unknown"


def contents_of(environment: Environment, target: Target) -> Contents:
    """Read the files of the SDK of an environment, without importing or starting anything.

    Raises EnvironmentFailed: the SDK or one of its files is not where its metadata says, or cannot be read.
    """
    try:
        if environment.origin == "directory":
            return _read_directory(environment.search_path[0], target, environment.label)
        if environment.origin == "installed":
            return _read_installed(target)
        return _read_site_packages(_site_packages(environment.python), target)
    except OSError as error:
        raise EnvironmentFailed(
            f"{environment.label}: a file of {target.distribution} cannot be read: {error}.\n"
            f"  Next: {_remedy(environment)}"
        ) from error


def _remedy(environment: Environment) -> str:
    match environment.origin:
        case "directory":
            return "make that file readable, or unpack the SDK again."
        case "installed":
            return "reinstall it in the environment of this command."
    folder = environment.python.parents[2]
    return f"remove {folder}; the next run makes it again."


# Where the files are


def _site_packages(python: Path) -> Path:
    # The environment was created with this interpreter, so its folders have the same names.
    scheme = "nt" if sys.platform == "win32" else "posix_prefix"
    prefix = str(python.parent.parent)
    return Path(sysconfig.get_path("purelib", scheme, vars={"base": prefix, "platbase": prefix}))


def _read_site_packages(folder: Path, target: Target) -> Contents:
    dist_info = _find_metadata(folder, target, ".dist-info")
    if dist_info is None:
        raise FileNotFoundError(f"{target.distribution} is not installed")
    return _contents(_read_files(folder, _listed_files(dist_info / "RECORD")))


def _read_directory(folder: Path, target: Target, label: str) -> Contents:
    files = dict(_walk(folder, folder.joinpath(*target.package.split("."))))
    dist_info = _find_metadata(folder, target, ".dist-info")
    if dist_info is not None:
        return _contents(files | dict(_walk(folder, dist_info)), label)
    egg = _find_metadata(folder, target, ".egg-info")
    metadata = "" if egg is None else _text((egg / "PKG-INFO" if egg.is_dir() else egg).read_bytes())
    return _contents(files, label, metadata)


def _read_installed(target: Target) -> Contents:
    package = _installed_package(target)
    top = package.parents[target.package.count(".")]
    try:
        distribution = importlib.metadata.distribution(target.distribution)
    except importlib.metadata.PackageNotFoundError:
        return _read_directory(top, target, "installed")
    metadata = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    names = list(map(str, distribution.files or ()))
    start = "/".join([*target.package.split("."), "__init__.py"])
    if start in names and Path(str(distribution.locate_file(start))).resolve() == (package / "__init__.py").resolve():
        return _contents(_read_files(top, names))
    # It is installed in place: the listed files are not those that are imported.
    return _contents(dict(_walk(top, package)), "installed", metadata)


def _installed_package(target: Target) -> Path:
    # Only the top-level name: finding an inner one would import the outer one.
    first, *rest = target.package.split(".")
    spec = importlib.util.find_spec(first)
    for place in (spec and spec.submodule_search_locations) or ():
        if (folder := Path(place).joinpath(*rest)).is_dir():
            return folder
    raise FileNotFoundError(f"the search path has no folder {target.package}")


def _find_metadata(folder: Path, target: Target, suffix: str) -> Path | None:
    name = re.compile(re.escape(canonicalize_name(target.distribution)) + r"(-\d.*)?")
    found = (
        entry
        for entry in sorted(folder.glob(f"*{suffix}"))
        if name.fullmatch(canonicalize_name(entry.name.removesuffix(suffix)))
    )
    return next(found, None)


# Reading


def _listed_files(record: Path) -> list[str]:
    return [row[0] for row in csv.reader(_text(record.read_bytes()).splitlines()) if row]


def _read_files(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    root = f"{folder}{os.sep}"
    files = {}
    for name in names:
        if _is_wheel_file(name):
            with open(root + name, "rb", buffering=0) as file:  # noqa: PTH123  a Path for each takes as long as reading
                files[name] = file.read()
    return files


def _walk(root: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root).as_posix()
        if _is_wheel_file(name) and path.is_file():
            yield name, path.read_bytes()


def _is_wheel_file(name: str) -> bool:
    if name.endswith((".pyc", ".pyo")) or name.startswith(("../", "/")) or "__pycache__/" in name:
        return False
    return not (_is_metadata(name) and name.rpartition("/")[2] in _INSTALLER_FILES)


def _is_metadata(name: str) -> bool:
    return name.partition("/")[0].endswith(".dist-info")


def _installed_name(name: str) -> str:
    """The name of a wheel's file after installation, relative to the package's folder; "" if outside of it."""
    first, _, rest = name.partition("/")
    if first.endswith(".data"):
        scheme, _, name = rest.partition("/")
        return name if scheme in {"purelib", "platlib"} else ""
    return name if _is_wheel_file(name) else ""


def _contents(files: Mapping[str, bytes], label: str = "", metadata: str = "") -> Contents:
    dist_info = next((name.partition("/")[0] for name in files if _is_metadata(name)), "")
    record = f"{dist_info}/RECORD"
    if record in files:
        files = {**files, record: _sort_record(files[record])}
    metadata = metadata or _text(files.get(f"{dist_info}/METADATA", b""))
    return Contents(_name_and_version(metadata) or label, dict(sorted(files.items())), metadata)


def _sort_record(record: bytes) -> bytes:
    # Installers rewrite the list in another order: sorted, it is the same from every source.
    lines = _text(record).splitlines()
    rows = [(line, row[0]) for line in lines for row in csv.reader([line]) if row]
    kept = [line.replace(name, place, 1) for line, name in rows if (place := _installed_name(name))]
    return "".join(f"{line}\n" for line in sorted(kept)).encode()


def _name_and_version(metadata: str) -> str:
    headers = HeaderParser().parsestr(metadata)
    name, version = headers.get("Name"), headers.get("Version")
    return f"{name.replace('-', '_')} {version}" if name and version else ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
