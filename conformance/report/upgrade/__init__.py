"""Say what an upgrade means: one value, `UpgradeReport`, and for each format a function from it to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from conformance.report.upgrade.to_html import to_html
from conformance.report.upgrade.to_json import to_json
from conformance.report.upgrade.to_junit import to_junit
from conformance.report.upgrade.to_markdown import to_markdown
from conformance.report.upgrade.to_sarif import to_sarif
from conformance.report.upgrade_report import UpgradeReport

UpgradeRender = Callable[[UpgradeReport], str]

UPGRADE_FORMATS: Final[Mapping[str, UpgradeRender]] = {
    ".html": to_html,
    ".json": to_json,
    ".md": to_markdown,
    ".sarif": to_sarif,
    ".xml": to_junit,
}

__all__ = ["UPGRADE_FORMATS", "UpgradeRender"]
