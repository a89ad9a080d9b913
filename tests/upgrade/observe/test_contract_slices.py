"""The digest of an operation covers exactly what its observation depends on in a contract."""

from __future__ import annotations

from dataclasses import replace

from conformance.contract.model import Contract, Field, Operation
from conformance.contract.types import Type
from conformance.upgrade.observe.contract_slices import ContractSlices
from tests.vocabulary import approved_contract


def contract() -> Contract:
    return approved_contract()


def with_operation(known: Contract, operation: Operation) -> Contract:
    return replace(known, twins={**known.twins, "sync": {**known.twins["sync"], operation.path: operation}})


def changed(known: Contract, path: str, new: Contract) -> bool:
    return ContractSlices(known).digest(path) != ContractSlices(new).digest(path)


def test_another_operation_changes_the_digest_of_that_operation_only() -> None:
    known = contract()
    operation = known.twins["sync"]["projects.get"]
    new = with_operation(known, replace(operation, url="/elsewhere"))
    assert [path for path in known.paths() if changed(known, path, new)] == ["projects.get"]


def test_a_model_changes_the_operations_that_reach_it_only() -> None:
    known = contract()
    for name, model in known.models.items():
        more = replace(model, fields=(*model.fields, Field("more", "more", Type("string"), required=False)))
        new = replace(known, models={**known.models, name: more})
        for path in known.paths():
            assert changed(known, path, new) == (name in ContractSlices(known).models(path)), (name, path)


def test_the_models_of_declared_errors_are_reached() -> None:
    known = contract()
    errors = {shape.body for path in known.paths() for shape in known.twins["sync"][path].errors.values() if shape.body}
    reached = {name for path in known.paths() for name in ContractSlices(known).models(path)}
    assert errors & known.models.keys() <= reached
    assert errors


def test_an_operation_that_only_one_client_has_is_another_one() -> None:
    known = contract()
    alone = {path: operation for path, operation in known.twins["async"].items() if path != "projects.get"}
    assert changed(known, "projects.get", replace(known, twins={**known.twins, "async": alone}))
