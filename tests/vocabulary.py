"""Shared by many tests: the small SDK acme, its engine and findings, and minimal calls."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import hypothesis

from conformance.cassettes.interaction import Interaction
from conformance.checks import CHECKS
from conformance.contract.document import Document
from conformance.contract.extract import extract
from conformance.contract.model import Contract, Operation, Twin
from conformance.contract.openapi import to_openapi
from conformance.contract.read_document import read_document
from conformance.finding import PACKAGE
from conformance.generate.call import Call
from conformance.generate.strategies import Strategies
from conformance.judging.context import Context, build_context
from conformance.judging.fact_collector import FactCollector
from conformance.judging.judgement import Judgement, build_judgement
from conformance.offline.engine import OfflineEngine
from conformance.python_need import PythonNeed
from conformance.runtime import profile
from conformance.scenarios.approved import ApprovedHelpers
from conformance.scenarios.approved import from_json as helpers_from_json
from conformance.targets.client import Sdk, import_sdk
from conformance.targets.target import SpecExtensions, Target, load_target

FAUX: Final = Path(__file__).parent / "faux"
EXAMPLES: Final = 5
SEED: Final = 20260101
Alter = Callable[[Any], None]
Describe = Callable[[dict[str, Any]], None]

if str(FAUX) not in sys.path:
    sys.path.insert(0, str(FAUX))


class SilentConsole:
    """A console that prints nothing."""

    def print_line(self, text: str) -> None:
        """Print nothing."""

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Print nothing."""


def acme_target() -> Target:
    """The target of acme."""
    return load_target(str(FAUX / "target"))


def forget_acme() -> None:
    """Let the next import of acme be a new copy: this process may have one that a test has changed."""
    for name in [name for name in sys.modules if name.split(".")[0] == "acme_sdk"]:
        del sys.modules[name]


def import_acme(alter: Alter | None = None) -> Sdk:
    """A new copy of acme, changed by `alter`."""
    forget_acme()
    sdk = import_sdk(acme_target())
    if alter is not None:
        alter(sdk.package)
    assert sdk.error_classes  # read now: a later copy replaces this one in `sys.modules`
    return sdk


@lru_cache
def approved_profile_text() -> str:
    """The runtime profile of the unaltered acme, as the text of its file."""
    contract = approved_contract()  # before the import: only the last copy of acme can be imported from
    context = build_context(import_acme(), contract, examples=1, seed=SEED)
    try:
        return OfflineEngine(context).runtime_profile()
    finally:
        context.sdk.close()


@lru_cache
def approved_profile() -> dict[str, dict[Twin, tuple[str, ...]]]:
    """The runtime profile of the unaltered acme."""
    return profile.from_json(approved_profile_text(), "acme")


@lru_cache
def approved_helpers() -> ApprovedHelpers:
    """The helpers of the unaltered acme."""
    context = build_context(import_acme(), None, examples=1, seed=SEED)
    try:
        return helpers_from_json(OfflineEngine(context).approved_helpers(), "acme")
    finally:
        context.sdk.close()


def acme_contract(alter: Alter | None = None) -> Contract:
    """The contract that is extracted from an altered acme."""
    sdk = import_acme(alter)
    try:
        return extract(sdk)
    finally:
        sdk.close()


@lru_cache
def approved_contract() -> Contract:
    """The contract of the unaltered acme."""
    return acme_contract()


def acme_document(describe: Describe | None = None) -> Document:
    """The OpenAPI document of the unaltered acme, changed by `describe`. `x-sdk-method` names an SDK method."""
    raw = to_openapi(approved_contract())
    if describe is not None:
        describe(raw)
    return read_document(raw, SpecExtensions(method=("x-sdk-method",)))


