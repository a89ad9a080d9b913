"""The document of a `History`, for Markdown and the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.report.check.phrases import message
from conformance.report.document import Code, Document, Item, Section, Table
from conformance.report.history.history import STATES, History, Series, Trace
from conformance.text import counted

LIMIT = 5  # findings of one state of one series on a terminal
FEWEST = 2  # runs that can be compared


def history_document(history: History, limit: int | None = None) -> Document:
    """The history as a document."""
    left_out = f"Left out, no results of check or live: {', '.join(history.skipped)}."
    return Document(
        name=f"history of {history.folder}",
        tool_version=history.tool_version,
        verdict=history.verdict,
        passed=not any(series.of("new") for series in history.series),
        fails=False,
        interrupted=False,
        complete=True,
        lead=(),
        notes=(left_out,) if history.skipped else (),
        facts=(("Folder", history.folder), ("Runs", str(history.runs)), ("Tool version", history.tool_version)),
        more="",
        sections=tuple(_sections(history, LIMIT if limit is None else limit)),
        suites=(),
        rules=(),
        results=(),
    )


def _sections(history: History, limit: int) -> Iterator[Section]:
    for series in history.series:
        yield _runs(series)
        for state in ("new", "flaky", "fixed"):
            traces = series.of(state) if len(series.runs) >= FEWEST else ()
            if traces:
                yield Section(
                    title=f"{state.capitalize()} in {series.name}: {counted(len(traces), 'finding')}",
                    level=4,
                    intro=f"{STATES[state].capitalize()}.",
                    items=tuple(_item(trace) for trace in traces),
                    on_terminal=limit,
                    share=1,
                )


def _runs(series: Series) -> Section:
    head = ("Day", "Run", "New findings", "Known", "Stale", "Operations", "Tested", "Seconds", "Result")
    rows = tuple(
        (run.day.isoformat(), Code(run.name), len(run.report.new), len(run.report.known), len(run.report.stale),
         run.covered, run.tested, round(run.seconds), "interrupted" if run.report.interrupted else
         "conforms" if run.report.conforms else "fails")
        for run in series.runs
    )  # fmt: skip
    days = " to ".join(dict.fromkeys((str(series.runs[0].day), str(series.last.day))))
    intro = (
        f"{counted(len(series.runs), 'run')}, {days}: {series.changes}; last: {len(series.last.report.new)} new and "
    )
    intro += f"{len(series.last.report.known)} known findings, {counted(series.last.covered, 'operation')}"
    return Section(title=series.name, intro=intro, table=Table(head, rows), on_terminal=0, share=1)


def _item(trace: Trace) -> Item:
    finding = trace.finding
    tags = (trace.picture, finding.severity.value, finding.blame.value, *(["known"] if finding.known else []))
    return Item(name=finding.id, group=finding.check, tags=tags, message=message(finding))
