"""Groupings and counts of an upgrade's report that several formats show: hundreds of changes, made readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeVar

from conformance.change import Change, FileRow, Hit, Impact, Level, Witness
from conformance.report.upgrade_report import RuleInfo, UpgradeReport

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_BOTH: Final = re.compile(r"\{([^{}]*) → ([^{}]*)\}")
PACKAGE: Final = "the package itself"


@dataclass(frozen=True, slots=True)
class Entry:
    """Changes that say the same of many subjects: one for a reader. The first stands for all."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change whose words are shown."""
        return self.changes[0]

    @property
    def alike(self) -> bool:
        """The changes' words differ only in the subject."""
        return len({_without_subject(change, change.message) for change in self.changes}) == 1

    @property
    def migrations(self) -> tuple[str, ...]:
        """What to do, each line once; of lines that differ only in the subject, the first."""
        lines: dict[str, str] = {}
        for change in self.changes:
            if change.migration:
                lines.setdefault(_without_subject(change, change.migration), change.migration)
        return tuple(lines.values())

    @property
    def confirmed(self) -> int:
        """How many of the changes a witness has shown on both releases."""
        return sum(change.confirmed for change in self.changes)

    @property
    def witness(self) -> Witness | None:
        """What shows it best: a witness that confirms it where there is one."""
        seen = [change.witness for change in self.changes if change.witness is not None]
        return next((witness for witness in seen if witness.confirmed), seen[0] if seen else None)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The user's lines, each once."""
        return tuple(sorted({hit for change in self.changes for hit in change.hits}))

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the distribution that the changes explain."""
        return tuple(sorted({file for change in self.changes for file in change.files}))


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The changes of one rule."""

    rule: RuleInfo
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(entry.changes) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Home:
    """What was added in one module or sub-client."""

    name: str
    groups: tuple[RuleGroup, ...]

    @property
    def count(self) -> int:
        """How many additions there are."""
        return sum(group.count for group in self.groups)

    @property
    def names(self) -> tuple[str, ...]:
        """The additions' names inside the home, each once: the last of the subject's names, and the part."""
        said = (short(each) for group in self.groups for entry in group.entries for each in entry.changes)
        return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class Touch:
    """One line of the user's code and the changes that touch it, most severe first."""

    hit: Hit
    changes: tuple[Change, ...]
    advice: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The changes with those merged that say the same of different subjects."""
        return entries(self.changes)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and the changes that it answers. What is said of one subject holds for all of them."""

    text: str
    changes: tuple[Change, ...]

    @property
    def touches(self) -> bool:
        """It is about the user's own lines."""
        return any(change.hits for change in self.changes)


@dataclass(frozen=True, slots=True)
class Explained:
    """A row of the table of files and the changes that explain it, most severe first."""

    row: FileRow
    changes: tuple[Change, ...]

    @property
    def rules(self) -> dict[str, list[Change]]:
        """The changes by rule."""
        return _grouped(self.changes, lambda change: change.rule)


def where(change: Change) -> str:
    """`subject[.part]`: the change's id without its rule."""
    return change.id.removeprefix(f"{change.rule}: ")


def short(change: Change) -> str:
    """The last of the subject's names, and the part: enough where it is said where that is."""
    return change.subject.rpartition(".")[2] + (f".{change.part}" if change.part else "")


def near(change: Change) -> str:
    """Enough to know it in a file that holds much: like `short`, with the sub-client of an operation."""
    names = change.subject.split(".")
    return short(change) if len(names) == 1 or names[-1][:1].isupper() else f"{names[-2]}.{short(change)}"


def anchor(change: Change) -> str:
    """A name for links to a change, the same in every report."""
    return "c-" + _short(change.id)


def file_anchor(path: str) -> str:
    """A name for links to a file's row."""
    return "f-" + _short(path)


def by_rule(report: UpgradeReport, changes: Iterable[Change]) -> tuple[RuleGroup, ...]:
    """The changes by rule, in the order in which rules first appear; equal ones of a rule are merged."""
    infos = {rule.id: rule for rule in report.rules}
    groups = _grouped(changes, lambda change: change.rule)
    return tuple(
        RuleGroup(infos.get(rule) or RuleInfo(rule, found[0].tier.value, "", ""), entries(found))
        for rule, found in groups.items()
    )


def entries(changes: Iterable[Change]) -> tuple[Entry, ...]:
    """The changes with those merged that say the same of different subjects."""
    return tuple(Entry(tuple(found)) for found in _grouped(changes, _fact).values())


def homes(report: UpgradeReport) -> tuple[Home, ...]:
    """What was added, by the sub-client or module that it is in: sub-clients by name, then the shared modules."""
    groups = _grouped(report.added, home)
    return tuple(
        Home(name, by_rule(report, groups[name])) for name in sorted(groups, key=lambda name: (name == PACKAGE, name))
    )


