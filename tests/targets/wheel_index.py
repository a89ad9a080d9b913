"""A small package index on disk: minimal wheels, and settings that restrict uv to them."""

from __future__ import annotations

import zipfile
from pathlib import Path


def write_wheel(folder: Path, version: str, *, package: str = "label_studio_sdk", requires: str = "") -> Path:
    """Write a minimal installable wheel; its package contains the version."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{package}-{version}-py3-none-any.whl"
    about = f"{package}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {package.replace('_', '-')}\nVersion: {version}\n"
    files = {
        f"{package}/__init__.py": f"RELEASE = {version!r}\n",
        f"{about}/METADATA": metadata + (f"Requires-Dist: {requires}\n" if requires else ""),
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{about}/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in [*files.items(), (f"{about}/RECORD", record)]:
            archive.writestr(name, text)
    return wheel


def write_package(folder: Path, release: str, *, metadata_of: str | None = None) -> Path:
    """Write a directory with the package, and with the metadata of a release if one is given."""
    package = folder / "label_studio_sdk"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"RELEASE = {release!r}\n", encoding="utf-8")
    if metadata_of is not None:
        (folder / f"label_studio_sdk-{metadata_of}.dist-info").mkdir()
    return folder


def uv_settings(folder: Path, wheels: Path) -> Path:
    """Write settings that let uv install only from `wheels`, without an index."""
    file = folder / "uv.toml"
    file.write_text(f"no-index = true\nfind-links = [{str(wheels)!r}]\n", encoding="utf-8")
    return file
