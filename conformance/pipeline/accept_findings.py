"""The first known.toml of a target: the findings of one release, for review."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conformance.pipeline.check import check
from conformance.pipeline.console import Console
from conformance.pipeline.known import prune_known, write_known
from conformance.settings import CheckSettings
from conformance.targets.target import Target
from conformance.text import counted

REASON: Final = "Not reviewed: found when the contract of the release was approved. Replace this by the cause."


def accept_findings(sdk: str, target: Target, console: Console) -> str | None:
    """Check an SDK whose contract is approved, and list its findings in the target's known.toml, if it has none yet.

    Return the line that says so, None for nothing. Raises UsageError and EnvironmentFailed.
    """
    if target.known_file.exists():
        return None
    settings = CheckSettings(
        sdk=sdk,
        target=str(target.folder.resolve()),
        exclude=target.excluded,
        no_known=True,
        write_known=str(target.known_file),
        known_reason=REASON,
    )
    report = check(settings, console)
    if not report.findings:
        return None
    line = write_known(settings, report)
    # Some findings occur only in the search for a smaller call of another one, which known findings do not start.
    again = check(replace(settings, no_known=False), console)
    if again.stale:
        prune_known(target.known_file, again)
    return line if not again.stale else f"{line}, {counted(len(again.stale), 'finding')} of a search removed"
