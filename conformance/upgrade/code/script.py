"""Trials and snippets: the smallest code that calls a callable, to be run, to be type checked, or to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.change import Trial
from conformance.contract.model import Twin
from conformance.contract.types import NULL
from conformance.upgrade.code.caller import Caller, Code
from conformance.upgrade.code.wording import module
from conformance.upgrade.source.definitions import Api, Argument, Callable
from conformance.upgrade.source.places import Place

_ITSELF: Final = Argument("self", "positional", NULL)
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
        positional: int = 0,
        expects: Expectation = "fails",
    ) -> Trial | None:
        """A trial of the call. None where the call cannot be written.

        An operation is called. Of other callables it is seen whether they take the arguments: what they would do with
        values that are made up is another matter.
        """
        if not self.place.operation:
            return self._bound(given or {}, positional, expects)
        call = self._call(self._target() or Code(""), given or {}, positional)
        if call is None:
            return None
        wait = "await " if self.callable.is_async else ""
        return Trial(module(f"result = {wait}{call.text}", call.imports), "run", self.place.operation, expects)

    def _bound(self, given: Mapping[str, Code], positional: int, expects: Expectation) -> Trial | None:
        """A trial that gives the arguments to the signature."""
        there = self._unmade()
        first = (_ITSELF,) if self.place.kind == "method" and self.callable.role == "method" else ()
        taken = (
            each if self.caller.sample(each.type) else replace(each, type=NULL) for each in self.callable.arguments
        )
        called = replace(self.callable, arguments=(*first, *taken), role="function")
        bind = replace(self, place=replace(self.place, twins={self.twin: called}))
        target = there.within("inspect.signature({}).bind")
        call = bind._call(target, given, positional + len(first))  # noqa: SLF001
        if call is None:
            return None
        program = module(f"result = {call.text}.arguments", call.imports | {"import inspect"})
        return Trial(program, "run", "", expects)

    def typed(
        self,
        given: Mapping[str, Code] | None = None,
        positional: int = 0,
        expects: Expectation = "fails",
        returns: Code | None = None,
    ) -> Trial | None:
        """A trial that type checks the call; its result too, if it has to be of the type that `returns` names."""
        target, parameter = self._typed_target()
        call = self._call(target, given or {}, positional)
        if call is None:
            return None
        waits = self.callable.is_async
        lines = f"{'return ' if returns else ''}{'await ' if waits else ''}{call.text}".replace("\n", "\n    ")
        head = f"{'async ' if waits else ''}def caller({parameter}) -> {returns.text if returns else 'None'}:"
        imports = call.imports | (returns.imports if returns else frozenset())
        return Trial(module(f"\n\n{head}\n    {lines}", imports), "types", self.place.operation, expects)

    def value(self, argument: Argument) -> Code | None:
        """A value for an argument. Where the callable is not called, None is as good as one that cannot be made."""
        made = self.caller.sample(argument.type)
        return made or (Code("None") if not self.place.operation else None)

    def inspected(self, expression: str) -> Trial:
        """A trial that looks at the callable without calling it. `expression` has `{}` where it goes."""
        target = self._unmade()
        imports = target.imports | {"import inspect"}
        return Trial(module(f"result = {target.within(expression).text}", imports), "run", "", "differs")

    def in_class(self, expression: str) -> Trial:
        """A trial that looks at what its class has by its name. `expression` has `{}` where that goes."""
        owner = self.caller.name(self.place.owners[self.twin])
        target = owner.within(f'inspect.getattr_static({{}}, "{self._short}")')
        imports = target.imports | {"import inspect"}
        return Trial(module(f"result = {target.within(expression).text}", imports), "run", "", "differs")

    def snippet(self, given: Mapping[str, Code] | None = None) -> str:
        """Ready code with the call in it, "" where the call cannot be written."""
        target = self._target() or Code("")
        call = self._call(target, given or {}, 0) if target.text else None
        if call is None:
            return ""
        if self._makes_client:
            return module(f"\nclient = {call.text}", call.imports)
        body = f"\nresult = {'await ' if self.callable.is_async else ''}{call.text}"
        if not self.place.on_client:
            return module(body, call.imports)
        client = self.caller.client(self.twin)
        return module(f"\n{target.text.partition('.')[0]} = {client.text}{body}", call.imports | client.imports)

    def _call(self, target: Code, given: Mapping[str, Code], positional: int) -> Code | None:
        if self.callable.role == "property":
            return target
        texts = {name: code.text for name, code in given.items()}
        call = self.caller.call(target.text, self.callable, self.other, texts, positional)
        imports = [code.imports for code in given.values()]
        return None if call is None else Code(call.text, call.imports.union(target.imports, *imports))

    @property
    def _reaches(self) -> bool:
        """A type checker follows the path from the client: no property on it, on either side, is without a type."""
        apis = [self.caller.api, *([self.caller.other] if self.caller.other else [])]
        return all(_annotated(api, self.place.path, self.twin) for api in apis)

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

    def _unmade(self) -> Code:
        """The callable itself: without an object of its class where it is a method, without what only passes on."""
        if self.place.kind == "constructor":
            makers = [each.name for each in self.caller.api.lineage(self.place.owners[self.twin])]
            declares = [name for name in makers if "__init__" in self.caller.api.classes[name].members]
            return self.caller.name(declares[-1] if self._makes_client else makers[0])
        target = None if self.place.kind == "method" else self._target()
        return target or self.caller.name(self.place.owners[self.twin]).within(f"{{}}.{self._short}")

    def _typed_target(self) -> tuple[Code, str]:
        """What is called in an annotated function, and that function's parameter."""
        if self.place.on_client and not self._reaches:
            owner = self.caller.name(self.place.owners[self.twin])
            name = self.place.path.split(".")[-2]
            return Code(f"{name}.{self._short}", owner.imports), f"{name}: {owner.text}"
        if self.place.on_client:
            client = self.caller.name(self.caller.api.clients[""][self.twin])
            return Code(f"client.{self.place.path}", client.imports), f"client: {client.text}"
        if self.place.kind != "method":
            return self._target() or Code(self._short), ""
        owner = self.caller.name(self.place.owners[self.twin])
        member = "" if self._short == "__call__" else f".{self._short}"
        return Code(f"it{member}", owner.imports), f"it: {owner.text}"


def _annotated(api: Api, path: str, twin: Twin) -> bool:
    """Each property that leads to the client of a path says what it gives."""
    steps = path.split(".")[:-1]
    for number, step in enumerate(steps):
        owner = api.clients.get(".".join(steps[:number]), {}).get(twin, "")
        member = api.members(owner).get(step)
        if isinstance(member, Callable) and member.returns is None:
            return False
    return True
