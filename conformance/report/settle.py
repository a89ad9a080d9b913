"""Known deviations: which findings are accepted and why, and which accepted ones no longer happen.

The list is strict both ways: what is not listed is new, and what is listed, was looked for and did not happen is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import TargetError
from conformance.finding import Coverage, Finding, Severity, Stale

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

KEYS = ("check", "where", "reason", "sdk", "server", "link", "expires")
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Known:
    """One entry of known.toml: findings of one check that are accepted for one reason."""

    check: str
    where: tuple[str, ...]  # operation[.part]: what follows "check: " in a finding's id
    reason: str
    file: str
    sdk: str | None = None  # PEP 440 specifier of the releases it is about, None for all
    link: str | None = None
    expires: date | None = None  # the last day on which it excuses anything
    server: str | None = None  # PEP 440 specifier of the releases of a server that it is about, None for all
    strict: bool = True  # it is stale where it no longer happens

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the findings that it accepts."""
        return tuple(f"{self.check}: {item}" for item in self.where)

    @property
    def because(self) -> str:
        """The reason, with its link: what a report says of an accepted finding."""
        return self.reason if self.link is None else f"{self.reason} ({self.link})"

    def is_about(self, sdk_version: str, server_version: str | None = None) -> bool:
        """Whether the entry speaks of these releases; one that is not PEP 440 is met by entries for all.

        Without a server, answers of every one may have been replayed.
        """
        return _fits(self.sdk, sdk_version) and (server_version is None or _fits(self.server, server_version))

    def has_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and self.expires < today


