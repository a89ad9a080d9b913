"""Trials: every kind of fault for a number of operations, between the suite and a real server; who notices what.

One server, one proxy and one worker serve all trials. `python -m tests.faults.trials --server 1.23.2` prints the table
of docs/measured.md; `--json FILE` keeps what was found.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

from conformance.config import LiveSettings
from conformance.contract import store
from conformance.contract.model import Contract, Operation
from conformance.contract.types import Type
from conformance.exchange.formats import jsonl
from conformance.exchange.servers import release
from conformance.exchange.servers.server import Server
from conformance.exchange.shelf import write
from conformance.pipeline import live
from conformance.targets.target import Target, load_target
from tests.faults import mutations as m
from tests.faults.kinds import KINDS
from tests.faults.proxy import Proxy, proxied

OPERATIONS: Final = (
    "annotations.get", "annotations.list", "annotations.update", "import_storage.local.create", "ml.list",
    "predictions.create", "predictions.list", "projects.create", "projects.delete", "projects.get",
    "projects.list", "projects.update", "tasks.create", "tasks.get", "tasks.list", "users.list", "views.create",
    "views.get", "views.list", "views.update", "webhooks.create", "webhooks.list",
)  # fmt: skip
CLEAN: Final = 2  # passes without a fault before the trials, and one after them
MOST_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault for one operation. `found` are the findings that were not there without it, `wrong` those of others."""

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
    """A live session whose server is reached through a proxy."""

    run: live.Session
    proxy: Proxy
    contract: Contract

    def findings(self, operation: str) -> dict[str, str]:
        """What is found for an operation now: the operation that each finding names, by id."""
        answer = self.run.hands.insist({"do": "live", "operation": operation}, MOST_SECONDS)
        return {each["id"]: each["operation"] for each in answer["findings"]}

    def recorded(self, operation: str) -> tuple[dict[str, str], str]:
        """Likewise, and the exchanges as lines of a cassette."""
        answer = self.run.hands.insist({"do": "live", "operation": operation}, MOST_SECONDS)
        return {each["id"]: each["operation"] for each in answer["findings"]}, answer["interactions"]


@contextmanager
def bench(server: str, sdk: str, operations: Sequence[str], examples: int = 1) -> Iterator[Bench]:
    """Start a server of a release, a proxy before it, and a worker with a release of the SDK."""
    target = load_target("label_studio")
    proxies: list[Proxy] = []

    @contextmanager
    def start(version: str, target: Target, *rest: Any) -> Iterator[Server]:
        with release.start(version, target, *rest) as started, proxied(started.url) as proxy:
            proxies.append(proxy)
            yield replace(started, url=proxy.url)

    settings = LiveSettings(sdk=sdk, server=server, operation=tuple(operations), examples=examples, requests=10_000_000)
    with patch.object(live, "start", start), live.session(settings, target, _tell) as run:
        yield Bench(run, proxies[0], store.load(target.approved_file(run.opened["version"])))


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  # progress of a program


def trials(
    bench: Bench, operations: Sequence[str], kinds: Collection[str], shelf: Path
) -> Iterator[Trial | Mapping[str, tuple[str, ...]]]:
    """Every trial that applies, and at the end what was found in a pass without a fault that was not there before."""
    plain: dict[str, set[str]] = defaultdict(set)
    records: dict[str, m.Record] = {}
    for path in operations:
        for turn in range(CLEAN):
            found, lines = bench.recorded(path)
            plain[path] |= set(found)
            if turn == 0:
                interactions = jsonl.read(lines, path)
                write(shelf, "label_studio", bench.run.scenery.server.version, path, interactions)
                records[path] = next(filter(None, (_record(each.response.content) for each in interactions)), {})
    bench.run.hands.ask({**bench.run.place, "cassettes": str(shelf)})
    for path in operations:
        plain[path] |= set(bench.findings(path))
    for path in operations:
        operation = bench.contract.operation(path)
        if operation is None:
            continue
        for kind in kinds:
            yield from _tried(bench, operation, kind, records[path], plain[path])
    yield {path: tuple(sorted(set(bench.findings(path)) - plain[path])) for path in operations}


