"""The small SDK river, in the style of Stainless."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from conformance.judging.context import build_context
from conformance.offline.engine import OfflineEngine
from conformance.targets.client import import_sdk
from conformance.targets.target import load_target

RIVER: Final = Path(__file__).parent / "stainless"


@pytest.fixture(scope="session")
def river() -> Iterator[OfflineEngine]:
    """An engine for river, without an approved contract."""
    sys.path.insert(0, str(RIVER))
    sdk = import_sdk(load_target(str(RIVER / "target")))
    try:
        yield OfflineEngine(build_context(sdk, None, examples=3, seed=1))
    finally:
        sys.path.remove(str(RIVER))
        sdk.close()
