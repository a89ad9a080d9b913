"""The operations of a client are learned once for all releases in which it runs the same code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.contract import store
from conformance.contract.model import TWINS, Contract
from conformance.pipeline.learned_clients import LearnedClients
from conformance.upgrade.source.code_inputs import CodeInputs
from conformance.workers.messages import ContractLearned, OperationsListed
from tests.vocabulary import approved_contract

CLIENTS = ("projects", "tasks")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path))


def code(**changed: str) -> CodeInputs:
    """The code of a release whose clients have a module each; `changed` has other digests of modules."""
    modules = {name: f"{name} 1" for name in CLIENTS} | changed
    return CodeInputs(digests=modules, uses=dict.fromkeys(modules, ()), clients={name: [name] for name in CLIENTS})


def clients(inputs: CodeInputs | None = None, python: str = "3.11", version: str = "9.9.9") -> LearnedClients:
    return LearnedClients(code=inputs or code(), environment=lambda _: (python,), versions={version})


def operations_of(contract: Contract, *statuses: int) -> OperationsListed:
    return OperationsListed(paths=tuple(contract.paths()), statuses=statuses or (400, 500))


def contract_of(contract: Contract, *package_wide: str) -> ContractLearned:
    return ContractLearned(text=store.to_json(contract), package_wide=package_wide)


def known(inputs: LearnedClients, of: OperationsListed | None = None) -> set[str]:
    """The clients whose operations need not be learned."""
    parts = inputs.read(of or operations_of(approved_contract()))
    return {path.rpartition(".")[0] for part in parts for path in part["operations"]}


def test_the_operations_of_the_same_code_are_known() -> None:
    contract = approved_contract()
    assert known(clients()) == set()
    clients().write(operations_of(contract), contract_of(contract), ())
    assert known(clients()) == {*CLIENTS}


@pytest.mark.parametrize(
    ("other", "unchanged"),
    [
        (lambda: clients(code(projects="projects 2")), {"tasks"}),
        (lambda: clients(python="3.12"), set()),
        (lambda: clients(CodeInputs()), set()),  # clients that the source does not show
    ],
    ids=["code", "interpreter", "unknown"],
)
def test_operations_of_other_code_are_learned_again(other: Callable[[], LearnedClients], unchanged: set[str]) -> None:
    contract = approved_contract()
    clients().write(operations_of(contract), contract_of(contract), ())
    assert known(other()) == unchanged


def test_other_statuses_are_probed_again() -> None:
    contract = approved_contract()
    clients().write(operations_of(contract), contract_of(contract), ())
    assert known(clients(), operations_of(contract, 400, 499)) == set()


def test_what_is_not_steady_is_learned_every_time() -> None:
    contract = approved_contract()
    first, second = [path for path in contract.paths() if path.startswith("projects.")][:2]
    clients().write(operations_of(contract), contract_of(contract, first), [second])
    paths = {path for part in clients().read(operations_of(contract)) for path in part["operations"]}
    assert paths.isdisjoint({first, second})
    assert any(path.startswith("projects.") for path in paths)


def test_what_contains_the_version_of_a_release_is_of_that_release_alone() -> None:
    contract = approved_contract()
    clients(version="/api/tasks/").write(operations_of(contract), contract_of(contract), ())
    assert "tasks" not in known(clients())


def test_a_contract_is_the_same_with_operations_of_another_release() -> None:
    contract = approved_contract()
    clients().write(operations_of(contract), contract_of(contract), ())
    parts = json.loads(json.dumps(clients().read(operations_of(contract))))
    taken = {path for part in parts for path in part["operations"]}
    rest = contract.without(lambda path: path in taken)
    rest = Contract(
        target=contract.target, distribution=contract.distribution, version=contract.version, twins=rest.twins,
        models={
            name: model
            for name, model in contract.models.items()
            if all(name not in part["models"] for part in parts)
        },
        exports=contract.exports, attempts=contract.attempts, helpers=contract.helpers, broken=contract.broken,
    )  # fmt: skip
    assert taken
    assert sum(len(rest.twins[twin]) for twin in TWINS) < sum(len(contract.twins[twin]) for twin in TWINS)
    assert store.with_parts(store.to_json(rest), parts) == store.to_json(contract)
