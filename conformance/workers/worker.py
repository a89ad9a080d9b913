"""The process that imports the SDK under test. Started by the pool as `python -m conformance.workers`.

It reads one request a line from standard input and writes one response a line to standard output; see
`conformance.workers.messages`. What the SDK itself prints goes to standard error.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeVar

from conformance.call_tracer import CallTracer, package_folder
from conformance.cassettes.formats import jsonl
from conformance.cassettes.imported.importing import with_imported
from conformance.cassettes.library import load_recordings, recording_sources
from conformance.checks.own_modules import load_own_checks
from conformance.contract import store
from conformance.contract.document import Document
from conformance.contract.extract import Extractor
from conformance.contract.model import Contract, Twin
from conformance.contract.read_document import load_document, read_document
from conformance.errors import ConformanceError, UsageError
from conformance.finding import PACKAGE
from conformance.scenarios.approved import ApprovedHelpers
from conformance.scenarios.approved import load as load_helpers
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.targets.client import Sdk, import_sdk
from conformance.targets.target import Target, load_target
from conformance.workers import messages as m
from conformance.workers.memory import limit_memory

if TYPE_CHECKING:  # imported with the request that needs them: a contract is learned without Hypothesis
    from conformance.judging.context import Context
    from conformance.live.session import LiveSession
    from conformance.offline.engine import OfflineEngine
    from conformance.upgrade.observe.observer import Observer

T = TypeVar("T")
MAX_EXAMPLES: Final = 3  # operations in a message
LAST_SECONDS: Final = 2.0  # to end the running request when the pipeline has ended


class Worker:
    """Carries out the pipeline's requests on one imported SDK."""

    def __init__(self) -> None:
        self.sdk: Sdk | None = None
        self.engine: OfflineEngine | None = None
        self.session: LiveSession | None = None
        self.observer: Observer | None = None
        self.snippets: SnippetRunner | None = None
        self.tracer: CallTracer | None = None

    def respond(self, request: m.Request) -> m.Response:
        """The response to one request. Raises ConformanceError for what the user can act on."""
        match request:
            case m.OpenSdk():
                return self._open_sdk(_load_target(request))
            case m.OpenEngine():
                return self._open_engine(request)
            case m.ListOperations():
                return m.OperationsListed(paths=tuple(self._learner.paths()), statuses=self._learner.statuses)
            case m.LearnOperation():
                self._learner.learn(request.operation)
                return m.OperationLearned()
            case m.LearnContract():
                return self._learn_contract(request)
            case m.LearnProfiles():
                engine = _require_open(self.engine)
                return m.ProfilesLearned(runtime=engine.runtime_profile(), helpers=engine.approved_helpers())
            case m.DescribePackage():
                from conformance.contract.describe_package import describe_package

                return m.PackageDescribed(draft=describe_package(request.distribution, request.package))
            case m.JudgeOperation():
                return self._judge(request.operation)
            case m.ConnectServer():
                return self._connect_server(request)
            case m.JudgeLiveOperation():
                return self._judge_live(request.operation)
            case m.SeedServer():
                return _require_open(self.session).seed_server()
            case m.Finish():
                _require_open(self.session).close()
                return m.Done()
            case m.RunSnippet():
                self.snippets = self.snippets or SnippetRunner(_require_open(self.sdk))
                return self.snippets.run(request.snippet)
            case m.ConfigureObserver():
                return self._configure_observer(request)
            case m.ObserveOperation():
                observation = _require_open(self.observer).observe(request.operation, request.recorded)
                return m.OperationObserved(observation=observation)
            case m.ObserveDefaults():
                return m.DefaultsObserved(settings=_require_open(self.observer).client_defaults())

    @cached_property
    def _learner(self) -> Extractor:
        return Extractor(_require_open(self.sdk))

    def _learn_contract(self, request: m.LearnContract) -> m.ContractLearned:
        learner = self._learner
        paths = {*learner.paths()} - {*request.known}
        text = store.to_json(learner.contract(paths, unlearned=request.unlearned))
        return m.ContractLearned(text=text, package_wide=tuple(sorted(learner.package_wide)))

    def _open_sdk(self, target: Target) -> m.SdkOpened:
        self.sdk = import_sdk(target)
        return m.SdkOpened(version=self.sdk.version)

    def _open_engine(self, request: m.OpenEngine) -> m.EngineOpened:
        limit_memory(request.memory)
        target = _load_target(request)
        if not request.trace:
            return self._open_imported(request, target)
        self.tracer = CallTracer(package_folder(target.package))
        with self.tracer.tracing():
            opened = self._open_imported(request, target)
        return replace(opened, called=self.tracer.called())

    def _open_imported(self, request: m.OpenEngine, target: Target) -> m.EngineOpened:
        self.sdk = import_sdk(target)
        self.sdk.python_needs = request.python_needs
        approved = _approved_contract(target, request.approved, self.sdk.version)
        own = load_own_checks(request.own_modules, request.search_path)  # before modules select checks
        from conformance.judging.context import build_context
        from conformance.offline.engine import OfflineEngine

        document = _document(request, target)
        recorded = {} if request.cassettes is None else load_recordings(request.cassettes, target.name, required=True)
        context = build_context(
            self.sdk,
            approved,
            examples=request.examples,
            seed=request.seed,
            known=request.known_ids,
            document=document,
            profile=_approved_profile(target, request.approved, self.sdk.version),
            helpers=_approved_helpers(target, request.approved, self.sdk.version),
            settings=request.operations,
            search_path=request.search_path,
            declarations=request.declarations,
        )
        recorded, imported = with_imported(recorded, lambda: _declared_in_full(context), target.headers)
        self.engine = engine = OfflineEngine(context, recorded)
        if request.spec is not None:
            _require_same_api(request.spec, context)
        return m.EngineOpened(
            own_checks=tuple(check.id for check in own.checks),
            unusable=own.unusable,
            broken=context.extractor.broken["sync"],
            version=self.sdk.version,
            approved=None if approved is None else approved.version,
            paths=tuple(engine.paths()),
            spec=None if document is None else f"{document.title} {document.version}".strip(),
            spec_adapted="" if context.document is None else context.document.adapted,
            spec_operations=0 if document is None else len(document.operations),
            undescribed=tuple(path for path in engine.paths() if document and path not in context.specs),
            recorded=m.RecordingSources(
                **{name: tuple(values) for name, values in recording_sources(recorded).items()},
                left_out=tuple(f"{entry.case} ({entry.request}): {entry.reason}" for entry in imported.left_out),
            ),
        )

    def _judge(self, operation: str) -> m.OperationJudged:
        engine, tracer = _require_open(self.engine), self.tracer
        with nullcontext() if tracer is None else tracer.tracing():
            judged = engine.judge_package() if operation == PACKAGE else engine.judge_operation(operation)
        called = {} if tracer is None else tracer.called()
        return m.OperationJudged(coverage=judged.coverage, findings=judged.findings, called=called)

    def _connect_server(self, request: m.ConnectServer) -> m.ServerConnected:
        from conformance.live.session import LiveSession

        self.session = LiveSession(_require_open(self.engine).context, request.setup)
        operations = self.session.shard(request.operations, request.shard, request.shards)
        return m.ServerConnected(operations=tuple(operations), urls=tuple(self.session.urls))

    def _judge_live(self, operation: str) -> m.LiveOperationJudged:
        session = _require_open(self.session)
        result = session.judge_operation(operation)
        return m.LiveOperationJudged(
            coverage=result.judgement.coverage,
            findings=result.judgement.findings,
            interactions=jsonl.write(result.interactions),
            usage=session.usage,
        )

    def _configure_observer(self, request: m.ConfigureObserver) -> m.Done:
        from conformance.upgrade.observe.observer import Observer

        self.observer = Observer(
            _require_open(self.sdk),
            (store.from_json(request.old_contract), store.from_json(request.new_contract)),
            request.side,
            request.renames,
            examples=request.examples,
            seed=request.seed,
        )
        return m.Done()


