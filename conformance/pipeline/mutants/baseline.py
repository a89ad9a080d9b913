"""The findings of the unaltered copy of an SDK, by operation, and the functions of the SDK that each one calls."""

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
Calls = Mapping[str, frozenset[int]]  # the first lines of functions, by file


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The ids of the findings of each operation and of the package, and what each of them calls.

    `imported` is what opening the SDK calls: bodies of modules and classes, most of all.
    """

    findings: Mapping[str, frozenset[str]]
    calls: Mapping[str, Calls]
    imported: Calls

    @property
    def known(self) -> frozenset[str]:
        """The ids of all findings."""
        return frozenset().union(*self.findings.values())

    def calling(self, path: str, lines: frozenset[int]) -> list[str]:
        """The operations that call one of the functions at these lines, sorted; the package is one of them.

        What opening the SDK calls, the checks of the package judge: a client whose part is lost has fewer operations.
        """
        found = {name for name, files in self.calls.items() if lines & files.get(path, frozenset())}
        return sorted(found | {PACKAGE} if lines & self.imported.get(path, frozenset()) else found)

    def is_imported(self, path: str) -> bool:
        """Whether anything of a file is run."""
        return path in self.imported or any(path in files for files in self.calls.values())


def baseline_key(copied: Copied) -> str:
    """The key of all that a baseline depends on."""
    return cache_key(
        *environment_inputs(copied.origin, copied.contents.dist_info, copied.target),
        files_digest(copied.contents.files), str(copied.plan.settings.seed),
    )  # fmt: skip


def learn_baseline(copied: Copied, key: str, jobs: int, console: Console) -> Baseline:
    """Judge every operation of the unaltered copy, and note what it calls. Kept in the cache.

    Raises WorkerDied where an operation ends its worker: such an SDK cannot be altered and compared.
    """
    text = BASELINES.read(key)
    if text is None:
        console.print_line("judging the unaltered copy, to learn what each operation calls")
        text = _judged(copied, jobs, console)
        BASELINES.write(key, text)
        BASELINES.prune()
    data = json.loads(text)
    return Baseline(
        findings={name: frozenset(ids) for name, ids in data["findings"].items()},
        calls={name: _calls(files) for name, files in data["calls"].items()},
        imported=_calls(data["imported"]),
    )


def _calls(files: Mapping[str, list[int]]) -> Calls:
    return {path: frozenset(lines) for path, lines in files.items()}


def _judged(copied: Copied, jobs: int, console: Console) -> str:
    opening = replace(copied.plan.opening, trace=True)
    with worker_pool(copied.plan.environment, opening) as pool:
        opened = pool.open()
        requests = {name: JudgeOperation(operation=name) for name in (PACKAGE, *opened.paths)}
        findings, calls = {}, {}
        for name, result in pool.run_all(requests, jobs or os.cpu_count() or 1):
            judged = require(result)
            findings[name] = sorted(finding.id for finding in judged.findings)
            calls[name] = dict(judged.called)
            console.report_progress(len(findings), len(requests), name)
    return json.dumps({"findings": findings, "calls": calls, "imported": dict(opened.called)}, sort_keys=True)
