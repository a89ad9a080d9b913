"""Hypothesis strategies for the project's own values. A run can produce every one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from conformance.comparison import Comparison
from conformance.finding import (
    ArgumentCoverage,
    Blame,
    Coverage,
    Evidence,
    Finding,
    Reach,
    Reproduction,
    Severity,
    Source,
    Stale,
)
from conformance.occurrence import Occurrence, SourcePlace, joined
from conformance.report.known import Known
from conformance.report.report import CheckInfo, Report

TODAY = date(2026, 6, 1)

CHECKS = (
    CheckInfo("path_value_not_escaped", "request", "A path value is sent raw.", "A path value is sent raw.\n\nWhy."),
    CheckInfo("argument_not_sent", "request", "An argument is not sent.", "An argument is not sent."),
    CheckInfo("null_refused", "response", "A null is refused.", "A null is refused.\n\n    code & <markup>"),
    CheckInfo("error_class_wrong", "error", "Another class is raised.", ""),
    CheckInfo("twins_differ", "parity", "The two clients differ.", "The two clients differ."),
)
CHECK_IDS = tuple(check.id for check in CHECKS)
OPERATIONS = ("prompts.get", "prompts.list", "prompts.get.runs", "files.get", "files.import_tasks", "version")

# Texts that servers, documents and exceptions have produced: markup of every format, and characters that XML forbids.
HOSTILE = (
    "]]><script>alert('x')</script>&amp;",
    "```\nfenced\n```` more `ticks",
    "\x00\x1b[31m\x07\x85\ufffe\ud800",
    "line\r\nline\rline\u2028line",
    "\u202egnp.exe | a | b |",
    "{{ report }} {% raw %} ${x} @octocat #12 <!-- -->",
    "naïve 漢字 🙂",
)


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text, often one that can break a format."""
    anything = st.text(st.characters(exclude_categories=()), max_size=max_size)
    return st.one_of(anything, st.sampled_from(HOSTILE), st.builds("{}{}".format, anything, st.sampled_from(HOSTILE)))


def parts() -> st.SearchStrategy[str]:
    """Places inside an operation; mostly names."""
    names = st.lists(st.sampled_from(("id", "runs", "items[]", "limit")), max_size=3).map(".".join)
    return st.one_of(names, names, texts(12))


def evidence() -> st.SearchStrategy[Evidence]:
    """Evidence with any text."""
    return st.builds(Evidence, call=texts(), request=texts(), response=texts(), outcome=texts())


def findings(
    operations: st.SearchStrategy[str] | None = None, known: st.SearchStrategy[str | None] | None = None
) -> st.SearchStrategy[Finding]:
    """Findings of `CHECKS`; new ones unless `known` is given."""
    return st.builds(
        Finding,
        check=st.sampled_from(CHECK_IDS),
        operation=st.sampled_from(OPERATIONS) if operations is None else operations,
        message=texts(),
        severity=st.sampled_from(Severity),
        blame=st.sampled_from(Blame),
        sources=st.lists(st.sampled_from(Source), unique=True, max_size=3).map(tuple),
        part=parts(),
        evidence=st.none() | evidence(),
        reproduce=st.none() | st.builds(Reproduction, python=texts(), curl=texts()),
        known=st.none() if known is None else known,
        occurrences=st.lists(occurrences(), max_size=3).map(joined),
        source=st.none() | sources(),
        comparison=st.none() | comparisons(),
    )


def sources() -> st.SearchStrategy[SourcePlace]:
    """Lines of an SDK."""
    names = st.sampled_from(("acme_sdk/core/http.py", "acme_sdk/prompts/client.py"))
    return st.builds(SourcePlace, file=names, line=st.integers(1, 999), function=texts(12))


def occurrences() -> st.SearchStrategy[Occurrence]:
    """Operations that show a finding."""
    return st.builds(
        Occurrence,
        operation=st.sampled_from(OPERATIONS),
        part=st.sampled_from(("", "302", "id")),
        clients=st.sampled_from(((), ("sync",), ("async",), ("sync", "async"))),
        statuses=st.sampled_from(((), (404,), (302, 418))),
        fields=st.lists(texts(12), max_size=2, unique=True).map(tuple),
        source=st.none() | sources(),
    )


def comparisons() -> st.SearchStrategy[Comparison]:
    """Both sides of differences."""
    rows = st.lists(st.tuples(texts(12).filter(bool), texts(), texts()), min_size=1, max_size=3).map(tuple)
    return st.builds(Comparison, sides=st.just(("sync", "async")), rows=rows)


@st.composite
def coverages(draw: st.DrawFn, operation: str | None = None) -> Coverage:
    """The coverage of one operation: every check either judged it or has a reason."""
    counts = {check: draw(st.integers(0, 9)) for check in CHECK_IDS}
    why_not = st.sampled_from(("no OpenAPI document was given", "the operation returns nothing", *HOSTILE))
    return Coverage(
        operation=draw(st.sampled_from(OPERATIONS)) if operation is None else operation,
        twins=draw(st.sampled_from((("sync", "async"), ("sync",), ()))),
        examples=draw(st.integers(0, 100)),
        exchanges=draw(st.integers(0, 1000)),
        checks={check: count for check, count in counts.items() if count},
        not_covered={check: draw(why_not) for check, count in counts.items() if not count},
        crash=draw(st.none() | st.none() | texts()),
        replayed=draw(st.integers(0, 9)),
        not_replayed=draw(st.dictionaries(texts(8), why_not, max_size=2)),
    )


