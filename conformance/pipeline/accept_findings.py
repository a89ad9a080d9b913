"""The first known.toml of a target: the findings of one release, for review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from packaging.version import InvalidVersion, Version

from conformance.errors import UsageError
from conformance.finding import Finding
from conformance.pipeline.check import check
from conformance.pipeline.console import Console
from conformance.settings import CheckSettings
from conformance.targets.target import Target
from conformance.text import counted

REASON: Final = "Not reviewed: found in {release} when its contract was approved. Replace this by the cause."


def accept_findings(sdk: str, target: Target, console: Console) -> str:
    """Check an SDK whose contract is approved, and list its findings in the target's known.toml, if it has none yet.

    Return what was written, "" for nothing. Raises UsageError.
    """
    if target.known_file.exists():
        return ""
    settings = CheckSettings(sdk=sdk, target=str(target.folder.resolve()), exclude=target.excluded, no_known=True)
    report = check(settings, console)
    if not report.findings:
        return ""
    text = to_toml(report.findings, report.sdk_version)
    try:
        target.known_file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target.known_file}: the known findings cannot be written: {error}") from None
    return f"{target.known_file}: written: {counted(len(report.findings), 'known finding')}, each to be reviewed"


def to_toml(findings: Iterable[Finding], release: str) -> str:
    """The text of known.toml: one entry for each check, in the order of its findings."""
    groups: dict[str, list[str]] = {}
    for finding in sorted(findings, key=lambda finding: finding.id):
        groups.setdefault(finding.check, []).append(finding.id.partition(": ")[2])
    head = "# Known findings, by check. Give each entry the cause as its reason."
    return "\n".join([head, *_entries(groups, release)]) + "\n"


def _entries(groups: dict[str, list[str]], release: str) -> Iterator[str]:
    for check_id, places in groups.items():
        yield f"\n[[known]]\ncheck = {_quoted(check_id)}"
        with suppress(InvalidVersion):
            yield f"sdk = {_quoted(f'=={Version(release)}')}"
        yield f"reason = {_quoted(REASON.format(release=release))}"
        yield "where = [\n" + "".join(f"  {_quoted(place)},\n" for place in dict.fromkeys(places)) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # a TOML basic string
