"""Finds the place in the SDK that a fact comes from, so that what comes from one place is one finding.

    fact + its origin ─▶ traceback, source or class of the SDK ─▶ cause ─▶ the id of the finding

A function that operations share is a place in `(core)`. A statement of an operation's own code that other operations
have, too, nested in the same statements, was written by the generator: `(generated)`. A model is a place of its own.
Everything else is in the operation. Which operations a run selects changes nothing about that.
"""

from __future__ import annotations

import inspect
import linecache
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any, Final
from urllib.parse import unquote_plus

from conformance.checks.check import Fact
from conformance.checks.origin import Converting, InDump, InFunction, InHeader, InModel, InPath, Raising, Returning
from conformance.contract.extract import Extractor
from conformance.contract.types import Type
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.compare_value import Difference, ValueComparer
from conformance.exchange.model import Exchange
from conformance.exchange.offline_wire import ScriptedResponses
from conformance.judging.own_code import OwnCode, text_at
from conformance.judging.path_expressions import has_expression, path_expressions
from conformance.judging.watched_calls import conversions, path_writers, returns, senders
from conformance.occurrence import CORE, GENERATED, Candidate, SourcePlace
from conformance.targets.client import Sdk

MAX_TEXT: Final = 90  # characters of a statement in an id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A place outside of a single operation. `subject` and `part` become the finding's id.

    `occurrence` separates what one operation shows, `fields` are the paths at which it shows.
    """

    subject: str
    part: str
    source: SourcePlace | None
    occurrence: str = ""
    fields: tuple[str, ...] = ()


class CauseFinder:
    """Finds causes in one imported SDK."""

    def __init__(self, sdk: Sdk, extractor: Extractor, comparer: ValueComparer) -> None:
        self.sdk, self.extractor, self.comparer = sdk, extractor, comparer
        self._headers: dict[str, CodeType | None] = {}
        self._senders: dict[tuple[str, str], CodeType | None] = {}

    @cached_property
    def own_code(self) -> OwnCode:
        """The code of operations."""
        return OwnCode(self.sdk, self.extractor.methods)

    def defined(self, path: str) -> SourcePlace | None:
        """The definition of an operation, None for what is not an operation of the SDK."""
        return self.own_code.defined(path)

    def find(self, path: str, fact: Fact) -> Cause | None:
        """The cause of a fact about an operation; None if it is in the operation itself, or not known."""
        match fact.origin, fact.exchange:
            case Raising(), Exchange(raised=raised) if raised is not None and raised.frames:
                name = raised.name.rpartition(".")[2]
                return self._at_frame(path, *raised.frames[-1], name, "" if fact.part == name else fact.part)
            case Returning(), Exchange(live=None) as exchange:
                return self._returning(path, exchange, fact.part)
            case InModel() as origin, _:
                return self._in_model(origin, fact)
            case InDump() as origin, Exchange() as exchange:
                return self._in_dump(origin, exchange)
            case InFunction(function, line), _:
                part, source = self.own_code.module_function(function), self.own_code.source_of(function, line)
                return Cause(subject=CORE, part=part, source=source)
            case Converting(argument), Exchange() as exchange:
                return self._converting(argument, exchange)
            case InHeader(name), _:
                code = self._naming(name)
                return None if code is None else self._in_core(code, name)
            case InPath(argument, defect), Exchange() as exchange:
                return self._in_path(path, argument, defect, exchange)
        return None

    def source(self, path: str, fact: Fact) -> SourcePlace | None:
        """The line of a fact that is the operation's own: the frame of its exception, or where it is defined."""
        raised = fact.exchange.raised if fact.exchange is not None and isinstance(fact.origin, Raising) else None
        if raised is not None and raised.frames:
            return self.own_code.source_of(*raised.frames[-1])
        return self.defined(path)

    def _at_frame(self, path: str, code: CodeType, line: int, name: str, occurrence: str) -> Cause | None:
        owners, source = self.own_code.owners(code), self.own_code.source_of(code, line)
        if not owners:
            part = f"{self.own_code.module_function(code)} {name}"
            return Cause(subject=CORE, part=part, source=source, occurrence=occurrence)
        if not self.own_code.occurs_elsewhere(code, line, path):
            return None
        part = f"{name} at {text_at(code, line)[:MAX_TEXT]}"
        return Cause(subject=GENERATED, part=part, source=source, occurrence=occurrence)

    def candidate(self, path: str, fact: Fact) -> Candidate | None:
        """The shared code that a fact may come from, if most operations show the same: who builds models or sends.

        None if the fact is not about an exchange without a server, or if the operation's own statement is at fault.
        """
        exchange = fact.exchange
        if exchange is None or exchange.live is not None or isinstance(fact.origin, Raising | Returning | InPath):
            return None
        if isinstance(fact.origin, InModel | InDump):
            cls = type(exchange.value) if isinstance(fact.origin, InDump) else None
            cls = self.extractor.annotations.classes.get(fact.origin.model) if isinstance(fact.origin, InModel) else cls
            code = getattr(getattr(cls, "model_construct", None), "__code__", None)
        else:
            code = self._sender(path, exchange)
        if code is None or self.own_code.owners(code) or not self.own_code.is_of_package(code):
            return None
        return Candidate(
            operation=CORE,
            part=self.own_code.module_function(code),
            occurrence=f"{fact.origin.model}.{fact.origin.field}" if isinstance(fact.origin, InModel) else fact.part,
            source=self.own_code.source_of(code),
        )

    def _sender(self, path: str, exchange: Exchange) -> CodeType | None:
        """The function that sends the first request of an operation's call: the call is made once more, and watched."""
        key = (path, exchange.twin)
        if key not in self._senders:
            wire = ScriptedResponses.__call__.__code__
            sent = senders(self.sdk.owns_frame, wire, lambda: self._runner.run([_again(exchange)]))
            self._senders[key] = sent[0] if sent else None
        return self._senders[key]

    def _returning(self, path: str, exchange: Exchange, occurrence: str) -> Cause | None:
        """The statement that returned, or the shared function that sent and whose result it is.

        The call is made once more. None is the result of many functions: then it is the operation's own statement.
        """
        own = set(self.own_code.functions(exchange.twin, path))
        returned = returns(
            self.sdk.owns_frame, ScriptedResponses.__call__.__code__, lambda: self._runner.run([_again(exchange)])
        )
        number = next((number for number, found in enumerate(returned) if found.code in own and found.sent), None)
        if number is None:
            return None
        code, line, value = returned[number].code, returned[number].line, returned[number].value
        source = next(
            (found.code for found in reversed(returned[:number]) if found.sent and found.value is value), None
        )
        if value is not None and source is not None:
            part, place = self.own_code.module_function(source), self.own_code.source_of(source)
            return Cause(subject=CORE, part=part, source=place, occurrence=occurrence)
        if not self.own_code.occurs_elsewhere(code, line, path):
            return None
        part, place = text_at(code, line)[:MAX_TEXT], self.own_code.source_of(code, line)
        return Cause(subject=GENERATED, part=part, source=place, occurrence=occurrence)

    @cached_property
    def _runner(self) -> SdkRunner:
        return SdkRunner(self.sdk, self.extractor.annotations.classes)

    def _in_core(self, code: CodeType, name: str) -> Cause:
        part = f"{self.own_code.module_function(code)} {name}"
        return Cause(subject=CORE, part=part, source=self.own_code.source_of(code))

    # -- models

    def _in_model(self, origin: InModel, fact: Fact) -> Cause | None:
        """The model, if it shows the difference without the operation, too."""
        if not origin.declared and not self._shows_alone(origin, fact):
            return None
        return Cause(
            subject=origin.model, part=origin.field, source=self._class_place(origin.model), fields=(fact.part,)
        )

    def _shows_alone(self, origin: InModel, fact: Fact) -> bool:
        """Whether a model that is made of the same part of the response differs in the same field."""
        cls, exchange = self.extractor.annotations.classes.get(origin.model), fact.exchange
        if cls is None or exchange is None or not hasattr(cls, "model_construct"):
            return False
        steps = [step for step in fact.part.split(".") if step]
        for payload in exchange.scripted.payloads:
            for part in _parts(payload, origin.field, steps):
                found: list[Difference] = []
                try:
                    value = cls.model_construct(**part)
                    self.comparer.compare(Type("model", name=origin.model), value, part, (), found)
                except Exception:  # noqa: BLE001, S112  # the SDK's own code: then the model does not show it
                    continue
                if any(difference.field == origin.field and difference.model == origin.model for difference in found):
                    return True
        return False

    def _in_dump(self, origin: InDump, exchange: Exchange) -> Cause | None:
        """The function that writes models as JSON if only it is wrong, otherwise the model."""
        cls = type(exchange.value)
        if not self.sdk.owns(cls):
            return None
        code = getattr(inspect.unwrap(cls.json), "__code__", None) if hasattr(cls, "json") else None
        if origin.by_json and code is not None and self.sdk.owns(_defining(cls, "json")):
            part = self.own_code.module_function(code)
            return Cause(subject=CORE, part=part, source=self.own_code.source_of(code), occurrence=origin.field)
        model = self.sdk.relative(cls)
        return Cause(subject=model, part=origin.field, source=self._class_place(model))

    def _class_place(self, model: str) -> SourcePlace | None:
        cls = self.extractor.annotations.classes.get(model)
        module = sys.modules.get(cls.__module__) if cls is not None else None
        file = getattr(module, "__file__", None)
        if cls is None or file is None:
            return None
        pattern = re.compile(rf"class {re.escape(cls.__name__)}\b")
        lines = linecache.getlines(file)
        line = next((number for number, text in enumerate(lines, 1) if pattern.match(text)), 1)
        return self.own_code.source_in(file, line, cls.__name__)

    # -- requests

    def _converting(self, argument: str, exchange: Exchange) -> Cause | None:
        """The shared function that makes of an argument what is sent: the call is made once more, and watched."""
        given, request = exchange.call.arguments.get(argument), exchange.first_request
        if exchange.live is not None or request is None or isinstance(given, dict | list | bool | None):
            return None
        sent = f"{unquote_plus(request.url)} {request.content.decode(errors='replace')}"
        calls = conversions(self.sdk.owns_frame, given, lambda: self._runner.run([_again(exchange)]))
        code = next((code for code, value in calls if str(value) in sent and not self.own_code.owners(code)), None)
        if code is None:
            return None
        part, source = self.own_code.module_function(code), self.own_code.source_of(code)
        return Cause(subject=CORE, part=part, source=source, occurrence=argument)

    def _naming(self, header: str) -> CodeType | None:
        """The function outside of operations that names a header; None if there is none, or several do."""
        if header not in self._headers:
            found = [code for code in self._shared_functions() if any(_is_text(c, header) for c in code.co_consts)]
            self._headers[header] = found[0] if found else None
        return self._headers[header]

    def _shared_functions(self) -> Iterator[CodeType]:
        package = self.sdk.target.package
        for name, module in sorted(sys.modules.items()):
            if name.split(".")[0] != package:
                continue
            for value in list(vars(module).values()):
                if getattr(value, "__module__", None) != name:
                    continue
                functions = vars(value).values() if inspect.isclass(value) else [value]
                for function in functions:
                    code = getattr(function, "__code__", None)
                    if isinstance(code, CodeType) and not self.own_code.owners(code):
                        yield code

    def _in_path(self, path: str, argument: str, defect: str, exchange: Exchange) -> Cause | None:
        """The expression that puts an argument into the path, if other operations have the same one.

        Where the operation has no such expression, the shared function that writes the path.
        """
        for code in reversed(self.own_code.functions(exchange.twin, path)):
            found = next(path_expressions(code, argument), None)
            if found is None:
                continue
            line, expression = found
            if not any(has_expression(other, expression) for other in self.own_code.others(path)):
                return None
            source = self.own_code.source_of(code, line)
            return Cause(
                subject=GENERATED, part=f"path {{{expression}}} with {defect}", source=source, occurrence=argument
            )
        writer = None if exchange.live else self._writing_path(str(exchange.call.arguments.get(argument)), exchange)
        if writer is None:
            return None
        part, source = f"{self.own_code.module_function(writer)} with {defect}", self.own_code.source_of(writer)
        return Cause(subject=CORE, part=part, source=source, occurrence=argument)

    def _writing_path(self, text: str, exchange: Exchange) -> CodeType | None:
        """The first shared function that writes a path with an argument; the call is made once more."""
        found = path_writers(self.sdk.owns_frame, text, lambda: self._runner.run([_again(exchange)]))
        return next((code for code in found if not self.own_code.owners(code)), None)


def _again(exchange: Exchange) -> CallRequest:
    """The request to make the call of an exchange once more."""
    return CallRequest(
        expectation=exchange.expectation,
        twin=exchange.twin,
        call=exchange.call,
        scripted=exchange.scripted,
        argument_style=exchange.argument_style,
    )


def _parts(payload: Any, field: str, steps: list[str]) -> Iterator[dict[str, Any]]:
    """The objects in a payload that have a field, or that a path of field names leads to."""
    if isinstance(payload, list):
        for item in payload:
            yield from _parts(item, field, steps)
    elif isinstance(payload, dict):
        if field in payload or (steps and steps[-1] == field):
            yield payload
        for item in payload.values():
            if isinstance(item, dict | list):
                yield from _parts(item, field, steps)


def _defining(cls: type, name: str) -> type:
    """The class that defines an attribute."""
    return next((base for base in cls.__mro__ if name in vars(base)), cls)


def _is_text(constant: object, header: str) -> bool:
    if isinstance(constant, tuple):
        return any(_is_text(item, header) for item in constant)
    return isinstance(constant, str) and constant.lower() == header
