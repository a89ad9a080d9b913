"""The operations that an SDK declares, as a contract. Extracting all takes seconds, so each waits for its use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.contract.extract import Extractor
from conformance.contract.model import TWINS, Contract, Operation, Twin


class _DeclaredOperations(Mapping[str, Operation]):
    """The operations of one client by path, each extracted on first use."""

    def __init__(self, extractor: Extractor, twin: Twin) -> None:
        self.extractor, self.twin = extractor, twin

    def __getitem__(self, path: str) -> Operation:
        operation = self.extractor.operation(self.twin, path, errors=False)
        if operation is None:
            raise KeyError(path)
        return operation

    def __contains__(self, path: object) -> bool:
        return path in self.extractor.methods[self.twin]

    def __iter__(self) -> Iterator[str]:
        return iter(self.extractor.methods[self.twin])

    def __len__(self) -> int:
        return len(self.extractor.methods[self.twin])


def declared_contract(extractor: Extractor) -> Contract:
    """The SDK's operations as a contract, without models, for callers that use few operations."""
    target, version = extractor.sdk.target, extractor.sdk.version
    twins: dict[Twin, Mapping[str, Operation]] = {twin: _DeclaredOperations(extractor, twin) for twin in TWINS}
    return Contract(target=target.name, distribution=target.distribution, version=version, twins=twins, models={})
