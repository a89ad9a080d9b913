"""Known findings: which findings are expected and why, and which expected ones no longer occur.

The list is strict both ways: a finding that is not listed is new, and a listed one that was looked for and did not
occur is stale. Where the run could not look for it as the list assumes, for example on a server with other data, that
it did not occur is worth a note and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.finding import Coverage, Finding, Severity, Stale
from conformance.occurrence import Occurrence
from conformance.report.operation_patterns import CoveredOperations

WhenAbsent = Literal["stale", "note", "ignore"]  # what a listed finding that was looked for and did not occur is
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One entry of known.toml: findings of one check that are expected for one reason.

    `operations` are the operations at which a finding with a cause outside of them is expected: at any other it is
    new. None stands for all operations.
    """

    check: str
    where: tuple[str, ...]  # operation[.part], or another place: what follows "check: " in a finding's id
    reason: str
    file: str
    sdk: str | None = None  # PEP 440 specifier of the SDK releases it applies to, None for all
    link: str | None = None
    expires: date | None = None  # the last day on which it applies
    server: str | None = None  # PEP 440 specifier of the server releases it applies to, None for all
    when_absent: WhenAbsent = "stale"
    operations: CoveredOperations | None = None

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

    def covers(self, occurrence: Occurrence) -> bool:
        """Whether it expects one of its findings at an operation."""
        return self.operations is None or occurrence.part in self.operations.parts(occurrence.operation)

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
    """Compare findings with the known ones. The first entry that covers a finding at an operation gives the reason.

    A finding that is known at some of its operations, and not at others, becomes two: the known one, and a new one at
    the others. A listed finding can be absent only if its check ran, and stale only if a server carried out its
    operation. `server_version` is the tested server's, None offline.
    """
    entries = [entry for entry in known if entry.applies_to(sdk_version, server_version)]
    valid = _by_id(entry for entry in entries if not entry.has_expired(today))
    expired = _by_id(entry for entry in entries if entry.has_expired(today))
    marked = [part for finding in findings for part in _mark(finding, valid, expired)]
    missing = list(_missing([entry for entry in entries if not entry.has_expired(today)], findings, coverage))
    return Comparison(
        findings=tuple(sorted(marked, key=_sort_key)),
        stale=tuple(entry for entry, is_stale in missing if is_stale),
        absent=tuple(entry.finding for entry, is_stale in missing if not is_stale),
    )


def _by_id(entries: Iterable[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for entry in entries:
        for finding_id in entry.ids:
            found.setdefault(finding_id, []).append(entry)
    return found


def _mark(finding: Finding, valid: Mapping[str, list[Known]], expired: Mapping[str, list[Known]]) -> Iterator[Finding]:
    """The finding with its reason; where it is known at some operations only, first that part, then the new one."""
    entries = valid.get(finding.id, [])
    if not finding.shared:
        yield _with_reason(finding, entries) if entries else _with_remark(finding, expired)
        return
    covering = {
        occurrence: next((entry for entry in entries if entry.covers(occurrence)), None)
        for occurrence in finding.occurrences
    }
    known = [(occurrence, entry) for occurrence, entry in covering.items() if entry is not None]
    if known:
        occurrences = tuple(occurrence for occurrence, _ in known)
        yield _with_reason(replace(finding, occurrences=occurrences), [entry for _, entry in known])
    others = tuple(occurrence for occurrence, entry in covering.items() if entry is None)
    if others:
        yield _with_remark(replace(finding, occurrences=others), expired)


def _with_reason(finding: Finding, entries: Iterable[Known]) -> Finding:
    first = next(iter(entries)) if not finding.shared else None
    reasons = [first.because] if first else list(dict.fromkeys(entry.because for entry in entries))
    return finding.with_known_reason(" ".join(reasons))


def _with_remark(finding: Finding, expired: Mapping[str, list[Known]]) -> Finding:
    """The new finding; with a remark if it was known until lately."""
    entry = next(
        (e for e in expired.get(finding.id, ()) if not finding.shared or e.covers(finding.occurrences[0])), None
    )
    if entry is None:
        return finding
    remark = f" (known until {entry.expires}; the entry in {Path(entry.file).name} has expired)"
    return replace(finding, message=finding.message.removesuffix(remark) + remark)


def _sort_key(finding: Finding) -> tuple[int, str, str]:
    return _SEVERITIES.index(finding.severity), finding.id, finding.message


def _missing(
    entries: Sequence[Known], findings: Collection[Finding], coverage: Sequence[Coverage]
) -> Iterator[tuple[Stale, bool]]:
    """The listed findings that were looked for and did not occur, each with whether it is stale."""
    covered = {entry.operation: entry for entry in coverage}
    occurred = {finding.id for finding in findings}
    at = {finding.id: {occurrence.key for occurrence in finding.occurrences} for finding in findings}
    done = set(occurred)
    for entry in (entry for entry in entries if entry.when_absent != "ignore"):
        looked_for = {name: operation for name, operation in covered.items() if _looked_for(operation, entry.check)}
        for item, finding_id in zip(entry.where, entry.ids, strict=True):
            if entry.operations is not None:
                expected = entry.operations.expected(looked_for)
                absent = [key for key in expected if key not in at.get(finding_id, set())]
                names = [f"{operation} [{part}]" if part else operation for operation, part in absent]
                operations = [looked_for[operation] for operation, _ in absent]
            else:
                operation = covered.get(_operation_of(item, covered))
                if operation is None or operation.operation not in looked_for or finding_id in done:
                    continue
                done.add(finding_id)
                names, operations = [], [operation]
            if operations:
                is_reached = all(found.reach is None or found.reach.state == "reached" for found in operations)
                stale = Stale(
                    finding=finding_id, reason=entry.because, file=entry.file, operations=tuple(dict.fromkeys(names))
                )
                yield stale, is_reached and entry.when_absent == "stale"


def _looked_for(operation: Coverage, check: str) -> bool:
    """Whether the check ran to its end. A crash may have prevented a finding: that its check ran proves nothing."""
    return operation.crash is None and bool(operation.checks.get(check))


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
