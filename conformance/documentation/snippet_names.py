"""The names of one statement of a snippet, resolved without running it: which exist, and which calls are accepted."""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from conformance.targets.client import Sdk, public_names

UNRESOLVED: Final = object()
_MODEL_MARKS: Final = ("model_fields", "__fields__")  # of pydantic 2 and 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of a snippet, at a line of its code."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ResolvedCall:
    """A call of something that exists, and what is called."""

    node: ast.Call
    called: Any

    @property
    def signature(self) -> inspect.Signature:
        """The signature; of a class whose constructor passes everything on, that of the next one."""
        for cls in self.called.__mro__ if isinstance(self.called, type) else ():
            made = vars(cls).get("__init__")
            if inspect.isfunction(made) and not _passes_on(made):
                own = inspect.signature(made)
                return own.replace(parameters=list(own.parameters.values())[1:])
        return inspect.signature(self.called)

    @property
    def literals(self) -> dict[str, Any]:
        """The arguments that are literals, by the name of their parameter."""
        names = list(self.signature.parameters)
        given = [*zip(names, self.node.args, strict=False), *((word.arg, word.value) for word in self.node.keywords)]
        found: dict[str, Any] = {}
        for name, value in given:
            if name is None or isinstance(value, ast.Starred):
                break
            try:
                found[name] = ast.literal_eval(value)
            except (ValueError, SyntaxError):
                continue
        return found


class StatementNames:
    """One statement, beside the names that the snippets before it have defined."""

    def __init__(self, sdk: Sdk, statement: ast.stmt, names: Mapping[str, Any]) -> None:
        self.sdk, self.statement, self.names = sdk, statement, names
        self.nodes = list(ast.walk(statement))
        self.bound = set(_bound(self.nodes))

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """The names that neither this statement nor an earlier one defines, each with its line."""
        found = {
            node.id: node.lineno
            for node in reversed(self.nodes)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        return sorted(
            (name, line) for name, line in found.items()
            if name not in self.bound and name not in self.names and not hasattr(builtins, name)
        )  # fmt: skip

    @property
    def placeholder(self) -> bool:
        """Whether a value is left out: `...` as an argument, as an item or after `=`."""
        holders = (ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Assign, ast.Await)
        return any(
            isinstance(child, ast.Constant) and child.value is ...
            for node in self.nodes if isinstance(node, holders)
            for child in ast.iter_child_nodes(node)
        )  # fmt: skip

    def mistakes(self) -> Iterator[Mistake]:
        """The attributes that do not exist, and the arguments that are not accepted, by line."""
        for node in self.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                owner = self._resolve(node.value)
                if owner is not UNRESOLVED and self._is_described(owner) and not hasattr(owner, node.attr):
                    near = get_close_matches(node.attr, public_names(owner), n=1)
                    hint = f"; it has `{near[0]}`" if near else ""
                    yield Mistake(
                        node.end_lineno or node.lineno, f"`{ast.unparse(node.value)}` has no `{node.attr}`{hint}"
                    )
        for call in self.calls():
            yield from self._wrong_arguments(call)

    def calls(self) -> Iterator[ResolvedCall]:
        """The calls of functions and classes of the SDK."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                called = self._resolve(node.func)
                if called is not UNRESOLVED and self._has_signature(called):
                    yield ResolvedCall(node, called)

    def _resolve(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            return UNRESOLVED if node.id in self.bound else self.names.get(node.id, UNRESOLVED)
        if isinstance(node, ast.Attribute):
            owner = self._resolve(node.value)
            return UNRESOLVED if owner is UNRESOLVED else getattr(owner, node.attr, UNRESOLVED)
        return UNRESOLVED

    def _is_described(self, owner: Any) -> bool:
        """Whether all attributes of an object are known: it is of the SDK, and no model that takes further fields."""
        if inspect.ismodule(owner):
            return owner.__name__.split(".")[0] == self.sdk.target.package
        kind = owner if isinstance(owner, type) else type(owner)
        return self.sdk.owns(kind) and "__getattr__" not in {name for cls in kind.__mro__ for name in _own(cls)}

    def _has_signature(self, called: Any) -> bool:
        if isinstance(called, type):
            made = getattr(called, "__init__", None)
            is_model = any(hasattr(called, mark) for mark in _MODEL_MARKS)
            return not is_model and inspect.isfunction(made) and self._owns(made)
        return inspect.isroutine(called) and self._owns(called)

    def _owns(self, called: Any) -> bool:
        return str(getattr(called, "__module__", "")).split(".")[0] == self.sdk.target.package

    def _wrong_arguments(self, call: ResolvedCall) -> Iterator[Mistake]:
        node, signature = call.node, call.signature
        accepted, name = signature.parameters, ast.unparse(node.func)
        takes_any = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in accepted.values())
        wrong = [word for word in node.keywords if word.arg is not None and word.arg not in accepted]
        for word in [] if takes_any else wrong:
            near = get_close_matches(str(word.arg), accepted, n=1)
            hint = f"; it accepts `{near[0]}`" if near else ""
            yield Mistake(word.value.lineno, f"`{name}` does not accept `{word.arg}`{hint}")
        left_out = [argument for argument in node.args if isinstance(argument, ast.Constant) and argument.value is ...]
        is_open = left_out or any(isinstance(argument, ast.Starred) for argument in node.args)
        if is_open or any(word.arg is None for word in node.keywords) or (wrong and not takes_any):
            return
        try:
            signature.bind(*node.args, **{str(word.arg): word.value for word in node.keywords})
        except TypeError as error:
            yield Mistake(node.lineno, f"`{name}` refuses its arguments: {error}")


def _passes_on(function: Any) -> bool:
    """Whether a constructor accepts anything: `(self, *args, **kwargs)`."""
    _, *others = inspect.signature(function).parameters.values()
    kinds = [parameter.kind for parameter in others]
    return kinds == [inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD]


def _own(cls: type) -> set[str]:
    """The names that a class defines, but for those that pydantic has for private fields."""
    return set() if cls.__module__.split(".")[0] == "pydantic" else set(vars(cls))


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    """The names that a statement binds itself."""
    for node in nodes:
        match node:
            case ast.Name(ctx=ast.Store()) | ast.Name(ctx=ast.Del()):
                yield node.id
            case ast.arg():
                yield node.arg
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.alias():
                yield (node.asname or node.name).split(".")[0]
            case ast.ExceptHandler(name=str()):
                yield str(node.name)
            case _:
                pass
