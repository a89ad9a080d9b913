"""The changes as a page shows them: by subject, with filters, and as a picture of the client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.change import Change, Impact
from conformance.finding import PACKAGE
from conformance.report.facets import Facet, facet, useful
from conformance.report.upgrade import phrases
from conformance.report.upgrade.groups import ChangeGroup, merge_equal, module_of
from conformance.report.upgrade_report import UpgradeReport


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """The changes of one sub-client or module, equal ones merged. `name` is empty for changes of several."""

    name: str
    items: tuple[ChangeGroup, ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(item.changes) for item in self.items)

    @property
    def rules(self) -> Mapping[str, int]:
        """How many changes there are of each rule."""
        return Counter(change.rule for item in self.items for change in item.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientGroup:
    """The operations of one sub-client: how many broke, may be noticed, are new, are gone, and stayed as they were."""

    name: str
    states: Mapping[str, int]

    @property
    def operations(self) -> int:
        """How many there are in both releases."""
        return sum(self.states.values())


def by_subject(changes: Iterable[Change], *, merged: bool = True) -> tuple[SubjectGroup, ...]:
    """The changes by sub-client or module, in the order of the most severe; those of several come last."""
    groups: dict[str, list[ChangeGroup]] = {}
    for item in merge_equal(changes) if merged else (ChangeGroup((change,)) for change in changes):
        modules = {module_of(change) for change in item.changes}
        groups.setdefault(modules.pop() if len(modules) == 1 else "", []).append(item)
    names = sorted(groups, key=lambda name: name == "")
    return tuple(SubjectGroup(name, tuple(groups[name])) for name in names)


def facets(report: UpgradeReport) -> tuple[Facet, ...]:
    """The filters of the changes, with the number of changes of each value."""
    severe = merge_equal((*report.of(Impact.BREAKING), *report.of(Impact.RISKY)))
    others = (ChangeGroup((change,)) for change in (*report.of(Impact.COMPATIBLE), *report.of(Impact.DOCUMENTATION)))
    items = [*severe, *others]
    by_rule = sorted(items, key=lambda item: item.first.rule)
    return useful(
        (
            facet("impact", "Impact", items, lambda item: [item.first.impact.value], _number),
            facet("rule", "Rule", by_rule, lambda item: [item.first.rule], _number),
            facet("tier", "Tier", items, lambda item: [item.first.tier.value], _number),
            facet("level", "Noticed", items, lambda item: [level(item)], _number),
            facet("yours", "Your code", items if report.usage else (), lambda item: [yours(item)], _number),
        )
    )


def _number(item: ChangeGroup) -> int:
    return len(item.changes)


def level(item: ChangeGroup) -> str:
    """Who notices it, as a value of the filter."""
    return phrases.NOTICED[item.first.level].replace(" ", "-")


def yours(item: ChangeGroup) -> str:
    """Whether it affects the user's code, as a value of the filter."""
    if any(change.touches for change in item.changes):
        return "affected"
    return "possible" if item.hits else "not-affected"


def client_groups(report: UpgradeReport) -> tuple[ClientGroup, ...]:
    """The sub-clients in which something changed, those with the most breaks first."""
    states = _operation_states(report)
    found = []
    for name, (_, new) in report.groups.items():
        counts = Counter(state for operation, state in states.items() if operation.partition(".")[0] == name)
        stayed = max(new - counts["grew"] - counts["broke"] - counts["risky"], 0)
        found.append(ClientGroup(name=name, states=_without_zeros({**counts, "stayed": stayed})))
    changed = (group for group in found if set(group.states) - {"stayed"})
    return tuple(sorted(changed, key=_most_changed_first))


def unchanged_groups(report: UpgradeReport) -> tuple[str, ...]:
    """The sub-clients in which nothing changed."""
    changed = {group.name for group in client_groups(report)}
    return tuple(name for name in report.groups if name not in changed)


def _operation_states(report: UpgradeReport) -> dict[str, str]:
    """The state of each changed operation, the worst one. Changes of the whole package are left out."""
    states: dict[str, str] = {}
    for change in report.changes:  # the most severe first
        state = _STATES.get(change.rule) or {Impact.BREAKING: "broke", Impact.RISKY: "risky"}.get(change.impact)
        if state is not None and change.subject != PACKAGE:
            for operation in change.operations or (change.subject,):
                if not operation.rpartition(".")[2][:1].isupper():  # otherwise it is a model
                    states.setdefault(operation, state)
    return states


_STATES = {"operation_added": "grew", "operation_removed": "gone"}


def _without_zeros(counts: Mapping[str, int]) -> dict[str, int]:
    order = ("gone", "broke", "risky", "grew", "stayed")
    return {state: counts[state] for state in order if counts.get(state)}


def _most_changed_first(group: ClientGroup) -> tuple[int, int, int, str]:
    states = group.states
    broken = states.get("gone", 0) + states.get("broke", 0)
    return -broken, -states.get("risky", 0), -states.get("grew", 0), group.name
