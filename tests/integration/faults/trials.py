"""Injects faults between the suite and a real server, and counts which of them the suite and Schemathesis find.

The suite is `conformance live` and, where that finds nothing, `conformance live --drift` with recordings that were made
before the fault, as a user would run them. One server, one proxy and two workers serve all trials.
`python -m tests.integration.faults.trials --server 1.23.2` prints the table of docs/measured.md; `--json FILE` writes
every trial.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

import httpx

from benchmarks.live import create_resources
from conformance.cassettes.formats import jsonl
from conformance.cassettes.library import write_cassette
from conformance.contract import store
from conformance.contract.document import match_operations
from conformance.contract.model import Contract, Operation
from conformance.contract.read_document import read_document
from conformance.contract.types import Type
from conformance.finding import Finding
from conformance.generate.fuzz import FuzzConfig, FuzzLimits, fuzz
from conformance.pipeline.live_run import LiveRun, live_run
from conformance.pipeline.reporting import open_engine
from conformance.servers import choose, start
from conformance.servers.server import Server
from conformance.settings import LiveSettings
from conformance.targets.target import Target, load_target
from conformance.wire import Request, Response
from conformance.workers.messages import EngineOpened, JudgeLiveOperation
from conformance.workers.pool import WorkerPool, require, worker_pool
from tests.integration.faults import mutations as m
from tests.integration.faults.kinds import KINDS
from tests.integration.faults.proxy import Proxy, proxied

OPERATIONS: Final = (
    "annotations.get", "annotations.update", "predictions.create", "projects.create", "projects.delete",
    "projects.get", "projects.list", "projects.update", "tasks.create", "tasks.list", "users.list", "views.list",
)  # fmt: skip
CLEAN: Final = 2  # passes without a fault before the trials; one more follows them
MAX_SECONDS: Final = 300.0
REQUESTS: Final = 60  # of Schemathesis in one trial, about as many as our suite sends
EXAMPLES: Final = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault for one operation. `found` are its new findings, `wrong` those that other operations show."""

    kind: str
    operation: str
    field: str
    injected: int
    found: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def noticed(self) -> bool:
        return bool(self.found)


@dataclass(frozen=True, slots=True)
class Bench:
    """A live session with a proxy before its server, and a second worker that compares with recordings."""

    run: LiveRun
    drift: WorkerPool[EngineOpened]
    proxy: Proxy
    contract: Contract

    def findings(self, operation: str) -> dict[str, str]:
        """The current findings of an operation: the operation of each finding, by id."""
        return self.recorded(operation)[0]

    def drift_findings(self, operation: str) -> dict[str, str]:
        """Likewise with `--drift`, once `compare_with` has named the recordings."""
        result = require(self.drift.ask(JudgeLiveOperation(operation=operation), MAX_SECONDS))
        return _operations(result.findings)

    def compare_with(self, cassettes: Path) -> None:
        """Connect the second worker, with these recordings."""
        connect = self.run.first.connect
        require(self.drift.ask(replace(connect, setup=replace(connect.setup, cassettes=cassettes, drift=True))))

    def tidy(self) -> None:
        """Delete all projects, with everything in them."""
        server = self.run.first.setup.server
        with httpx.Client(base_url=server.url, headers={"Authorization": f"Token {server.token}"}) as client:
            for project in client.get("/api/projects/", params={"page_size": 1000}).json()["results"]:
                client.delete(f"/api/projects/{project['id']}/")

    def recorded(self, operation: str) -> tuple[dict[str, str], str]:
        """Likewise, with the exchanges as lines of a cassette."""
        result = require(self.run.first.pool.ask(JudgeLiveOperation(operation=operation), MAX_SECONDS))
        return _operations(result.findings), result.interactions


