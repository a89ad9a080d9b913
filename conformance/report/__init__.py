"""Say it: one value, `Report`, and for each format a function from it to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.to_json import to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import to_markdown
from conformance.report.to_sarif import to_sarif

Render = Callable[[Report], str]

FORMATS: Final[Mapping[str, Render]] = {
    ".html": to_html,
    ".json": to_json,
    ".md": to_markdown,
    ".sarif": to_sarif,
    ".xml": to_junit,
}

__all__ = ["FORMATS", "Render"]
