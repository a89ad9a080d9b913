"""A change is reported where the user's code depends on it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from conformance.change import Change, Difference, Hit, Impact, Level, Tier
from conformance.contract.model import Twin
from conformance.contract.types import Type
from conformance.finding import PACKAGE
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.hits import find_hits
from conformance.upgrade.usage.type_errors import TypeCheckResult
from conformance.upgrade.usage.use import Use
from conformance.upgrade.usage.user_files import read_files
from tests.upgrade.usage.test_find import acme_api, acme_environment, from_within
from tests.vocabulary import acme_target

pytestmark = pytest.mark.xdist_group("user code")

MARK: Final = "# "
CHECKED: Final = TypeCheckResult("mypy")

POSITIONS = """\
from acme_sdk import Acme
client = Acme(api_key="k")
client.projects.get(1)  # swapped
client.projects.get(project=1)
client.projects.get(*[1])  # perhaps
client.projects.get(**{"project": 1})
"""

RESULTS = """\
from acme_sdk import Acme, Project
client = Acme(api_key="k")
client.projects.update(1, title="ignored")
print(client.projects.update(1).title)  # lost
print(client.projects.update(1).state)  # lost
kept = client.projects.get(1)

def read():
    changed = client.projects.update(1)
    return changed.id, changed.state  # lost

def hand_on(sink):
    sink.add(client.projects.update(1))

def loop():
    for project in client.projects.list():
        print(project.title)
    names = client.projects.list()
    return names[0]
"""

TWINS = """\
from acme_sdk import Acme, AsyncAcme
client = Acme(api_key="k")  # sync
other = AsyncAcme(api_key="k")  # async

def work():
    return client.tasks.get("t")  # sync

async def later():
    return await other.tasks.get("t")  # async
"""

TEXTS = """\
import logging
from acme_sdk import Acme
from acme_sdk.errors import NotFoundError
client = Acme(api_key="k")
try:
    client.tasks.get("t")
except NotFoundError as error:
    print(error.status_code)
try:
    client.tasks.get("t")
except NotFoundError as error:  # text
    logging.error("failed: %s", error)
try:
    client.tasks.get("t")
except NotFoundError as error:
    raise error
except Exception:
    pass
