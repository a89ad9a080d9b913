"""The JSON reports are read back, and their schemas describe them completely."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import conformance.report
from conformance.change import Change
from conformance.errors import UsageError
from conformance.report.build import AnyReport
from conformance.report.report import Report
from conformance.report.to_json import from_json, to_json
from conformance.report.upgrade_report import UpgradeReport
from tests.report.check_reports import CONFORMING
from tests.report.upgrade_reports import CHANGES, EVERY_KIND, NOTHING, many
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports

FOLDER = Path(conformance.report.__file__).parent
SCHEMA, UPGRADE_SCHEMA = (
    json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("schema.json", "schema-upgrade.json")
)
both_schemas = pytest.mark.parametrize("schema", [SCHEMA, UPGRADE_SCHEMA], ids=["check", "upgrade"])


@given(report=reports() | upgrade_reports())
def test_a_report_is_read_back_from_its_json(report: AnyReport) -> None:
    assert from_json(to_json(report)) == report


@given(report=reports())
def test_the_schema_describes_every_report(report: Report) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(report)))


@given(report=upgrade_reports())
def test_the_schema_of_upgrades_describes_every_report(report: UpgradeReport) -> None:
    Draft202012Validator(UPGRADE_SCHEMA).validate(json.loads(to_json(report)))


@pytest.mark.parametrize("report", [EVERY_KIND, NOTHING, many(1200)], ids=["every kind", "nothing", "many"])
def test_the_schema_describes_reports_written_by_hand(report: UpgradeReport) -> None:
    Draft202012Validator(UPGRADE_SCHEMA).validate(json.loads(to_json(report)))


@both_schemas
def test_the_schema_is_a_schema_and_leaves_nothing_open(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    objects = [schema, *schema["$defs"].values(), *schema["properties"].values()]
    assert all("additionalProperties" in item for item in objects if item.get("type") == "object")


@pytest.mark.parametrize(
    ("schema", "report", "missing"), [(SCHEMA, CONFORMING, "findings"), (UPGRADE_SCHEMA, EVERY_KIND, "changes")]
)
def test_the_schema_refuses_a_key_too_many_or_too_few(schema: dict[str, Any], report: AnyReport, missing: str) -> None:
    document = json.loads(to_json(report))
    assert Draft202012Validator(schema).is_valid(document)
    assert not Draft202012Validator(schema).is_valid({**document, "unheard_of": 1})
    del document[missing]
    assert not Draft202012Validator(schema).is_valid(document)


def test_the_changes_of_a_document_are_changes() -> None:
    assert tuple(Change.from_json(item) for item in json.loads(to_json(EVERY_KIND))["changes"]) == CHANGES


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "<html>", '{"schema": 1}', '{"schema": 2}', '{"schema": 1, "command": "check"}',
        '{"schema": 1, "command": "upgrade"}', '{"schema": 2, "command": "upgrade"}',
    ],
)  # fmt: skip
def test_a_text_that_is_not_a_report_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"not a report as JSON|has schema 2"):
        from_json(text)
