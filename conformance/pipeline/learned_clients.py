"""The operations of single clients as they were learned, cached under the code that they depend on.

Most clients of two releases run the same code, so most of a new release's contract was learned with an earlier one.
An operation is learned every time if models anywhere in the package may be a part of it, or if its calls do not end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract import store
from conformance.contract.extract import types_of
from conformance.contract.model import TWINS, Contract, Operation, Twin
from conformance.targets.cache import cache_key
from conformance.targets.text_cache import TextCache
from conformance.upgrade.source.code_inputs import CodeInputs
from conformance.workers.messages import ContractLearned, OperationsListed

LEARNED: Final = TextCache("learned", 64 * 2**20)  # a client takes 2 KB


@dataclass(frozen=True, kw_only=True)
class LearnedClients:
    """The cached operations of one release's clients.

    `environment` returns the inputs besides the release's own code, for the packages that this imports. Learned
    operations that contain one of the `versions` are not cached: another release has another one.
    """

    code: CodeInputs
    environment: Callable[[frozenset[str] | None], tuple[str, ...]]
    versions: Collection[str]

    def read(self, listed: OperationsListed) -> list[dict[str, Any]]:
        """The operations that need not be learned: each client's with its models, as a document."""
        texts = (LEARNED.read(key) for key in self._keys(listed).values())
        return [json.loads(text) for text in texts if text is not None]

    def write(self, listed: OperationsListed, learned: ContractLearned, unlearned: Collection[str]) -> None:
        """Cache the clients whose operations were all learned now."""
        contract = store.from_json(learned.text)
        if not contract.operations:
            return
        unsteady = {*unlearned, *learned.package_wide, *contract.ending("hangs")}
        for paths, key in self._keys(listed).items():
            if contract.operations.keys() >= {*paths}:
                part = _part(contract, [path for path in paths if path not in unsteady])
                text = json.dumps(store.to_document(part))
                if not any(version in text for version in self.versions):
                    LEARNED.write(key, text)
        LEARNED.prune()

    def _keys(self, listed: OperationsListed) -> Mapping[tuple[str, ...], str]:
        """The cache keys of the clients whose code is known, by their operations."""
        clients: dict[str, list[str]] = {}
        for path in listed.paths:
            clients.setdefault(path.rpartition(".")[0], []).append(path)
        return {
            tuple(paths): self._key(paths, listed) for client, paths in clients.items() if client in self.code.clients
        }

    def _key(self, paths: Sequence[str], listed: OperationsListed) -> str:
        code = self.code.of_operation(paths[0])  # the same for all operations of a client
        return cache_key(*self.environment(code.packages), paths, listed.statuses, code.digest)


def _part(contract: Contract, paths: Collection[str]) -> Contract:
    """Some operations of a contract and their models, without what belongs to the release."""
    twins: dict[Twin, Mapping[str, Operation]] = {
        twin: {path: contract.twins[twin][path] for path in paths if path in contract.twins[twin]} for twin in TWINS
    }
    found = (operation for operations in twins.values() for operation in operations.values())
    models = contract.reachable(*(kind for operation in found for kind in types_of(operation)))
    return Contract(
        target=contract.target,
        distribution=contract.distribution,
        version="",
        twins=twins,
        models={model.name: model for model in models},
    )
