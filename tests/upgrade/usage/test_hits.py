"""Which changes affect which uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from conformance.change import Change, Impact, Level, Tier
from conformance.upgrade.usage.advice import advise
from conformance.upgrade.usage.hits import find_hits
from conformance.upgrade.usage.rewrite import Edit, rewrite_call
from conformance.upgrade.usage.type_errors import TypeCheckResult
from conformance.upgrade.usage.use import Use
from tests.upgrade.usage.test_find import acme_api, found_in
from tests.vocabulary import acme_target

UNCHECKED: Final = TypeCheckResult("")
CODE = """\
import acme_sdk
from acme_sdk import Acme, Project
from acme_sdk.types import ProjectState

client = Acme(api_key="k")
other = Acme(api_key="k")


def work(options, ids):
    client.projects.create(title="a", description="b")
    client.projects.create(title="a", state="open")
    client.projects.create(**options)
    client.projects.get(1)
    client.projects.get(project=1, members_limit=3)
    client.projects.get(*ids)
    project = client.projects.update(1, title="c")
    print(project.title, project.score)
    Project(id=1, title="a", created_at=None)
    try:
        client.tasks.get("t")
    except acme_sdk.errors.NotFoundError:
        client.tasks.answer(task="t")


class Mine(Acme):
    pass


def check(item):
    return isinstance(item, Project)
