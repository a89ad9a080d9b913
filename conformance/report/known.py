"""Known findings: which findings are expected and why, and which expected ones no longer occur.

The list is strict both ways: a finding that is not listed is new, and a listed one that was looked for and did not
occur is stale. Where the run could not look for it as the list assumes, for example on a server with other data, that
it did not occur is worth a note and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.finding import Coverage, Finding, Severity, Stale

WhenAbsent = Literal["stale", "note", "ignore"]  # what a listed finding that was looked for and did not occur is
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One entry of known.toml: findings of one check that are expected for one reason."""

    check: str
    where: tuple[str, ...]  # operation[.part]: what follows "check: " in a finding's id
    reason: str
    file: str
    sdk: str | None = None  # PEP 440 specifier of the SDK releases it applies to, None for all
    link: str | None = None
    expires: date | None = None  # the last day on which it applies
    server: str | None = None  # PEP 440 specifier of the server releases it applies to, None for all
    when_absent: WhenAbsent = "stale"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the findings it lists."""
        return tuple(f"{self.check}: {item}" for item in self.where)

    @property
    def because(self) -> str:
        """The reason, with its link."""
        return self.reason if self.link is None else f"{self.reason} ({self.link})"

    def applies_to(self, sdk_version: str, server_version: str | None = None) -> bool:
        """Whether the entry applies to these releases. Only entries without a condition apply to non-PEP 440 versions.

        Without a server version the server's condition is ignored: responses of any server may have been replayed.
        """
        return _matches(self.sdk, sdk_version) and (server_version is None or _matches(self.server, server_version))

    def has_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and self.expires < today


class Comparison(NamedTuple):
    """All findings by severity and id, the known ones marked with their reason; and the listed ones that did not occur.

    `stale` fails the run; `absent` has the ids of those that this run could not have shown for certain.
    """

    findings: tuple[Finding, ...]
    stale: tuple[Stale, ...]
    absent: tuple[str, ...]


def compare_with_known(
    findings: Collection[Finding],
    known: Sequence[Known],
    coverage: Sequence[Coverage],
    *,
    sdk_version: str,
    today: date,
    server_version: str | None = None,
) -> Comparison:
    """Compare findings with the known ones. The first entry that lists a finding gives the reason.

    A listed finding can be absent only if its check ran, and stale only if a server carried out its operation.
    `server_version` is the tested server's, None offline.
    """
    entries = [entry for entry in known if entry.applies_to(sdk_version, server_version)]
    valid = [entry for entry in entries if not entry.has_expired(today)]
    reasons = {found: entry.because for entry in reversed(valid) for found in entry.ids}
    expired = {found: entry for entry in reversed(entries) if entry.has_expired(today) for found in entry.ids}
    marked = (_mark(finding, reasons, expired) for finding in findings)
    occurred = {finding.id for finding in findings}
    missing = list(_missing(valid, occurred, coverage))
    return Comparison(
        findings=tuple(sorted(marked, key=_sort_key)),
        stale=tuple(entry for entry, is_stale in missing if is_stale),
        absent=tuple(entry.finding for entry, is_stale in missing if not is_stale),
    )


def _mark(finding: Finding, reasons: dict[str, str], expired: dict[str, Known]) -> Finding:
    if finding.id in reasons:
        return finding.with_known_reason(reasons[finding.id])
    if finding.id in expired:
        entry = expired[finding.id]
        remark = f" (known until {entry.expires}; the entry in {Path(entry.file).name} has expired)"
        return replace(finding, message=finding.message.removesuffix(remark) + remark)
    return finding


def _sort_key(finding: Finding) -> tuple[int, str, str]:
    return _SEVERITIES.index(finding.severity), finding.id, finding.message


def _missing(
    entries: Sequence[Known], occurred: set[str], coverage: Sequence[Coverage]
) -> Iterator[tuple[Stale, bool]]:
    """The listed findings that were looked for and did not occur, each with whether it is stale."""
    covered = {entry.operation: entry for entry in coverage}
    done = set(occurred)
    for entry in (entry for entry in entries if entry.when_absent != "ignore"):
        for item, finding_id in zip(entry.where, entry.ids, strict=True):
            operation = covered.get(_operation_of(item, covered))
            # A crash may have prevented the finding: that its check ran proves nothing.
            if operation is None or operation.crash is not None or not operation.checks.get(entry.check):
                continue
            if finding_id not in done:
                done.add(finding_id)
                is_reached = operation.reach is None or operation.reach.state == "reached"
                stale = Stale(finding=finding_id, reason=entry.because, file=entry.file)
                yield stale, is_reached and entry.when_absent == "stale"


def _operation_of(item: str, covered: Collection[str]) -> str:
    """The longest prefix of `operation[.part]` that names a covered operation, "" when none does."""
    steps = item.split(".")
    prefixes = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((prefix for prefix in prefixes if prefix in covered), "")


def _matches(specifier: str | None, version: str) -> bool:
    try:
        return specifier is None or SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