def settle(
    findings: Collection[Finding],
    known: Sequence[Known],
    coverage: Sequence[Coverage],
    sdk_version: str,
    today: date,
    server_version: str | None = None,
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    """All findings, the accepted ones excused, by severity then id; and the entries that are stale.

    The first entry that covers a finding gives the reason. Entries are stale only where their check judged, and only
    strict ones. `server_version` is that of the server that was asked, None offline.
    """
    entries = [entry for entry in known if entry.is_about(sdk_version, server_version)]
    live = [entry for entry in entries if not entry.has_expired(today)]
    reasons = {found: entry.because for entry in reversed(live) for found in entry.ids}
    expired = {found: entry for entry in reversed(entries) if entry.has_expired(today) for found in entry.ids}
    settled = (_settled(finding, reasons, expired) for finding in findings)
    happened = {finding.id for finding in findings}
    return tuple(sorted(settled, key=_order)), tuple(_stale(live, happened, coverage))


def load_known(path: Path, *, required: bool, checks: Collection[str], strict: bool = True) -> tuple[Known, ...]:
    """Read a known.toml; `checks` are the ids that exist. A missing file is an empty list unless it is `required`.

    `strict` tells whether entries become stale; what is known of other kinds of runs excuses, and no more.

    Raises TargetError: what is wrong, in which entry, and what is allowed.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not required:
            return ()
        raise TargetError(f"{path}: there is no such file.\n  Name a file of known deviations that exists.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TargetError(f"{path}: cannot be read as TOML: {error}") from None
    entries = tuple(
        replace(_Entry(path, number, table).known(checks), strict=strict)
        for number, table in enumerate(_tables(path, data), start=1)
    )
    _refuse_overlaps(entries)
    return entries


def _order(finding: Finding) -> tuple[int, str, str]:
    return _SEVERITIES.index(finding.severity), finding.id, finding.message


def _settled(finding: Finding, reasons: dict[str, str], expired: dict[str, Known]) -> Finding:
    if finding.id in reasons:
        return finding.excused(reasons[finding.id])
    if finding.id in expired:
        entry = expired[finding.id]
        words = f" (known until {entry.expires}; the entry in {Path(entry.file).name} has expired)"
        return replace(finding, message=finding.message.removesuffix(words) + words)
    return finding


def _stale(live: Sequence[Known], happened: set[str], coverage: Sequence[Coverage]) -> Iterator[Stale]:
    # A crash may have come before the finding could be seen: that its check judged something proves nothing.
    judged = {each.operation: {} if each.crash is not None else each.checks for each in coverage}
    told = set(happened)
    for entry in (each for each in live if each.strict):
        for item, found in zip(entry.where, entry.ids, strict=True):
            if found not in told and judged.get(_operation(item, judged), {}).get(entry.check, 0) > 0:
                told.add(found)
                yield Stale(finding=found, reason=entry.because, file=entry.file)


def _operation(item: str, covered: Collection[str]) -> str:
    """The longest prefix of `operation[.part]` that is the name of a covered operation; empty when none is."""
    steps = item.split(".")
    prefixes = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((prefix for prefix in prefixes if prefix in covered), "")


def _tables(path: Path, data: dict[str, Any]) -> list[dict[str, Any]]:
    tables = data.pop("known", [])
    if data:
        raise TargetError(f"{path}: unknown key {_quoted(data)}.\n  Allowed: `[[known]]` entries, and nothing else.")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TargetError(f"{path}: `known` is not a list of tables.\n  Write each entry under a line `[[known]]`.")
    return tables


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of the file while it is being read; every problem names the file, the entry and the key."""

    file: Path
    number: int
    table: dict[str, Any]

    def known(self, checks: Collection[str]) -> Known:
        unknown = [key for key in self.table if key not in KEYS]
        if unknown:
            raise self.wrong(f"unknown key {_quoted(unknown)}", f"Allowed: {_quoted(KEYS)}.")
        check = self.check(checks)
        return Known(
            check=check,
            where=self.where(check),
            reason=self.text("reason", "Say why the finding is accepted, for the next reader."),
            file=str(self.file),
            sdk=self.versions("sdk"),
            server=self.versions("server"),
            link=self.link(),
            expires=self.expires(),
        )

    def wrong(self, got: str, then: str) -> TargetError:
        check = self.table.get("check")
        named = f' (check "{check}")' if isinstance(check, str) else ""
        return TargetError(f"{self.file}: entry {self.number}{named}: {got}.\n  {then}")

    def text(self, key: str, then: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"`{key}` is {_got(value)}", f"Expected: text. {then}")
        return value.strip()

    def check(self, checks: Collection[str]) -> str:
        check = self.text("check", "Write the id of a check, as it begins a finding's id.")
        if check not in checks:
            nearest = get_close_matches(check, checks, n=3)
            then = f"Did you mean {_quoted(nearest)}?" if nearest else f"Allowed: {_quoted(sorted(checks))}."
            raise self.wrong(f"there is no check {check!r}", then)
        return check

    def where(self, check: str) -> tuple[str, ...]:
        items = self.table.get("where")
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            then = 'Expected: a list of text, such as ["prompts.get.id"]: what follows the check in each finding\'s id.'
            raise self.wrong(f"`where` is {_got(items)}", then)
        for item in items:
            self.refuse_unfit(item, check)
        return tuple(items)

    def refuse_unfit(self, item: str, check: str) -> None:
        if item.startswith(f"{check}: "):
            then = f"Leave the check out of it: {item.removeprefix(f'{check}: ')!r}."
            raise self.wrong(f"`where` holds the whole id {item!r}", then)
        if "*" in item or "?" in item:
            then = (
                "A pattern would also accept findings that nobody has looked at yet.\n"
                "  Write every operation or part out, exactly as in the findings' ids."
            )
            raise self.wrong(f"`where` holds {item!r}; wildcards are refused", then)

    def versions(self, key: str) -> str | None:
        if key not in self.table:
            return None
        versions = self.text(key, 'Write a version specifier such as "<2.1".')
        try:
            SpecifierSet(versions)
        except InvalidSpecifier:
            raise self.wrong(
                f"`{key}` is {versions!r}", 'Expected: a version specifier such as "<2.1" or ">=2,<3".'
            ) from None
        return versions

    def link(self) -> str | None:
        if "link" not in self.table:
            return None
        link = self.text("link", "Write the address of a page.")
        if not link.startswith(("https://", "http://")):
            raise self.wrong(f"`link` is {link!r}", "Expected: an address that starts with https:// or http://.")
        return link

    def expires(self) -> date | None:
        value = self.table.get("expires")
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"`expires` is {_got(value)}", "Expected: a date without quotes, such as 2027-01-01.")
        return value


def _refuse_overlaps(entries: Sequence[Known]) -> None:
    seen: dict[str, dict[tuple[str | None, str | None], int]] = {}
    for number, entry in enumerate(entries, start=1):
        about = (entry.sdk, entry.server)
        for found in entry.ids:
            earlier = seen.setdefault(found, {})
            # Two entries for the same finding are fine only when each says of which releases it speaks.
            if earlier and ((None, None) in {*earlier, about} or about in earlier):
                raise TargetError(
                    f'{entry.file}: entry {number} (check "{entry.check}"): {found!r} is listed twice,'
                    f" first in entry {next(iter(earlier.values()))}.\n"
                    "  Take one off, or give both different `sdk` or `server` conditions."
                )
            earlier[about] = number


def _fits(specifier: str | None, version: str) -> bool:
    try:
        return specifier is None or SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False


def _quoted(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _got(value: object) -> str:
    return "missing" if value is None else repr(str(value) if isinstance(value, date) else value)
