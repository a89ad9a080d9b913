"""Context: one SDK and all that its operations are checked against. Offline and live tests share it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from conformance.contract.document import Document, SpecOperation, match_operations
from conformance.contract.extract import Extractor
from conformance.contract.model import Contract, Model, Twin
from conformance.contract.server_paths import with_server_paths
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.validate_payload import PayloadValidator
from conformance.generate.overrides import Override, overrides_of
from conformance.generate.property_search import use_reproducible_draws
from conformance.generate.responses import ResponseFactory
from conformance.generate.strategies import Strategies
from conformance.judging.causes import CauseFinder
from conformance.judging.declared_contract import declared_contract
from conformance.judging.finding_builder import FindingBuilder
from conformance.operation_settings import OperationSettings
from conformance.scenarios.approved import ApprovedHelpers
from conformance.targets.client import Sdk


@dataclass(frozen=True, kw_only=True)
class Context:
    """One SDK and all that its operations are checked against."""

    sdk: Sdk
    extractor: Extractor
    declared: Contract  # what the SDK's code declares
    approved: Contract | None  # None if the release has no approved contract
    profile: Mapping[str, Mapping[Twin, tuple[str, ...]]] | None  # the approved runtime profile, if there is one
    helpers: ApprovedHelpers | None  # approved signatures and outcomes of scenarios, if there are any
    document: Document | None  # the OpenAPI document to check against, if any
    specs: Mapping[str, SpecOperation]  # the operations that the document describes, by path
    models: Mapping[str, Model]
    strategies: Strategies
    responses: ResponseFactory
    comparer: ValueComparer
    validator: PayloadValidator
    finding_builder: FindingBuilder
    causes: CauseFinder
    headers: Mapping[str, str]  # that every request has to carry, by lower-case name
    attempts: Mapping[int, int]  # how often a request is sent, by the status of its responses
    examples: int  # generated calls per operation
    overrides: Mapping[str, Override]  # the user's own values and examples, by operation
    seed: int
    known: frozenset[str]  # ids of known findings: they are reported, but not shrunk
    declarations: bool = False  # only declarations are judged: no operation is called


def build_context(
    sdk: Sdk,
    approved: Contract | None,
    *,
    examples: int,
    seed: int,
    known: Collection[str] = (),
    document: Document | None = None,
    profile: Mapping[str, Mapping[Twin, tuple[str, ...]]] | None = None,
    helpers: ApprovedHelpers | None = None,
    settings: Sequence[OperationSettings] = (),
    search_path: Sequence[str] = (),
    declarations: bool = False,
) -> Context:
    """The context of an imported SDK. From here on, Hypothesis generates the same values for the same seed."""
    use_reproducible_draws()
    extractor = Extractor(sdk)
    annotations = extractor.annotations
    models: Mapping[str, Model] = ChainMap({} if approved is None else dict(approved.models), annotations.models)
    declared = declared_contract(extractor)
    document = None if document is None else with_server_paths(document, declared)
    values = {"version": sdk.version, **sdk.target.client_arguments}
    comparer = ValueComparer(models)
    return Context(
        sdk=sdk,
        extractor=extractor,
        declared=declared,
        approved=approved,
        profile=profile,
        helpers=helpers,
        document=document,
        specs={} if document is None else match_operations(document, declared),
        models=models,
        strategies=Strategies(annotations.models),
        responses=ResponseFactory(models, extractor.statuses),
        comparer=comparer,
        validator=PayloadValidator(models),
        finding_builder=FindingBuilder(sdk.target),
        causes=CauseFinder(sdk, extractor, comparer),
        headers={name.lower(): text.format_map(values) for name, text in sdk.target.headers.items()},
        attempts=extractor.attempts() if approved is None else approved.attempts,
        examples=examples,
        overrides=overrides_of(settings, declared, annotations.models, search_path),
        seed=seed,
        known=frozenset(known),
        declarations=declarations,
    )
