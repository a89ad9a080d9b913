"""A run with an OpenAPI document, from the engine to the report."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.contract.openapi import to_openapi
from conformance.errors import EnvironmentFailed, UsageError
from conformance.finding import Coverage, Finding
from conformance.generate.spec_guided_calls import INVALID
from conformance.pipeline.check import check, plan_check
from conformance.report.report import Report
from conformance.settings import CheckSettings
from conformance.targets.environment import ENGINE_REQUIREMENTS, engine_requirements
from conformance.workers.messages import EngineOpened, OpenEngine
from conformance.workers.worker import Worker
from tests.contract.conftest import PUBLISHED, document_file
from tests.vocabulary import (
    FAUX,
    SilentConsole,
    acme_document,
    acme_engine,
    approved_contract,
    judge,
    judge_without_runtime,
)

SPEC = {check.id for check in CHECKS if check.family == "spec"}


def reasons(coverage: Coverage) -> set[str]:
    return {reason for check, reason in coverage.not_covered.items() if check in SPEC}


class TestAnOperation:
    def test_without_a_document_the_report_states_it(self) -> None:
        engine = acme_engine()
        for coverage in (judge_without_runtime(engine).coverage, judge(engine, "projects.create").coverage):
            assert reasons(coverage) == {"no OpenAPI document was given"}
            assert not coverage.checks.keys() & SPEC

    def test_that_the_document_does_not_describe_is_judged_like_one_without(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            del document["paths"]["/api/projects/"]

        got = judge(acme_engine(document=acme_document(describe)), "projects.create")
        assert reasons(got.coverage) == {"the document does not describe it"}
        assert [finding.id for finding in got.findings] == ["operation_not_in_spec: projects.create"]
        assert got.coverage.exchanges == judge(acme_engine(), "projects.create").coverage.exchanges

    def test_that_is_described_sends_bodies_that_the_document_forbids_too(self) -> None:
        engine = acme_engine(document=acme_document())
        plain = judge(acme_engine(), "projects.create").coverage
        assert judge(engine, "projects.create").coverage.examples > plain.examples

    def test_is_blamed_for_swallowing_a_refusal_of_an_invalid_body(self) -> None:
        def alter(sdk: Any) -> None:
            original = sdk.core.encode.jsonable
            # the SDK itself refuses what only the server should refuse: texts for numbers
            sdk.core.encode.jsonable = lambda value: original(value) if value != "title 1 é" else "title"

        def describe(document: dict[str, Any]) -> None:
            body = document["paths"]["/api/projects/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
            body["properties"]["title"] = {"type": "string", "maxLength": 5}

        found = judge(acme_engine(alter, document=acme_document(describe)), "projects.create").findings
        (changed,) = [finding for finding in found if finding.check == "argument_changed"]
        assert changed.evidence is not None
        assert "400" in changed.evidence.response


def test_the_same_seed_finds_the_same_with_a_document() -> None:
    def describe(document: dict[str, Any]) -> None:
        body = document["paths"]["/api/projects/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        body["properties"]["title"] = {"type": "string", "format": "uri"}

    def alter(sdk: Any) -> None:
        original = sdk.core.encode.jsonable
        sdk.core.encode.jsonable = lambda value: original(value) if value is not False else True

    first, second = (judge(acme_engine(alter, document=acme_document(describe)), "projects.update") for _ in range(2))
    assert first == second
    assert first.findings


class TestAWorker:
    def open(self, tmp_path: Path, document: dict[str, Any]) -> EngineOpened:
        file = tmp_path / "acme.json"
        file.write_text(json.dumps(document))
        opening = OpenEngine(target=FAUX / "target", approved=None, examples=1, seed=0, known_ids=(), spec=file)
        worker = Worker()
        try:
            opened = worker.respond(opening)
            assert isinstance(opened, EngineOpened)
            return opened
        finally:
            assert worker.sdk is not None
            worker.sdk.close()

    def test_names_the_document(self, tmp_path: Path) -> None:
        opened = self.open(tmp_path, to_openapi(approved_contract()))
        assert (opened.spec, opened.undescribed) == ("acme-sdk 1.0.0", ())

    def test_names_what_the_document_does_not_describe(self, tmp_path: Path) -> None:
        document = to_openapi(approved_contract())
        del document["paths"]["/api/projects/"]
        assert self.open(tmp_path, document).undescribed == ("projects.create", "projects.list")

    def test_refuses_the_document_of_another_api(self, tmp_path: Path) -> None:
        document = {
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"get": {"responses": {}}}},
        }
        with pytest.raises(UsageError) as refused:
            self.open(tmp_path, document)
        for text in (
            "no operation of acme-sdk 1.0.0",
            "another API",
            "(Pets 1) describes: GET /pets",
            "The SDK sends: ",
        ):
            assert text in str(refused.value)


class TestTheEnvironment:
    def test_has_what_a_document_needs_only_where_there_is_one(self) -> None:
        assert engine_requirements() == ENGINE_REQUIREMENTS
        more = set(engine_requirements(spec=True)) - set(ENGINE_REQUIREMENTS)
        assert {requirement.partition("==")[0] for requirement in more} == {
            "schemathesis",
            "jsonschema-rs",
            "packaging",
            "pyyaml",
        }

    def test_without_the_extra_fails_and_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def version(name: str) -> str:
            raise importlib.metadata.PackageNotFoundError(name)

        monkeypatch.setattr(importlib.metadata, "version", version)
        with pytest.raises(EnvironmentFailed, match=r"pip install .*schemathesis"):
            engine_requirements(spec=True)

    def test_is_not_made_for_a_document_that_is_none(self, tmp_path: Path) -> None:
        file = tmp_path / "spec.json"
        file.write_text("{}")
        settings = CheckSettings(sdk="2.0.7", spec=str(file))

        def print_line(text: str) -> None:
            raise AssertionError(text)

        with pytest.raises(UsageError, match="without the key `openapi`"):
            plan_check(settings, print_line)


@pytest.mark.documents
class TestOfAPublishedRelease:
    def report(self, release: str, *operations: str, **settings: Any) -> Report:
        file = str(document_file(release))
        return check(
            CheckSettings(sdk=release, spec=file, operation=operations, no_known=True, **settings), SilentConsole()
        )

    @pytest.mark.parametrize(
        ("release", "declarations"), [(PUBLISHED[0], True), *((name, False) for name in PUBLISHED[1:])]
    )
    def test_the_one_difference_from_the_document_is_found(self, release: str, declarations: bool) -> None:
        report = self.report(release, "*", workers=2, examples=1, declarations=declarations)
        found = [finding.id for finding in report.findings if finding.check in SPEC]
        assert found == ["spec_required_differs: tasks.create.data"]
        assert {coverage.operation for coverage in report.operations if coverage.crash} == set()
        assert report.spec == "Label Studio API"
        assert not [note for note in report.notes if "does not describe" in note]

    def test_any_number_of_workers_finds_the_same(self) -> None:
        one, two = (self.report("2.0.7", "webhooks.*", "tasks.*", workers=workers, examples=3) for workers in (1, 2))
        assert [Finding.to_json(finding) for finding in one.findings] == [
            Finding.to_json(finding) for finding in two.findings
        ]
        assert one.operations == two.operations


def test_no_check_treats_an_invalid_call_as_valid() -> None:
    (refused,) = [check for check in CHECKS if check.id == "valid_call_refused"]
    (invalid,) = [check for check in CHECKS if check.id == "body_invalid_for_spec"]
    exchange = type("Exchange", (), {})()
    exchange.call = type("Call", (), {"origin": INVALID})()
    exchange.expectation = type("Promise", (), {"spec": None})()
    exchange.first_request = None
    assert refused.judge(exchange) is None
    assert invalid.judge(exchange) is None