def home(change: Change) -> str:
    """Where a change lives: `jwt_settings` for `jwt_settings.update`, `types` for `types.blueprint.Blueprint`."""
    names = change.subject.split(".")
    # A model's module is named like the model and holds nothing else: the package around it is where it lives.
    own_module = len(names) > 2 and _plain(names[-1]) == _plain(names[-2])
    return ".".join(names[: -2 if own_module else -1]) or PACKAGE


def other(report: UpgradeReport) -> tuple[Change, ...]:
    """Compatible changes that are no additions."""
    return tuple(change for change in report.of(Impact.COMPATIBLE) if not change.example)


def touches(report: UpgradeReport) -> tuple[Touch, ...]:
    """The user's lines that changes touch: those with the most severe changes first, then by file and line."""
    lines = _grouped(
        (
            (change, hit)
            for change in report.touched
            if change.impact is not Impact.DOCUMENTATION
            for hit in change.hits
        ),
        lambda pair: (pair[1].file, pair[1].line),
    )
    found = [_touch(pairs) for pairs in lines.values()]
    return tuple(sorted(found, key=lambda touch: (touch.changes[0].impact.rank, touch.hit)))


def steps(report: UpgradeReport) -> tuple[Step, ...]:
    """What to do about breaking and risky changes, each once: what touches the user first, then the most severe."""
    severe = [change for change in report.changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    answered = [(text, entry) for entry in entries(severe) for text in entry.migrations]
    found = [
        Step(text, tuple(change for _, entry in pairs for change in entry.changes))
        for text, pairs in _grouped(answered, lambda pair: pair[0]).items()
    ]
    return tuple(sorted(found, key=lambda step: (not step.touches, step.changes[0].impact.rank)))


def steps_by_rule(report: UpgradeReport) -> dict[str, list[Step]]:
    """What to do, by the rule whose changes call for it."""
    return _grouped(steps(report), lambda step: step.changes[0].rule)


def explained(report: UpgradeReport) -> tuple[Explained, ...]:
    """The rows of files with the changes that explain them."""
    known = {change.id: change for change in report.changes}
    return tuple(
        Explained(row, tuple(sorted((known[i] for i in row.explained_by if i in known), key=lambda each: each.order)))
        for row in report.rows
    )


def row_of(rows: Iterable[Explained]) -> dict[str, str]:
    """The path of the row for every file of either release: a folder that carries the version has three names."""
    paths = [each.row.path for each in rows]
    return {name: path for path in paths for name in (path, _BOTH.sub(r"\1", path), _BOTH.sub(r"\2", path))}


def levels(report: UpgradeReport) -> tuple[int, int]:
    """How many breaking changes a program notices when it runs, and how many only a type checker does."""
    breaking = report.of(Impact.BREAKING)
    only_types = sum(change.level is Level.TYPES for change in breaking)
    return len(breaking) - only_types, only_types


def confirmations(report: UpgradeReport) -> tuple[int, int]:
    """How many breaking and risky changes there are, and how many of them were confirmed on both releases."""
    severe = [*report.of(Impact.BREAKING), *report.of(Impact.RISKY)]
    return len(severe), sum(change.confirmed for change in severe)


def arrivals(report: UpgradeReport) -> tuple[tuple[str, int, int], ...]:
    """For every release of a walk, up to the new one: how many breaking changes and how many others arrived in it."""
    breaking = [change.arrived for change in report.of(Impact.BREAKING)]
    arrived = [change.arrived for change in report.changes]
    releases = dict.fromkeys([*report.walked, report.new_version]) if report.walked else {}
    return tuple(
        (release, breaking.count(release), arrived.count(release) - breaking.count(release)) for release in releases
    )


def _touch(pairs: Sequence[tuple[Change, Hit]]) -> Touch:
    ordered = sorted(pairs, key=lambda pair: pair[0].order)
    changes = tuple(dict.fromkeys(change for change, _ in ordered))
    advice = tuple(dict.fromkeys(text for change, hit in ordered if (text := hit.advice or change.migration)))
    return Touch(ordered[0][1], changes, advice)


def _fact(change: Change) -> Hashable:
    """What two changes have in common that say the same of different subjects."""
    said = (change.part, change.before, change.after)
    alone = change.id if not any(said) else ""
    return change.rule, change.impact, change.level, change.arrived, *said, alone


def _without_subject(change: Change, text: str) -> str:
    return text.replace(change.subject, "…").replace(change.subject.rpartition(".")[2], "…")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()[:10]


def _grouped(values: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups
