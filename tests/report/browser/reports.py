"""Reports with enough in them to search, and with texts that try to be markup."""

from __future__ import annotations

from dataclasses import replace

from conformance.finding import Blame, Coverage, Evidence, Finding, Reproduction, Severity, Source
from conformance.report.report import Report
from tests.report.check_reports import CONFORMING
from tests.strategies import CHECK_IDS

OPERATIONS = ("projects.create", "projects.get", "projects.members.list", "tasks.get", "version")
PAYLOADS = {
    "script": "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title='taken over'\">",
    "end": "</script></style></title></textarea><!--",
    "attribute": "\"><svg onload=\"document.title='taken over'\">' onmouseover='x",
    "escapes": "\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "direction": "\u202egnp.exe\u2066\u200f",
    "template": "{{ 7*7 }} ${7*7} {% raw %}",
    "table": "| a | b |\n| --- | --- |\n`code` @octocat #1",
    "long": "x" * 40_000,
}


def finding(operation: str, number: int, **values: object) -> Finding:
    """One finding with a request and a response in JSON."""
    body = '{"results":[{"id":12345678901234567890,"title":"first","owner":{"name":"a"}},{"id":2,"title":null}]}'
    found = Finding(
        check=CHECK_IDS[number % len(CHECK_IDS)],
        operation=operation,
        message=f"results.[].title: finding number {number}",
        severity=(Severity.MAJOR, Severity.MINOR)[number % 2],
        blame=(Blame.SDK, Blame.SERVER)[number % 3 == 0],
        sources=(Source.SDK, Source.STANDARD),
        part=f"results.[].title{number}" if number else "results.[].title",
        evidence=Evidence(
            call=f"client.{operation}(id={number})  # {('sync', 'async')[number % 2]}",
            request=f"GET http://sdk.test/api/{operation}/{number}?title=1\nx-sdk: 1",
            response=f"200\ncontent-type: application/json\n\n{body}",
            outcome=f"returned Page(results=[Item(title={number})])",
        ),
        reproduce=Reproduction(python=f"import httpx\n\nprint({number!r})\n", curl=f"curl http://sdk.test/{number}"),
    )
    return replace(found, **values)  # type: ignore[arg-type]


def _coverage(operation: str) -> Coverage:
    checks = dict.fromkeys(CHECK_IDS[:3], 4)
    missing = dict.fromkeys(CHECK_IDS[3:], "no recorded response")
    return Coverage(
        operation=operation, twins=("sync", "async"), examples=3, exchanges=9, checks=checks, not_covered=missing
    )


FINDINGS = tuple(finding(operation, number) for number in range(12) for operation in OPERATIONS)
EXPLORED: Report = replace(
    CONFORMING,
    operations=tuple(map(_coverage, OPERATIONS)),
    findings=tuple(
        found.with_known_reason("The server sends it so.") if number % 4 == 3 else found
        for number, found in enumerate(FINDINGS)
    ),
)


def hostile(text: str) -> Report:
    """A report in which everything that an SDK or a server chooses is this text."""
    found = finding(
        "projects.get",
        0,
        message=text,
        part=text,
        evidence=Evidence(call=text, request=f"{text}\n\n{text}", response=f'200\n\n{{"a": "{text}"}}', outcome=text),
        reproduce=Reproduction(python=text, curl=text),
    )
    crashed = replace(_coverage(text), crash=text, not_covered=dict.fromkeys(CHECK_IDS, text))
    return replace(
        CONFORMING,
        notes=(text,),
        selection=(text,),
        operations=(*EXPLORED.operations, crashed),
        findings=(found, replace(found, operation=text, known=text)),
    )
