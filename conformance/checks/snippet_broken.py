"""A snippet of the README or of another page of the release does not run.

Why it matters
    The README is the first code that a user copies; it is the page of the release on the package index, too.

Conforming
    `client = Client(timeout=20.0)` runs as it stands; a snippet with `...` uses arguments that exist

Violating
    `Client(time_out=20.0)`: no such argument; `from sdk import Clint`; `{timeout=20.0}`, which is no Python
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.documentation.subjects import DocumentedPages


@check(
    family="documentation",
    judges=DocumentedPages,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="a page with a Python snippet",
    applies=lambda pages: bool(pages.runs),
)
def snippet_broken(pages: DocumentedPages) -> Facts:
    for run in pages.runs:
        for mistake in run.mistakes:
            line = run.code_line(mistake.line)
            yield Fact(
                message=f"{run.location(mistake.line)}, below `{run.snippet.section}`: {mistake.text}, at `{line}`.",
                part=f"{run.snippet.page}.{run.snippet.section}: {line}",
                subject=PACKAGE,
            )
