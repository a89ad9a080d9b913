"""The subjects of a fault follow from the functions that each operation calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.contract.model import Contract
from conformance.finding import PACKAGE
from conformance.mutants.choose import kinds_like
from conformance.mutants.kinds import KINDS
from conformance.mutants.mutant import Mutant, mutants_of
from conformance.mutants.source import Source
from conformance.pipeline.mutants.baseline import Baseline
from conformance.pipeline.mutants.subjects import SubjectFinder
from tests.vocabulary import acme_contract

HTTP = "acme_sdk/core/http.py"
CLIENT = "acme_sdk/tasks/client.py"
CALLS = {
    "files.upload": {HTTP: frozenset({1, 9})},
    "projects.get": {HTTP: frozenset({1})},
    "projects.list": {HTTP: frozenset({1})},
    "tasks.get": {HTTP: frozenset({1}), CLIENT: frozenset({2})},
    PACKAGE: {HTTP: frozenset({1, 9})},
}
BASELINE = Baseline(
    findings={},
    calls=CALLS,
    imported={"acme_sdk/types/projects.py": frozenset({1}), "acme_sdk/projects/client.py": frozenset({2})},
)


def _fault(kind: str, text: str, path: str) -> Mutant:
    [first, *_] = [m for k in kinds_like(KINDS, [kind]) for m in mutants_of(k, Source(path, text))]
    return first


@pytest.fixture(scope="module")
def contract() -> Contract:
    return acme_contract()


def _finder(contract: Contract, most: int = 12) -> SubjectFinder:
    return SubjectFinder(BASELINE, contract, {}, most)


def test_a_fault_of_one_operation_is_judged_with_it_alone(contract: Contract) -> None:
    text = "class TasksClient:\n    def get(self):\n        return self._http.request('api', method='GET')\n"
    found = _finder(contract).find(_fault("http_method_changed", text, CLIENT))
    assert found.names == ("tasks.get",)
    assert found.owners == {"tasks.get"}
    assert found.running == 1


def test_a_fault_of_shared_code_is_judged_with_different_callers_then_the_package(
    contract: Contract,
) -> None:
    fault = _fault("core_return_none", "def send(x):\n    return x\n", HTTP)
    found = _finder(contract).find(fault)
    assert found.names == ("files.upload", "projects.get", PACKAGE, "projects.list", "tasks.get")
    assert (found.running, found.owners) == (4, frozenset())
    assert _finder(contract, most=3).find(fault).names == ("files.upload", "projects.get", PACKAGE, "projects.list")


def test_a_fault_that_nothing_calls_has_no_subject(contract: Contract) -> None:
    assert _finder(contract).find(_fault("core_return_none", "\n\n\ndef never(x):\n    return x\n", HTTP)).names == ()
    text = "class Unknown(Base):\n    id: int\n"
    assert _finder(contract).find(_fault("field_lost", text, "acme_sdk/types/unknown.py")).names == ()


def test_a_fault_of_a_model_is_judged_with_the_operations_that_use_it(contract: Contract) -> None:
    text = "class Project(Base):\n    id: int\n"
    found = _finder(contract).find(_fault("field_lost", text, "acme_sdk/types/projects.py"))
    assert set(found.names) >= {PACKAGE, "projects.get"}
    assert "files.upload" not in found.names


def test_a_fault_of_a_declared_name_is_judged_with_what_imports_it(contract: Contract) -> None:
    kinds = 'import typing\nKind = typing.Literal["one", "two"]\n'
    fault = _fault("enum_value_changed", kinds, "acme_sdk/types/kinds.py")
    baseline = replace(BASELINE, imported={"acme_sdk/types/kinds.py": frozenset({1})})
    model = "from ..types.kinds import Kind\nclass Project(Base):\n    kind: Kind\n"
    method = "from .types.kinds import Kind\ndef get(kind: Kind):\n    pass\ndef other():\n    pass\n"

    def subjects(path: str, text: str) -> tuple[str, ...]:
        files = {"acme_sdk/types/kinds.py": kinds, path: text}
        return SubjectFinder(baseline, contract, files, most=12).find(fault).names

    assert "projects.get" in subjects("acme_sdk/types/projects.py", model)
    assert subjects(CLIENT, method) == ("tasks.get", PACKAGE)
    assert subjects(CLIENT, f"{method[method.index('def other') :]}") == (PACKAGE,)


def test_a_fault_in_what_opening_the_sdk_calls_is_judged_with_the_package(contract: Contract) -> None:
    text = "class ProjectsClient:\n    def roles(self):\n        return self._roles\n"
    found = _finder(contract).find(_fault("helper_return_none", text, "acme_sdk/projects/client.py"))
    assert found.names == (PACKAGE,)
