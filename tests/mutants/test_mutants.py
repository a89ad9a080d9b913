"""Which faults are made, in one client or in both, and which of them are none."""

from __future__ import annotations

import pytest

from conformance.finding import PACKAGE, Blame, Finding, Severity
from conformance.finding import Source as Origin
from conformance.mutants.choose import choose_mutants, kinds_like
from conformance.mutants.kinds import KINDS
from conformance.mutants.mutant import Mutant, mutants_of, why_without_effect
from conformance.mutants.place import names_place, owners_of
from conformance.mutants.source import Source
from conformance.occurrence import CORE, SourcePlace

CLIENT = '''
class TasksClient:
    def get(self, id, key, *, page=None):
        """A task."""
        r = self._http.request(f"api/{id}/{key}/", method="GET", params={"page": page, "kéy": key}, omit=OMIT)
        if r.status_code == 404:
            raise NotFoundError(body=r.json())
        return r.json()


class AsyncTasksClient:
    async def get(self, id, key, *, page=None):
        """A task."""
        r = await self._http.request(f"api/{id}/{key}/", method="GET", params={"page": page, "kéy": key}, omit=OMIT)
        if r.status_code == 404:
            raise NotFoundError(body=r.json())
        return r.json()
'''
PATH = "sdk/tasks/client.py"
FILES = {PATH: CLIENT, "sdk/types/task.py": "class Task(Base):\n    id: int\n", "sdk/broken.py": "def (:\n"}


def _mutants(glob: str, text: str = CLIENT, path: str = PATH) -> list[Mutant]:
    source = Source(path, text)
    return [mutant for kind in kinds_like(KINDS, [glob]) for mutant in mutants_of(kind, source)]


def test_a_fault_is_made_in_each_client_alone_and_in_both() -> None:
    found = _mutants("http_method_changed")
    assert [mutant.side for mutant in found] == ["sync", "both", "async"]
    assert [mutant.applied(CLIENT).count('"POST"') for mutant in found] == [1, 2, 1]
    assert found[1].functions == ("TasksClient.get", "AsyncTasksClient.get")


def test_a_fault_names_the_lines_of_its_statements() -> None:
    [sync, *_] = _mutants("query_parameter_dropped")
    assert sync.statements == (5,)
    assert sync.diff(CLIENT).splitlines()[2:][-4].startswith("-        r = self._http")


def test_a_number_in_the_path_is_the_same_without_escaping() -> None:
    text = "def get(self, id: {}):\n    return self._http.request(f'a/{{quote(id)}}', method='GET')\n"
    assert _mutants("path_value_not_quoted", text.format("str"))
    assert not _mutants("path_value_not_quoted", text.format("int"))


def test_text_behind_characters_of_several_bytes_is_edited_where_it_is() -> None:
    assert any('{"page": page, "kéy_": key}, omit=OMIT' in m.applied(CLIENT) for m in _mutants("query_name_changed"))


def test_the_same_seed_chooses_the_same_faults_and_another_one_others() -> None:
    first, places = choose_mutants(FILES, KINDS, seed=0, count=40)
    again, _ = choose_mutants(dict(reversed(FILES.items())), KINDS, seed=0, count=40)
    other, _ = choose_mutants(FILES, KINDS, seed=1, count=40)
    assert [m.id for m in first] == [m.id for m in again] != [m.id for m in other]
    assert len({m.id for m in first}) == 40
    assert places["http_method_changed"] == 3


def test_faults_are_chosen_in_turns_so_that_no_kind_is_left_out() -> None:
    chosen, places = choose_mutants(FILES, KINDS, seed=0, count=1000)
    turn, _ = choose_mutants(FILES, KINDS, seed=0, count=len({m.kind for m in chosen}))
    assert {m.kind for m in turn} == {m.kind for m in chosen}
    assert sum(places.values()) >= len(chosen)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("def f(x):\n    if x: return None\n    return (x)\n", "helper_return_none", None),
        ("def f(x):\n    y: 'a' = x\n    return y\n", "helper_text_changed", "the same bytecode"),
        ("def f(x=True): return x\n", "helper_default_changed", None),
    ],
)
def test_a_fault_that_changes_no_bytecode_is_none(text: str, kind: str, reason: str | None) -> None:
    [mutant, *_] = _mutants(kind, text, "sdk/tools/more.py")
    assert why_without_effect(mutant, text) == reason


def _finding(operation: str, *, source: str = "", message: str = "") -> Finding:
    place = SourcePlace(file=source, line=1, function="f") if source else None
    return Finding(
        check="argument_not_sent", operation=operation, message=message, severity=Severity.MAJOR, blame=Blame.SDK,
        sources=(Origin.SDK, Origin.APPROVED), source=place,
    )  # fmt: skip


def test_annotations_of_functions_in_shared_code_are_left_alone() -> None:
    text = 'def f(x: L["a", "b"]) -> L["c", "d"]:\n    y: L["e", "f"] = x\n    return y in ["g", "h"]\n'
    found = _mutants("core_list_item_lost", text, "sdk/core/encode.py")
    assert found
    assert all(text[edit.start : edit.start + 3] in {'"g"', '"h"', ', "'} for mutant in found for edit in mutant.edits)


def test_the_place_of_a_fault_is_its_file_or_its_operation() -> None:
    [mutant, *_] = _mutants("query_parameter_dropped")
    owners = owners_of(mutant, frozenset({"tasks.get", "projects.get", "tasks.list", "get"}))
    assert owners == {"tasks.get"}
    assert names_place(_finding("tasks.get"), mutant, owners)
    assert names_place(_finding(CORE, source=PATH), mutant, owners)
    assert not names_place(_finding("tasks.list"), mutant, owners)
    assert not names_place(_finding(PACKAGE), mutant, owners)


def test_the_place_of_a_fault_in_shared_code_is_the_shared_client_and_in_a_model_the_model() -> None:
    [shared, *_] = _mutants("retry_wait_lost", "def f():\n    time.sleep(2)\n", "sdk/core/http.py")
    assert names_place(_finding(PACKAGE), shared, frozenset())
    assert not names_place(_finding("tasks.get"), shared, frozenset())
    [model, *_] = _mutants("field_lost", FILES["sdk/types/task.py"], "sdk/types/task.py")
    assert names_place(_finding("types.task.Task"), model, frozenset())
    assert not names_place(_finding(PACKAGE), model, frozenset())
    assert names_place(_finding(PACKAGE, message="`Task` loses a field"), model, frozenset())
