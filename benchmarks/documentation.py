"""A census of an SDK's documentation: docstrings, their examples, and the snippets of its pages, by release.

Each release is imported in its own environment. Examples are compiled and run there as `check` does it: those of both
clients, one by one. An example or snippet that is not run has a reason, which is printed with the number of its cases.

    python -m benchmarks.documentation [RELEASE…]
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from conformance.targets.target import Target, load_target

ROOT = Path(__file__).parents[1]
RELEASES = ("2.0.5", "2.0.7", "2.0.16", "2.1.2")
HERE = "--here"  # of the process in the environment of a release
COLUMNS = (
    "release", "docstrings with parameters", "examples", "no Python", "raise", "run", "not run", "snippets",
    "run to the end",
)  # fmt: skip


@dataclass(kw_only=True)
class Census:
    """The documentation of one release in numbers. `not_run` counts examples, and `left` snippets, by reason."""

    release: str
    docstrings: int = 0
    examples: int = 0
    invalid: int = 0
    raised: int = 0
    snippets: int = 0
    not_run: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def row(self) -> str:
        """A row of the table."""
        not_run, left = sum(self.not_run.values()), sum(self.left.values())
        ran = self.examples - self.invalid - self.raised - not_run
        cells = (self.docstrings, self.examples, self.invalid, self.raised, ran, not_run, self.snippets)
        return f"| {self.release} | {' | '.join(map(str, cells))} | {self.snippets - left} |"


def census(target: Target) -> Census:
    """The census of the SDK that can be imported here."""
    from conformance.contract import store
    from conformance.documentation.docstring import read_docstring
    from conformance.documentation.examples import run_example
    from conformance.documentation.functions import documented_functions
    from conformance.extent import Extent
    from conformance.finding import PACKAGE
    from conformance.judging.context import build_context
    from conformance.judging.fact_collector import FactCollector
    from conformance.offline.engine import OfflineEngine
    from conformance.targets.client import import_sdk

    sdk = import_sdk(target)
    context = build_context(sdk, store.load(target.approved_file(sdk.version)), examples=1, seed=0)
    found, not_run = Census(release=sdk.version), Counter[str]()
    [folder, *_] = sdk.package.__path__
    found.docstrings = sum(1 for _ in documented_functions(Path(folder)))
    for twin, methods in context.extractor.methods.items():
        for path, method in sorted(methods.items()):
            operation = context.declared.twins[twin].get(path)
            if operation is None:
                continue
            responses = context.responses.minimal(operation).responses
            for code in read_docstring(inspect.getdoc(method.bound)).examples:
                ran = run_example(sdk, path, code, responses)
                found.examples += 1
                found.invalid += bool(ran.invalid)
                found.raised += bool(ran.raised)
                if ran.not_run:
                    not_run[ran.not_run] += 1
    found.not_run = dict(not_run.most_common())
    extents: dict[str, Extent] = {}
    OfflineEngine(context).collect_pages(FactCollector(PACKAGE), extents)
    pages = extents["snippets"]
    found.snippets = pages.covered + len(pages.missing)
    found.left = dict(Counter(why.partition(": ")[2] for why in pages.missing.values()).most_common())
    sdk.close()
    return found


def measured(release: str, target: Target) -> Census:
    """The census of a release, from a process in its own environment."""
    from conformance.targets.environment import resolve

    environment = resolve(release, target, progress=print)
    ran = subprocess.run(
        [str(environment.python), "-m", "benchmarks.documentation", HERE],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Census(**json.loads(ran.stdout.splitlines()[-1]))


def main() -> None:
    """Print the table, and why examples and snippets were not run."""
    target = load_target()
    if HERE in sys.argv[1:]:
        print(json.dumps(asdict(census(target))))
        return
    counted = [measured(release, target) for release in sys.argv[1:] or RELEASES]
    print(f"| {' | '.join(COLUMNS)} |", "|" + " --- |" * len(COLUMNS), *(one.row for one in counted), sep="\n")
    for one in counted:
        for name, reasons in (("example", one.not_run), ("snippet", one.left)):
            for reason, count in reasons.items():
                print(f"{one.release}: {name} not run, {count} times: {reason}")


if __name__ == "__main__":
    main()
