"""Altered copies of the shared client: each has one named fault, and judging the package reports it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.finding import PACKAGE
from conformance.pipeline.check import plan_check
from conformance.pipeline.console import today
from conformance.report.known import compare_with_known
from conformance.settings import CheckSettings
from conformance.targets.target import Target
from conformance.workers.messages import JudgeOperation
from conformance.workers.pool import require, worker_pool
from tests.integration.releases.conftest import package_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class ClientFault:
    """One entry of client_faults.toml."""

    name: str
    release: str
    file: str
    old: str
    new: str
    words: str
    at: int | None = None


FAULTS = [
    ClientFault(**fault)
    for fault in tomllib.loads((Path(__file__).parent / "client_faults.toml").read_text(encoding="utf-8"))["fault"]
]


def _new_findings(sdk: Path, release: str) -> list[str]:
    """The messages of the new findings of the package, each after its id."""
    plan = plan_check(CheckSettings(sdk=str(sdk), approved=release), lambda _: None)
    with worker_pool(plan.environment, plan.opening) as pool:
        version = pool.open().version
        judged = require(pool.ask(JudgeOperation(operation=PACKAGE)))
    assert judged.coverage.crash is None, judged.coverage.crash
    compared = compare_with_known(
        list(judged.findings), plan.known, [judged.coverage], sdk_version=version, today=today()
    )
    return [f"{finding.id} {finding.message}" for finding in compared.findings if finding.known is None]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_shared_client_is_found_and_named(fault: ClientFault, target: Target, tmp_path: Path) -> None:
    shutil.copytree(package_of(fault.release, target), tmp_path / target.package)
    file = tmp_path / target.package / fault.file
    pieces = file.read_text(encoding="utf-8").split(fault.old)
    assert len(pieces) > 1 + (fault.at or 0), f"{fault.file} has no {fault.old!r}"
    places = range(len(pieces) - 1) if fault.at is None else [fault.at]
    text = pieces[0] + "".join((fault.new if n in places else fault.old) + piece for n, piece in enumerate(pieces[1:]))
    file.write_text(text, encoding="utf-8")
    found = _new_findings(tmp_path, fault.release)
    assert any(fault.words in text for text in found), found


@pytest.mark.parametrize("release", ["2.0.7", "2.1.2"])
def test_the_unaltered_client_has_no_new_findings(release: str, target: Target, tmp_path: Path) -> None:
    shutil.copytree(package_of(release, target), tmp_path / target.package)
    assert _new_findings(tmp_path, release) == []
