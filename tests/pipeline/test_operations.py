"""Operations of a release are known before it is opened, from its approved contract or from the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import store
from conformance.errors import UnknownOperation
from conformance.pipeline import operations
from conformance.pipeline.contract_cache import contract_text
from conformance.pipeline.operations import refuse_unknown_operations
from conformance.settings import CheckSettings
from conformance.targets.contents import Contents
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from tests.vocabulary import acme_contract, acme_target

RELEASE = "1.0.0"


@pytest.fixture
def target() -> Target:
    """A target without an approved contract."""
    return acme_target()


@pytest.fixture
def cached(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release is installed in the cache, and its contract has been learned."""
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    environment = Environment(python=tmp_path / "venv" / "bin" / "python", origin="release", label=RELEASE)
    contents = Contents(label=RELEASE, files={"acme_sdk/client.py": b"class Client: ..."})
    monkeypatch.setattr(operations, "installed_release", lambda *_: environment)
    monkeypatch.setattr(operations, "contents_of", lambda *_: contents)
    contract_text(environment, contents.files, target, lambda: store.to_json(acme_contract()))


@pytest.mark.usefixtures("cached")
def test_a_cached_contract_knows_the_operations(target: Target) -> None:
    refuse_unknown_operations(CheckSettings(sdk=RELEASE, operation=("tasks.*",)), target)
    with pytest.raises(UnknownOperation, match=r"Nearest: tasks\.get"):
        refuse_unknown_operations(CheckSettings(sdk=RELEASE, operation=("tasks.gt",)), target)


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize("sdk", ["installed", "latest", ">=1,<2", "./folder"])
def test_an_sdk_that_users_edit_or_that_is_not_resolved_is_opened_first(target: Target, sdk: str) -> None:
    refuse_unknown_operations(CheckSettings(sdk=sdk, operation=("tasks.gt",)), target)


def test_nothing_is_refused_where_no_contract_is_known(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    refuse_unknown_operations(CheckSettings(sdk=RELEASE, operation=("tasks.gt",)), target)


@pytest.mark.usefixtures("cached")
def test_an_operation_of_the_approved_contract_that_is_named_is_not_refused(target: Target, tmp_path: Path) -> None:
    document = store.to_json(acme_contract()).replace('"tasks.get"', '"tasks.gt"')
    (tmp_path / "other.json").write_text(document, encoding="utf-8")
    settings = CheckSettings(sdk=RELEASE, operation=("tasks.gt",), approved=str(tmp_path / "other.json"))
    refuse_unknown_operations(settings, target)
