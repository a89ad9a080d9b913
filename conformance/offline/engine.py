"""Judges the operations of one imported SDK, each by itself. Runs in a worker process.

    contract ─▶ calls ─▶ exchanges ─▶ facts ─▶ findings

Operations share only values that do not depend on their order, so that any number of workers finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final

from conformance.call_tracer import CallTracer
from conformance.cassettes.interaction import Interaction
from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import Package
from conformance.contract.model import TWINS, Operation, Twin
from conformance.documentation.functions import documented_functions
from conformance.documentation.helpers import Helper, HelperSignatures, signatures_of
from conformance.documentation.pages import snippets_of
from conformance.documentation.snippet_run import PageRunner
from conformance.documentation.subjects import DocumentedPackage, DocumentedPages
from conformance.exchange.call_sdk import SdkRunner
from conformance.extent import Extent
from conformance.finding import ONLY_DECLARED, PACKAGE
from conformance.judging.context import Context
from conformance.judging.fact_collector import FactCollector, crash_text
from conformance.judging.judgement import Judgement, build_judgement
from conformance.judging.operation_context import operation_context
from conformance.judging.subjects import package_of
from conformance.models.case import ModelObjects
from conformance.models.run import ModelRun
from conformance.offline.extents import (
    configurations_extent,
    helpers_extent,
    helpers_of,
    models_extent,
    package_folder_of,
    snippets_extent,
)
from conformance.offline.operation import OFFLINE_CHECKS, OfflineOperation
from conformance.offline.recorded_calls import REPLAY_CHECKS, RecordedCalls
from conformance.runtime import profile
from conformance.runtime.case import Runtime
from conformance.runtime.run import RuntimeRun
from conformance.scenarios.approved import ApprovedHelpers
from conformance.scenarios.approved import to_json as helpers_to_json
from conformance.scenarios.run import Helpers, run_scenarios
from conformance.scenarios.sandbox import sandbox
from conformance.wire import Response

_PACKAGE_CHECKS: Final = checks_of(Package)
_RUNTIME_CHECKS: Final = checks_of(Runtime)
_DOCUMENTATION_CHECKS: Final = checks_of(DocumentedPackage)
_PAGE_CHECKS: Final = checks_of(DocumentedPages)
_HELPER_CHECKS: Final = checks_of(Helpers)
_SIGNATURE_CHECKS: Final = checks_of(HelperSignatures)
_MODEL_CHECKS: Final = checks_of(ModelObjects)
_WHOLE_CHECKS: Final[tuple[Check[Any], ...]] = (
    *_PACKAGE_CHECKS, *_DOCUMENTATION_CHECKS, *_PAGE_CHECKS, *_HELPER_CHECKS, *_SIGNATURE_CHECKS, *_RUNTIME_CHECKS,
    *_MODEL_CHECKS,
)  # fmt: skip


class OfflineEngine:
    """Judges the operations of an imported SDK. `recorded` are interactions with real servers, by operation."""

    def __init__(self, context: Context, recorded: Mapping[str, Sequence[Interaction]] | None = None) -> None:
        self.context, self.recorded = context, recorded or {}
        self.runner = SdkRunner(context.sdk, context.extractor.annotations.classes)

    def paths(self) -> list[str]:
        """The paths of all operations, of the SDK and of its approved contract."""
        return self.context.extractor.paths()

    def judge_package(self) -> Judgement:
        """Judge the SDK as a whole, and the client that its operations share."""
        collector = FactCollector(PACKAGE)
        extents: dict[str, Extent] = {}
        if self.context.declarations:
            self._collect_declarations(collector, helpers_of(self.context))
            return build_judgement(self.context, collector, checks=_WHOLE_CHECKS, twins=TWINS, not_called=ONLY_DECLARED)
        self.collect_code(collector, extents)
        self.collect_pages(collector, extents)
        self.collect_runtime(collector, extents)
        self.collect_models(collector, extents)
        return build_judgement(self.context, collector, checks=_WHOLE_CHECKS, twins=TWINS, extents=extents)

    def collect_code(self, collector: FactCollector, extents: dict[str, Extent] | None = None) -> None:
        """The facts about the package's code, its documentation and its helpers."""
        folder, helpers = package_folder_of(self.context), helpers_of(self.context)
        self._collect_declarations(collector, helpers)
        tracer = CallTracer(folder)
        with tracer.tracing():
            approved = self.context.helpers
            scenarios = run_scenarios(self.context.sdk, None if approved is None else approved.outcomes)
        collector.run(_HELPER_CHECKS, scenarios)
        if extents is not None:
            extents["helpers"] = helpers_extent(helpers, folder, tracer.called())

    def _collect_declarations(self, collector: FactCollector, helpers: Iterable[Helper]) -> None:
        """The facts that the package's code shows by itself."""
        collector.run(_PACKAGE_CHECKS, package_of(self.context))
        functions = tuple(documented_functions(package_folder_of(self.context)))
        collector.run(_DOCUMENTATION_CHECKS, DocumentedPackage(functions=functions))
        if self.context.helpers is not None:
            signatures = HelperSignatures(found=signatures_of(helpers), approved=self.context.helpers.signatures)
            collector.run(_SIGNATURE_CHECKS, signatures)

    def collect_pages(self, collector: FactCollector, extents: dict[str, Extent] | None = None) -> None:
        """The facts about the snippets of the release's pages."""
        context = self.context
        with _crashes_noted(collector, "pages"):
            functions = {
                getattr(method.bound, "__func__", method.bound): (twin, path)
                for twin, methods in context.extractor.methods.items()
                for path, method in methods.items()
            }
            approved = {} if context.approved is None else context.approved.twins["sync"]
            runner = PageRunner(
                context.sdk, functions, self._expected_operation, approved.values(), self._responses_to, sandbox
            )
            pages = snippets_of(package_folder_of(context), context.sdk.target.distribution)
            runs = tuple(run for page in pages for run in runner.run(page))
            collector.run(_PAGE_CHECKS, DocumentedPages(runs=runs, models=context.models))
            if extents is not None and runs:
                extents["snippets"] = snippets_extent(runs)

    def _expected_operation(self, twin: Twin, path: str) -> Operation | None:
        """The operation of the approved contract, else as the SDK declares it."""
        approved = None if self.context.approved is None else self.context.approved.twins[twin].get(path)
        return approved or self.context.declared.twins[twin].get(path)

    def _responses_to(self, operation: Operation) -> tuple[Response, ...]:
        """The responses of a server to an operation, with every field that it declares."""
        factory = self.context.responses
        return factory.success(operation, "full", factory.samples.fullest(operation.response)).responses

    def collect_runtime(self, collector: FactCollector, extents: dict[str, Extent] | None = None) -> None:
        """The facts about the client that all operations share: its calls are most of the work."""
        with _crashes_noted(collector, "runtime"):
            runtime = self._runtime_run().run(self.context.profile)
            collector.run(_RUNTIME_CHECKS, runtime)
            if extents is not None:
                extents["configurations"] = configurations_extent(runtime)

    def collect_models(self, collector: FactCollector, extents: dict[str, Extent] | None = None) -> None:
        """The facts about what callers do with the models and errors of operations."""
        context = self.context
        with _crashes_noted(collector, "models"):
            objects = ModelRun(context.sdk, context.extractor, context.approved).run()
            collector.run(_MODEL_CHECKS, objects)
            if extents is not None:
                extents["models"] = models_extent(context.approved or context.declared, objects)

    def runtime_profile(self) -> str:
        """The runtime profile of the SDK, as the text of its file."""
        return profile.to_json(self.context.sdk.version, self._runtime_run().run().cases)

    def approved_helpers(self) -> str:
        """The signatures of helpers and the outcomes of the target's scenarios, as the text of their file."""
        sdk = self.context.sdk
        helpers = ApprovedHelpers(
            signatures=signatures_of(helpers_of(self.context)), outcomes=run_scenarios(sdk).outcomes
        )
        return helpers_to_json(sdk.version, helpers)

    def _runtime_run(self) -> RuntimeRun:
        context = self.context
        return RuntimeRun(
            context.sdk,
            context.extractor,
            context.approved or context.declared,
            context.responses,
            usual_headers=context.headers,
        )

    def judge_operation(self, path: str) -> Judgement:
        """Judge one operation of both clients, with generated and with recorded responses."""
        collector = FactCollector(path)
        checks = (*OFFLINE_CHECKS, *(REPLAY_CHECKS if path in self.recorded else ()))
        try:
            operation = self.open_operation(path, collector)
            operation.judge_generated_calls()
            calls = RecordedCalls(operation, () if operation.not_called else self.recorded.get(path, ()))
            calls.judge_all()
        except Exception as error:  # noqa: BLE001  # a failure of this package is reported with the operation
            collector.crash = collector.crash or crash_text("engine", error)
            return build_judgement(self.context, collector, checks=checks)
        return build_judgement(
            self.context,
            collector,
            checks=checks,
            twins=operation.operation.declared,
            examples=operation.examples,
            exchanges=operation.exchanges,
            replayed=calls.replayed,
            not_replayed=calls.not_replayed,
            not_called=operation.not_called,
            extents=operation.extents(),
        )

    def open_operation(self, path: str, collector: FactCollector) -> OfflineOperation:
        """One operation to be judged; its facts go to `collector`."""
        context = operation_context(self.context, path)
        return OfflineOperation(
            self.context,
            context,
            runner=self.runner,
            collector=collector,
            dropped_options=lambda: self.dropped_options,
        )

    @cached_property
    def dropped_options(self) -> Mapping[Twin, frozenset[str]]:
        """The options that the shared client drops, by client."""
        return self._runtime_run().dropped_options()


@contextmanager
def _crashes_noted(collector: FactCollector, part: str) -> Iterator[None]:
    """A failure of this package is reported with what it was about, and the other parts are judged."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # as with operations, it is an outcome and never a pass
        collector.crash = collector.crash or crash_text(part, error)
