"""Findings that most operations show alike have one cause in the code that they share.

A single exchange does not show whether an operation or the shared client is at fault. Where a check finds something in
at least half of the operations that it judged, and in at least `FEWEST`, it is the client, or the code that builds
models: the `candidate` of these findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from conformance.finding import Coverage, Finding, merged

FEWEST: Final = 5  # operations
SHARE: Final = 0.5  # of the operations that the check judged
Key = tuple[str, str, str]  # check, place and part


def with_shared_causes(
    findings: Iterable[Finding], coverage: Collection[Coverage], known_ids: Collection[str]
) -> tuple[Finding, ...]:
    """The findings, those of one shared cause as one. `known_ids` has ids under which such causes are known."""
    every = tuple(findings)
    affected: dict[Key, set[str]] = {}
    for finding in every:
        if finding.candidate is not None:
            affected.setdefault(_key(finding), set()).update(finding.operations)
    judged = {check: sum(bool(entry.checks.get(check)) for entry in coverage) for check, _, _ in affected}
    shared = {
        key
        for key, operations in affected.items()
        if (len(operations) >= max(FEWEST, SHARE * judged[key[0]])) or _id(key) in known_ids
    }
    return merged(_move_to_cause(finding, shared=_key(finding) in shared) for finding in every)


def _move_to_cause(finding: Finding, *, shared: bool) -> Finding:
    candidate = finding.candidate
    if candidate is None or not shared:
        return replace(finding, candidate=None)
    occurrences = tuple(replace(occurrence, part=candidate.occurrence) for occurrence in finding.occurrences)
    return replace(
        finding,
        operation=candidate.operation,
        part=candidate.part,
        source=candidate.source,
        occurrences=occurrences,
        candidate=None,
    )


def _key(finding: Finding) -> Key:
    candidate = finding.candidate
    return ("", "", "") if candidate is None else (finding.check, candidate.operation, candidate.part)


def _id(key: Key) -> str:
    check, operation, part = key
    return f"{check}: {operation}.{part}"
