"""The part of a contract that observing one operation depends on: the operation, and the models that it reaches."""

from __future__ import annotations

import hashlib

from conformance.contract.model import TWINS, Contract, Operation
from conformance.contract.types import Type


class ContractSlices:
    """The digests of these parts, each computed once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._slices: dict[str, tuple[frozenset[str], str]] = {}
        self._models: dict[str, str] = {}

    def models(self, path: str) -> frozenset[str]:
        """The names of the models that an operation reaches."""
        return self._slice(path)[0]

    def digest(self, path: str) -> str:
        """The digest of an operation and its models; that of an unknown operation equals that of any other one."""
        return self._slice(path)[1]

    def _slice(self, path: str) -> tuple[frozenset[str], str]:
        if path not in self._slices:
            twins = [self.contract.twins[twin].get(path) for twin in TWINS]
            roots = [root for operation in twins if operation is not None for root in _types(operation)]
            names = sorted(model.name for model in self.contract.reachable(*roots))
            digest = _digest("\n".join([*map(repr, twins), *map(self._model, names)]))
            self._slices[path] = frozenset(names), digest
        return self._slices[path]

    def _model(self, name: str) -> str:
        if name not in self._models:
            self._models[name] = _digest(repr(self.contract.models[name]))
        return self._models[name]


def _types(operation: Operation) -> list[Type]:
    """The types that an operation mentions."""
    bodies = [Type("model", name=shape.body) for shape in operation.errors.values() if shape.body]
    page = [] if operation.page is None else [operation.page]
    return [*(parameter.type for parameter in operation.parameters), operation.response, *page, *bodies]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
