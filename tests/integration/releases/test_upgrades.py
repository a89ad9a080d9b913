"""Upgrades between releases of the real SDK, compared with the approved contracts and the public diff page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from benchmarks.facts import Line, facts_of, ranked_lower, score_lines
from conformance.change import Change, Impact, Level
from conformance.contract import store
from conformance.contract.model import TWINS, Contract, Parameter
from conformance.contract.types import Type
from conformance.report.to_html import to_html
from conformance.report.to_json import to_json
from conformance.report.to_markdown import to_markdown
from conformance.report.upgrade_report import UpgradeReport
from conformance.targets.target import Target
from conformance.upgrade.rules import RULES
from tests.integration.releases.conftest import Command, Compare, copied, readme_shows

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("real upgrades")]

SEED_TABLE = Path(__file__).parents[2] / "upgrade" / "data" / "label-studio-sdk-2.0.5-to-2.0.7.tsv"
SCHEMA = Path(store.__file__).parents[1] / "report" / "schema-upgrade.json"
PAIRS = [("2.0.5", "2.0.7"), ("2.0.7", "2.0.5"), ("2.0.7", "2.0.16"), ("2.0.16", "2.1.2")]
LARGEST_HTML = 5_000_000
LARGEST_MARKDOWN = 65_000  # what a step's summary and a comment hold
# Rules for an argument that both releases may have; each names it as `part`.
OF_ARGUMENTS = {rule.id for rule in RULES if "parameter" in rule.id} - {"parameter_order_changed"}
# Facts of the list that no change reports by an id of its own. It may become shorter.
UNREPORTED = {"the words of `types.lsejwt_settings.LsejwtSettings`", "the words of `jwt_settings.update`"}


def ids(report: UpgradeReport, *impacts: Impact) -> set[str]:
    return {change.id for change in report.changes if change.impact in impacts}


def change_of(report: UpgradeReport, id_: str) -> Change:
    (change,) = (change for change in report.changes if change.id == id_)
    return change


def document(report: UpgradeReport) -> Any:
    return json.loads(to_json(report))


# Every pair


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_every_changed_file_is_explained_and_every_id_is_one_change(pair: tuple[str, str], compare: Compare) -> None:
    report = compare(*pair)
    assert [row.path for row in report.unexplained] == []
    known = [change.id for change in report.changes]
    assert len(known) == len(set(known))
    named = {id_ for row in report.rows for id_ in row.explained_by}
    assert named <= set(known)
    assert not report.interrupted


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_every_format_is_valid_and_of_bearable_size(pair: tuple[str, str], compare: Compare) -> None:
    report = compare(*pair)
    jsonschema.validate(document(report), json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert len(to_html(report).encode()) < LARGEST_HTML
    assert len(to_markdown(report)) < LARGEST_MARKDOWN


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_operations_that_come_and_go_are_those_of_the_contracts(
    pair: tuple[str, str], compare: Compare, target: Target
) -> None:
    before, after = (set(contract.paths()) for contract in contracts(pair, target))
    changes = compare(*pair).changes
    renamed = {change.subject: change.after for change in changes if change.rule == "operation_renamed"}
    added = {change.subject for change in changes if change.rule == "operation_added"}
    removed = {change.subject for change in changes if change.rule == "operation_removed"}
    assert added | set(renamed.values()) == after - before
    assert removed | set(renamed) == before - after


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_arguments_that_differ_are_those_of_the_contracts(
    pair: tuple[str, str], compare: Compare, target: Target
) -> None:
    changes = compare(*pair).changes
    old, new = contracts(pair, target)
    reported = {(change.subject, name) for change in changes for name in argument_names(change)}
    reordered = {change.subject for change in changes if change.rule == "parameter_order_changed"}
    differing = dict(arguments_that_differ(old, new, ReportedDefinitions(changes)))
    unreported = {
        place for place, how in differing.items() if not (how == {"position"} and place[0] in reordered)
    } - reported
    assert unreported == set()
    shared = set(old.paths()) & set(new.paths())
    named = {place for place in reported if place[0] in shared}
    assert named - set(dict(arguments_that_differ(old, new, ReportedDefinitions(())))) == set()
    assert reordered <= {path for (path, _), how in differing.items() if "position" in how}


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_arguments_that_have_to_be_given_are_those_of_the_contracts(
    pair: tuple[str, str], compare: Compare, target: Target
) -> None:
    changes = compare(*pair).changes
    old, new = contracts(pair, target)
    renamed = {place for change in changes if change.rule == "parameter_renamed" for place in both_names(change)}
    for rule, before, after in (("parameter_now_required", False, True), ("parameter_now_optional", True, False)):
        wanted = {
            (path, one.name)
            for path, one, other in shared_arguments(old, new)
            if (one.required, other.required) == (before, after) and (path, one.name) not in renamed
        }
        reported = {
            (change.subject, change.part) for change in changes if change.rule == rule and old.operation(change.subject)
        }
        assert reported - renamed == wanted


def contracts(pair: tuple[str, str], target: Target) -> tuple[Contract, Contract]:
    old, new = (store.load(target.approved_file(release)) for release in pair)
    return old, new


def both_names(change: Change) -> Iterator[tuple[str, str]]:
    yield change.subject, change.part
    yield change.subject, change.after.partition(":")[0]


def argument_names(change: Change) -> Iterator[str]:
    """The names of the argument that a change is about."""
    if change.rule in OF_ARGUMENTS or change.rule in {"wire_name_changed", "sent_default_changed"}:
        yield change.part
    if change.rule == "parameter_renamed":
        yield change.after.partition(":")[0]


class ReportedDefinitions:
    """The reported changes of definitions: new names, added and removed values."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        renamed = {"model_renamed", "alias_renamed"}
        self.names = {change.before: change.after for change in changes if change.rule in renamed}
        listed = {"enum_member_added", "enum_member_removed"}
        self.values = {change.before or change.after for change in changes if change.rule in listed}

    def plain(self, type_: Type) -> Type:
        """The type in the new names, without the listed changes, and without the alternatives that `Any` includes."""
        inner = [self.plain(argument) for argument in type_.args]
        if type_.kind == "union" and any(member.kind == "any" for member in inner):
            inner = [member for member in inner if member.kind in {"any", "literal", "null"}]
        values = tuple(value for value in type_.values if json.dumps(value) not in self.values)
        return replace(type_, name=self.names.get(type_.name, type_.name), args=tuple(inner), values=values)


