"""The sections of a `Report`: new findings first, then what went wrong otherwise, then counts and coverage."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from conformance.finding import Finding, Severity
from conformance.report.check import groups, phrases
from conformance.report.document import ALWAYS, Code, Details, Item, Section, Table
from conformance.report.report import Report
from conformance.text import brief, counted, in_line, last_line

WORST = 3  # new findings on a terminal


def sections(report: Report, limit: int) -> Iterator[Section]:
    """Everything that the report shows, the most important first; `limit` is for each part of a terminal's text."""
    yield from _counts(report)
    yield from _new(report)
    yield from _worst(report, limit)
    yield from _stale(report, limit)
    yield from _crashed(report, limit)
    yield from _unreached(report, limit)
    yield from _arguments(report, limit)
    yield from _known_findings(report)
    yield from _coverage(report)
    yield from _not_replayed(report)
    yield from _responses(report)


def _counts(report: Report) -> Iterator[Section]:
    blame = {group.check.id: ", ".join(groups.by_blame(group.findings)) for group in _by_check(report)}
    rank = {group.check.id: groups.most_severe(group.findings) for group in _by_check(report)}
    rows = tuple(
        (Code(counts.check.id), counts.check.family, blame.get(counts.check.id, ""),
         counts.new, counts.known, counts.stale, counts.operations)
        for counts in sorted(
            groups.check_counts(report),
            key=lambda counts: (not counts.new, rank.get(counts.check.id, len(Severity)), -counts.new, counts.check.id),
        )
        if counts.new or counts.known or counts.stale
    )  # fmt: skip
    if rows:
        head = ("Check", "Family", "Who has to change", "New", "Known", "Stale", "Operations checked")
        yield Section(table=Table(head, rows), share=1)


def _new(report: Report) -> Iterator[Section]:
    if report.new:
        counts = f"{phrases.severities(report.new)}; blame: {phrases.blame(report.new)}"
        yield Section(title=f"New findings: {len(report.new)}", counts=counts, on_terminal=0)
    for group in groups.by_check(report, report.new):
        yield Section(
            title=f"`{group.check.id}`: {counted(len(group.findings), 'new finding')}",
            level=4,
            intro=group.check.summary,
            items=tuple(map(_item, group.findings)),
            layout="paragraphs",
            turns=(ALWAYS, 1, 2),
            share=1,
            on_terminal=0,
            counts=f"{phrases.severities(group.findings)}; blame: {phrases.blame(group.findings)}",
        )


def _worst(report: Report, limit: int) -> Iterator[Section]:
    """The most severe new findings, each of another check, and the commands that show and repeat them."""
    worst = groups.worst(report)[: min(WORST, limit)]
    if worst:
        yield Section(
            title="The worst of them" if len(worst) > 1 else "The worst",
            items=tuple(_worst_item(report, finding) for finding in worst),
            on_terminal=len(worst),
            only_on_terminal=True,
        )


def _worst_item(report: Report, finding: Finding) -> Item:
    call = finding.evidence.call.partition("\n")[0] if finding.evidence is not None else ""
    name = shlex.quote(in_line(finding.id)) + ("" if report.started else " --url URL")
    return Item(
        name=finding.id,
        tags=(finding.severity.value, finding.blame.value),
        message=phrases.message(finding, shortened=True),
        commands=(*([brief(call)] if call else []), f"conformance replay {name}"),
    )


def _item(finding: Finding) -> Item:
    blocks = phrases.code_blocks(finding)
    return Item(
        name=finding.id,
        group=finding.check,
        tags=(finding.severity.value, finding.blame.value),
        message=phrases.message(finding),
        details=Details(title="Evidence", blocks=blocks) if blocks else None,
    )


def _stale(report: Report, limit: int) -> Iterator[Section]:
    if report.stale:
        yield Section(
            title="Known findings that no longer occur",
            intro=f"They were looked for and did not occur. {phrases.remedies(report)}",
            items=tuple(
                Item(name=stale.name, tags=(stale.list_name,), message=f"listed because: {stale.reason}")
                for stale in report.stale
            ),
            turns=(ALWAYS, 0),
            share=1,
            on_terminal=limit,
        )