def acme_context(
    alter: Alter | None = None,
    *,
    contract: Contract | None = None,
    free: bool = False,
    examples: int = EXAMPLES,
    seed: int = SEED,
    known: Collection[str] = (),
    document: Document | None = None,
    python_needs: tuple[PythonNeed, ...] = (),
    import_effects: Mapping[str, tuple[str, ...]] | None = None,
) -> Context:
    """The context of an altered acme, with the contract of the unaltered one unless another is given.

    It has no contract if it is `free`. The caller closes the SDK.
    """
    expected = None if free else contract or approved_contract()
    helpers = None if free else approved_helpers()
    runtime = None if free else approved_profile()  # before the import: only the last copy of acme can be imported from
    sdk = import_acme(alter)
    sdk.python_needs, sdk.import_effects = python_needs, import_effects or {}
    return build_context(
        sdk,
        expected,
        examples=examples,
        seed=seed,
        known=known,
        document=document,
        profile=runtime,
        helpers=helpers,
    )


def acme_engine(
    alter: Alter | None = None, *, recorded: Mapping[str, Sequence[Interaction]] | None = None, **settings: Any
) -> OfflineEngine:
    """An engine on an altered acme; `settings` are those of `acme_context`."""
    engine = OfflineEngine(acme_context(alter, **settings), recorded)
    weakref.finalize(engine, engine.context.sdk.close)
    return engine


def engine_for(check: str, fixture: ModuleType) -> OfflineEngine:
    """An engine for acme as a fixture alters it, with the fixture's recordings.

    For a check of OpenAPI documents, it has the document of the fixture.
    """
    family = next(known.family for known in CHECKS if known.id == check)
    document = acme_document(getattr(fixture, "describe", None)) if family == "spec" else None
    recorded: dict[str, Any] = getattr(fixture, "recorded", dict)()
    return acme_engine(
        getattr(fixture, "alter", None),
        document=document,
        recorded=recorded,
        python_needs=getattr(fixture, "PYTHON_NEEDS", ()),
        import_effects=getattr(fixture, "IMPORT_EFFECTS", None),
    )


def judge(engine: OfflineEngine, operation: str) -> Judgement:
    """The judgement of one operation, or of the package. Fails the test if a check or the engine crashes."""
    found = engine.judge_package() if operation == PACKAGE else engine.judge_operation(operation)
    assert found.coverage.crash is None, found.coverage.crash
    return found


def judge_without_runtime(engine: OfflineEngine) -> Judgement:
    """The judgement of the package without the calls of its client. Fails the test if a check crashes."""
    collector = FactCollector(PACKAGE)
    engine.collect_code(collector)
    engine.collect_pages(collector)
    engine.collect_models(collector)
    assert collector.crash is None, collector.crash
    return build_judgement(engine.context, collector, checks=CHECKS)


def finding_ids(engine: OfflineEngine, operations: Iterable[str] | None = None, *, runtime: bool = True) -> set[str]:
    """The ids of the findings in some operations; by default in all of them and in the package.

    Without `runtime`, the calls of the shared client are not made, which take longer than all operations.
    """
    wanted = [PACKAGE, *engine.paths()] if operations is None else operations
    return {
        finding.id
        for operation in wanted
        for finding in (
            judge_without_runtime(engine) if operation == PACKAGE and not runtime else judge(engine, operation)
        ).findings
    }


def approved_operation(path: str) -> Operation:
    """An operation of acme's approved contract."""
    operation = approved_contract().operation(path)
    assert operation is not None
    return operation


def smallest(strategy: hypothesis.strategies.SearchStrategy[Any], that: Callable[[Any], bool] = lambda _: True) -> Any:
    """The smallest value with a property that Hypothesis finds."""
    phases = (hypothesis.Phase.generate, hypothesis.Phase.shrink)
    patient = hypothesis.settings(max_examples=2000, database=None, derandomize=True, phases=phases)
    return hypothesis.find(strategy, that, settings=patient)


def simplest_call(operation: Operation, that: Callable[[Call], bool] = lambda _: True) -> Call:
    """The smallest call with a property."""
    call = smallest(Strategies(approved_contract().models).calls(operation), that)
    assert isinstance(call, Call)
    return call