"""


@lru_cache
def uses_of(folder: Path) -> tuple[Use, ...]:
    """The uses in the code."""
    (folder / "code.py").write_text(CODE)
    return found_in(folder).uses


def change(rule: str, subject: str, part: str = "", *, tier: Tier = Tier.SURFACE, **words: object) -> Change:
    """A breaking change."""
    made = {"impact": Impact.BREAKING, "level": Level.RUNTIME, "message": "It changed."} | words
    return Change(rule=rule, tier=tier, subject=subject, part=part, **made)  # type: ignore[arg-type]


def hits_of(changes: Sequence[Change], uses: Iterable[Use], checked: TypeCheckResult = UNCHECKED) -> list[Change]:
    """The changes with the lines that they affect, where both releases declare the same."""
    return find_hits(changes, uses, (acme_api(), acme_api()), acme_target(), checked)


@pytest.fixture(scope="module")
def uses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Use, ...]:
    """The uses in the code above."""
    return uses_of(tmp_path_factory.mktemp("user"))


BEHAVIOUR, WIRE, PACKAGING = Tier.BEHAVIOUR, Tier.WIRE, Tier.PACKAGING


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        (change("operation_removed", "projects.create"), [10, 11, 12]),
        (change("operation_renamed", "tasks.answer"), [22]),
        (change("parameter_removed", "projects.create", "description"), [10, 12]),
        (change("parameter_renamed", "projects.get", "project"), [13, 14, 15]),
        (change("parameter_type_narrowed", "projects.get", "members_limit"), [14, 15]),
        (change("required_parameter_added", "projects.get", "owner"), [13, 14, 15]),
        (change("parameter_now_required", "projects.get", "members_limit"), [13, 15]),
        (change("parameter_default_changed", "projects.get", "members_limit"), [13, 15]),
        (change("parameter_order_changed", "projects.get", before="project, id", after="id, project"), [13, 15]),
        (change("parameter_order_changed", "tasks.answer", before="task, id", after="id, task"), []),
        (change("parameter_kind_changed", "tasks.answer", "task", after="by keyword"), []),
        (change("parameter_kind_changed", "tasks.answer", "task", after="positionally"), [22]),
        (change("field_removed", "types.projects.Project", "score"), [17]),
        (change("field_removed", "types.projects.Project", "title"), [17, 18]),
        (change("required_field_added", "types.projects.Project", "tag"), [18]),
        (change("field_now_required", "types.projects.Project", "title"), []),
        (change("enum_member_removed", "types.projects.ProjectState", "open"), [11]),
        (change("enum_member_removed", "types.projects.ProjectState", "closed"), []),
        (change("model_removed", "types.projects.Project"), [2, 18, 30]),
        (change("base_class_changed", "types.projects.Project"), [30]),
        (change("alias_renamed", "types.projects.ProjectState"), [3]),
        (change("error_class_removed", "errors.NotFoundError"), [21]),
        (change("export_removed", "acme_sdk", "Project"), [2]),
        (change("export_removed", "types", "ProjectState"), [3]),
        (change("export_removed", "errors", "NotFoundError"), [21]),
        (change("header_changed", "(package)", "X-Version", tier=WIRE), [5]),
        (change("helper_result_changed", "client.Acme", "proxies", tier=BEHAVIOUR), [5]),
        (change("parameter_renamed", "client.Acme", "api_key"), [5, 6]),
        (change("path_changed", "tasks.get", tier=WIRE), [20]),
        (change("sent_default_changed", "projects.get", "members_limit", tier=WIRE), [13, 15]),
        (change("wire_name_changed", "projects.get", "members_limit", tier=WIRE), [14, 15]),
        (change("error_class_changed", "tasks.get", "NotFoundError", tier=BEHAVIOUR), [20]),
        (change("retry_count_changed", "tasks", tier=BEHAVIOUR, operations=("tasks.get",)), [20, 22]),
        (change("dependency_removed", "httpx", tier=PACKAGING), []),
        (change("operation_removed", "files.upload"), []),
        (change("parameter_added", "projects.create", "colour", impact=Impact.COMPATIBLE), []),
        (change("documentation_changed", "projects.create", impact=Impact.DOCUMENTATION), []),
    ],
    ids=lambda value: value.id if isinstance(value, Change) else "",
)
def test_a_change_affects_the_lines_that_depend_on_it(changed: Change, lines: list[int], uses: tuple[Use, ...]) -> None:
    (touched,) = hits_of([changed], uses)

    assert [hit.line for hit in touched.hits] == lines


def advised(changed: Change, uses: tuple[Use, ...]) -> list[str]:
    """The advice for each line that a change affects."""
    (touched,) = hits_of([changed], uses)
    return [hit.advice for hit in touched.hits]


def test_the_advice_is_the_corrected_line(uses: tuple[Use, ...]) -> None:
    removed = change("parameter_removed", "projects.create", "description", migration="Leave `description` out.")
    renamed = change("parameter_renamed", "projects.get", "members_limit", after="limit", migration="Use limit.")
    required = change("required_parameter_added", "tasks.answer", "user", migration="Pass `user=...`.")

    assert advised(removed, uses) == [
        'Write `client.projects.create(title="a")`.',
        "May be affected: some arguments are not visible here. Leave `description` out.",
    ]
    assert advised(renamed, uses)[0] == "Write `client.projects.get(project=1, limit=3)`."
    assert advised(required, uses) == ['Write `client.tasks.answer(task="t", user=...)`.']


def test_all_changes_of_one_call_are_corrected_together(uses: tuple[Use, ...]) -> None:
    changes = [
        change("parameter_renamed", "projects.get", "members_limit", after="limit", migration="Use limit."),
        change("parameter_removed", "projects.get", "project", migration="Leave `project` out."),
        change("required_parameter_added", "projects.get", "owner", migration="Pass `owner=...`."),
        change("path_changed", "projects.get", tier=WIRE, migration="Read the result."),
    ]
    touched = hits_of(changes, uses)

    on_one_line = [hit.advice for change in touched for hit in change.hits if hit.line == 14]
    together = "Write `client.projects.get(limit=3, owner=...)`."
    assert on_one_line == [together, together, together, "Read the result."]


@pytest.mark.parametrize(
    ("code", "edits", "becomes"),
    [
        ("f(a='x', b=\"y\")", [Edit("remove", "a")], 'f(b="y")'),
        ("f(a='x', b=\"y\")", [Edit("remove", "b")], "f(a='x')"),
        ("f(1, a = (2), )", [Edit("remove", "a")], "f(1)"),
        ("f(a=1, b=2)", [Edit("remove", "a"), Edit("remove", "b")], "f()"),
        ("f(a=1)", [Edit("remove", "a"), Edit("give", "b"), Edit("give", "c")], "f(b=..., c=...)"),
        ("f(ä='ö', a=g(1, 2))", [Edit("rename", "a", "b"), Edit("give", "c")], "f(ä='ö', b=g(1, 2), c=...)"),
        ("f()", [Edit("give", "a")], "f(a=...)"),
        ("f(1,)", [Edit("give", "a")], "f(1, a=...)"),
        ("f(a=1, b=2)", [Edit("rename", "a", "b")], ""),
        ("f(x for x in y)", [Edit("give", "a")], ""),
        ("f(a=1)", [Edit("remove", "a"), Edit("rename", "a", "b")], ""),
        ("f(a=1)", [], ""),
    ],
)
def test_an_edited_call_keeps_its_layout(code: str, edits: list[Edit], becomes: str) -> None:
    assert rewrite_call(code, edits) == becomes


def test_the_other_names_of_an_import_stay(uses: tuple[Use, ...]) -> None:
    removed = change("export_removed", "acme_sdk", "Project", migration="Write `from acme_sdk.types import Project`.")
    alone = change("export_removed", "types", "ProjectState", migration="Write `from acme_sdk import State`.")
    (advice,) = advised(removed, uses)
    assert advice.startswith("Import this name with `from acme_sdk.types import Project`; keep the other names")
    assert advised(alone, uses) == ["Write `from acme_sdk import State`."]


def test_the_alias_of_an_import_stays() -> None:
    use = Use(
        file="a.py",
        line=1,
        column=1,
        text="from acme_sdk import Project as P  # ours",
        symbol="types.Project",
        kind="import",
    )
    moved = change("export_removed", "acme_sdk", "Project", migration="Write `from acme_sdk.types import Project`.")
    assert advise(moved, use) == "Write `from acme_sdk.types import Project as P`."


def test_changed_types_of_the_clients_parts_are_reported_once(uses: tuple[Use, ...]) -> None:
    lost = [
        change("client_type_lost", name, impact=Impact.RISKY, migration=f"Check `client.{name}`.")
        for name in ("projects", "tasks", "files")
    ]
    touched = hits_of(lost, uses)

    assert [[hit.line for hit in change.hits] for change in touched] == [[5], [5], []]  # no file is used
    assert len({hit.advice for change in touched for hit in change.hits}) == 1


def test_a_scenario_may_affect_a_line(uses: tuple[Use, ...]) -> None:
    shown = change(
        "helper_result_changed",
        "client.Acme",
        "proxies",
        tier=BEHAVIOUR,
        message="`client.Acme`, proxies (Chat, Text (2)): the result is another one.",
        migration="Compare both.",
    )
    assert advised(shown, uses) == ["May be affected: observed with Chat, Text (2). Compare both."]
    assert advised(replace(shown, message="It differs."), uses) == [
        "May be affected: observed with some inputs. Compare both."
    ]


def test_without_a_migration_there_is_no_advice(uses: tuple[Use, ...]) -> None:
    assert advised(change("path_changed", "tasks.get", tier=WIRE), uses) == [""]
