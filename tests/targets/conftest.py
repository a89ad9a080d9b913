"""Every test has its own cache and an index of three releases on disk; none uses the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target, load_target
from tests.targets.wheel_index import uv_settings, write_wheel

Resolve = Callable[..., Environment]


@pytest.fixture
def target() -> Target:
    """The built-in target."""
    return load_target()


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with the wheels of 2.0.5, 2.0.7 and 2.1.0."""
    for version in ("2.0.5", "2.0.7", "2.1.0"):
        write_wheel(tmp_path / "wheels", version)
    return tmp_path / "wheels"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a uv that is restricted to the folder of wheels."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CONFORMANCE_CACHE", str(folder))
    monkeypatch.setenv("UV_CONFIG_FILE", str(uv_settings(tmp_path, wheels)))
    return folder


@pytest.fixture
def messages() -> list[str]:
    """The messages of progress."""
    return []


@pytest.fixture
def find(target: Target, messages: list[str]) -> Resolve:
    """`resolve`, without an engine to install."""

    def resolve_sdk(sdk: str | Path, *, approved: str | None = None, engine: tuple[str, ...] = ()) -> Environment:
        return resolve(str(sdk), target, approved=approved, engine=engine, progress=messages.append)

    return resolve_sdk
