"""The contract of a release is extracted once; the contract of code that users may edit, every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.pipeline.contract_cache import contract_text
from conformance.targets.environment import Environment, Origin
from conformance.targets.target import load_target

FILES = {"acme_sdk/client.py": b"class Client: ..."}


class Learner:
    """Count the calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        return f"contract {self.calls}"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    return Environment(python=tmp_path / "venv" / "bin" / "python", origin="release", label="2.0.5")


def test_the_contract_of_a_release_is_extracted_once(environment: Environment) -> None:
    learn = Learner()
    texts = [contract_text(environment, FILES, load_target(), learn) for _ in range(2)]
    assert texts == ["contract 1", "contract 1"]


@pytest.mark.parametrize("origin", ["directory", "installed"])
def test_the_contract_of_editable_code_is_extracted_every_time(environment: Environment, origin: Origin) -> None:
    edited, learn = replace(environment, origin=origin), Learner()
    texts = [contract_text(edited, FILES, load_target(), learn) for _ in range(2)]
    assert texts == ["contract 1", "contract 2"]


def test_other_files_get_a_new_contract(environment: Environment) -> None:
    learn = Learner()
    contract_text(environment, FILES, load_target(), learn)
    assert contract_text(environment, FILES | {"acme_sdk/more.py": b""}, load_target(), learn) == "contract 2"


def test_other_dependencies_get_a_new_contract(environment: Environment) -> None:
    learn = Learner()
    contract_text(environment, FILES, load_target(), learn)
    home = environment.python.parent.parent
    (home / "lib" / "python3.11" / "site-packages" / "pydantic-2.12.0.dist-info").mkdir(parents=True)
    assert contract_text(environment, FILES, load_target(), learn) == "contract 2"


def test_a_cache_that_cannot_be_written_costs_time_only(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    learn = Learner()
    texts = [contract_text(environment, FILES, load_target(), learn) for _ in range(2)]
    assert texts == ["contract 1", "contract 2"]