@dataclass(frozen=True, slots=True)
class Rival:
    """Schemathesis in the same place: the same operation, through the same proxy, with ids that exist."""

    bench: Bench
    http: httpx.Client
    document: Mapping[str, Any]
    labels: Mapping[str, str]
    ids: Mapping[str, Sequence[int]]

    def findings(self, operation: Operation) -> set[str]:
        """The current failures of an operation, and the errors that kept Schemathesis from testing it."""
        ids = self.ids if operation.method != "DELETE" else create_resources(self.bench.run.first.setup.server)
        label = self.labels[operation.path]
        config = FuzzConfig(
            document={**self.document, "paths": self._only(label)},
            url=self.bench.proxy.url,
            headers={"Authorization": f"Token {self.bench.run.first.setup.server.token}"},
            ids=lambda path, name: ids.get(path.partition(f"/{{{name}}}")[0].rpartition("/")[2], ()),
            limits=FuzzLimits(
                requests=REQUESTS, examples=EXAMPLES, seconds=60, phases=("examples", "coverage", "fuzzing")
            ),
        )
        found: set[str] = set()
        for scene in fuzz(config, self._wire):
            found |= {f"{failure.check}: {failure.operation}.{failure.detail}" for failure in scene.failures}
            found |= {f"trouble: {label}" for text in (scene.error,) if "Network Error" in text}
        return found

    def _only(self, label: str) -> dict[str, Any]:
        method, path = label.split(" ")
        item = self.document["paths"][path]
        return {path: {key: value for key, value in item.items() if key in {method.lower(), "parameters"}}}

    def _wire(self, request: Request) -> Response:
        headers = [(name, value) for name, value in request.headers if name != "content-length"]
        try:
            response = self.http.request(request.method, request.url, headers=headers, content=request.content)
        except httpx.TimeoutException:
            return Response(0, fault="timeout")
        except httpx.HTTPError:
            return Response(0, fault="cut")
        kept_headers = ((name, value) for name, value in response.headers.items() if name != "content-encoding")
        return Response(response.status_code, tuple(kept_headers), response.content)


def against(bench: Bench, tried: Sequence[Trial]) -> Iterator[Trial]:
    """The same trials with Schemathesis; `injected` is 0 if it never reached the fault."""
    document = dict(bench.run.first.setup.document or {})
    read = read_document(document, bench.run.target.spec_extensions, "of the server")
    labels = {path: spec.label for path, spec in match_operations(read, bench.contract).items()}
    plain: dict[str, set[str]] = {}
    with httpx.Client(timeout=20) as http:
        rival = Rival(bench, http, document, labels, create_resources(bench.run.first.setup.server))
        for trial in tried:
            operation = bench.contract.operation(trial.operation)
            if operation is None or trial.operation not in labels:
                continue
            if trial.operation not in plain:
                plain[trial.operation] = rival.findings(operation) | rival.findings(operation)
            with bench.proxy.fault(trial.kind, operation.method, operation.url, trial.field) as switched:
                found = rival.findings(operation) - plain[trial.operation]
            yield replace(trial, injected=switched.injected, found=tuple(sorted(found)), wrong=())


@contextmanager
def bench(server: str, sdk: str, operations: Sequence[str], examples: int = 1) -> Iterator[Bench]:
    """Start a server, a proxy before it, and a worker with a release of the SDK."""
    target = load_target("label_studio")
    proxies: list[Proxy] = []

    @contextmanager
    def started_behind_proxy(version: str, target: Target, *rest: Any) -> Iterator[Server]:
        with start.start(version, target, *rest) as started, proxied(started.url) as proxy:
            proxies.append(proxy)
            yield replace(started, url=proxy.url)

    settings = LiveSettings(
        sdk=sdk, server=server, operation=tuple(operations), examples=examples, requests=10_000_000, servers=1
    )
    with patch.object(choose, "start", started_behind_proxy), live_run(settings, target, _tell) as run:
        opening = open_engine(settings, target, known_ids=(), document=run.first.setup.document)
        with worker_pool(run.environment, opening) as drift:
            yield Bench(run, drift, proxies[0], store.load(target.approved_file(run.first.opened.version)))


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  # progress of a program


