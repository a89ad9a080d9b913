"""The operations that a fault can affect, and the order in which they and the package are judged."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from conformance.call_tracer import first_code_line
from conformance.contract import store
from conformance.contract.model import Contract
from conformance.finding import PACKAGE
from conformance.mutants.mutant import Mutant
from conformance.mutants.place import owners_of
from conformance.pipeline.mutants.baseline import Baseline

MAX_IMPORTS: Final = 3  # files between a declared name of a type and what uses it
FIRST: Final = 2  # operations before the package, which takes as long as dozens of them


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """The subjects of a fault: `names` in their order, of `running` operations; `owners` are those that have it."""

    names: tuple[str, ...]
    running: int
    owners: frozenset[str]


class SubjectFinder:
    """Finds what a fault can affect, from the functions that each operation calls and from the models that it uses."""

    def __init__(self, baseline: Baseline, contract: Contract, files: Mapping[str, str], most: int) -> None:
        self.baseline, self.contract, self.files, self.most = baseline, contract, files, most

    def find(self, mutant: Mutant) -> Subjects:
        """The subjects of a fault, those first that are most likely to show it; () where it is never called.

        A fault in a function is judged with the operations that call it: no other one can differ. Those that call
        different functions of the file come first, and at most `most` of them are judged. A fault outside of functions
        is judged with the operations whose types use the class, or what imports the declared name of a type. The
        package is judged after the first few.
        """
        calling = self.baseline.calling(mutant.path, frozenset(mutant.function_lines))
        operations = [name for name in calling if name != PACKAGE]
        if not (calling if mutant.in_function else self.baseline.is_imported(mutant.path)):
            return Subjects(names=(), running=0, owners=frozenset())
        if not mutant.in_function:
            users = [name for name in self._users(mutant) if name in self.baseline.calls]
            varied = self._varied(mutant.path, users)[: self.most]
            owners = frozenset() if mutant.owner else frozenset(users)  # a class is named by itself
            return Subjects(names=(*varied[:FIRST], PACKAGE, *varied[FIRST:]), running=len(users), owners=owners)
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
        users = self._with_types_of(mutant.path, mutant.owner)
        declaring = {mutant.path: _declared(self.files[mutant.path])} if not users and not mutant.owner else {}
        for _ in range(MAX_IMPORTS):
            importing = {
                path: text
                for declared_in, names in declaring.items()
                for path, text in self._importers(declared_in)
                if names & set(re.findall(r"\w+", text))
            }
            names = frozenset().union(*declaring.values())
            found = {user for path in importing for user in self._with_types_of(path)}
            for path, text in importing.items():
                found.update(self.baseline.calling(path, _naming(text, names)))
            if found - {PACKAGE}:
                return sorted(found - {PACKAGE})
            declaring = {path: _declared(text) for path, text in importing.items()}
        return users

    def _with_types_of(self, path: str, owner: str = "") -> list[str]:
        """The operations whose types use a class of a file: this one, or any."""
        module = ".".join(path.removesuffix(".py").split("/")[1:])
        return [
            name for name, models in sorted(self._uses.items())
            if any(model.startswith(f"{module}.") and (not owner or model.endswith(f".{owner}")) for model in models)
        ]  # fmt: skip

    def _importers(self, path: str) -> Iterator[tuple[str, str]]:
        """The files that import from a file, and their texts, without those of packages, which only pass names on."""
        name = re.escape(path.removesuffix(".py").rpartition("/")[2])
        statement = re.compile(rf"^\s*from [\w.]*\b{name} import ", re.MULTILINE)
        for other, text in self.files.items():
            if not other.endswith("/__init__.py") and statement.search(text):
                yield other, text

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


def _declared(text: str) -> frozenset[str]:
    """The names that a file assigns, outside of functions and classes."""
    targets = [
        target
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def _naming(text: str, names: frozenset[str]) -> frozenset[int]:
    """The first lines of the functions of a file in which one of some names stands."""
    return frozenset(
        first_code_line(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(isinstance(inner, ast.Name) and inner.id in names for inner in ast.walk(node))
    )
