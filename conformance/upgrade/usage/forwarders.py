"""Functions that call one of their arguments with the others: `asyncio.to_thread`, and helpers of the user's own.

`safely(client.tasks.get, id=1)` is a call of `client.tasks.get` with `id=1` where `safely` passes on exactly what it is
given. Helpers are known by their names, in all files: of a name that several functions have, all must agree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_RECEIVERS: Final = ("self", "cls")


@dataclass(frozen=True, slots=True)
class Forwarder:
    """The position of the function among the arguments, and the keywords that are not passed on.

    `exact` is False where other arguments may be added.
    """

    position: int = 0
    own: frozenset[str] = frozenset()
    exact: bool = False


STANDARD: Final[Mapping[str, Forwarder]] = {
    **dict.fromkeys(("to_thread", "submit"), Forwarder(exact=True)),
    "run_in_executor": Forwarder(position=1, exact=True),
    **dict.fromkeys(
        ("partial", "partialmethod", "run_sync", "sync_to_async", "map", "starmap", "apply_async", "apply"),
        Forwarder(),
    ),
}


def forwarders(trees: Iterable[ast.Module]) -> dict[str, Forwarder]:
    """The functions of the standard library that forward calls, and those that the files define, by name."""
    found: dict[str, Forwarder] = {}
    others: set[str] = set()
    for function in (node for tree in trees for node in ast.walk(tree) if isinstance(node, _Function)):
        forwarder = _forwarder(function)
        if forwarder is None or found.setdefault(function.name, forwarder) != forwarder:
            others.add(function.name)
    return {**STANDARD, **{name: forwarder for name, forwarder in found.items() if name not in others}}


def forwarding_calls(tree: ast.Module, known: Mapping[str, Forwarder]) -> Iterator[ast.expr]:
    """The functions of the calls by which known helpers forward: what they call is known where they are called."""
    for function in ast.walk(tree):
        if isinstance(function, _Function) and function.name in known and _forwarder(function) is not None:
            yield from (call.func for call in _calls(function))


def _calls(function: _Function) -> list[ast.Call]:
    """The calls to which a function passes its `*args` or `**kwargs`."""
    starred = _starred(function)
    return [node for node in ast.walk(function) if isinstance(node, ast.Call) and starred & set(_spread(node))]


def _starred(function: _Function) -> set[str]:
    return {argument.arg for argument in (function.args.vararg, function.args.kwarg) if argument is not None}


def _forwarder(function: _Function) -> Forwarder | None:
    """How a function forwards: it uses its `*args` and `**kwargs` to call one of its other parameters, and only so."""
    declared, starred, calls = function.args, _starred(function), _calls(function)
    uses = sum(isinstance(node, ast.Name) and node.id in starred for node in ast.walk(function))
    called = {call.func.id if isinstance(call.func, ast.Name) else "" for call in calls}
    passes_all = all(_passes_only(call, starred) for call in calls)
    if len(called) != 1 or not passes_all or uses != len(starred) * len(calls):
        return None
    positional = [argument.arg for argument in [*declared.posonlyargs, *declared.args]]
    if positional[:1] and positional[0] in _RECEIVERS:
        positional = positional[1:]
    (name,) = called
    if positional[-1:] != [name]:  # others between it and `*args` would take what follows
        return None
    own = frozenset(argument.arg for argument in [*declared.args, *declared.kwonlyargs])
    return Forwarder(position=len(positional) - 1, own=own, exact=True)


def _spread(call: ast.Call) -> Iterator[str]:
    """The names that a call spreads as `*name` and `**name`."""
    for value in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg is None)]:
        inner = value.value if isinstance(value, ast.Starred) else value
        if isinstance(inner, ast.Name):
            yield inner.id


def _passes_only(call: ast.Call, starred: set[str]) -> bool:
    """It passes all of them, and nothing else."""
    return set(_spread(call)) == starred and len(call.args) + len(call.keywords) == len(starred)
