"""Releases of the faux SDK as wheels in a folder, and the command that compares them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX

Publish = Callable[..., Path]
Unpack = Callable[[Path, str], Path]
Upgrade = Callable[..., subprocess.CompletedProcess[str]]
REQUIRES = ("httpx>=0.27", "pydantic>=2")  # of the faux SDK


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the tests of a module: making an environment takes seconds."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Write a release of the faux SDK as a wheel, with edited files of the package, each as old and new text."""

    def published(version: str, edits: Mapping[str, tuple[str, str]] | None = None) -> Path:
        files = {
            file.relative_to(FAUX).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted((FAUX / "acme_sdk").rglob("*.py"))
        }
        for name, (old, new) in (edits or {}).items():
            assert old in files[f"acme_sdk/{name}"], f"{name} does not hold {old!r}"
            files[f"acme_sdk/{name}"] = files[f"acme_sdk/{name}"].replace(old, new)
        return _wheel(tmp_path / "wheels", version, files)

    return published


def _wheel(folder: Path, version: str, files: Mapping[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    about = f"acme_sdk-{version}.dist-info"
    metadata = (FAUX / "acme_sdk-1.0.0.dist-info" / "METADATA").read_text(encoding="utf-8")
    requires = "".join(f"\nRequires-Dist: {requirement}" for requirement in REQUIRES)
    metadata = re.sub(r"^Version: .*$", f"Version: {version}{requires}", metadata, flags=re.MULTILINE)
    packed = {
        **files,
        f"{about}/METADATA": metadata,
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*packed, f"{about}/RECORD"])
    wheel = folder / f"acme_sdk-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in [*packed.items(), (f"{about}/RECORD", record)]:
            archive.writestr(zipfile.ZipInfo(name), text)
    return wheel


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that the command runs in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def upgrade(tmp_path: Path, cache: Path, work: Path) -> Upgrade:
    """Run `conformance upgrade` on the faux SDK's target; its wheels are found by name, too."""

    def run(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "conformance.cli", "upgrade", *map(str, arguments)]
        wheels = {"UV_FIND_LINKS": str(tmp_path / "wheels")}
        return subprocess.run(
            [*command, "--target", str(FAUX / "target")],
            env={**os.environ, "CONFORMANCE_CACHE": str(cache), **wheels, **variables},
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def unpacked(tmp_path: Path) -> Unpack:
    """Unpack a wheel into a folder of its own."""

    def unpack(wheel: Path, name: str) -> Path:
        folder = tmp_path / name
        shutil.unpack_archive(wheel, folder, "zip")
        return folder

    return unpack
