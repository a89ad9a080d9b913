"""Live runs compared with Schemathesis: operations reached, findings, cases per second, and the server's share of time.

Each row tests a fresh server of the same release, started the same way, in one run of this program. Schemathesis runs
its own engine as its command does, once with its defaults and once with the best settings that we found for it. It runs
for as many seconds as our run, and for at least `--seconds`. As with our command, known findings are not shrunk.
`python -m benchmarks.live` prints the tables of docs/measured.md.

Operations that would revoke Schemathesis' own token (after which every response is 401) are left out of its runs. With
`--whole` they are not, which shows what its defaults do.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from conformance.checks import CHECKS
from conformance.contract import store
from conformance.contract.document import match_operations
from conformance.contract.read_document import read_document
from conformance.pipeline.live_notes import server_usages
from conformance.pipeline.live_run import judge_operations, live_run
from conformance.pipeline.run_result import coverage_of
from conformance.progress import PlainConsole
from conformance.report.known_file import load_known
from conformance.servers.connect import server_kind
from conformance.servers.document import document
from conformance.servers.emulators.process import emulators
from conformance.servers.server import Server
from conformance.servers.start import start
from conformance.settings import LiveSettings
from conformance.targets.target import Target, load_target
from conformance.workers.messages import OperationJudged

LEFT_OUT: Final = (
    "POST /api/current-user/reset-token/", "POST /api/jwt/settings", "DELETE /api/users/{id}/",
    "PATCH /api/users/{id}/", "PATCH /api/organizations/{id}", "DELETE /api/organizations/{id}/memberships/{user_pk}/",
)  # fmt: skip
LABELS: Final = (
    '<View><Text name="text" value="$text"/><Choices name="kind" toName="text">'
    '<Choice value="good"/><Choice value="bad"/></Choices></View>'
)
RESOURCES: Final = 4  # of each kind, for Schemathesis' best settings
DICTIONARY_SHARE: Final = 0.8  # of its cases that use the identity of an existing resource


@dataclass
class Row:
    """The figures of one tool. `cases` are calls or test cases, `judged` single checks.

    A case of ours is one call of the SDK that is checked against a response of the server: the call that was sent, the
    other client's, and the one with plain dicts. `server_seconds` are those of one server, on average.
    """

    name: str
    seconds: float
    requests: int
    cases: int
    judged: int
    server_seconds: float
    reached: list[str] = field(default_factory=list)  # operations of the document, "VERB /path"
    found: dict[str, int] = field(default_factory=dict)  # findings by check
    note: str = ""

    @property
    def rate(self) -> float:
        return self.cases / self.seconds

    @property
    def share(self) -> float:
        return self.server_seconds / self.seconds


def ours(given: argparse.Namespace, target: Target) -> tuple[Row, set[str]]:
    """Our run, and the operations of the document that the SDK has."""
    settings = LiveSettings(
        sdk=given.sdk, server=given.server, operation=tuple(given.operation or ()), examples=given.examples,
        requests=10_000_000, servers=given.servers,
    )  # fmt: skip
    known = load_known(target.live_known_file, required=True, checks=[check.id for check in CHECKS])
    console = PlainConsole()
    known_ids = [identity for entry in known for identity in entry.ids]
    with live_run(settings, target, console.print_line, known_ids) as run:
        contract = store.load(target.approved_file(run.first.opened.version))
        raw = run.first.setup.document or {}
        described = match_operations(read_document(raw, target.spec_extensions, "of the server"), contract)
        labels = {path: spec.label for path, spec in described.items()}
        began = time.monotonic()
        judged = dict(judge_operations(run, run.operations, console))
        seconds = time.monotonic() - began
    usages = server_usages(run, judged)
    coverages = {path: coverage_of(path, result) for path, result in judged.items()}
    reached = {path for path, coverage in coverages.items() if coverage.reach and coverage.reach.state == "reached"}
    results = [result for result in judged.values() if isinstance(result, OperationJudged)]
    row = Row(
        name=f"conformance live, {given.servers} servers" if given.servers > 1 else "conformance live, one server",
        seconds=seconds,
        requests=sum(usage.requests for usage in usages),
        cases=sum(coverage.exchanges for coverage in coverages.values()),
        judged=sum(sum(coverage.checks.values()) for coverage in coverages.values()),
        server_seconds=sum(usage.server_seconds for usage in usages) / len(usages),
        reached=sorted(label for path, label in labels.items() if path in reached),
        found=dict(Counter(finding.check for result in results for finding in result.findings)),
    )
    return row, set(labels.values())


def schemathesis(name: str, version: str, target: Target, given: Mapping[str, Any]) -> Row:
    """Run Schemathesis in its own process on a fresh server."""
    with fresh_server(version, target) as server:
        settings = {"seed": given["seed"], "max-time": int(given["seconds"]), **given["settings"]}
        raw = document(server, target)
        for label in given["leave_out"]:
            method, path = label.split(" ")
            raw["paths"].get(path, {}).pop(method.lower(), None)
        if given["ids"]:
            settings = {**settings, **with_ids(raw, create_resources(server))}
        run = {"url": server.url, "token": server.token, "document": raw, "settings": settings}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.live", "--alone"],
            input=json.dumps(run),
            capture_output=True,
            text=True,
            check=True,
        )
    return Row(name=name, **json.loads(done.stdout))


@contextmanager
def fresh_server(version: str, target: Target) -> Iterator[Server]:
    """A fresh server with the same emulators as in our run."""
    with ExitStack() as ending:
        services = ending.enter_context(emulators(print_line))
        environment = services.environment(server_kind(target).emulator_environment)
        yield ending.enter_context(start(version, target, print_line, environment))


def create_resources(server: Server) -> dict[str, list[int]]:
    """Create resources for Schemathesis; their ids by the segment of the path that names them."""
    ids: dict[str, list[int]] = defaultdict(list)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Token {server.token}"}) as client:

        def create(kind: str, path: str, body: Mapping[str, Any]) -> int:
            created = client.post(path, json=body).raise_for_status().json()
            ids[kind].append(created["id"])
            return int(created["id"])

        for number in range(RESOURCES):
            project = create("projects", "/api/projects/", {"title": f"project {number}", "label_config": LABELS})
            task = create("tasks", "/api/tasks/", {"project": project, "data": {"text": "one"}})
            create("annotations", f"/api/tasks/{task}/annotations/", {"result": []})
            create("predictions", "/api/predictions/", {"task": task, "result": []})
            create("views", "/api/dm/views/", {"project": project, "data": {}})
            create("webhooks", "/api/webhooks/", {"url": "http://127.0.0.1:9/", "project": project})
    return ids


def with_ids(raw: Mapping[str, Any], ids: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """Settings with which most cases of Schemathesis use existing resources. Adds examples to the document, too."""
    operations: list[dict[str, Any]] = []
    used: dict[str, Any] = {}
    for path, item in raw["paths"].items():
        steps = path.strip("/").split("/")
        kinds = {step[1:-1]: steps[at - 1] for at, step in enumerate(steps) if step.startswith("{") and at}
        bound = {name: kind for name, kind in kinds.items() if ids.get(kind)}
        if bound:
            used.update({kind: {"values": list(ids[kind])} for kind in bound.values()})
            parameters = {
                f"path.{name}": {"dictionary": kind, "probability": DICTIONARY_SHARE} for name, kind in bound.items()
            }
            operations.append({"include-path": path, "parameters": parameters})
        for operation in item.values():
            for parameter in operation.get("parameters", ()) if isinstance(operation, dict) else ():
                if parameter.get("in") == "path" and parameter["name"] in bound:
                    parameter["example"] = ids[bound[parameter["name"]]][0]
    return {"dictionaries": used, "operations": operations}


def alone() -> None:
    """Run Schemathesis as its command does, with settings from standard input; print its figures as JSON."""
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema
    from schemathesis.openapi import from_dict

    run = json.load(sys.stdin)
    headers = {"Authorization": f"Token {run['token']}"}
    with tempfile.TemporaryDirectory() as folder:
        cache = {"directory": folder}
        config = {"base-url": run["url"], "headers": headers, "cache": cache, **run["settings"]}
        schema = from_dict(run["document"], config=SchemathesisConfig.from_dict(config))
        began = time.monotonic()
        reached: set[str] = set()
        found: dict[tuple[str, str, str], str] = {}
        cases = requests = judged = 0
        server = 0.0
        for event in from_schema(schema).execute():
            if not isinstance(event, events.ScenarioFinished):
                continue
            cases += len(event.recorder.cases)
            for case_id, interaction in event.recorder.interactions.items():
                requests += 1
                response = interaction.response
                if response is None:
                    continue
                for timing in response.headers.get("server-timing", ()):
                    server += float(timing.partition("dur=")[2] or 0) / 1000
                if 200 <= response.status_code < 300:
                    reached.add(event.recorder.cases[case_id].value.operation.label)
            for checks in event.recorder.checks.values():
                judged += len(checks)
                for check in checks:
                    if check.failure_info is not None:
                        failure = check.failure_info.failure
                        key = str(failure.operation or event.label), failure.code, failure._unique_key
                        found[key] = check.name
        seconds = time.monotonic() - began
    json.dump(
        {
            "seconds": seconds, "requests": requests, "cases": cases, "judged": judged, "server_seconds": server,
            "reached": sorted(reached), "found": dict(Counter(found.values())),
        },
        sys.stdout,
    )  # fmt: skip


def tables(rows: Sequence[Row], shared: set[str]) -> str:
    """The rows side by side, and the findings of each by check."""
    first = rows[0]
    lines = [
        "| | " + " | ".join(row.name for row in rows) + " |",
        "| --- |" + " --- |" * len(rows),
    ]

    def line(name: str, cell: Callable[[Row], str]) -> None:
        lines.append(f"| {name} | " + " | ".join(cell(row) for row in rows) + " |")

    line("seconds", lambda row: f"{row.seconds:.0f}")
    line("requests", lambda row: str(row.requests))
    line("cases (calls of ours, test cases of Schemathesis)", lambda row: str(row.cases))
    line("cases per second", lambda row: f"{row.rate:.1f}")
    line("ratio of ours to this", lambda row: "" if row is first else f"{first.rate / row.rate:.2f}")
    line("requests per second", lambda row: f"{row.requests / row.seconds:.1f}")
    line("single checks", lambda row: str(row.judged))
    line("server's share of the time", lambda row: f"{row.share:.0%}")
    line(
        f"reached with 2xx, of the {len(shared)} operations of both SDK and document",
        lambda row: _count_shared(row.reached, shared),
    )
    line("reached with 2xx, of all operations of the document", lambda row: str(len(row.reached)))
    line("findings, as each tool counts them", lambda row: str(sum(row.found.values())))
    for row in rows:
        most = sorted(row.found.items(), key=lambda item: (-item[1], item[0]))
        lines.append(f"\n{row.name}: " + ", ".join(f"`{check}` {count}" for check, count in most) + ".")
    return "\n".join(lines)


def _count_shared(reached: Sequence[str], shared: set[str]) -> str:
    return str(len(shared & set(reached)))


def print_line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


BEST: Final = {"workers": 2, "generation": {"mode": "all", "unique-inputs": True}, "continue-on-failure": True}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default="1.23.2")
    parser.add_argument("--sdk", default="2.1.2")
    parser.add_argument(
        "--operation", metavar="GLOB", action="append", help="operations of our run; Schemathesis tests all"
    )
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--servers", type=int, default=2, help="number of servers of our run; Schemathesis tests one")
    parser.add_argument("--seconds", type=int, default=0, help="seconds that Schemathesis runs at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="leave no operation out of the runs of Schemathesis")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        alone()
        return
    target = load_target("label_studio")
    first, shared = ours(given, target)
    rest = {
        "seed": given.seed,
        "seconds": max(given.seconds, first.seconds),
        "leave_out": () if given.whole else LEFT_OUT,
    }
    rows = [
        first,
        schemathesis("Schemathesis, defaults", given.server, target, {**rest, "settings": {}, "ids": False}),
        schemathesis("Schemathesis, best settings", given.server, target, {**rest, "settings": BEST, "ids": True}),
    ]
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    print(tables(rows, shared))


if __name__ == "__main__":
    main()
