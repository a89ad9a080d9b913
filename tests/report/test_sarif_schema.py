"""A SARIF log is valid by models that were generated from the schema of SARIF 2.1.0, which forbid unknown keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from conformance.report.build import AnyReport
from conformance.report.to_sarif import to_sarif
from tests.report.browser.reports import EXPLORED
from tests.report.check_reports import CONFORMING, LIVE
from tests.report.upgrade_reports import EVERY_KIND, NOTHING
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports

model = pytest.importorskip("pydantic_sarif.model", reason="install the extra `dev`")


def validate(log: dict[str, Any]) -> None:
    """Raises ValueError where a log is not valid."""
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)


@pytest.mark.parametrize("report", [EXPLORED, CONFORMING, LIVE, EVERY_KIND, NOTHING])
def test_a_log_is_valid(report: AnyReport) -> None:
    validate(json.loads(to_sarif(report)))


@given(report=reports() | upgrade_reports())
def test_a_log_of_any_report_is_valid(report: AnyReport) -> None:
    validate(json.loads(to_sarif(report)))


def test_an_unknown_key_and_a_wrong_level_are_not_valid() -> None:
    for key, value in (("levle", "error"), ("level", "fatal")):
        log = json.loads(to_sarif(EXPLORED))
        log["runs"][0]["results"][0][key] = value
        with pytest.raises(ValueError, match=key):
            validate(log)
