"""Changes and files in groups that several formats show: hundreds of changes, made readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from conformance.change import Change, FileRow, Hit, Impact, Level, Witness
from conformance.report.upgrade.names import short
from conformance.report.upgrade_report import RuleInfo, UpgradeReport

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_BOTH: Final = re.compile(r"\{([^{}]*) → ([^{}]*)\}")
PACKAGE: Final = "the package itself"


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Equal changes of different subjects, shown as one. The first represents all."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change whose message is shown."""
        return self.changes[0]

    @property
    def alike(self) -> bool:
        """The messages differ only in the subject."""
        return len({_without_subject(change, change.message) for change in self.changes}) == 1

    @property
    def migrations(self) -> tuple[str, ...]:
        """The steps of the migration, each line once; of lines that differ only in the subject, the first."""
        lines: dict[str, str] = {}
        for change in self.changes:
            if change.migration:
                lines.setdefault(_without_subject(change, change.migration), change.migration)
        return tuple(lines.values())

    @property
    def confirmed(self) -> int:
        """How many of the changes a witness confirmed on both releases."""
        return sum(change.confirmed for change in self.changes)

    @property
    def witness(self) -> Witness | None:
        """The best witness: one that confirms its change where there is one."""
        witnesses = [change.witness for change in self.changes if change.witness is not None]
        return max(witnesses, key=lambda witness: witness.confirmed, default=None)

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
    groups: tuple[ChangeGroup, ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(group.changes) for group in self.groups)


@dataclass(frozen=True, slots=True)
class ModuleAdditions:
    """The additions to one module or sub-client."""

    name: str
    rules: tuple[RuleGroup, ...]

    @property
    def count(self) -> int:
        """How many additions there are."""
        return sum(rule.count for rule in self.rules)

    @property
    def names(self) -> tuple[str, ...]:
        """The additions' names inside the module, each once: the last of the subject's names, and the part."""
        return tuple(dict.fromkeys(short(change) for change in self.changes))

    @property
    def changes(self) -> tuple[Change, ...]:
        """The additions, by rule."""
        return tuple(change for rule in self.rules for group in rule.groups for change in group.changes)


@dataclass(frozen=True, slots=True)
class AffectedLine:
    """One line of the user's code and the changes that affect it, the certain ones first, then the most severe.

    `certain` is False where no change is certain to affect it.
    """

    hit: Hit
    changes: tuple[Change, ...]
    advice: tuple[str, ...]
    certain: bool = True

    @property
    def groups(self) -> tuple[ChangeGroup, ...]:
        """The changes, equal ones of different subjects merged."""
        return merge_equal(self.changes)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and the changes that call for it."""

    text: str
    changes: tuple[Change, ...]

    @property
    def affects_user(self) -> bool:
        """A change that calls for it certainly affects the user's own lines."""
        return any(change.touches for change in self.changes)


@dataclass(frozen=True, slots=True)
class ExplainedFile:
    """A changed file and the changes that explain it, most severe first."""

    row: FileRow
    changes: tuple[Change, ...]

    @property
    def rules(self) -> dict[str, list[Change]]:
        """The changes by rule."""
        return _grouped(self.changes, lambda change: change.rule)


def by_rule(report: UpgradeReport, changes: Iterable[Change]) -> tuple[RuleGroup, ...]:
    """The changes by rule, in the order in which rules first appear; equal ones are merged."""
    infos = {rule.id: rule for rule in report.rules}
    groups = _grouped(changes, lambda change: change.rule)
    return tuple(
        RuleGroup(infos.get(rule) or RuleInfo(rule, group[0].tier.value, "", ""), merge_equal(group))
        for rule, group in groups.items()
    )