@st.composite
def coverage_of_many(draw: st.DrawFn) -> tuple[Coverage, ...]:
    """The coverage of some operations, each once."""
    chosen = draw(st.lists(st.sampled_from(OPERATIONS), unique=True))
    return tuple(draw(coverages(operation)) for operation in chosen)


@st.composite
def reaches(draw: st.DrawFn) -> Reach:
    """Whether a server carried out an operation."""
    state = draw(st.sampled_from(("reached", "unreached", "untried", "absent")))
    statuses = st.dictionaries(st.sampled_from(("200", "404", "500", "timeout")), st.integers(1, 9))
    return Reach(
        state=state,
        reason="" if state == "reached" else draw(texts()),
        statuses=draw(statuses),
        requests=draw(st.integers(0, 400)),
    )


def argument_coverages() -> st.SearchStrategy[ArgumentCoverage]:
    """The arguments of an operation that a server accepted and refused; no argument is in two states."""
    names = st.lists(texts(8).filter(bool), unique=True, min_size=8, max_size=8)

    def covered(names: list[str], said: str) -> ArgumentCoverage:
        return ArgumentCoverage(
            accepted=tuple(sorted(names[:4])),
            accepted_with={names[0]: (names[1],)},
            refused={names[4]: said},
            not_sent={names[5]: said, names[6]: ""},
            refused_without={names[2]: said},
        )

    return st.builds(covered, names, texts())


def stale_entries() -> st.SearchStrategy[Stale]:
    """Known findings that no longer occur."""
    found = st.builds("{}: {}".format, st.sampled_from(CHECK_IDS), st.sampled_from(OPERATIONS))
    return st.builds(Stale, finding=found, reason=texts(), file=st.just("known.toml"))


@st.composite
def live_reports(draw: st.DrawFn) -> Report:
    """Reports of runs against a server."""
    report = draw(offline_reports())
    operations = tuple(
        # no check judged an operation that is absent, or to which nothing was sent
        replace(
            operation,
            reach=reach,
            arguments=draw(st.none() | argument_coverages()) if reach.state == "reached" else None,
            checks=operation.checks if reach.state in {"reached", "unreached"} else {},
        )
        for operation in report.operations
        for reach in [draw(reaches())]
    )
    times = {name: draw(st.floats(0, 1e6)) for name in ("start", "run", "wire", "server")}
    return replace(
        report, command="live", operations=operations, times=times, server=draw(texts()),
        mode=draw(st.sampled_from(("read-only", "owned"))), started=draw(st.booleans()),
    )  # fmt: skip


def reports() -> st.SearchStrategy[Report]:
    """Reports of complete runs, with or without findings."""
    return offline_reports() | live_reports()


def offline_reports() -> st.SearchStrategy[Report]:
    """Reports of runs without a server."""
    seconds = st.floats(0, 1e6)
    return st.builds(
        Report,
        command=st.just("check"),
        tool_version=st.just("0.1.0"),
        target=st.just("label_studio"),
        sdk=st.just("label-studio-sdk"),
        sdk_version=st.sampled_from(("2.0.7", "2.1.0rc1", "unknown")),
        sdk_origin=st.sampled_from(("installed", "release", "wheel", "directory")),
        seed=st.integers(0, 2**32),
        examples=st.integers(0, 100),
        selection=st.lists(st.sampled_from(("prompts.*", "files.get")), unique=True).map(tuple),
        approved=st.none() | st.just("2.0.7"),
        spec=st.none() | texts(),
        notes=st.lists(texts(), max_size=2).map(tuple),
        checks=st.just(CHECKS),
        operations=coverage_of_many(),
        findings=st.lists(findings(known=st.none() | texts()), max_size=6).map(tuple),
        stale=st.lists(stale_entries(), max_size=2).map(tuple),
        interrupted=st.booleans(),
        times=st.dictionaries(st.sampled_from(("learn", "judge", "report")), seconds),
        min_coverage=st.sampled_from((0, 0, 60, 100)),
    )


def known_entries() -> st.SearchStrategy[Known]:
    """Entries of known.toml, about any release and of any age."""
    places = st.builds("{}{}".format, st.sampled_from(OPERATIONS), st.sampled_from(("", ".id", ".runs", ".limit")))
    return st.builds(
        Known,
        check=st.sampled_from(CHECK_IDS),
        where=st.lists(places, min_size=1, max_size=3, unique=True).map(tuple),
        reason=st.sampled_from(("The server takes it raw.", "Fixed upstream.")),
        file=st.just("known.toml"),
        sdk=st.sampled_from((None, None, "<2.1", ">=2.1")),
        link=st.sampled_from((None, "https://example.com/1")),
        expires=st.sampled_from((None, None, date(2026, 5, 31), TODAY, date(2027, 1, 1))),
    )
