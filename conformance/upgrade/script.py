"""Trials and snippets: the smallest code that calls a callable, to be run, to be type checked, or to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from conformance.change import Trial
from conformance.contract.model import Twin
from conformance.upgrade.caller import Caller, Code
from conformance.upgrade.places import Place
from conformance.upgrade.source.definitions import Callable
from conformance.upgrade.wording import module

Expectation = Literal["fails", "differs", "works"]


@dataclass(frozen=True)
class Script:
    """Writes code that calls one callable of the release that `caller` writes for.

    `other` is the same callable on the other release, so that the call is fit for both.
    """

    caller: Caller
    place: Place
    twin: Twin = "sync"
    other: Callable | None = field(default=None)

    @property
    def callable(self) -> Callable:
        """What is called."""
        return self.place.twins[self.twin]

    @property
    def _makes_client(self) -> bool:
        return self.place.kind == "constructor" and self.place.subject in self.caller.api.clients.get("", {}).values()

    @property
    def _short(self) -> str:
        return self.callable.name.rpartition(".")[2]

    def run(
        self,
        given: Mapping[str, Code] | None = None,
        without: str = "",
        positional: int = 0,
        expects: Expectation = "fails",
    ) -> Trial | None:
        """A trial that runs the call, a client's constructor by types. None where the call cannot be written."""
        target = self._target()
        if target is None or self._makes_client:
            return self.typed(given, without, positional, expects)
        call = self._call(target, given or {}, without, positional)
        if call is None:
            return None
        wait = "await " if self.callable.is_async else ""
        return Trial(module(f"result = {wait}{call.text}", call.imports), "run", self.place.operation, expects)

    def typed(
        self,
        given: Mapping[str, Code] | None = None,
        without: str = "",
        positional: int = 0,
        expects: Expectation = "fails",
        returns: Code | None = None,
    ) -> Trial | None:
        """A trial that type checks the call; its result too, if it has to be of the type that `returns` names."""
        target, parameter = self._typed_target()
        call = self._call(target, given or {}, without, positional)
        if call is None:
            return None
        waits = self.callable.is_async
        lines = f"{'return ' if returns else ''}{'await ' if waits else ''}{call.text}".replace("\n", "\n    ")
        head = f"{'async ' if waits else ''}def caller({parameter}) -> {returns.text if returns else 'None'}:"
        imports = call.imports | (returns.imports if returns else frozenset())
        return Trial(module(f"\n\n{head}\n    {lines}", imports), "types", self.place.operation, expects)

    def inspected(self, expression: str) -> Trial | None:
        """A trial that looks at the callable without calling it. `expression` has `{}` where it goes."""
        target = self._target()
        if target is None:
            return None
        imports = target.imports | {"import inspect"}
        return Trial(module(f"result = {target.within(expression).text}", imports), "run", "", "differs")

    def snippet(self, given: Mapping[str, Code] | None = None) -> str:
        """Ready code with the call in it, "" where the call cannot be written."""
        target = self._target()
        call = None if target is None else self._call(target, given or {}, "", 0)
        if call is None:
            return ""
        body = f"\nresult = {'await ' if self.callable.is_async else ''}{call.text}"
        if not self.place.on_client:
            return module(body, call.imports)
        client = self.caller.client(self.twin)
        name = target.text.partition(".")[0] if target else ""
        return module(f"\n{name} = {client.text}{body}", call.imports | client.imports)

    def _call(self, target: Code, given: Mapping[str, Code], without: str, positional: int) -> Code | None:
        if self.callable.role == "property":
            return target
        texts = {name: code.text for name, code in given.items()}
        call = self.caller.call(target.text, self.callable, self.other, texts, without, positional)
        imports = [code.imports for code in given.values()]
        return None if call is None else Code(call.text, call.imports.union(target.imports, *imports))

    def _target(self) -> Code | None:
        """What is called, in code that runs."""
        if self.place.on_client:
            return Code(f"{'async_' if self.twin == 'async' else ''}client.{self.place.path}")
        if self.place.kind == "function":
            return self.caller.name(self.callable.name)
        owner = self.place.owners[self.twin]
        if self.place.kind == "constructor":
            return self.caller.name(owner)
        free = self.callable.role in {"staticmethod", "classmethod"}
        found = self.caller.name(owner) if free else self.caller.instance(owner)
        return None if found is None else found.within(f"{{}}{'' if self._short == '__call__' else '.' + self._short}")

    def _typed_target(self) -> tuple[Code, str]:
        """What is called in an annotated function, and that function's parameter."""
        if self.place.on_client:
            client = self.caller.name(self.caller.api.clients[""][self.twin])
            return Code(f"client.{self.place.path}", client.imports), f"client: {client.text}"
        if self.place.kind != "method":
            return self._target() or Code(self._short), ""
        owner = self.caller.name(self.place.owners[self.twin])
        member = "" if self._short == "__call__" else f".{self._short}"
        return Code(f"it{member}", owner.imports), f"it: {owner.text}"
