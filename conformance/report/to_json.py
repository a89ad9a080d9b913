"""JSON, the format for other programs: described by `schema.json` and `schema-upgrade.json`, and read back."""

from __future__ import annotations

import json

from conformance.errors import UsageError
from conformance.report.build import AnyReport
from conformance.report.check import json_form as check_form
from conformance.report.report import SCHEMA_VERSION
from conformance.report.upgrade import json_form as upgrade_form
from conformance.report.upgrade_report import UPGRADE_SCHEMA_VERSION, UpgradeReport
from conformance.text import as_json


def to_json(report: AnyReport) -> str:
    """The report as a document."""
    return as_json(upgrade_form.to_dict(report) if isinstance(report, UpgradeReport) else check_form.to_dict(report))


def from_json(text: str, origin: str = "This") -> AnyReport:
    """The inverse of `to_json`. Raises UsageError: the text of `origin` is not a report that this version can read."""
    try:
        data = json.loads(text)
        version, upgrade = data["schema"], data["command"] == "upgrade"
        readable = UPGRADE_SCHEMA_VERSION if upgrade else SCHEMA_VERSION
        if version != readable:
            raise UsageError(f"{origin}: the report has schema {version!r}.\n  This version reads: {readable}.")
        return upgrade_form.from_dict(data) if upgrade else check_form.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{origin} is not a report as JSON: {_reason(error)}.\n"
            "  Expected: a file written with `--report FILE.json`."
        ) from None


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no key {error}"
    return str(error) if isinstance(error, ValueError) else "a value in it has another type"
