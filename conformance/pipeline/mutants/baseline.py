"""The findings of the unaltered copy of an SDK, by operation, and the lines of the SDK that each operation runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from conformance.finding import PACKAGE
from conformance.pipeline.cache_inputs import environment_inputs, files_digest
from conformance.pipeline.console import Console
from conformance.pipeline.mutants.copies import Copied
from conformance.targets.cache import cache_key
from conformance.targets.text_cache import TextCache
from conformance.workers.messages import JudgeOperation
from conformance.workers.pool import require, worker_pool

BASELINES: Final = TextCache("mutants", 64 * 2**20)
Lines = Mapping[str, frozenset[int]]  # by file


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The ids of the findings of each operation and of the package, and the lines that each of them runs.

    `imported` are the lines that opening the SDK runs.
    """

    findings: Mapping[str, frozenset[str]]
    lines: Mapping[str, Lines]
    imported: Lines

    @property
    def known(self) -> frozenset[str]:
        """The ids of all findings."""
        return frozenset().union(*self.findings.values())

    def running(self, path: str, lines: frozenset[int]) -> list[str]:
        """The operations that run one of the lines of a file, sorted; the package is one of them."""
        return [name for name, files in sorted(self.lines.items()) if lines & files.get(path, frozenset())]

    def is_run(self, path: str, lines: frozenset[int]) -> bool:
        """Whether one of the lines is run at all."""
        return bool(lines & self.imported.get(path, frozenset())) or bool(self.running(path, lines))


def baseline_key(copied: Copied) -> str:
    """The key of all that a baseline depends on."""
    return cache_key(
        *environment_inputs(copied.origin, copied.contents.dist_info, copied.target),
        files_digest(copied.contents.files), str(copied.plan.settings.seed),
    )  # fmt: skip


def learn_baseline(copied: Copied, key: str, jobs: int, console: Console) -> Baseline:
    """Judge every operation of the unaltered copy, and note which lines it runs. Kept in the cache.

    Raises WorkerDied where an operation ends its worker: such an SDK cannot be altered and compared.
    """
    text = BASELINES.read(key)
    if text is None:
        console.print_line("judging the unaltered copy, to learn which lines each operation runs")
        text = _judged(copied, jobs, console)
        BASELINES.write(key, text)
        BASELINES.prune()
    data = json.loads(text)
    return Baseline(
        findings={name: frozenset(ids) for name, ids in data["findings"].items()},
        lines={name: _lines(files) for name, files in data["lines"].items()},
        imported=_lines(data["imported"]),
    )


def _lines(files: Mapping[str, list[int]]) -> Lines:
    return {path: frozenset(lines) for path, lines in files.items()}


def _judged(copied: Copied, jobs: int, console: Console) -> str:
    opening = replace(copied.plan.opening, trace=True)
    with worker_pool(copied.plan.environment, opening) as pool:
        opened = pool.open()
        requests = {name: JudgeOperation(operation=name) for name in (PACKAGE, *opened.paths)}
        findings, lines = {}, {}
        for name, result in pool.run_all(requests, jobs or os.cpu_count() or 1):
            judged = require(result)
            findings[name] = sorted(finding.id for finding in judged.findings)
            lines[name] = dict(judged.lines)
            console.report_progress(len(findings), len(requests), name)
    return json.dumps({"findings": findings, "lines": lines, "imported": dict(opened.lines)}, sort_keys=True)
