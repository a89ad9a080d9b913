"""The document of a `MutationReport`: the scores, and every fault that was not noticed."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.report.document import ALWAYS, Code, CodeBlock, Details, Document, Item, Section, Table
from conformance.report.mutants.report import MutantResult, MutationReport, Score
from conformance.text import counted

LIMIT = 10  # faults on a terminal
_HEAD = ("Noticed", "Survived", "%", "Place named", "Not run")


def mutants_document(report: MutationReport, limit: int | None = None) -> Document:
    """The report as a document."""
    return Document(
        name=f"faults in {report.sdk} {report.sdk_version}",
        tool_version=report.tool_version,
        verdict=report.verdict,
        passed=not report.fails,
        fails=report.fails,
        interrupted=report.interrupted,
        complete=not report.interrupted,
        lead=(),
        notes=(),
        facts=tuple(_facts(report)),
        more="Each fault with its difference: add --report mutants.html",
        sections=tuple(_sections(report, LIMIT if limit is None else limit)),
        suites=(),
        rules=(),
        results=(),
    )


def _facts(report: MutationReport) -> Iterator[tuple[str, str]]:
    yield "SDK", f"{report.sdk} {report.sdk_version} ({report.sdk_origin})"
    yield "Approved contract", report.approved or "that of the unaltered copy"
    yield "Kinds of faults", str(len(report.kinds))
    yield "Faults", f"{len(report.mutants)} of {sum(report.places.values())} places, seed {report.seed}"
    yield "Tool version", report.tool_version


def _sections(report: MutationReport, limit: int) -> Iterator[Section]:
    for title, attribute in (("By group", "group"), ("By client", "side")):
        rows = tuple((name, *_cells(score)) for name, score in report.by(attribute).items())
        counts = "; ".join(f"{name} {score.noticed} of {score.judged}" for name, score in report.by(attribute).items())
        yield Section(
            title=title, table=Table((title.removeprefix("By ").capitalize(), *_HEAD), rows), share=1,
            on_terminal=0, counts=counts,
        )  # fmt: skip
    checks = tuple((Code(check), number) for check, number in report.by_check.items())
    if checks:
        table = Table(("Check", "Faults that it reported"), checks)
        yield Section(title="Which check noticed them", table=table, folded=True, share=1)
    survivors = report.of_outcome("survived")
    yield from _list(f"Survived: {counted(len(survivors), 'fault')}", survivors, limit)
    unnamed = tuple(result for result in report.mutants if result.named is False)
    yield from _list(f"Noticed elsewhere: {counted(len(unnamed), 'fault')}", unnamed, None)
    not_run = report.of_outcome("not run")
    yield from _list(f"In lines that no test runs: {counted(len(not_run), 'fault')}", not_run, 0)
    failed = report.of_outcome("failed")
    yield from _list(f"Could not be judged: {counted(len(failed), 'fault')}", failed, limit)
    kinds = report.by("kind")
    rows = tuple(
        (Code(name), report.kinds.get(name, ""), *_cells(score), report.places.get(name, 0))
        for name, score in kinds.items()
    )
    table = Table(("Kind", "Fault", *_HEAD, "Places"), rows)
    yield Section(title="By kind", table=table, folded=True, share=1)


def _cells(score: Score) -> tuple[object, ...]:
    percent = f"{score.percent:.0f}" if score.judged else ""
    return score.noticed, score.survived, percent, score.named, score.not_run


def _list(title: str, results: tuple[MutantResult, ...], limit: int | None) -> Iterator[Section]:
    if results:
        yield Section(
            title=title,
            items=tuple(map(_item, results)),
            layout="paragraphs",
            folded=True,
            turns=(ALWAYS, 1, 2),
            share=0.5,
            on_terminal=limit,
            counts=f"{len({result.kind for result in results})} kinds",
        )


def _item(result: MutantResult) -> Item:
    message = f"{result.subject}: {result.findings[0]}" if result.findings else result.reason
    return Item(
        name=result.id,
        group=result.kind,
        tags=(result.function,) if result.function else (),
        message=message,
        details=Details(title="Difference", blocks=(CodeBlock(text=result.diff, language="diff"),)),
    )
