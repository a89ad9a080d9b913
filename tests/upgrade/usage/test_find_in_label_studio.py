"""A team's code on real releases of label-studio-sdk. The expected uses of 2.0.5 are written in that code."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from conformance.change import Change, Tier
from conformance.targets.contents import contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target, load_target
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.source import read_api
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.hits import find_hits
from conformance.upgrade.usage.type_errors import compare_type_errors
from conformance.upgrade.usage.use import UsageResult
from conformance.upgrade.usage.user_files import read_files
from tests.upgrade.usage.test_find import USERS, from_within, marked, python_files, uses_by_line
from tests.upgrade.vocabulary import rule_ids, rule_of

pytestmark = pytest.mark.slow

TEAM = USERS / "label_studio"
# Symbols of 2.0.5 that have another name on a later release; "" for removed ones.
LATER = {
    "2.0.7": {"types.all_roles_project_list.AllRolesProjectList.has_blueprints": ""},
    "2.1.2": {
        "views.types.views_create_request_data.ViewsCreateRequestData.filters": (
            "types.view_data_request_request.ViewDataRequestRequest.filters"
        ),
        "types.all_roles_project_list.AllRolesProjectList.has_blueprints": "",
        "types.project.Project.title": "types.lse_project_response.LseProjectResponse.title",
        "types.project.Project.task_number": "types.lse_project_response.LseProjectResponse.task_number",
        "projects.types.lse_project_create_request_sampling.LseProjectCreateRequestSampling.Uniform sampling": (
            "types.project_sampling_enum.ProjectSamplingEnum.Uniform sampling"
        ),
    },
}


@lru_cache
def label_studio() -> Target:
    """The target."""
    return load_target()


@lru_cache
def environment(release: str) -> Environment:
    """The folder of an installed release."""
    return resolve(release, label_studio(), progress=lambda _: None)


@lru_cache
def api(release: str) -> Api:
    """The declarations of a release."""
    return read_api(contents_of(environment(release), label_studio()), label_studio())


@lru_cache
def found_on(release: str) -> UsageResult:
    """The team's uses of a release."""
    with from_within(TEAM) as named:
        return find_uses(read_files([named]), environment(release), label_studio(), api(release))


def expected(name: str, release: str) -> Counter[tuple[int, str]]:
    """The marked uses of a file, with the names of a release."""
    later = LATER.get(release, {})
    now: Counter[tuple[int, str]] = Counter()
    for (line, mark), count in marked(TEAM / name).items():
        kind, symbol = mark.split(" ", 1)
        if changed := later.get(symbol, symbol):
            now[line, f"{kind} {changed}"] += count
    return now


@pytest.mark.parametrize("name", python_files(TEAM))
@pytest.mark.parametrize("release", ["2.0.5", "2.0.7", "2.1.2"])
def test_every_use_of_a_real_release_is_found(name: str, release: str) -> None:
    assert uses_by_line(use for use in found_on(release).uses if use.file == name) == expected(name, release)


def changes(old: str, new: str) -> list[Change]:
    """The changes that the rules about declarations find between two releases."""
    target = label_studio()
    before, after = (
        Side(label=release, version=release, contents=contents_of(environment(release), target), api=api(release))
        for release in (old, new)
    )
    rules = [rule_of(name) for name in rule_ids()]
    return [
        change
        for rule in rules
        if rule.tier is Tier.SURFACE
        for change in rule.changes(ReleasePair(old=before, new=after))
    ]


def test_the_lines_that_2_0_7_breaks_are_reported() -> None:
    with from_within(TEAM) as named:
        checked = compare_type_errors(
            read_files([named]), found_on("2.0.5").uses, label_studio(), environment("2.0.5"), environment("2.0.7")
        )
    apis = (api("2.0.5"), api("2.0.7"))
    touched = find_hits(changes("2.0.5", "2.0.7"), found_on("2.0.5").uses, apis, label_studio(), checked)

    lines = {
        (change.subject, change.part): [(hit.file, hit.line) for hit in change.hits]
        for change in touched
        if change.hits
    }
    assert lines == {
        ("jwt_settings.update", "api_token_ttl_days"): [
            ("labeling/tokens.py", 9),
            ("labeling/tokens.py", 19),
            ("labeling/tokens.py", 24),
            ("service/tasks.py", 26),
            ("tests/test_projects.py", 11),
        ],
        ("types.all_roles_project_list.AllRolesProjectList", "has_blueprints"): [("labeling/wrapper.py", 29)],
    }
    advice = {(hit.file, hit.line): hit.advice for change in touched for hit in change.hits}
    assert advice["labeling/tokens.py", 9] == (
        "Write `client.jwt_settings.update(api_tokens_enabled=True, api_token_ttl_days=...)`."
    )
    assert advice["labeling/tokens.py", 19].startswith("May be affected")


def test_type_errors_of_one_release_only_are_reported() -> None:
    with from_within(TEAM) as named:
        checked = compare_type_errors(
            read_files([named]), found_on("2.0.5").uses, label_studio(), environment("2.0.5"), environment("2.0.7")
        )

    assert checked.checker == "mypy"
    assert [(hit.file, hit.line, hit.uses) for hit in checked.problems] == [("labeling/tokens.py", 9, "call-arg")]
    assert checked.solved == ()