def trials(
    bench: Bench, operations: Sequence[str], kinds: Collection[str], cassettes: Path, *, once: bool = False
) -> Iterator[Trial | Mapping[str, tuple[str, ...]]]:
    """Every applicable trial; at the end, the findings by operation that are new although no fault is injected.

    With `once`, a kind is tried at the first operation that it applies to.

    A fault can make the suite leave resources on the server. They are removed before every pass, because longer lists
    would change the next responses.
    """
    plain: dict[str, set[str]] = defaultdict(set)
    records: dict[str, m.Record] = {}
    for path in operations:
        for turn in range(CLEAN):
            found, lines = bench.recorded(path)
            plain[path] |= set(found)
            if turn == 0:
                interactions = jsonl.read(lines, path)
                write_cassette(cassettes, "label_studio", bench.run.first.setup.server.version, path, interactions)
                records[path] = next(
                    filter(None, (_record(interaction.response.content) for interaction in interactions)), {}
                )
    bench.compare_with(cassettes)
    for path in operations:
        plain[path] |= {*bench.findings(path), *bench.drift_findings(path)}
    noise: dict[str, tuple[str, ...]] = {}
    for path in operations:
        operation = bench.contract.operation(path)
        if operation is None:
            continue
        tried = [trial for kind in kinds for trial in _run_trials(bench, operation, kind, records[path], plain[path])]
        if once:
            kinds = [kind for kind in kinds if kind not in {trial.kind for trial in tried}]
        bench.tidy()
        late = {*bench.findings(path), *bench.drift_findings(path)} - plain[path]  # appeared without a fault
        noise[path] = tuple(sorted(late))
        yield from (replace(trial, found=tuple(one for one in trial.found if one not in late)) for trial in tried)
    yield noise


def _run_trials(
    bench: Bench, operation: Operation, kind: str, record: m.Record, plain: Collection[str]
) -> Iterator[Trial]:
    name = field_for(kind, operation, bench.contract, record)
    if name is None:
        return
    bench.tidy()
    injected, new = 0, dict[str, str]()
    for find in (bench.findings, bench.drift_findings):  # a fault with a memory remembers nothing of the other run
        if not new:
            with bench.proxy.fault(kind, operation.method, operation.url, name) as switched:
                new = {identity: owner for identity, owner in find(operation.path).items() if identity not in plain}
            injected += switched.injected
    if injected:
        wrong = tuple(sorted(identity for identity, owner in new.items() if owner != operation.path))
        yield Trial(kind, operation.path, name, injected, tuple(sorted(new)), wrong)


def _operations(findings: Iterable[Finding]) -> dict[str, str]:
    """The operation that shows each finding, by id; a cause outside of it is separated by the parts that show it."""
    shown = {}
    for finding in findings:
        for occurrence in finding.occurrences:
            parts = (
                ", ".join((occurrence.part, *occurrence.fields)) if finding.operation != occurrence.operation else ""
            )
            shown[f"{finding.id} [{parts}]" if parts else finding.id] = occurrence.operation
        if not finding.occurrences:
            shown[finding.id] = finding.operation
    return shown


def _record(content: bytes) -> m.Record | None:
    try:
        return m.record_of(json.loads(content))
    except ValueError:
        return None


def field_for(kind: str, operation: Operation, contract: Contract, record: m.Record) -> str | None:
    """The field of a fault, according to the SDK; "" for the first suitable one, None if there is none."""
    declared = {name: kept for name, kept in _declared(operation, contract).items() if name in record}
    if kind == "fields swapped":  # the server may choose a value that the call did not send
        written = _writable_fields(operation, contract)
        declared = {name: kept for name, kept in declared.items() if name in written}
    fits: Callable[[Type, bool, Any], bool] | None = {
        "optional field dropped": lambda type_, required, value: not required and value is not None,
        "required field dropped": lambda type_, required, value: required,
        "field renamed": lambda type_, required, value: value is not None,
        "fields swapped": lambda type_, required, value: m.is_text(value),
        "null for a value": lambda type_, required, value: not type_.nullable and value is not None,
        "unknown member": lambda type_, required, value: m.is_member(value) and _kinds(type_) <= {"literal", "null"},
        "date in another form": lambda type_, required, value: m.is_date(value) and "datetime" in _kinds(type_),
        "number as text": lambda type_, required, value: m.is_whole_number(value) and "string" not in _kinds(type_),
        "number as fraction": lambda type_, required, value: m.is_whole_number(value) and "number" not in _kinds(type_),
        "text as number": lambda type_, required, value: m.is_text(value) and "string" in _kinds(type_),
        "object as list": lambda type_, required, value: m.is_object(value) and "any" not in _kinds(type_),
        "flag as text": lambda type_, required, value: m.is_flag(value) and "any" not in _kinds(type_),
    }.get(kind)
    if fits is None:
        return ""
    return next((name for name, (type_, required) in declared.items() if fits(type_, required, record[name])), None)