def shared_arguments(old: Contract, new: Contract) -> Iterator[tuple[str, Parameter, Parameter]]:
    for twin in TWINS:
        for path, operation in old.twins[twin].items():
            after = (
                {parameter.name: parameter for parameter in new.twins[twin][path].accepted}
                if path in new.twins[twin]
                else {}
            )
            yield from (
                (path, parameter, after[parameter.name]) for parameter in operation.accepted if parameter.name in after
            )


def arguments_that_differ(
    old: Contract, new: Contract, reported: ReportedDefinitions
) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """Each shared argument of a shared operation that differs between the releases, with the differing properties."""
    for twin in TWINS:
        for path in old.twins[twin].keys() & new.twins[twin].keys():
            names = [{parameter.name for parameter in side.twins[twin][path].accepted} for side in (old, new)]
            yield from (((path, name), {"gone"}) for name in names[0] ^ names[1])
    for path, before, after in shared_arguments(old, new):
        sides = [replace(parameter, type=reported.plain(parameter.type)) for parameter in (before, after)]
        how = {name for name in Parameter.__slots__ if getattr(sides[0], name) != getattr(sides[1], name)}
        if how:
            yield (path, before.name), how


# 2.0.5 to 2.0.7: the release that the public page warns of


@pytest.fixture
def report(compare: Compare) -> UpgradeReport:
    return compare("2.0.5", "2.0.7")


def test_the_table_of_files_is_that_of_the_public_page(report: UpgradeReport) -> None:
    lines = SEED_TABLE.read_text(encoding="utf-8").splitlines()
    page = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [[row["path"], str(row["added"]), str(row["removed"])] for row in document(report)["files"]]
    assert len(page) == 92
    assert rows == page


def test_every_break_is_found_and_confirmed(report: UpgradeReport) -> None:
    required = change_of(report, "parameter_now_required: jwt_settings.update.api_token_ttl_days")
    assert (required.impact, required.level, required.confirmed) == (Impact.BREAKING, Level.RUNTIME, True)
    assert required.witness is not None
    assert "TypeError" in required.witness.new
    assert "api_token_ttl_days" in required.migration
    gone = change_of(report, "required_field_removed: types.all_roles_project_list.AllRolesProjectList.has_blueprints")
    assert (gone.impact, gone.level, gone.confirmed) == (Impact.BREAKING, Level.TYPES, True)
    assert gone.witness is not None
    assert gone.witness.by == "types"
    assert ids(report, Impact.BREAKING) == {required.id, gone.id}


def test_changes_of_every_request_are_found(report: UpgradeReport) -> None:
    header = change_of(report, "header_changed: (package).x-fern-sdk-version")
    assert (header.before, header.after) == ("1.0.11", "2.0.7")
    # it names the release itself: no server behaves differently for that
    assert (header.impact, len(header.operations)) == (Impact.COMPATIBLE, 246)


