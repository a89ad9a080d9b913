"""The sections of an `UpgradeReport`: the user's own lines first, then changes by impact, then the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.change import Change, Impact, Witness
from conformance.report.document import Code, CodeBlock, Details, Item, Section, Table
from conformance.report.upgrade import groups, names, phrases
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import counted

MANY_STEPS = 20  # are folded away
MOST_MODULES = 12  # in the heading of additions
MOST_RULES = 4  # that explain one file, by name


def sections(report: UpgradeReport, limit: int) -> Iterator[Section]:
    """Everything that the report shows; `limit` is for each part of a terminal's text."""
    yield from _counts(report)
    yield from _usage(report, limit)
    yield from _severe(report, Impact.BREAKING, limit)
    yield from _severe(report, Impact.RISKY, max(limit // 2, 1))
    yield from _steps(report)
    yield from _added(report)
    yield from _lines("Other compatible changes", groups.other(report))
    yield from _lines("Documentation only", report.of(Impact.DOCUMENTATION))
    yield from _files(report)
    yield from _releases(report)


def _counts(report: UpgradeReport) -> Iterator[Section]:
    runtime, types = groups.levels(report)
    severe, confirmed = groups.confirmations(report)
    changed = sum(row.state != "same" for row in report.rows)
    rows = (
        ("Breaking", len(report.of(Impact.BREAKING)), f"{runtime} at run time, {types} only for a type checker"),
        ("Risky", len(report.of(Impact.RISKY)), f"{confirmed} of {severe} breaking and risky ones confirmed"),
        ("Added", len(report.added), ""),
        ("Other compatible", len(groups.other(report)), ""),
        ("Documentation only", len(report.of(Impact.DOCUMENTATION)), "no risk"),
        ("Changed files", changed, f"{len(report.unexplained)} explained by no change"),
    )
    present = tuple(row for row in rows if row[1])
    if present:
        yield Section(table=Table(("Changes", "", ""), present))


def _usage(report: UpgradeReport, limit: int) -> Iterator[Section]:
    usage = report.usage
    if usage is None:
        return
    errors = f"{usage.checker}: {counted(len(usage.problems), 'error')} only with {report.new}"
    for title, share, items in (
        ("Your code", 0.4, map(_affected_line, groups.affected_lines(report))),
        (errors, 0.1, (Item(name=f"{hit.file}:{hit.line}", message=hit.advice or hit.uses) for hit in usage.problems)),
        ("Files that could not be read", 0.1, (Item(message=text) for text in usage.unreadable)),
    ):
        listed = tuple(items)
        if listed:
            yield Section(
                title=title, items=listed, turns=(0, 1), share=share, on_terminal=limit, last_on_terminal=True
            )


def _affected_line(line: groups.AffectedLine) -> Item:
    impact = line.changes[0].impact.value if line.certain else phrases.POSSIBLE
    return Item(
        name=f"{line.hit.file}:{line.hit.line}",
        group=impact,
        tags=(impact,),
        code=line.hit.text,
        message=line.changes[0].message,
        advice=line.advice,
    )


def _severe(report: UpgradeReport, impact: Impact, limit: int) -> Iterator[Section]:
    changes = report.of(impact)
    if not changes:
        return
    breaking = impact is Impact.BREAKING
    runtime, types = groups.levels(report)
    yield Section(
        title=f"{impact.value.capitalize()} changes: {len(changes)}",
        intro=f"{runtime} at run time, {types} only for a type checker" if breaking else "",
        items=tuple(_change_item(report, group) for rule in groups.by_rule(report, changes) for group in rule.groups),
        layout="paragraphs",
        turns=(2, 4, 7, 8) if breaking else (3, 5, 7, 8),
        share=0.5 if breaking else 0.2,
        on_terminal=limit,
    )


def _change_item(report: UpgradeReport, group: groups.ChangeGroup) -> Item:
    change, *others = group.changes
    return Item(
        name=names.where(change),
        also=tuple(map(names.where, others)),
        group=change.rule,
        tags=(change.rule, *phrases.tags(group)),
        message=change.message,
        before=change.before,
        after=change.after,
        advice=group.migrations[:1],
        details=None if group.witness is None else _details(report, group.witness),
    )


def _details(report: UpgradeReport, witness: Witness) -> Details:
    program = [CodeBlock(language="python", text=witness.program.rstrip())] if witness.program else []
    why_not = f" Not confirmed: {witness.why_not}" if witness.why_not else ""
    return Details(
        title=phrases.outcome(witness),
        text=phrases.EVIDENCE[witness.by] + why_not,
        blocks=(
            *program,
            CodeBlock(label=f"On {report.old}", text=witness.old.rstrip()),
            CodeBlock(label=f"On {report.new}", text=witness.new.rstrip()),
        ),
    )


def _steps(report: UpgradeReport) -> Iterator[Section]:
    steps = tuple(Item(message=step.text) for step in groups.steps(report))
    if steps:
        folded = len(steps) > MANY_STEPS
        title = f"What to do: {counted(len(steps), 'step')}"
        yield Section(title=title, items=steps, layout="checklist", folded=folded, turns=(6,))


def _added(report: UpgradeReport) -> Iterator[Section]:
    if not report.added:
        return
    modules = sorted(groups.added_by_module(report), key=lambda module: (-module.count, module.name))
    counts = ", ".join(f"{module.name} {module.count}" for module in modules[:MOST_MODULES])
    more = f" and {len(modules) - MOST_MODULES} more places" if len(modules) > MOST_MODULES else ""
    yield Section(
        title=f"Added: {len(report.added)}",
        intro=counts + more,
        items=tuple(_line_item(change) for module in groups.added_by_module(report) for change in module.changes),
        folded=True,
        turns=(7, 9, 10),
        on_terminal=0,
    )


def _lines(title: str, changes: Iterable[Change]) -> Iterator[Section]:
    items = tuple(map(_line_item, changes))
    if items:
        yield Section(title=f"{title}: {len(items)}", items=items, folded=True, turns=(9,), on_terminal=0)


def _line_item(change: Change) -> Item:
    introduced = phrases.introduced(change)
    example = CodeBlock(language="python", text=change.example.rstrip())
    return Item(
        name=names.where(change),
        tags=(introduced,) if introduced else (),
        message=change.message,
        details=Details(blocks=(example,)) if change.example else None,
    )


def _files(report: UpgradeReport) -> Iterator[Section]:
    if report.unexplained:
        unexplained = tuple(Item(name=row.path, message=f"+{row.added} -{row.removed}") for row in report.unexplained)
        yield Section(title="Changed files that no change explains", items=unexplained, turns=(6,))
    rows = tuple(_file_row(file) for file in groups.explained_files(report))
    if rows:
        table = Table(("File", "Added", "Removed", "Explained by"), rows)
        title = phrases.changed_files(report)
        yield Section(title=title, table=table, folded=True, turns=(9,), on_terminal=0)


def _file_row(file: groups.ExplainedFile) -> tuple[object, ...]:
    row = file.row
    rules = list(file.rules)
    why = ", ".join(f"`{name}`" for name in rules[:MOST_RULES])
    why += f" and {len(rules) - MOST_RULES} more" if len(rules) > MOST_RULES else ""
    if row.state == "same":
        why = why or "the same content"
    elif not row.explained_by:
        why = "unexplained"
    return Code(row.path), f"+{row.added}", f"-{row.removed}", why


def _releases(report: UpgradeReport) -> Iterator[Section]:
    rows = groups.counts_by_release(report)
    if rows:
        table = Table(("Release", "Breaking", "Others"), rows)
        yield Section(title="Changes by release", table=table, folded=True, turns=(5,))