def _kinds(type_: Type) -> set[str]:
    return {member.kind for member in type_.members}


def _declared(operation: Operation, contract: Contract) -> dict[str, tuple[Type, bool]]:
    """The fields that the SDK declares for the object in a response."""
    models = (
        contract.models[inner.name]
        for whole in (operation.response, *([operation.page] if operation.page else []))
        for inner in whole.walk()
        if inner.kind == "model" and inner.name in contract.models
    )
    fields: dict[str, tuple[Type, bool]] = {}
    for model in models:
        for field in model.fields:
            fields.setdefault(field.wire_name, (field.type, field.required))
    return fields


def _writable_fields(operation: Operation, contract: Contract) -> set[str]:
    """The fields that a caller can write, by this operation or by the one that creates the resource."""
    group = operation.path.rpartition(".")[0]
    makers = (operation, contract.operation(f"{group}.create"))
    return {
        parameter.wire_name
        for maker in makers
        if maker
        for parameter in maker.parameters
        if parameter.location == "field"
    }


def table(done: Sequence[Trial], others: Sequence[Trial] = ()) -> str:
    """The found faults by kind; those of Schemathesis in the same trials, too, if it ran them."""
    rows = ["| fault | operations | noticed | by | by Schemathesis |", "| --- | --- | --- | --- | --- |"]
    for kind in KINDS:
        own = [trial for trial in done if trial.kind == kind]
        if not own:
            continue
        checks: dict[str, int] = defaultdict(int)
        for trial in own:
            for check in {identity.partition(":")[0] for identity in trial.found}:
                checks[check] += 1
        by = ", ".join(f"`{check}`" for check in sorted(checks, key=lambda check: (-checks[check], check))[:3])
        rows.append(
            f"| {kind} | {len(own)} | {sum(trial.noticed for trial in own)} | {by} | {_by_others(kind, others)} |"
        )
    noticed, wrong = sum(trial.noticed for trial in done), sum(bool(trial.wrong) for trial in done)
    share = f"{noticed} ({noticed / max(len(done), 1):.1%})"
    rows.append(f"| **all** | {len(done)} | {share} | wrong operation: {wrong} | {_by_others('', others)} |")
    return "\n".join(rows)


def _by_others(kind: str, others: Sequence[Trial]) -> str:
    own = [trial for trial in others if kind in {"", trial.kind}]
    return f"{sum(trial.noticed for trial in own)} of {len(own)}" if own else ""


def main() -> None:
    """Run trials and print their table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default="1.23.2")
    parser.add_argument("--sdk", default="2.1.2")
    parser.add_argument("--operation", action="append")
    parser.add_argument("--kind", action="append")
    parser.add_argument("--schemathesis", action="store_true", help="make the same trials with Schemathesis")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    began = time.monotonic()
    done: list[Trial] = []
    others: list[Trial] = []
    after: Mapping[str, tuple[str, ...]] = {}
    operations = given.operation or OPERATIONS
    with (
        suppress(KeyboardInterrupt),
        bench(given.server, given.sdk, operations) as ready,
        TemporaryDirectory() as cassettes,
    ):
        for trial in trials(ready, operations, given.kind or list(KINDS), Path(cassettes)):
            if isinstance(trial, Trial):
                done.append(trial)
                _tell(
                    f"{trial.operation:28} {trial.kind:24} {trial.field:20} "
                    f"{', '.join(trial.found[:2]) or 'NOT NOTICED'}"
                )
            else:
                after = trial
        for trial in against(ready, done) if given.schemathesis else ():
            others.append(trial)
            _tell(f"Schemathesis: {trial.operation:28} {trial.kind:24} {', '.join(trial.found[:2]) or 'NOT NOTICED'}")
    if given.json is not None:
        kept = {
            "trials": [asdict(trial) for trial in done],
            "others": [asdict(other) for other in others],
            "after": after,
        }
        given.json.write_text(json.dumps(kept), encoding="utf-8")
    print(table(done, others))  # noqa: T201
    print(f"\nNew without a fault: {sorted(i for ids in after.values() for i in ids) or 'nothing'}.")  # noqa: T201
    _tell(f"{len(done)} trials in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
