"""How well the hits of `upgrade --usage` agree with what really breaks in several applications.

`python -m tests.integration.usage.measure [OLD NEW [APPLICATION]]` runs each application on both releases, on a fresh
Label Studio each, and mypy over its folder with both, and compares the lines that behave differently, or get another
type error, with the lines that are reported.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from conformance.change import Impact
from conformance.pipeline.upgrade import upgrade
from conformance.report.upgrade_report import UpgradeReport
from conformance.servers.start import start
from conformance.settings import UpgradeSettings
from conformance.targets.environment import resolve
from conformance.targets.target import Target, load_target
from tests.integration.usage.truth import broken_lines, unreached_lines
from tests.upgrade.usage.test_find import from_within

CODE: Final = Path(__file__).parents[2] / "upgrade" / "user_code"
APPS: Final = {
    "labelops": "labelops.main:Nightly",
    "toolbox": "toolbox:Toolbox",
    "auditor": "auditor.cli:Audit",
    "publisher": "publisher.run:Steps",
}
PAIRS: Final = (("2.0.5", "2.0.7"), ("2.0.7", "2.0.16"), ("2.0.16", "2.1.2"))
SERVER: Final = "1.23.2"
RUNNER: Final = Path(__file__).parent / "run_app.py"
SECONDS: Final = 300.0
MYPY: Final = (
    "--check-untyped-defs",
    "--explicit-package-bases",
    "--follow-imports=silent",
    "--no-error-summary",
    "--hide-error-context",
)
_ERROR: Final = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$", re.MULTILINE)
_CLIENT: Final = r"\b(?:(Async)?LabelStudio{subclasses})\(\s*(?:$|\w+=)"
_SUBCLASS: Final = re.compile(r"^class (\w+)\((?:\w+\.)*LabelStudio\)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Lines of an application: broken at run time, with new errors of mypy, reported as certain and as possible.

    `unreached` are certain ones that one of the runs did not execute: whether they break is unknown.
    """

    run: dict[str, str]
    types: frozenset[str]
    certain: frozenset[str]
    possible: frozenset[str] = field(default_factory=frozenset)
    unreached: frozenset[str] = field(default_factory=frozenset)

    @property
    def actual(self) -> frozenset[str]:
        """The lines that break."""
        return self.types | self.run.keys()

    @property
    def right(self) -> frozenset[str]:
        """The certain lines that break."""
        return self.certain & self.actual

    @property
    def precision(self) -> float:
        """The share of the certain lines that break."""
        return len(self.right) / len(self.certain) if self.certain else 1.0

    @property
    def recall(self) -> float:
        """The share of the lines that break which are certain."""
        return len(self.right) / len(self.actual) if self.actual else 1.0

    @property
    def missed(self) -> list[str]:
        """The lines that break at run time and are not mentioned at all."""
        return sorted(self.run.keys() - self.certain - self.possible)


class QuietConsole:
    """A console that prints nothing."""

    def print_line(self, text: str) -> None:
        """Print nothing."""

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Show nothing."""


def run_app(app: str, release: str, target: Target) -> dict[str, Any]:
    """The runs of an application on a release, by mode: with a server that works, and with one that is down."""
    environment = resolve(release, target, progress=lambda _: None)
    found = {}
    with start(SERVER, target, lambda _: None) as server:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        settings = inherited | {"LABEL_STUDIO_URL": server.url, "LABEL_STUDIO_API_KEY": server.token}
        for mode in ("refuse", "normal"):
            command = [str(environment.python), str(RUNNER), str(CODE / app), APPS[app], mode]
            done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True, timeout=SECONDS)
            found[mode] = json.loads(done.stdout.splitlines()[-1])
    return found


def type_errors(app: str, release: str, target: Target) -> Counter[tuple[str, str]]:
    """The errors that mypy reports in an application's folder with a release: line and code."""
    environment = resolve(release, target, progress=lambda _: None)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "mypy", *MYPY, "--config-file=", f"--cache-dir={cache}"]
        command += ["--python-executable", str(environment.python), "."]
        done = subprocess.run(
            command, cwd=CODE / app, env=inherited, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return Counter((f"{found['file']}:{found['line']}", found["code"]) for found in _ERROR.finditer(done.stdout))


def client_lines(app: str) -> Iterator[str]:
    """The first line that makes each client."""
    seen = set()
    texts = {file: file.read_text() for file in sorted((CODE / app).rglob("*.py"))}
    subclasses = "".join(f"|{name}" for text in texts.values() for name in _SUBCLASS.findall(text))
    client = re.compile(_CLIENT.format(subclasses=subclasses))
    for file, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            made = client.search(line)
            if made is not None and made[1] not in seen:
                seen.add(made[1])
                yield f"{file.relative_to(CODE / app).as_posix()}:{number}"


def reported(app: str, old: str, new: str) -> UpgradeReport:
    """The report of an upgrade about an application."""
    with from_within(CODE / app):
        return upgrade(UpgradeSettings(old=old, new=new, usage=(".",)), QuietConsole())


def score(
    report: UpgradeReport,
    runs: Sequence[Mapping[str, Any]],
    errors: Sequence[Counter[tuple[str, str]]],
    app: str,
) -> Score:
    """Compare a report with what broke, given the runs and the type errors on both releases."""
    folder = CODE / app
    run = broken_lines(runs[0], runs[1], list(client_lines(app)))
    hits = [
        hit
        for change in report.changes
        for hit in change.hits
        if change.impact in {Impact.BREAKING, Impact.RISKY}
    ]  # fmt: skip
    problems = report.usage.problems if report.usage is not None else ()
    types = frozenset(line for line, _ in errors[1] - errors[0])
    certain = frozenset(f"{hit.file}:{hit.line}" for hit in (*problems, *hits) if hit.certain)
    possible = frozenset(f"{hit.file}:{hit.line}" for hit in hits if not hit.certain) - certain
    unreached = unreached_lines(certain - types - run.keys(), runs, folder)
    return Score(run=run, types=types, certain=certain - unreached, possible=possible, unreached=unreached)


def measure(app: str, old: str, new: str) -> Score:
    """Run an application on both releases and compare what breaks with what is reported."""
    target = load_target()
    runs = [run_app(app, release, target) for release in (old, new)]
    errors = [type_errors(app, release, target) for release in (old, new)]
    return score(reported(app, old, new), runs, errors, app)


def main(arguments: list[str]) -> None:
    """Print a table, and the lines on which both disagree."""
    pairs = [(arguments[0], arguments[1])] if arguments else PAIRS
    for app in arguments[2:] or APPS:
        for old, new in pairs:
            found = measure(app, old, new)
            sys.stdout.write(
                f"{app} {old} -> {new}: {len(found.run)} lines break at run time, {len(found.types)} for mypy; "
                f"{len(found.certain)} reported, {len(found.right)} right; precision {found.precision:.2f}, "
                f"recall {found.recall:.2f}; {len(found.possible)} may be affected; missed {found.missed}\n"
            )
            for line in sorted(found.unreached):
                sys.stdout.write(f"    reported, not executed on both: {line}\n")
            for line in sorted(found.certain - found.actual):
                sys.stdout.write(f"    reported, does not break: {line}\n")
            for line in sorted(found.actual - found.certain):
                sys.stdout.write(f"    breaks, not reported: {line}: {found.run.get(line, 'type error')[:100]}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