def _require_open(value: T | None) -> T:
    """The value that an earlier request has opened. Raises ValueError if none has."""
    if value is None:
        raise ValueError("an earlier request has to open what this one needs")
    return value


def _load_target(request: m.OpenSdk | m.OpenEngine) -> Target:
    return load_target(str(request.target)).excluding(request.exclude)


def _document(request: m.OpenEngine, target: Target) -> Document | None:
    """The OpenAPI document to check against: the one a server published, or the file that the user gave."""
    extensions = target.spec_extensions
    if request.document is not None:
        return read_document(request.document, extensions, "of the server")
    return None if request.spec is None else load_document(request.spec, extensions)


def _declared_in_full(context: Context) -> Contract:
    """The contract that the SDK's code declares, with the models of all its operations."""
    twins = {twin: dict(operations) for twin, operations in context.declared.twins.items()}
    return replace(context.declared, twins=twins, models=context.extractor.annotations.models)


def _require_same_api(file: Path, context: Context) -> None:
    """Raise UsageError for a document that describes no operation of the SDK."""
    document, sdk = context.document, context.sdk
    if document is None or context.specs:
        return
    title = f"{document.title} {document.version}".strip() or "without a title"
    described = ", ".join(operation.label for operation in document.operations[:MAX_EXAMPLES]) or "nothing"
    declared = (context.declared.operation(path) for path in context.declared.paths())
    sent = [f"{operation.method} {operation.url}" for operation in declared if operation is not None]
    raise UsageError(
        f"--spec {file}: it describes no operation of {sdk.target.distribution} {sdk.version}: "
        "it is the document of another API, or the paths of its `servers` are missing.\n"
        f"  The document ({title}) describes: {described}.\n"
        f"  The SDK sends: {', '.join(sent[:MAX_EXAMPLES]) or 'nothing'}.\n"
        "  Give the OpenAPI document of the API that this SDK is for."
    )


