"""Results on disk, written as they come: an interrupted run resumes, and a longer one begins where a shorter ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from conformance.report.mutants.report import MutantResult
from conformance.targets.cache import cache_root


class KeptResults:
    """The results of one SDK, checked by one version of the checks, in a file with one line for each."""

    def __init__(self, key: str, *, resume: bool) -> None:
        self.file: Path = cache_root() / "mutants" / f"{key}.jsonl"
        self.found: Mapping[str, MutantResult] = self._read() if resume else {}
        if not resume:
            self.file.unlink(missing_ok=True)

    def _read(self) -> Mapping[str, MutantResult]:
        """Those of an earlier run. A line that was not written to its end does not count."""
        found = {}
        with suppress(OSError, UnicodeDecodeError):
            for line in self.file.read_text(encoding="utf-8").splitlines():
                with suppress(ValueError, KeyError, TypeError):
                    result = MutantResult.from_json(json.loads(line))
                    found[result.id] = result
        return found

    def add(self, result: MutantResult) -> None:
        """Keep one more. A cache that cannot be written costs only the resumption."""
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(result.to_json()) + "\n")
