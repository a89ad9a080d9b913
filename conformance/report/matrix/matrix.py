"""The one value that every format of a matrix is rendered from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.text import as_json, counted

MATRIX_SCHEMA_VERSION: Final = 1
OUTCOMES: Final = {  # of a cell
    "works": "nothing new was found",
    "differs": "something new was found",
    "failed": "the run ended without a result",
}
PAIRED: Final = {  # the jobs about pairs of an SDK and a server, with the titles of their grids
    "live": "SDK and server",
    "spec": "SDK and the server's OpenAPI document",
}
STATES: Final = {  # of an operation in a cell
    "works": "no critical or major finding of the SDK or the server",
    "differs": "a critical or major finding of the SDK or the server, which may be known",
    "not there": "the server, or its OpenAPI document, has no such operation",
    "not tried": "it was not called on this server",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One run of a matrix. `server` is the release of the server, `new` the release that an upgrade goes to."""

    job: str  # "check", "spec", "live" or "upgrade"
    sdk: str
    server: str = ""
    new: str = ""

    @property
    def name(self) -> str:
        """`live 2.0.7 on 1.21.0`."""
        other = f" on {self.server}" if self.server else f" to {self.new}" if self.new else ""
        return f"{self.job} {self.sdk}{other}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationState:
    """How an operation fared in a cell: a key of `STATES`, and the ids of the findings that matter to callers."""

    state: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """The result of one cell. `sentence` is its verdict, or why it has none. An upgrade has no operations."""

    cell: Cell
    outcome: str  # a key of `OUTCOMES`
    sentence: str
    new: int = 0
    known: int = 0
    operations: Mapping[str, OperationState] = field(default_factory=dict)

    def of_state(self, state: str) -> tuple[str, ...]:
        """The operations of one state."""
        return tuple(path for path, found in self.operations.items() if found.state == state)

    @property
    def counts(self) -> str:
        """`160 work, 4 differ`: the operations by state."""
        numbers = Counter(found.state for found in self.operations.values())
        return ", ".join(f"{numbers[state]} {state.removesuffix('s')}" for state in STATES if numbers[state])

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        cell = self.cell
        return {
            "job": cell.job, "sdk": cell.sdk, "server": cell.server, "to": cell.new,
            "outcome": self.outcome, "sentence": self.sentence, "new": self.new, "known": self.known,
            "operations": {
                path: {"state": found.state, "findings": list(found.findings)}
                for path, found in self.operations.items()
            },
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CellResult:
        """The inverse of `to_json`. Raises KeyError, TypeError."""
        return cls(
            cell=Cell(job=data["job"], sdk=data["sdk"], server=data["server"], new=data["to"]),
            outcome=data["outcome"],
            sentence=data["sentence"],
            new=data["new"],
            known=data["known"],
            operations={
                path: OperationState(state=found["state"], findings=tuple(found["findings"]))
                for path, found in data["operations"].items()
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The results of a job about pairs of an SDK and a server, in the order of the releases."""

    job: str
    title: str
    results: tuple[CellResult, ...]

    @property
    def servers(self) -> tuple[str, ...]:
        """The releases of the server."""
        return tuple(dict.fromkeys(result.cell.server for result in self.results))

    @property
    def rows(self) -> Mapping[str, tuple[CellResult | None, ...]]:
        """The results of each release of the SDK, one for each server; None for a cell that was not run."""
        found = {(result.cell.sdk, result.cell.server): result for result in self.results}
        sdks = dict.fromkeys(result.cell.sdk for result in self.results)
        return {sdk: tuple(found.get((sdk, server)) for server in self.servers) for sdk in sdks}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All cells, in the order of the releases. `missing` are the cells that an interrupted run did not reach."""

    tool_version: str
    target: str
    sdk: str  # distribution
    results: tuple[CellResult, ...]
    missing: tuple[Cell, ...] = ()

    def of(self, job: str) -> tuple[CellResult, ...]:
        """The results of one job."""
        return tuple(result for result in self.results if result.cell.job == job)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The results of each job about pairs."""
        return tuple(Grid(job=job, title=title, results=self.of(job)) for job, title in PAIRED.items() if self.of(job))

    @property
    def fails(self) -> bool:
        """Whether any cell differs or failed."""
        return any(result.outcome != "works" for result in self.results)

    @property
    def interrupted(self) -> bool:
        """Whether cells are missing."""
        return bool(self.missing)

    @property
    def verdict(self) -> str:
        """One sentence."""
        numbers = Counter(result.outcome for result in self.results)
        parts = [f"{numbers[outcome]} {_IN_VERDICT[outcome]}" for outcome in OUTCOMES if numbers[outcome]]
        parts += [f"{len(self.missing)} not run"] if self.missing else []
        return f"{self.sdk}: {counted(len(self.results) + len(self.missing), 'cell')}: {', '.join(parts)}"


_IN_VERDICT: Final = {"works": "without new findings", "differs": "with new findings", "failed": "without a result"}


def matrix_json(matrix: object) -> str:
    """The matrix as a document: no times, so that equal runs have equal documents."""
    assert isinstance(matrix, Matrix)  # noqa: S101  # the one value that this format is for
    return as_json({
        "schema": MATRIX_SCHEMA_VERSION, "command": "matrix", "tool_version": matrix.tool_version,
        "target": matrix.target, "sdk": matrix.sdk, "verdict": matrix.verdict,
        "cells": [result.to_json() for result in matrix.results],
        "missing": [cell.name for cell in matrix.missing],
    })  # fmt: skip