def _crashed(report: Report, limit: int) -> Iterator[Section]:
    if report.crashed:
        yield Section(
            title="Could not be checked",
            intro="A check or the tool itself failed: that is neither a pass nor a finding.",
            items=tuple(
                Item(name=coverage.operation, message=last_line(coverage.crash or "") or "it crashed")
                for coverage in report.crashed
            ),
            turns=(ALWAYS, 0),
            share=1,
            on_terminal=limit,
            notice="error",
        )


def _unreached(report: Report, limit: int) -> Iterator[Section]:
    for group in groups.state_groups(report):
        if group.is_gap:
            yield Section(
                title=f"{group.label.capitalize()}: {counted(len(group.operations), 'operation')}",
                items=tuple(
                    Item(name=operations[0], also=operations[1:], message=reason)
                    for reason, operations in group.reasons.items()
                ),
                folded=True,
                turns=(0, 0, 3),
                share=1,
                on_terminal=limit,
                notice="note" if group.state == "untried" else "warning",
            )


def _arguments(report: Report, limit: int) -> Iterator[Section]:
    for group in groups.argument_groups(report):
        yield Section(
            title=f"{group.title}: {group.count}",
            intro=group.intro,
            items=tuple(Item(name=names[0], also=names[1:], message=reason) for reason, names in group.reasons.items()),
            folded=True,
            turns=(2, 2, 4),
            on_terminal=limit if group.is_gap else None,
            notice="note",
        )


def _known_findings(report: Report) -> Iterator[Section]:
    rows = tuple(
        (len(findings), reason, ", ".join(f"`{check}`" for check in sorted({finding.check for finding in findings})))
        for reason, findings in groups.by_reason(report.known).items()
    )
    if rows:
        table = Table(("Findings", "Reason", "Checks"), rows)
        yield Section(title=counted(len(report.known), "known finding"), table=table, folded=True, share=1)


def _coverage(report: Report) -> Iterator[Section]:
    families = tuple(
        (counts.family, counts.judgements, counts.judged, counts.not_judged) for counts in groups.family_counts(report)
    )
    extents = report.extents
    if extents:
        shares = tuple(
            (name, extent.covered, len(extent.missing), f"{extent.percent:.1f} %", "; ".join(groups.untested(extent)))
            for name, extent in extents.items()
        )
        yield Section(
            title=f"Tested: {report.covered_percent:.1f} %",
            table=Table(("Of the", "Tested", "Not tested", "Share", "Why not"), shares),
            share=1,
            on_terminal=0,
            counts=", ".join(f"{name} {extent.covered} of {extent.total}" for name, extent in extents.items()),
        )
    for name, extent in extents.items():
        reasons = groups.untested(extent)
        if reasons:
            yield Section(
                title=f"Not tested: {len(extent.missing)} {name}",
                items=tuple(Item(name=names[0], also=names[1:], message=why) for why, names in reasons.items()),
                folded=True,
                turns=(3, 3, 4),
            )
    head = ("Family of checks", "Checks run", "Operations checked", "Operations not checked")
    yield Section(title="Coverage", table=Table(head, families), share=1)
    rows = tuple(
        (gap.reason, ", ".join(f"`{check}` {len(operations)}" for check, operations in gap.checks.items()))
        for gap in groups.not_covered(report)
    )
    if rows:
        table = Table(("Reason", "Checks, each with its number of operations"), rows)
        yield Section(title="What was not covered, and why", table=table, folded=True, share=1)


def _not_replayed(report: Report) -> Iterator[Section]:
    items = tuple(
        Item(name=names[0], also=names[1:], message=reason) for reason, names in groups.not_replayed(report).items()
    )
    if items:
        yield Section(title="Recorded calls that were not replayed, and why", items=items, folded=True, turns=(3,))


def _responses(report: Report) -> Iterator[Section]:
    rows = tuple(
        (Code(coverage.operation), phrases.statuses(coverage.reach), coverage.reach.requests)
        for coverage in report.operations
        if coverage.reach is not None and coverage.reach.state != "absent"
    )
    if rows:
        table = Table(("Operation", "Responses", "Requests"), rows)
        yield Section(title="Responses by operation", table=table, folded=True, turns=(4,))


def _by_check(report: Report) -> tuple[groups.CheckGroup, ...]:
    return groups.by_check(report, report.findings)
