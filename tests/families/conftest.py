"""Small SDKs, each in the style of a family: river of Stainless, harbor of Speakeasy, quay of OpenAPI Generator."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from conformance.judging.context import build_context
from conformance.offline.engine import OfflineEngine
from conformance.targets.client import import_sdk
from conformance.targets.target import load_target
from tests.cli.conftest import command, environment

RIVER: Final = Path(__file__).parent / "stainless"
HARBOR: Final = Path(__file__).parent / "speakeasy"
QUAY: Final = Path(__file__).parent / "openapi_generator"


@pytest.fixture(scope="session")
def river() -> Iterator[OfflineEngine]:
    """An engine for river, without an approved contract."""
    yield from _engine(RIVER)


@pytest.fixture(scope="session")
def harbor() -> Iterator[OfflineEngine]:
    """An engine for harbor, without an approved contract."""
    yield from _engine(HARBOR)


@pytest.fixture(scope="session")
def quay() -> Iterator[OfflineEngine]:
    """An engine for quay, without an approved contract."""
    yield from _engine(QUAY)


def _engine(folder: Path) -> Iterator[OfflineEngine]:
    sys.path.insert(0, str(folder))
    sdk = import_sdk(load_target(str(folder / "target")))
    try:
        yield OfflineEngine(build_context(sdk, None, examples=3, seed=1))
    finally:
        sys.path.remove(str(folder))
        sdk.close()


def run_in(folder: Path, sdk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of the test, with an SDK on the search path."""
    return subprocess.run(
        command(*arguments),
        env=environment(folder / "cache", sdk),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def release_wheel(
    folder: Path, sdk: Path, version: str, requires: tuple[str, ...], edits: Mapping[str, tuple[tuple[str, str], ...]]
) -> Path:
    """Write a release of the SDK of a folder as a wheel, with edited files, each edit as old and new text."""
    package = next(found.parent for found in sdk.glob("*/__init__.py"))
    sources = [*package.rglob("*.py"), *package.rglob("py.typed")]
    files = {file.relative_to(sdk).as_posix(): file.read_text(encoding="utf-8") for file in sources}
    for name, replaced in edits.items():
        for old, new in replaced:
            assert old in files[name], f"{name} does not hold {old!r}"
            files[name] = files[name].replace(old, new, 1)
    about = f"{package.name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    files[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {package.name}\nVersion: {version}\nRequires-Python: >=3.10\n{needs}"
    )
    files[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in sorted([*files, f"{about}/RECORD"]))
    folder.mkdir(exist_ok=True)
    wheel = folder / f"{package.name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), text)
    return wheel


def upgrade_in(folder: Path, sdk: Path, old: Path, new: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Compare two wheels of an SDK in a folder of the test. They are found by name, too."""
    return subprocess.run(
        command("upgrade", str(old), str(new), "--target", str(sdk / "target"), *arguments),
        env={**os.environ, "CONFORMANCE_CACHE": str(folder / "cache"), "UV_FIND_LINKS": str(old.parent)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
