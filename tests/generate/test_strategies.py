"""Generated values are valid, shrink to simple ones, and do not depend on other imports."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import sys
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.model import Operation
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.generate.call import Call
from conformance.generate.property_search import SearchResult, derived_seed, property_search, use_reproducible_draws
from conformance.generate.samples import UNKNOWN_MEMBER, edges
from conformance.generate.strategies import Strategies
from conformance.generate.values import File, Record
from tests.generate.validity import valid
from tests.vocabulary import approved_contract, approved_operation, import_acme, simplest_call, smallest

PATHS = approved_contract().paths()
MODELS = approved_contract().models
INTEGER, NUMBER, BOOLEAN = Type("integer"), Type("number"), Type("boolean")
ROLE = Type("literal", values=("reader", "writer"))


@cache
def clients() -> tuple[Any, Any]:
    """The sync and the async client. They send nothing, and read no certificates, which takes longer than a test."""
    package = import_acme().package
    wire = httpx.MockTransport(lambda _: httpx.Response(200))
    return (
        package.Acme(api_key="k", base_url="http://sdk.test", httpx_client=httpx.Client(transport=wire)),
        package.AsyncAcme(api_key="k", base_url="http://sdk.test", httpx_client=httpx.AsyncClient(transport=wire)),
    )


def accepted_by(operation: Operation, arguments: dict[str, Any]) -> bool:
    """The methods of both clients take the arguments."""
    for client in clients():
        method = client
        for step in operation.path.split("."):
            method = getattr(method, step)
        inspect.signature(method).bind(**arguments)
    return True


@pytest.mark.parametrize("path", PATHS)
def test_every_generated_call_is_accepted_by_the_signatures(path: str) -> None:
    operation = approved_operation(path)
    names: set[frozenset[str]] = set()

    @settings(max_examples=40, database=None, deadline=None)
    @given(Strategies(MODELS).calls(operation))
    def holds(call: Any) -> None:
        names.add(frozenset(call.arguments))
        assert all(valid(approved_operation(path).parameter(n).type, v, MODELS) for n, v in call.arguments.items())  # type: ignore[union-attr]

    holds()
    for given_names in names:
        assert accepted_by(operation, dict.fromkeys(given_names))


@pytest.mark.parametrize("path", PATHS)
def test_optional_arguments_shrink_away(path: str) -> None:
    required = {parameter.name for parameter in approved_operation(path).accepted if parameter.required}
    assert set(simplest_call(approved_operation(path)).arguments) == required


def test_a_call_without_required_arguments_shrinks_to_nothing() -> None:
    assert simplest_call(approved_operation("projects.list")).arguments == {}


def besides(call: Call, *names: str) -> list[Any]:
    """The arguments that do not matter."""
    return [value for name, value in call.arguments.items() if name not in names]


def test_of_an_argument_that_does_not_matter_nothing_is_left() -> None:
    call = simplest_call(approved_operation("projects.list"), lambda call: bool(call.arguments.get("ids")))
    assert call.arguments["ids"] == [0]
    assert not any(besides(call, "ids"))


def test_two_arguments_that_matter_together_stay_together() -> None:
    call = simplest_call(
        approved_operation("projects.list"), lambda call: {"archived", "ordering"} <= set(call.arguments)
    )
    assert (call.arguments["ordering"], call.arguments["archived"]) == (None, None)
    assert not any(besides(call, "archived", "ordering"))


@pytest.mark.parametrize(
    ("declared", "simplest"),
    [
        (STRING, ""),
        (INTEGER, 0),
        (NUMBER, 0.0),
        (BOOLEAN, False),
        (NULL, None),
        (ANY, None),
        (ROLE, "reader"),
        (Type("list", (INTEGER,)), []),
        (Type("map", (STRING, INTEGER)), {}),
        (Type("time"), dt.time(0, 0)),
        (Type("datetime"), dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)),
        (Type("bytes"), b""),
        (Type("file"), File("a.bin", b"", "a/b")),
        (union([STRING, NULL]), None),
        (union([INTEGER, STRING]), 0),
        (union([ROLE, ANY]), "reader"),
        (Type("model", name="types.projects.Label"), Record("types.projects.Label", {"name": ""})),
        (Type("model", name="types.tasks.Comment"), Record("types.tasks.Comment", {"text": ""})),
    ],
    ids=str,
)
def test_a_type_shrinks_to_its_simplest_value(declared: Type, simplest: Any) -> None:
    assert smallest(Strategies(MODELS).of(declared)) == simplest


@pytest.mark.parametrize("border", list(edges(STRING)), ids=repr)
def test_the_edge_values_of_a_query_parameter_are_generated(border: str) -> None:
    call = simplest_call(approved_operation("projects.list"), lambda call: call.arguments.get("ordering") == border)
    assert not any(besides(call, "ordering"))


def test_an_open_enum_draws_a_member_that_it_does_not_list() -> None:
    assert smallest(Strategies(MODELS).of(union([ROLE, ANY])), lambda member: member == UNKNOWN_MEMBER)


def test_a_model_that_contains_itself_comes_to_an_end() -> None:
    comments = Strategies(MODELS).of(Type("model", name="types.tasks.Comment"))

    def depth(comment: Record) -> int:
        return 1 + max(map(depth, comment.fields.get("replies") or ()), default=0)

    assert depth(smallest(comments, lambda comment: depth(comment) == 3)) == 3


def test_a_string_in_a_path_needs_no_escaping_but_its_umlaut() -> None:
    @settings(max_examples=100, database=None)
    @given(Strategies(MODELS).calls(approved_operation("tasks.get")))
    def holds(call: Any) -> None:
        assert all(character.isalnum() or character in "-_" for character in call.arguments["task"])

    holds()


# ---- exploring


def generated(seed: int, strategy: st.SearchStrategy[Any], examples: int = 50) -> list[Any]:
    """The values that a seed generates."""
    use_reproducible_draws()
    values: list[Any] = []

    def judge(value: Any) -> list[str]:
        values.append(value)
        return []

    property_search(strategy, judge, examples=examples, seed_value=seed)
    return values


def test_the_same_seed_draws_the_same_whatever_is_imported_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Strategies(MODELS).calls(approved_operation("projects.create"))
    before = generated(3, calls)
    constants = ", ".join(f"'a peculiar constant {n}', {10**9 + n}, {n}.125" for n in range(200))
    (tmp_path / "a_module_with_constants.py").write_text(f"CONSTANTS = ({constants})\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("a_module_with_constants")
    try:
        assert generated(3, calls) == before
    finally:
        del sys.modules["a_module_with_constants"]


def test_another_seed_draws_something_else() -> None:
    calls = Strategies(MODELS).calls(approved_operation("projects.create"))
    assert generated(3, calls) != generated(4, calls)


def test_seeds_of_operations_differ_and_do_not_depend_on_order() -> None:
    seeds = {path: derived_seed(7, path) for path in PATHS}
    assert len(set(seeds.values())) == len(PATHS)
    assert seeds == {path: derived_seed(7, path) for path in reversed(PATHS)}
    assert derived_seed(1, "23") != derived_seed("12", "3")


def explored(old: set[str], examples: int = 200) -> tuple[SearchResult[int], list[int]]:
    """Integers from 17 on are large, odd ones are odd."""
    use_reproducible_draws()
    seen: list[int] = []

    def judge(value: int) -> set[str]:
        seen.append(value)
        return {name for name, found in (("large", value >= 17), ("odd", value % 2 == 1)) if found}

    return property_search(st.integers(0, 10**6), judge, examples=examples, seed_value=1, known=old), seen


def test_every_finding_is_shrunk_by_itself() -> None:
    _, seen = explored(set())
    assert {1, 17} <= set(seen) or {1, 18} <= set(seen)


def test_known_findings_are_not_shrunk() -> None:
    found, seen = explored({"large", "odd"})
    assert found.judged == len(seen) == 200


def test_every_value_that_was_judged_counts() -> None:
    found, seen = explored(set())
    assert found.judged == len(seen) > 200


def test_the_smallest_value_that_shows_a_finding_is_kept() -> None:
    found, _ = explored(set())
    assert found.smallest == {"large": 17, "odd": 1}
