"""Small SDKs, each in the style of a family: river of Stainless, harbor of Speakeasy, quay of OpenAPI Generator."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
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