def merge_equal(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """The changes, equal ones of different subjects merged."""
    return tuple(ChangeGroup(tuple(group)) for group in _grouped(changes, _without_its_subject).values())


def added_by_module(report: UpgradeReport) -> tuple[ModuleAdditions, ...]:
    """The additions by sub-client or module, sorted by name, the package itself last."""
    groups = _grouped(report.added, module_of)
    names = sorted(groups, key=lambda name: (name == PACKAGE, name))
    return tuple(ModuleAdditions(name, by_rule(report, groups[name])) for name in names)


def module_of(change: Change) -> str:
    """The sub-client or module: `jwt_settings` of `jwt_settings.update`, `types` of `types.blueprint.Blueprint`."""
    names = change.subject.split(".")
    # A model's module is named like the model and holds nothing else: the package around it counts.
    own_module = len(names) > 2 and _plain(names[-1]) == _plain(names[-2])
    return ".".join(names[: -2 if own_module else -1]) or PACKAGE


def other(report: UpgradeReport) -> tuple[Change, ...]:
    """Compatible changes that are not additions."""
    return tuple(change for change in report.of(Impact.COMPATIBLE) if not change.example)


def affected_lines(report: UpgradeReport) -> tuple[AffectedLine, ...]:
    """The user's lines that changes affect: certain ones first, then by severity, file and line."""
    lines = _grouped(
        ((change, hit) for change in (*report.affecting, *report.possibly_affecting) for hit in change.hits),
        lambda pair: (pair[1].file, pair[1].line),
    )
    affected = [_affected_line(pairs) for pairs in lines.values()]
    return tuple(sorted(affected, key=lambda line: (not line.certain, line.changes[0].order, line.hit)))


def steps(report: UpgradeReport) -> tuple[Step, ...]:
    """The steps for breaking and risky changes, each once: first those that affect the user, then the most severe."""
    severe = [change for change in report.changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    called_for = [(text, group) for group in merge_equal(severe) for text in group.migrations]
    found = [
        Step(text, tuple(change for _, group in pairs for change in group.changes))
        for text, pairs in _grouped(called_for, lambda pair: pair[0]).items()
    ]
    return tuple(sorted(found, key=lambda step: (not step.affects_user, step.changes[0].impact.rank)))


def steps_by_rule(report: UpgradeReport) -> dict[str, list[Step]]:
    """The steps of the migration, by the rule that requires them."""
    return _grouped(steps(report), lambda step: step.changes[0].rule)


def explained_files(report: UpgradeReport) -> tuple[ExplainedFile, ...]:
    """The changed files with the changes that explain them."""
    changes = {change.id: change for change in report.changes}
    return tuple(
        ExplainedFile(
            row, tuple(sorted((changes[i] for i in row.explained_by if i in changes), key=lambda change: change.order))
        )
        for row in report.rows
    )


def rows_by_name(files: Iterable[ExplainedFile]) -> dict[str, str]:
    """The path in the table for every file of either release: a folder that carries the version has three names."""
    paths = [file.row.path for file in files]
    return {name: path for path in paths for name in (path, _BOTH.sub(r"\1", path), _BOTH.sub(r"\2", path))}


def levels(report: UpgradeReport) -> tuple[int, int]:
    """How many breaking changes fail at run time, and how many only in a type checker."""
    breaking = report.of(Impact.BREAKING)
    only_types = sum(change.level is Level.TYPES for change in breaking)
    return len(breaking) - only_types, only_types


def confirmations(report: UpgradeReport) -> tuple[int, int]:
    """How many breaking and risky changes there are, and how many of them were confirmed on both releases."""
    severe = [*report.of(Impact.BREAKING), *report.of(Impact.RISKY)]
    return len(severe), sum(change.confirmed for change in severe)


def counts_by_release(report: UpgradeReport) -> tuple[tuple[str, int, int], ...]:
    """How many breaking and how many other changes each release introduced, up to the new one."""
    breaking = Counter(change.arrived for change in report.of(Impact.BREAKING))
    every = Counter(change.arrived for change in report.changes)
    releases = dict.fromkeys([*report.walked, report.new_version]) if report.walked else {}
    return tuple((release, breaking[release], every[release] - breaking[release]) for release in releases)


def _affected_line(pairs: Sequence[tuple[Change, Hit]]) -> AffectedLine:
    ordered = sorted(pairs, key=lambda pair: (not pair[1].certain, pair[0].order))
    changes = tuple(dict.fromkeys(change for change, _ in ordered))
    advice = tuple(dict.fromkeys(text for change, hit in ordered if (text := hit.advice or change.migration)))
    return AffectedLine(ordered[0][1], changes, advice, ordered[0][1].certain)


def _without_its_subject(change: Change) -> Hashable:
    """Equal for changes that differ only in their subject."""
    sides = (change.part, change.before, change.after)
    identity = change.id if not any(sides) else ""
    return change.rule, change.impact, change.level, change.arrived, *sides, identity


def _without_subject(change: Change, text: str) -> str:
    return text.replace(change.subject, "…").replace(change.subject.rpartition(".")[2], "…")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _grouped(values: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups
