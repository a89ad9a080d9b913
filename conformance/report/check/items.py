"""The findings as a page shows them: in groups, each with its evidence, and what repeats only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.finding import Finding
from conformance.report.check import phrases
from conformance.report.check.groups import by_check, by_reason
from conformance.report.facets import Facet, facet, useful
from conformance.report.report import CheckInfo, Report
from conformance.text import link_name

REPEATED: Final = 100  # characters, from which a paragraph of evidence is shown once
PARAGRAPH: Final = "\n\n\n"  # between two paragraphs of a program


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A part of a block. `name` is what links to it lead to; `same_as` names the earlier one with the same text."""

    text: str
    name: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """One block of evidence; between its paragraphs are two empty lines."""

    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem:
    """One finding with the name that links lead to."""

    finding: Finding
    name: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The findings of one check, new or known. `reasons` has them by the reason why they are known, "" for new ones."""

    check: CheckInfo
    state: str  # "new" or "known"
    reasons: Mapping[str, tuple[FindingItem, ...]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return tuple(item.finding for items in self.reasons.values() for item in items)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that the check compares."""
        return tuple(dict.fromkeys(source.text for finding in self.findings for source in finding.sources))


def finding_groups(report: Report) -> tuple[FindingGroup, ...]:
    """The new findings by check, then the known ones."""
    builder = _ItemBuilder(
        Counter(
            text
            for finding in report.findings
            for block in phrases.exchange_blocks(finding)
            for text in block.text.split(PARAGRAPH)
            if len(text) >= REPEATED
        )
    )
    new = [
        FindingGroup(check=group.check, state="new", reasons={"": builder.items(group.findings)})
        for group in by_check(report, report.new)
    ]
    known = [
        FindingGroup(
            check=group.check,
            state="known",
            reasons={reason: builder.items(findings) for reason, findings in by_reason(group.findings).items()},
        )
        for group in by_check(report, report.known)
    ]
    return (*new, *known)


def facets(report: Report) -> tuple[Facet, ...]:
    """The filters of the findings."""
    family = {check.id: check.family for check in report.checks}
    reach = {coverage.operation: coverage.reach.state for coverage in report.operations if coverage.reach is not None}
    every = report.findings
    return useful(
        (
            facet("state", "State", every, lambda finding: ["new" if finding.known is None else "known"]),
            facet("severity", "Severity", every, lambda finding: [finding.severity.value]),
            facet("family", "Family", every, lambda finding: [family.get(finding.check, "")]),
            facet("check", "Check", sorted(every, key=lambda finding: finding.check), lambda finding: [finding.check]),
            facet("blame", "Who has to change", every, lambda finding: [finding.blame.value]),
            facet("client", "Client", every, phrases.clients),
            facet(
                "reach", "On the server", every,
                lambda finding: sorted({reach[path] for path in finding.operations if path in reach}),
            ),
        )
    )  # fmt: skip


class _ItemBuilder:
    """Gives each finding a name that no other has, and each text that repeats a link to the first."""

    def __init__(self, texts: Mapping[str, int]) -> None:
        self.texts = texts  # how often each occurs on the page
        self.names: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def items(self, findings: Sequence[Finding]) -> tuple[FindingItem, ...]:
        """The findings with their names and blocks."""
        return tuple(map(self._item, findings))

    def _item(self, finding: Finding) -> FindingItem:
        name = f"f-{link_name(finding.id)}"
        self.names[name] += 1
        if self.names[name] > 1:
            name = f"{name}-{self.names[name]}"
        return FindingItem(finding=finding, name=name, blocks=tuple(self._blocks(finding, name)))

    def _blocks(self, finding: Finding, name: str) -> Iterator[ShownBlock]:
        for number, block in enumerate(phrases.exchange_blocks(finding), start=1):
            texts = block.text.split(PARAGRAPH)
            paragraphs = (self._paragraph(text, f"{name}-{number}-{place}") for place, text in enumerate(texts))
            yield ShownBlock(label=block.label, paragraphs=tuple(paragraphs))

    def _paragraph(self, text: str, name: str) -> Paragraph:
        if self.texts.get(text, 0) < 2:
            return Paragraph(text=text)
        first = self.first.setdefault(text, name)
        return Paragraph(text=text, name=name) if first == name else Paragraph(text="", same_as=first)
