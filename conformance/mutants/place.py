"""Whether a finding names the place of a fault: its file, its operation or its model; for shared code the client."""

from __future__ import annotations

import re

from conformance.finding import PACKAGE, Finding
from conformance.mutants.mutant import Mutant
from conformance.occurrence import CORE, GENERATED


def names_place(finding: Finding, mutant: Mutant, owners: frozenset[str]) -> bool:
    """Whether a reader of the finding finds the fault. `owners` are the operations whose own code has the fault."""
    if finding.source is not None and finding.source.file == mutant.path:
        return True
    candidate = finding.candidate  # the shared code that a run of all operations names
    if not owners and candidate is not None and candidate.source is not None and candidate.source.file == mutant.path:
        return True
    if owners:
        return bool(owners & set(finding.operations))
    text = f"{finding.id} {finding.message} {' '.join(finding.operations)}"
    names = {*mutant.owner.split("."), *(name.rpartition(".")[2] for name in mutant.functions)} - {"", "__init__"}
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
        return True
    return mutant.group not in {"model", "helper"} and finding.operation in {CORE, GENERATED, PACKAGE}


def owners_of(mutant: Mutant, operations: frozenset[str]) -> frozenset[str]:
    """Of the operations that run the fault, those whose own method it is in: they are named after it and its folder."""
    folders = mutant.path.split("/")[1:-1]
    names = {name.rpartition(".")[2] for name in mutant.functions}
    return frozenset(
        path for path in operations
        if path.rpartition(".")[2] in names and path.split(".")[:-1] == folders[: len(path.split(".")) - 1]
        and len(path.split(".")) - 1 == len(folders)
    )  # fmt: skip
