"""Shared fixtures of the tests of reports."""

from __future__ import annotations

import pytest

from conformance.report.to_html import to_html
from tests.report.check_reports import CONFORMING
from tests.report.upgrade_reports import NOTHING


@pytest.fixture(scope="session", autouse=True)
def _compiled_pages() -> None:
    """Templates are compiled when they are first rendered, which takes longer than Hypothesis allows for an example."""
    to_html(CONFORMING)
    to_html(NOTHING)
