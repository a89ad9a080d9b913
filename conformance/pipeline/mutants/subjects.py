"""The operations that a fault can affect, and the order in which they and the package are judged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from conformance.contract import store
from conformance.contract.model import Contract
from conformance.finding import PACKAGE
from conformance.mutants.mutant import Mutant
from conformance.mutants.place import owners_of
from conformance.pipeline.mutants.baseline import Baseline

FIRST: Final = 2  # operations before the package, which takes as long as dozens of them


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """The subjects of a fault: `names` in their order, of `running` operations; `owners` are those that have it."""

    names: tuple[str, ...]
    running: int
    owners: frozenset[str]


class SubjectFinder:
    """Finds what a fault can affect, from the functions that each operation calls and from the models that it uses."""

    def __init__(self, baseline: Baseline, contract: Contract, most: int) -> None:
        self.baseline, self.contract, self.most = baseline, contract, most

    def find(self, mutant: Mutant) -> Subjects:
        """The subjects of a fault, those first that are most likely to show it; () where it is never called.

        A fault in a function is judged with the operations that call it: no other one can differ. Those that call
        different functions of the file come first, and at most `most` of them are judged. A fault outside of functions
        is judged with the operations whose types use the class. The package is judged after the first few.
        """
        calling = self.baseline.calling(mutant.path, frozenset(mutant.function_lines))
        operations = [name for name in calling if name != PACKAGE]
        if not (calling if mutant.in_function else self.baseline.is_imported(mutant.path)):
            return Subjects(names=(), running=0, owners=frozenset())
        if not mutant.in_function:
            users = [name for name in self._users(mutant) if name in self.baseline.calls]
            varied = self._varied(mutant.path, users)[: self.most]
            return Subjects(names=(*varied[:FIRST], PACKAGE, *varied[FIRST:]), running=len(users), owners=frozenset())
        owners = owners_of(mutant, frozenset(operations))
        others = [name for name in self._varied(mutant.path, operations) if name not in owners]
        package = [PACKAGE] if PACKAGE in calling else []
        first = sorted(owners) if owners else others[:FIRST]
        rest = [name for name in others if name not in first][: max(0, self.most - len(first))]
        return Subjects(names=(*first, *package, *rest), running=len(operations), owners=owners)

    def _varied(self, path: str, operations: Sequence[str]) -> list[str]:
        """Operations in turns: first one for each different set of called functions of a file."""
        ways: dict[frozenset[int], list[str]] = {}
        for name in operations:
            ways.setdefault(self.baseline.calls[name].get(path, frozenset()), []).append(name)
        turns = [(turn, name) for names in ways.values() for turn, name in enumerate(names)]
        return [name for _, name in sorted(turns)]

    def _users(self, mutant: Mutant) -> list[str]:
        """The operations whose types use the class that a fault is in, or what its file declares."""
        module = ".".join(mutant.path.removesuffix(".py").split("/")[1:])
        return [
            name for name, models in sorted(self._uses.items())
            if any(model.startswith(f"{module}.") and (not mutant.owner or model.endswith(f".{mutant.owner}"))
                   for model in models)
        ]  # fmt: skip

    @cached_property
    def _uses(self) -> Mapping[str, frozenset[str]]:
        """The models that each operation uses, also inside of others."""
        data = json.loads(store.to_json(self.contract))
        names = set(data["models"])
        inner = {name: _mentioned(model, names) for name, model in data["models"].items()}
        found: dict[str, frozenset[str]] = {}
        for part in ("operations", "async"):
            for path, operation in data[part].items():
                open_names, seen = _mentioned(operation, names), set[str]()
                while open_names:
                    seen |= open_names
                    open_names = frozenset().union(*(inner[name] for name in open_names)) - seen
                found[path] = found.get(path, frozenset()) | seen
        return found


def _mentioned(value: object, names: set[str]) -> frozenset[str]:
    return frozenset(re.findall(r"[\w.]+", json.dumps(value))) & names
