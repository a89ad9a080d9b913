"""The results of cells in a folder, one file for each, written as they come."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.pipeline.matrix.cell import CellRun
from conformance.report.files import replace_text
from conformance.report.matrix.matrix import Cell, CellResult
from conformance.targets.cache import cache_key
from conformance.text import as_json

SUFFIX: Final = ".cell.json"


class ResultFolder:
    """A folder with the results of cells. What it has of the same run is used again, except failures."""

    def __init__(self, folder: Path, tool_version: str) -> None:
        self.folder, self.tool_version = folder, tool_version
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFailed(f"--folder {folder}: it cannot be made: {error.strerror}") from error

    def _file(self, cell: Cell) -> Path:
        return self.folder / f"{cell.name.replace(' ', '-')}{SUFFIX}"

    def _key(self, run: CellRun) -> str:
        return cache_key(self.tool_version, *run.arguments)

    def earlier_result(self, run: CellRun) -> CellResult | None:
        """The result of an earlier run with the same arguments; None where it has none, or a failure."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            data = json.loads(self._file(run.cell).read_text(encoding="utf-8"))
            if data["key"] == self._key(run):
                result = CellResult.from_json(data["result"])
                return None if result.outcome == "failed" else result
        return None

    def keep(self, run: CellRun, result: CellResult) -> None:
        """Write a result. Raises EnvironmentFailed."""
        replace_text(self._file(run.cell), as_json({"key": self._key(run), "result": result.to_json()}))


def read_results(folder: Path) -> list[CellResult]:
    """All results of a folder, by name. Raises UsageError where it has none."""
    results = []
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            results.append(CellResult.from_json(json.loads(file.read_text(encoding="utf-8"))["result"]))
    if not results:
        raise UsageError(
            f"--folder {folder}: it has no result of a matrix.\n"
            "  Run one first, such as: conformance matrix --sdk 2.1.2 --server 1.23.2"
        )
    return results