def test_changed_helpers_for_chats_are_found(report: UpgradeReport) -> None:
    helpers = [change for change in report.changes if change.rule.startswith("helper_")]
    assert all("Chat" in change.message for change in helpers)
    interface = "label_interface.interface.LabelInterface."
    subjects = {change.subject.removeprefix(interface) for change in helpers}
    wanted = {"parse", "to_json_schema", "generate_sample_task", "create_regions", "validate_region"}
    assert wanted <= subjects


def test_every_break_and_every_risk_is_confirmed(report: UpgradeReport) -> None:
    grave = [change for change in report.changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    assert len(grave) >= 10
    assert [change.id for change in grave if not change.confirmed] == []


def test_every_addition_that_can_be_run_is_confirmed(report: UpgradeReport) -> None:
    added = [change for change in report.changes if change.rule in {"operation_added", "model_added"}]
    assert len(added) == 55 + 28
    assert [change.id for change in added if not change.confirmed or not change.example] == []


def test_the_verdict(report: UpgradeReport) -> None:
    assert (report.bump, report.called_for, report.fails) == ("patch", "major", True)
    counts = rf"2 breaking, \d+ risky, {55 + 4 + 28 + 4 + 6} added"  # operations, arguments, models, fields, aliases
    assert re.fullmatch(rf"2\.0\.7 breaks callers of 2\.0\.5: {counts}; not allowed in a patch release", report.verdict)


def test_the_list_of_true_changes_is_reported_and_nothing_else(report: UpgradeReport) -> None:
    facts = facts_of("2.0.5", "2.0.7")
    lines = [Line(change.id, change.impact.value) for change in report.changes]
    every, grave = (score_lines(facts, lines, grave=grave) for grave in (False, True))
    assert (every.false, every.precision) == ((), 1.0)
    assert set(every.missed) <= UNREPORTED
    assert (grave.false, grave.missed, grave.recall, grave.precision) == ((), (), 1.0, 1.0)
    assert ranked_lower(facts, lines) == []


def test_the_command_reports_the_same_in_a_process_of_its_own(report: UpgradeReport, upgrade: Command) -> None:
    status, again = upgrade("2.0.5", "2.0.7")
    assert status == 1
    first = document(report)
    assert first.pop("times").keys() == again.pop("times").keys()
    assert again == first


def test_the_readme_has_the_verdict_of_the_upgrade_that_it_describes(report: UpgradeReport) -> None:
    sentence = document(report)["verdict"]["sentence"]
    assert readme_shows("upgrade 2.0.5 2.0.7 --fail-on never", f"label-studio-sdk: {sentence}")


# The other direction


def test_both_directions_see_the_same(compare: Compare) -> None:
    """No exception is needed: nothing is renamed between the two, and each accepts the responses of the other."""
    mirror = {rule.id: rule.mirror for rule in RULES}
    forward = {(mirror[change.rule], change.subject, change.part) for change in compare("2.0.5", "2.0.7").changes}
    backward = {(change.rule, change.subject, change.part) for change in compare("2.0.7", "2.0.5").changes}
    assert forward - backward == set()
    assert backward - forward == set()


def test_an_addition_is_a_break_in_the_downgrade(compare: Compare) -> None:
    report = compare("2.0.7", "2.0.5")
    gone = [change for change in report.changes if change.rule == "operation_removed"]
    assert len(gone) == 55
    assert all(change.impact is Impact.BREAKING and change.confirmed for change in gone)


# The same release twice


def test_a_copy_of_a_release_is_the_same(upgrade: Command, target: Target, tmp_path: Path) -> None:
    status, same = upgrade("2.0.7", str(copied("2.0.7", target, tmp_path / "copy")))
    assert status == 0
    assert (same["changes"], same["files"]) == ([], [])
    assert "the same as" in same["verdict"]["sentence"]


# Larger steps


def test_the_retries_that_2_1_brings_are_found(compare: Compare) -> None:
    changes = [change for change in compare("2.0.16", "2.1.2").changes if change.rule == "retry_count_changed"]
    assert {change.subject for change in changes} == {"(package)"}
    assert any("429" in change.part and change.after.startswith("3") for change in changes)
    assert all(change.confirmed and change.impact is Impact.RISKY for change in changes)


@pytest.mark.parametrize("pair", PAIRS[2:], ids=" to ".join)
def test_every_break_of_a_larger_step_is_confirmed(pair: tuple[str, str], compare: Compare) -> None:
    breaks = compare(*pair).of(Impact.BREAKING)
    assert len(breaks) > 200
    assert [change.id for change in breaks if not change.confirmed] == []
