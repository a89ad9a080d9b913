"""Writes the smallest code that calls a callable: to run, to type check, or to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.change import Snippet
from conformance.contract.model import Twin
from conformance.contract.types import NULL
from conformance.upgrade.code.code_writer import Code, CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Argument, Callable
from conformance.upgrade.source.public_callables import PublicCallable

_SELF: Final = Argument("self", "positional", NULL)
Effect = Literal["fails", "differs", "works"]


@dataclass(frozen=True)
class CallWriter:
    """Writes code that calls one callable of the release of `code_writer`.

    `other` is the same callable in the other release, so that the call fits both.
    """

    code_writer: CodeWriter
    target: PublicCallable
    twin: Twin = "sync"
    other: Callable | None = field(default=None)

    @property
    def declaration(self) -> Callable:
        """The declaration of the called method or function."""
        return self.target.twins[self.twin]

    @property
    def _makes_client(self) -> bool:
        return (
            self.target.kind == "constructor"
            and self.target.subject in self.code_writer.api.clients.get("", {}).values()
        )

    @property
    def _short_name(self) -> str:
        return self.declaration.name.rpartition(".")[2]

    def run_snippet(
        self,
        given: Mapping[str, Code] | None = None,
        positional: int = 0,
        expects: Effect = "fails",
    ) -> Snippet | None:
        """A snippet that calls the target. None where the call cannot be written.

        Operations are called. For other callables the snippet only binds the arguments to the signature, because
        running them with made-up values would prove nothing.
        """
        if not self.target.operation:
            return self._bind_snippet(given or {}, positional, expects)
        call = self._render_call(self._runnable_target() or Code(""), given or {}, positional)
        if call is None:
            return None
        wait = "await " if self.declaration.is_async else ""
        return Snippet(
            render_module(f"result = {wait}{call.text}", call.imports), "run", self.target.operation, expects
        )

    def _bind_snippet(self, given: Mapping[str, Code], positional: int, expects: Effect) -> Snippet | None:
        """A snippet that binds the arguments to the signature."""
        there = self._uncalled_target()
        first = (_SELF,) if self.target.kind == "method" and self.declaration.role == "method" else ()
        taken = (
            argument if self.code_writer.sample(argument.type) else replace(argument, type=NULL)
            for argument in self.declaration.arguments
        )
        called = replace(self.declaration, arguments=(*first, *taken), role="function")
        bind = replace(self, target=replace(self.target, twins={self.twin: called}))
        target = there.within("inspect.signature({}).bind")
        call = bind._render_call(target, given, positional + len(first))  # noqa: SLF001
        if call is None:
            return None
        program = render_module(f"result = {call.text}.arguments", call.imports | {"import inspect"})
        return Snippet(program, "run", "", expects)

    def type_check_snippet(
        self,
        given: Mapping[str, Code] | None = None,
        positional: int = 0,
        expects: Effect = "fails",
        returns: Code | None = None,
    ) -> Snippet | None:
        """A snippet that type checks the call, and its result against the type that `returns` names."""
        target, parameter = self._typed_target()
        call = self._render_call(target, given or {}, positional)
        if call is None:
            return None
        waits = self.declaration.is_async
        lines = f"{'return ' if returns else ''}{'await ' if waits else ''}{call.text}".replace("\n", "\n    ")
        head = f"{'async ' if waits else ''}def caller({parameter}) -> {returns.text if returns else 'None'}:"
        imports = call.imports | (returns.imports if returns else frozenset())
        return Snippet(render_module(f"\n\n{head}\n    {lines}", imports), "types", self.target.operation, expects)

    def value(self, argument: Argument) -> Code | None:
        """A value for an argument. For a callable that is not called, None replaces a value that cannot be written."""
        made = self.code_writer.sample(argument.type)
        return made or (Code("None") if not self.target.operation else None)

    def inspect_snippet(self, expression: str) -> Snippet:
        """A snippet that inspects the target without calling it. `expression` contains `{}` in its place."""
        target = self._uncalled_target()
        imports = target.imports | {"import inspect"}
        return Snippet(render_module(f"result = {target.within(expression).text}", imports), "run", "", "differs")

    def member_snippet(self, expression: str) -> Snippet:
        """A snippet that inspects the class attribute of its name. `expression` contains `{}` in its place."""
        owner = self.code_writer.reference(self.target.owners[self.twin])
        target = owner.within(f'inspect.getattr_static({{}}, "{self._short_name}")')
        imports = target.imports | {"import inspect"}
        return Snippet(render_module(f"result = {target.within(expression).text}", imports), "run", "", "differs")

    def example(self, given: Mapping[str, Code] | None = None) -> str:
        """Ready-to-use code with the call; "" where the call cannot be written."""
        target = (
            self._target_of_part() if self.target.on_client and not self._has_root else self._runnable_target()
        ) or Code("")
        call = self._render_call(target, given or {}, 0) if target.text else None
        if call is None:
            return ""
        if self._makes_client:
            return render_module(f"\nclient = {call.text}", call.imports)
        body = f"\nresult = {'await ' if self.declaration.is_async else ''}{call.text}"
        if not (self.target.on_client and self._has_root):
            return render_module(body, call.imports)
        client = self.code_writer.client(self.twin)
        return render_module(f"\n{target.text.partition('.')[0]} = {client.text}{body}", call.imports | client.imports)

    def _render_call(self, target: Code, given: Mapping[str, Code], positional: int) -> Code | None:
        if self.declaration.role == "property":
            return target
        texts = {name: code.text for name, code in given.items()}
        call = self.code_writer.call(target.text, self.declaration, self.other, texts, positional)
        imports = [code.imports for code in given.values()]
        return None if call is None else Code(call.text, call.imports.union(target.imports, *imports))

    @property
    def _has_root(self) -> bool:
        """One class leads to all operations; otherwise callers make an object of each class with operations."""
        return "" in self.code_writer.api.clients

    def _target_of_part(self) -> Code | None:
        """The called expression, on a new object of the class that has the operation."""
        owner = self.code_writer.instance(self.target.owners[self.twin])
        return owner.within(f"{{}}.{self._short_name}") if owner else None

    @property
    def _is_typed_path(self) -> bool:
        """A type checker can follow the path from the client: on both sides, every property on it has a type."""
        apis = [self.code_writer.api, *([self.code_writer.other] if self.code_writer.other else [])]
        return all(_is_annotated_path(api, self.target.path, self.twin) for api in apis)

    def _runnable_target(self) -> Code | None:
        """The called expression, in code that runs."""
        if self.target.on_client:
            return Code(f"{'async_' if self.twin == 'async' else ''}client.{self.target.path}")
        if self.target.kind == "function":
            return self.code_writer.reference(self.declaration.name)
        owner = self.target.owners[self.twin]
        if self.target.kind == "constructor":
            return self.code_writer.reference(owner)
        free = self.declaration.role in {"staticmethod", "classmethod"}
        found = self.code_writer.reference(owner) if free else self.code_writer.instance(owner)
        return (
            None
            if found is None
            else found.within(f"{{}}{'' if self._short_name == '__call__' else '.' + self._short_name}")
        )

    def _uncalled_target(self) -> Code:
        """The callable itself, without an instance of its class, and without constructors that only delegate."""
        if self.target.kind == "constructor":
            makers = [ancestor.name for ancestor in self.code_writer.api.lineage(self.target.owners[self.twin])]
            declares = [name for name in makers if "__init__" in self.code_writer.api.classes[name].members]
            return self.code_writer.reference(declares[-1] if self._makes_client else makers[0])
        target = None if self.target.kind == "method" else self._runnable_target()
        return target or self.code_writer.reference(self.target.owners[self.twin]).within(f"{{}}.{self._short_name}")

    def _typed_target(self) -> tuple[Code, str]:
        """The called expression in an annotated function, and that function's parameter."""
        if self.target.on_client and not (self._has_root and self._is_typed_path):
            owner = self.code_writer.reference(self.target.owners[self.twin])
            name = self.target.path.split(".")[-2]
            return Code(f"{name}.{self._short_name}", owner.imports), f"{name}: {owner.text}"
        if self.target.on_client:
            client = self.code_writer.reference(self.code_writer.api.clients[""][self.twin])
            return Code(f"client.{self.target.path}", client.imports), f"client: {client.text}"
        if self.target.kind != "method":
            return self._runnable_target() or Code(self._short_name), ""
        owner = self.code_writer.reference(self.target.owners[self.twin])
        member = "" if self._short_name == "__call__" else f".{self._short_name}"
        return Code(f"it{member}", owner.imports), f"it: {owner.text}"


def _is_annotated_path(api: Api, path: str, twin: Twin) -> bool:
    """Every property that leads to the client of a path has a return annotation."""
    steps = path.split(".")[:-1]
    for number, step in enumerate(steps):
        owner = api.clients.get(".".join(steps[:number]), {}).get(twin, "")
        member = api.members(owner).get(step)
        if isinstance(member, Callable) and member.returns is None:
            return False
    return True
