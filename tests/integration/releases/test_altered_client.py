"""Altered copies of the shared client: each has some named faults, and judging the package reports every one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
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
    copy: int
    file: str
    old: str
    new: str
    words: str
    at: int | None = None

    @property
    def sdk(self) -> tuple[str, int]:
        """The release and the copy of it that has the fault."""
        return self.release, self.copy

    def put_into(self, package: Path) -> None:
        """Change the file of a copy."""
        file = package / self.file
        pieces = file.read_text(encoding="utf-8").split(self.old)
        assert len(pieces) > 1 + (self.at or 0), f"{self.file} has no {self.old!r}"
        places = range(len(pieces) - 1) if self.at is None else [self.at]
        rest = ((self.new if n in places else self.old) + piece for n, piece in enumerate(pieces[1:]))
        file.write_text(pieces[0] + "".join(rest), encoding="utf-8")


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


@pytest.fixture(scope="session")
def found_in(target: Target, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], list[str]]:
    """The new findings of one copy of a release with all its faults."""

    @cache
    def new_findings(release: str, copy: int) -> list[str]:
        folder = tmp_path_factory.mktemp("sdk")
        shutil.copytree(package_of(release, target), folder / target.package)
        for fault in FAULTS:
            if fault.sdk == (release, copy):
                fault.put_into(folder / target.package)
        return _new_findings(folder, release)

    return new_findings


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=fault.name, marks=pytest.mark.xdist_group(f"faults of {fault.release}, {fault.copy}"))
        for fault in FAULTS
    ],
)
def test_a_fault_of_the_shared_client_is_found_and_named(
    fault: ClientFault, found_in: Callable[[str, int], list[str]]
) -> None:
    found = found_in(*fault.sdk)
    assert any(fault.words in text for text in found), found


@pytest.mark.parametrize("release", ["2.0.7", "2.1.2"])
def test_the_unaltered_client_has_no_new_findings(release: str, target: Target, tmp_path: Path) -> None:
    shutil.copytree(package_of(release, target), tmp_path / target.package)
    assert _new_findings(tmp_path, release) == []