def _tried(bench: Bench, operation: Operation, kind: str, record: m.Record, plain: Collection[str]) -> Iterator[Trial]:
    name = field_for(kind, operation, bench.contract, record)
    if name is None:
        return
    with bench.proxy.fault(kind, operation.method, operation.url, name) as switched:
        found = bench.findings(operation.path)
    new = {identity: owner for identity, owner in found.items() if identity not in plain}
    if switched.injected:
        wrong = tuple(sorted(identity for identity, owner in new.items() if owner != operation.path))
        yield Trial(kind, operation.path, name, switched.injected, tuple(sorted(new)), wrong)


def _record(content: bytes) -> m.Record | None:
    try:
        return m.record_of(json.loads(content))
    except ValueError:
        return None


def field_for(kind: str, operation: Operation, contract: Contract, record: m.Record) -> str | None:
    """The field that a fault is about, by what the SDK declares; "" for the first that fits, None where none does."""
    declared = {name: kept for name, kept in _declared(operation, contract).items() if name in record}
    if kind == "fields swapped":  # what nobody wrote cannot be told from what the server made of it
        written = _written(operation, contract)
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
    """The fields that the SDK declares for the record of an answer."""
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


def _written(operation: Operation, contract: Contract) -> set[str]:
    """The fields of a resource that a caller writes: those of the operation, and of its sibling that makes one."""
    group = operation.path.rpartition(".")[0]
    makers = (operation, contract.operation(f"{group}.create"))
    return {each.wire_name for maker in makers if maker for each in maker.parameters if each.location == "field"}


def table(done: Sequence[Trial]) -> str:
    """What was noticed, by kind of fault."""
    rows = ["| fault | operations | noticed | by |", "| --- | --- | --- | --- |"]
    for kind in KINDS:
        own = [trial for trial in done if trial.kind == kind]
        if not own:
            continue
        checks: dict[str, int] = defaultdict(int)
        for trial in own:
            for check in {identity.partition(":")[0] for identity in trial.found}:
                checks[check] += 1
        by = ", ".join(f"`{check}`" for check in sorted(checks, key=lambda check: (-checks[check], check))[:3])
        rows.append(f"| {kind} | {len(own)} | {sum(trial.noticed for trial in own)} | {by} |")
    noticed, wrong = sum(trial.noticed for trial in done), sum(bool(trial.wrong) for trial in done)
    rows.append(f"| **all** | {len(done)} | {noticed} ({noticed / max(len(done), 1):.1%}) | wrong operation: {wrong} |")
    return "\n".join(rows)


def main() -> None:
    """Run trials and print their table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default="1.23.2")
    parser.add_argument("--sdk", default="2.1.2")
    parser.add_argument("--operation", action="append")
    parser.add_argument("--kind", action="append")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    began = time.monotonic()
    done: list[Trial] = []
    after: Mapping[str, tuple[str, ...]] = {}
    asked = given.operation or OPERATIONS
    with suppress(KeyboardInterrupt), bench(given.server, given.sdk, asked) as ready, TemporaryDirectory() as shelf:
        for each in trials(ready, asked, given.kind or list(KINDS), Path(shelf)):
            if isinstance(each, Trial):
                done.append(each)
                _tell(
                    f"{each.operation:28} {each.kind:24} {each.field:20} {', '.join(each.found[:2]) or 'NOT NOTICED'}"
                )
            else:
                after = each
    if given.json is not None:
        given.json.write_text(json.dumps({"trials": [asdict(each) for each in done], "after": after}), encoding="utf-8")
    print(table(done))  # noqa: T201
    print(f"\nNew without a fault: {sorted(i for ids in after.values() for i in ids) or 'nothing'}.")  # noqa: T201
    _tell(f"{len(done)} trials in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
