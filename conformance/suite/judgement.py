"""The findings of one check for one operation, and whether its test passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import indent
from typing import Final

import pytest

from conformance.finding import Finding, Stale
from conformance.report.check.phrases import message
from conformance.text import in_line, visible

MAX_WITH_EVIDENCE: Final = 3  # findings of one test; the evidence of more usually shows the same


@dataclass(slots=True)
class Judgement:
    """The findings of one check for one operation, compared with the known ones.

    `absent` says why the check did not apply, `crash` why the operation could not be judged; None where it was.
    """

    findings: list[Finding] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    absent: str | None = None
    crash: str | None = None

    @property
    def new(self) -> list[Finding]:
        """The findings that are not known."""
        return [finding for finding in self.findings if finding.known is None]

    @property
    def reasons(self) -> list[str]:
        """The reasons of the known findings, each once."""
        return list(dict.fromkeys(finding.known for finding in self.findings if finding.known is not None))

    @property
    def failures(self) -> int:
        """How many findings and stale known ones make the test fail."""
        return len(self.new) + len(self.stale)

    def raise_outcome(self) -> None:
        """Fail for new findings and stale known ones, xfail for known ones; skip if the check did not apply."""
        if self.failures:
            pytest.fail("\n".join(self._lines()), pytrace=False)
        if self.findings:
            pytest.xfail(in_line(" ".join(self.reasons)))
        if self.absent is not None:
            pytest.skip(self.absent)

    def _lines(self) -> Iterator[str]:
        for number, finding in enumerate(self.new):
            if number:
                yield ""
            yield visible(f"{finding.id}: {message(finding)}")
            if number < MAX_WITH_EVIDENCE:
                yield from _evidence(finding)
        for check in dict.fromkeys(finding.check for finding in self.new):
            yield f"\nsee: conformance explain {check}"
        for stale in self.stale:
            yield f"{stale.name}: known, but no longer occurs"
            yield f"  Its reason was: {stale.reason}"
            yield f"  {stale.remedy}"


def _evidence(finding: Finding) -> Iterator[str]:
    one, other = finding.sources
    yield f"  ({finding.severity.value}, {finding.blame.value}; {one.text} against {other.text})"
    if finding.source is not None:
        yield f"  {finding.source} in {finding.source.function}"
    if finding.comparison is not None:
        yield "\ndifferences:"
        yield indent(visible(finding.comparison.text), "    ")
    if finding.evidence is not None:
        parts = (
            ("call", finding.evidence.call),
            ("request", finding.evidence.request),
            ("response", finding.evidence.response),
            ("outcome", finding.evidence.outcome),
        )
        for name, text in parts:
            yield f"\n{name}:"
            yield indent(visible(text.rstrip()), "    ")
    if finding.reproduce is not None:
        yield "\nprogram that reproduces it:"
        yield indent(visible(finding.reproduce.python.rstrip()), "    ")