"""


@lru_cache
def uses_of(code: str, folder: Path) -> tuple[Use, ...]:
    """The uses in a file with this code."""
    (folder / "code.py").write_text(code)
    with from_within(folder) as named:
        return find_uses(read_files([named]), acme_environment(), acme_target(), acme_api()).uses


def lines_with(code: str, *marks: str) -> list[int]:
    """The lines that end with one of the marks."""
    return [at for at, line in enumerate(code.splitlines(), 1) if line.endswith(tuple(MARK + mark for mark in marks))]


def change(rule: str, subject: str, **fields: object) -> Change:
    """A breaking change of declarations."""
    made = {"tier": Tier.SURFACE, "impact": Impact.BREAKING, "level": Level.RUNTIME, "message": "It changed."} | fields
    return Change(rule=rule, subject=subject, **made)  # type: ignore[arg-type]


def hits_of(
    changed: Change, code: str, folder: Path, new: Api | None = None, checked: TypeCheckResult = CHECKED
) -> tuple[Hit, ...]:
    """The hits of one change in a file with this code."""
    (found,) = find_hits([changed], uses_of(code, folder), (acme_api(), new or acme_api()), acme_target(), checked)
    return found.hits


def lines_of(hits: Iterable[Hit], *, certain: bool = True) -> list[int]:
    """The lines of certain hits, or of the others."""
    return [hit.line for hit in hits if hit.certain is certain]


def returning(operation: str, result: Type) -> Api:
    """The faux SDK, with another result of one operation."""
    api = acme_api()
    methods = {twin: replace(method, returns=result) for twin, method in api.operations[operation].items()}
    return replace(api, operations={**api.operations, operation: methods})


def test_a_changed_order_affects_calls_by_position_and_none_by_keyword(tmp_path: Path) -> None:
    swapped = change("parameter_order_changed", "projects.get", before="project, owner", after="owner, project")

    hits = hits_of(swapped, POSITIONS, tmp_path)

    assert lines_of(hits) == lines_with(POSITIONS, "swapped")
    assert lines_of(hits, certain=False) == lines_with(POSITIONS, "perhaps")


def test_a_new_last_position_affects_no_call(tmp_path: Path) -> None:
    longer = change("parameter_order_changed", "projects.get", before="project", after="project, owner")

    assert lines_of(hits_of(longer, POSITIONS, tmp_path)) == []


def test_another_result_affects_what_reads_a_field_that_it_lacks(tmp_path: Path) -> None:
    task = Type("model", name="types.tasks.Task")  # it has neither a title nor a state
    changed = change("result_type_changed", "projects.update", before="Project", after="Task")

    hits = hits_of(changed, RESULTS, tmp_path, returning("projects.update", task))

    assert lines_of(hits) == lines_with(RESULTS, "lost")
    assert lines_of(hits, certain=False) == [17]  # the call in line 13 hands its result on, and others return projects


def test_an_ignored_result_may_be_of_any_type(tmp_path: Path) -> None:
    code = 'from acme_sdk import Acme\nclient = Acme(api_key="k")\nclient.projects.update(1)\n'
    changed = change("result_type_changed", "projects.update", before="Project", after="None")

    assert hits_of(changed, code, tmp_path, returning("projects.update", Type("null"))) == ()


def test_an_index_needs_a_list_and_a_loop_anything_that_can_be_iterated(tmp_path: Path) -> None:
    code = (
        'from acme_sdk import Acme\nclient = Acme(api_key="k")\n\n\ndef read():\n'
        "    for state in client.projects.update(1):\n        print(state)\n    return client.projects.update(1)[0]\n"
    )
    old = returning("projects.update", Type("list", args=(Type("string"),)))
    new = returning("projects.update", Type("unknown", name="typing.Iterator", args=(Type("string"),)))
    changed = change("result_type_changed", "projects.update", before="list", after="Iterator")

    (found,) = find_hits([changed], uses_of(code, tmp_path), (old, new), acme_target(), CHECKED)

    assert lines_of(found.hits) == [8]


@pytest.mark.parametrize("twin", ["sync", "async"])
def test_a_difference_of_one_client_affects_only_code_that_uses_it(twin: Twin, tmp_path: Path) -> None:
    seen = Difference(
        operation="tasks.get", facet="result", part="", before="1", after="2", twins=(twin,), call="", response=""
    )
    repeated = change("retry_count_changed", "(package)", tier=Tier.BEHAVIOUR, difference=seen)
    result = change("result_changed", "tasks.get", tier=Tier.BEHAVIOUR, before="1", after="2", difference=seen)

    found = [*hits_of(repeated, TWINS, tmp_path), *hits_of(result, TWINS, tmp_path)]

    assert lines_of(found) == lines_with(TWINS, twin)


def test_a_call_that_one_client_did_not_make_may_differ_for_it_too(tmp_path: Path) -> None:
    seen = Difference(
        operation="tasks.get", facet="result", part="", before="1", after="2", twins=("sync",), call="", response="",
        untried=("async",),
    )  # fmt: skip
    result = change("result_changed", "tasks.get", tier=Tier.BEHAVIOUR, before="1", after="2", difference=seen)

    assert lines_of(hits_of(result, TWINS, tmp_path)) == [6, 9]


def test_a_declaration_that_differs_for_one_client_only_affects_only_that_one(tmp_path: Path) -> None:
    api = acme_api()
    gone: dict[Twin, Callable] = {"sync": api.operations["tasks.get"]["sync"]}
    new = replace(api, operations={**api.operations, "tasks.get": gone})

    hits = hits_of(change("client_counterpart_removed", "tasks.get"), TWINS, tmp_path, new)

    assert lines_of(hits) == [9]


def test_the_text_of_an_exception_matters_where_it_is_used(tmp_path: Path) -> None:
    worded = change("error_body_changed", "(package)", part="text", tier=Tier.BEHAVIOUR, impact=Impact.RISKY)

    assert lines_of(hits_of(worded, TEXTS, tmp_path), certain=False) == lines_with(TEXTS, "text")


def test_a_header_in_which_the_sdk_names_itself_affects_no_line(tmp_path: Path) -> None:
    named = change("header_changed", "(package)", part="user-agent", tier=Tier.WIRE, impact=Impact.RISKY)
    other = change("header_changed", "(package)", part="authorization", tier=Tier.WIRE, impact=Impact.RISKY)

    assert hits_of(named, TWINS, tmp_path) == ()
    assert lines_of(hits_of(other, TWINS, tmp_path)) == [2, 3]


def error(line: int, file: str = "code.py") -> Hit:
    """An error of the type checker."""
    return Hit(file=file, line=line, column=1, text="", uses="attr-defined", advice="no such attribute")


def test_a_change_of_types_only_affects_the_lines_with_new_type_errors(tmp_path: Path) -> None:
    narrowed = change("field_type_changed", "types.projects.Project", part="title", level=Level.TYPES)
    read = [4, 17]

    assert lines_of(hits_of(narrowed, RESULTS, tmp_path)) == []
    checked = TypeCheckResult("mypy", problems=(error(17),))
    assert lines_of(hits_of(narrowed, RESULTS, tmp_path, checked=checked)) == [17]
    assert lines_of(hits_of(narrowed, RESULTS, tmp_path, checked=TypeCheckResult("")), certain=False) == read


def test_a_removed_field_may_affect_reads_of_which_the_checker_knows_no_type(tmp_path: Path) -> None:
    removed = change("field_removed", "types.projects.Project", part="title", level=Level.TYPES)

    assert lines_of(hits_of(removed, RESULTS, tmp_path), certain=False) == [4, 17]


def test_a_key_of_a_dict_is_a_field_of_the_model_that_is_declared(tmp_path: Path) -> None:
    api = acme_api()
    nested = next(
        (name, argument.name, inner.name)
        for name, methods in sorted(api.operations.items())
        for argument in methods["sync"].arguments
        for inner in (() if argument.type is None else api.expand(argument.type).walk())
        if inner.name in api.classes and api.classes[inner.name].kind == "model"
    )
    operation, argument, model = nested
    field = next(name for owner in api.lineage(model) for name in owner.members if not name.startswith("_"))
    code = (
        'from acme_sdk import Acme\nclient = Acme(api_key="k")\n'
        f'client.{operation}({argument}={{"{field}": 1}})\nclient.{operation}({argument}={{"other": 1}})\n'
    )
    owner = next(owner.name for owner in api.lineage(model) if field in owner.members)

    assert lines_of(hits_of(change("field_removed", owner, part=field), code, tmp_path)) == [3]


def test_a_removed_name_is_reported_where_it_is_imported_not_where_it_annotates(tmp_path: Path) -> None:
    code = (
        "from __future__ import annotations\nfrom acme_sdk import Project\nimport acme_sdk.types\n\n\n"
        "def show(project: Project) -> None:\n    print(isinstance(project, Project))\n"
    )

    assert lines_of(hits_of(change("model_removed", "types.projects.Project"), code, tmp_path)) == [2, 7]


@pytest.mark.parametrize("decorator", ["cached_property", "functools.cached_property"])
def test_a_part_of_the_client_is_followed_through_a_cached_property(decorator: str, tmp_path: Path) -> None:
    code = (
        "import functools\nfrom functools import cached_property\nfrom acme_sdk import Acme\n\n\nclass Service:\n"
        f'    def __init__(self):\n        self.client = Acme(api_key="k")\n\n    @{decorator}\n'
        "    def projects(self):\n        return self.client.projects\n\n"
        "    def read(self):\n        return self.projects.get(1)\n"
    )

    assert lines_of(hits_of(change("operation_removed", "projects.get"), code, tmp_path)) == [15]


@pytest.mark.parametrize(
    "line",
    [
        "return sorted(client.projects.list(), key=lambda project: project.title)",
        "return max(client.projects.list(), key=lambda project: len(project.title))  # the longest",
        "return list(map(lambda project: project.title, client.projects.list()))",
        "return [x.id for x in filter(lambda project: project.title, list(client.projects.list()))]",
        "for p in sorted(client.projects.list(), key=lambda project: project.title):\n        print(p.id)",
        "projects = list(client.projects.list())\n    projects.sort(key=lambda project: project.title)",
    ],
)
def test_the_parameter_of_a_lambda_is_an_item_of_what_it_is_applied_to(line: str, tmp_path: Path) -> None:
    code = f"from acme_sdk import Acme\n\n\ndef read(client: Acme):\n    {line}\n"
    expected = [at for at, text in enumerate(code.splitlines(), 1) if "lambda" in text]

    hits = hits_of(change("field_removed", "types.projects.Project", part="title"), code, tmp_path)

    assert lines_of(hits) == expected
    assert all(text[hit.column - 1 :].startswith("title") for hit in hits for text in [code.splitlines()[hit.line - 1]])


def test_a_function_that_is_given_a_method_may_pass_on_what_it_is_given(tmp_path: Path) -> None:
    code = (
        'from acme_sdk import Acme\nclient = Acme(api_key="k")\n\n\ndef safely(function, *args, **kwargs):\n'
        "    return None\n\n\nsafely(client.projects.get, 1, members_limit=3)\nsafely(client.projects.get, 1)\n"
    )
    removed = change("parameter_removed", "projects.get", part="members_limit")
    required = change("parameter_now_required", "projects.get", part="members_limit")

    assert lines_of(hits_of(removed, code, tmp_path)) == [9]
    assert lines_of(hits_of(removed, code, tmp_path), certain=False) == [10]
    assert lines_of(hits_of(required, code, tmp_path), certain=False) == [10]


FORWARDED = """\
import asyncio
from acme_sdk import Acme
client = Acme(api_key="k")