def _approved_contract(target: Target, given: str | None, version: str) -> Contract | None:
    """The contract that was given, or the SDK version's own, None where that release has none."""
    name = given or version
    file = target.approved_file(name) if not name.endswith(".json") else Path(name)
    if not file.exists() and given is None:
        return None
    if not file.exists() and not name.endswith(".json"):
        existing = ", ".join(target.approved_releases()) or "none"
        raise UsageError(f"--approved {name}: no approved contract of {name} exists.\n  Approved: {existing}.")
    contract = store.load(file)
    return contract.without(target.excludes)


def _approved_profile(target: Target, given: str | None, version: str) -> dict[str, dict[Twin, tuple[str, ...]]] | None:
    """The runtime profile beside the approved contract, None where there is none."""
    from conformance.runtime import profile

    file = target.profile_file(given or version)
    return profile.load(file) if file.exists() else None


def _approved_helpers(target: Target, given: str | None, version: str) -> ApprovedHelpers | None:
    """The file of helpers beside the approved contract, None where there is none."""
    file = target.helpers_file(given or version)
    return load_helpers(file) if file.exists() else None


def read_lines(requests: IO[str]) -> Iterator[str]:
    """The lines of a pipe. When it closes, the pipeline has ended, and the running request ends soon as well."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in requests:
            lines.put(line)
        lines.put(None)
        threading.Event().wait(LAST_SECONDS)  # not `time.sleep`: during a call of the SDK that is a virtual clock's
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    while (line := lines.get()) is not None:
        yield line


def serve(lines: Iterable[str], responses: IO[str]) -> None:
    """Carry out requests until the pipeline closes its end."""
    worker = Worker()
    for line in lines:
        request = m.decode(line)
        assert isinstance(request, m.WorkerRequest)  # noqa: S101  # the pool sends nothing else
        try:
            response = worker.respond(request)
        except ConformanceError as error:
            response = m.UserError(exit_status=error.exit_status, message=str(error))
        responses.write(m.encode(response))
        responses.flush()
    if worker.sdk is not None:
        worker.sdk.close()


def main() -> None:
    """Keep standard output for responses alone, and leave Ctrl-C to the pipeline, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    responses = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with responses:
        serve(read_lines(sys.stdin), responses)