def safely(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except ValueError:
        return None

async def retried(attempts, function, *args, pause=1.0, **kwargs):
    for _ in range(attempts):
        return await asyncio.to_thread(lambda: function(*args, **kwargs))

def with_defaults(function, *args, **kwargs):
    return function(*args, limit=1, **kwargs)  # perhaps

class Runner:
    def run(self, function, *args, **kwargs):
        return function(*args, **kwargs)

safely(client.projects.create, title="a")  # missing
safely(client.projects.create, title="a", state="open")
Runner().run(client.projects.create, "a")  # missing
retried(3, client.projects.create, title="a", pause=2.0)  # missing
with_defaults(client.projects.create, title="a")  # perhaps
asyncio.to_thread(client.projects.create, title="a")  # missing
"""


def test_a_helper_that_passes_on_its_arguments_calls_with_exactly_these(tmp_path: Path) -> None:
    required = change("parameter_now_required", "projects.create", part="state", before="", after="state")

    hits = hits_of(required, FORWARDED, tmp_path)

    assert lines_of(hits) == lines_with(FORWARDED, "missing")
    assert lines_of(hits, certain=False) == lines_with(FORWARDED, "perhaps")


def test_fewer_requests_for_an_empty_page_are_never_certain_to_affect_a_line(tmp_path: Path) -> None:
    code = 'from acme_sdk import Acme\nfor project in Acme(api_key="k").projects.list(title="a"):\n    print(project)\n'
    fewer = change("pager_changed", "projects.list", tier=Tier.BEHAVIOUR, impact=Impact.RISKY, before="2", after="1")

    hits = hits_of(fewer, code, tmp_path)

    assert lines_of(hits) == []
    assert len(hits) <= 1


def test_every_method_of_a_large_class_is_read(tmp_path: Path) -> None:
    methods = [
        f"    def step_{number}(self):\n        return [p.id for p in self._client.projects.list(page_size={number})]\n"
        for number in range(120)
    ]
    start = (
        "from acme_sdk import Acme\nclass Service:\n    def __init__(self):\n        self._client = Acme(api_key='k')\n"
    )
    code = start + "".join(methods)
    gone = change("parameter_removed", "projects.list", part="page_size", before="page_size")

    assert len(lines_of(hits_of(gone, code, tmp_path))) == len(methods)


def test_a_lost_attribute_is_reported_where_it_is_read(tmp_path: Path) -> None:
    code = (
        'from acme_sdk import Acme\nclient = Acme(api_key="k")\n\ndef read():\n'
        "    page = client.projects.update(1)\n    return {tag for tag in page.title}\n"
    )
    lost = change("result_type_changed", "projects.update", before="Project", after="Settings")

    hits = hits_of(
        lost, code, tmp_path, new=returning("projects.update", Type("model", name="types.projects.Settings"))
    )

    assert [(hit.line, hit.text) for hit in hits] == [(6, "return {tag for tag in page.title}")]


SUBCLASSES = """\
import acme_sdk
from acme_sdk import Acme


class Keyed(Acme):
    def __init__(self, key):
        super().__init__(api_key=key)  # sync


class Plain(acme_sdk.AsyncAcme):
    retries = 3


def go():
    return Keyed("k"), Plain(api_key="k")  # async
"""


def test_a_change_of_the_client_is_reported_where_a_subclass_of_it_is_made(tmp_path: Path) -> None:
    timeout = change("timeout_changed", PACKAGE, part="default", tier=Tier.BEHAVIOUR)

    assert lines_of(hits_of(timeout, SUBCLASSES, tmp_path)) == lines_with(SUBCLASSES, "sync", "async")
