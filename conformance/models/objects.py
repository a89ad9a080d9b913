"""Objects as operations return them: for each form of each model, a response that has it is given to an operation."""

from __future__ import annotations

import inspect
import itertools
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Final

from conformance.call_limit import STOPPED
from conformance.call_tracer import profiled
from conformance.contract.extract import Extractor
from conformance.contract.model import Model, Operation
from conformance.contract.probe import MethodAbandoned, Outcome
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import payload
from conformance.generate.values import Record, to_python
from conformance.models.case import Place, UseOutcome
from conformance.models.forms import Form, Forms
from conformance.targets.client import LOADING_ERRORS, Sdk
from conformance.text import brief, strip_addresses
from conformance.wire import Response

MOST_TRIED: Final = 3  # operations that return a model, until a call of one succeeds


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldObject:
    """An object that an operation returned, its model, and the part of the response that it was made of."""

    value: Any
    model: Model
    payload: dict[str, Any]
    form: Form


class ObjectSource:
    """Calls operations of the sync client, and gives the models in what they return."""

    def __init__(self, sdk: Sdk, extractor: Extractor) -> None:
        self.sdk, self.extractor = sdk, extractor
        self.operations: Mapping[str, Operation] = dict(_declared(extractor))
        self.models = extractor.annotations.models
        self.responses = ResponseFactory(self.models)
        self.forms = Forms(self.responses)
        self.by_wire_name: set[str] = set()
        self.maker: Place | None = None  # of the objects; the first one shows it

    def objects(self) -> Iterator[HeldObject]:
        """One object for each form of each model, outer models first."""
        seen: set[tuple[str, str]] = set()
        for model, operations in sorted(self._returning().items()):
            for form in self.forms.of(model):
                for held in self._parts(form, operations):
                    key = (held.model.name, form.name)
                    if form.field or key not in seen:
                        seen.add(key)
                        yield held

    def call(self, path: str, arguments: Mapping[str, Any], response: Response) -> Outcome | None:
        """The outcome of one call; None where the operation cannot be called."""
        prober, method = self.extractor.probers["sync"], self.extractor.methods["sync"][path]
        prober.begin()
        try:
            return prober.call(method, arguments, response)
        except (MethodAbandoned, *LOADING_ERRORS):
            return None

    def arguments(self, operation: Operation) -> dict[str, Any] | None:
        """The required arguments of a call; None where a model refuses its own."""
        values = Plan(operation, self.responses).simplest().arguments
        try:
            return {name: to_python(value, self.construct) for name, value in values.items()}
        except Exception:  # noqa: BLE001  # reported where calls are judged
            return None

    def construct(self, model: str, fields: Mapping[str, Any]) -> Any:
        """An object that the constructor of a model makes: by the names of fields, or by wire names if it takes those.

        `by_wire_name` has the models that do not take the names of their fields.
        """
        cls = self.extractor.annotations.classes[model]
        wire_names = (
            {field.name: field.wire_name for field in self.models[model].fields} if model in self.models else {}
        )
        aliased = {name for name in fields if wire_names.get(name, name) != name}
        if not aliased:
            return cls(**fields)
        try:
            found = cls(**fields)
            if all(vars(found).get(name) is not None or fields[name] is None for name in aliased):
                return found
        except Exception:  # noqa: BLE001  # then the wire names show why
            found = None
        made = cls(**{wire_names.get(name, name): value for name, value in fields.items()})
        self.by_wire_name.add(model)
        return made

    def returned(self, path: str, form: Form, *, arguments: Mapping[str, Any] | None = None) -> Any:
        """The model that an operation returns for a form; None where it returns something else."""
        operation = self.operations[path]
        given = self.arguments(operation) if arguments is None else arguments
        is_list = operation.response.without_null().kind == "list"
        value = [form.record] if is_list else form.record
        script = self.responses.success(operation, form.name, value)
        outcome = None if given is None else self.call(path, given, script.responses[0])
        if outcome is None or outcome.raised is not None:
            return None
        result = outcome.value
        try:
            if operation.shape != "value":
                result = next(iter(result), None)
            return result[0] if is_list else result
        except Exception:  # noqa: BLE001  # something else than declared: other checks judge what is returned
            return None

    def _returning(self) -> dict[str, list[str]]:
        """The operations that return each model, or a list of it."""
        found: dict[str, list[str]] = {}
        for path, operation in self.operations.items():
            if operation.shape == "nothing" or (operation.shape == "stream" and not operation.response_format):
                continue
            declared = operation.response.without_null()
            inner = declared.args[0] if declared.kind == "list" else declared
            for member in inner.members:
                if member.kind == "model" and not self.models[member.name].is_dict:
                    found.setdefault(member.name, []).append(path)
        return {model: paths[:MOST_TRIED] for model, paths in found.items()}

    def _parts(self, form: Form, operations: list[str]) -> Iterator[HeldObject]:
        for path in operations:
            value = self._watched(path, form) if self.maker is None else self.returned(path, form)
            if value is not None and self.model_of(value) is not None:
                yield from self._walk(value, payload(form.record, self.models), form)
                return

    def _walk(self, value: Any, sent: Any, form: Form) -> Iterator[HeldObject]:
        """A model and the models inside of it, each with its part of the response."""
        model = self.model_of(value)
        if model is not None and isinstance(sent, dict):
            yield HeldObject(value=value, model=model, payload=sent, form=form)
            own = vars(value)
            # of a union, only the model that has it is of interest
            fields = () if form.field else model.fields
            pairs = [(own.get(field.name), sent[field.wire_name]) for field in fields if field.wire_name in sent]
        elif isinstance(value, list) and isinstance(sent, list):
            pairs = list(zip(value, sent, strict=False))
        elif isinstance(value, dict) and isinstance(sent, dict):
            pairs = [(item, sent[key]) for key, item in value.items() if key in sent]
        else:
            return
        for held, item in pairs:
            if isinstance(item, dict | list):
                yield from self._walk(held, item, form)

    def model_of(self, value: Any) -> Model | None:
        """The model of an object, None for any other value."""
        if value is None or isinstance(value, dict | list | str | int | float):
            return None
        return self.extractor.annotations.models.get(self.sdk.relative(type(value)))

    def models_in(self, value: Any) -> set[str]:
        """The models that a value is or contains in lists and dicts, by name."""
        if isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            return {name for item in inner for name in self.models_in(item)}
        model = self.model_of(value)
        return set() if model is None else {model.name}

    def _watched(self, path: str, form: Form) -> Any:
        """The returned model; notes the innermost function of the SDK that returned an object of its class."""
        held: list[tuple[CodeType, str, Any]] = []

        def note(frame: FrameType, event: str, value: Any) -> None:
            if event == "return" and self.sdk.owns_frame(frame) and self.sdk.owns(type(value)):
                held.append((frame.f_code, str(frame.f_globals.get("__name__")), value))

        with profiled(note):
            found = self.returned(path, form)
        code = next(((code, module) for code, module, value in held if value is found and found is not None), None)
        if code is not None:
            self.maker = Place(f"{self.sdk.relative_module(code[1])}.{code[0].co_name}", code[0])
        return found

    # -- places

    def at_fault(self, held: HeldObject, judge: Callable[[Any], str]) -> str:
        """The model at fault for what an object holds: its own, if an object that is made alone shows it, too.

        Otherwise it is the outer model, whose operation makes the inner object in another way.
        """
        outer = held.form.record.model
        if outer == held.model.name:
            return outer
        try:
            alone = type(held.value).model_construct(**held.payload)
        except Exception:  # noqa: BLE001  # then it shows nothing
            return outer
        return held.model.name if self.outcome(lambda: judge(alone)) else outer

    def outcome(self, judge: Callable[[], str]) -> UseOutcome:
        """The difference that a function finds, or the exception that the SDK raises in it."""
        try:
            return UseOutcome(judge())
        except STOPPED:
            return UseOutcome("does not end")
        except Exception as error:  # noqa: BLE001  # the SDK's own code: that it raises is the outcome
            name = type(error).__name__
            text = f"raises {name}: {brief(strip_addresses(str(error).strip().partition(chr(10))[0]))}"
            frames = [
                (frame.f_code, str(frame.f_globals.get("__name__")))
                for frame, _ in traceback.walk_tb(error.__traceback__)
                if self.sdk.owns_frame(frame)
            ]
            if not frames:
                return UseOutcome(text)
            code, module = frames[-1]
            return UseOutcome(text, Place(f"{self.sdk.relative_module(module)}.{code.co_name} {name}", code))

    def place_of(self, cls: type, *names: str) -> Place:
        """The function of the SDK behind the first of these attributes of a class that the SDK defines.

        Without one, the base class that its models share.
        """
        for name in names:
            owner = next((base for base in cls.__mro__ if name in vars(base)), None)
            if owner is None or not self.sdk.owns(owner):
                continue
            attribute = vars(owner)[name]
            function: Callable[..., Any] = inspect.unwrap(getattr(attribute, "__func__", attribute))
            code = getattr(function, "__code__", None)
            if code is not None and self.sdk.owns(function):
                return Place(f"{self.sdk.relative_module(function.__module__)}.{function.__name__}", code)
        return self.base_of(cls)

    def base_of(self, cls: type) -> Place:
        """The most general class of the SDK that a class extends."""
        owned = list(itertools.takewhile(self.sdk.owns, cls.__mro__))
        return Place(self.sdk.relative(owned[-1] if owned else cls))

    def made_by(self, cls: type) -> Place:
        """The function that makes objects of responses."""
        return self.maker or self.base_of(cls)


def _declared(extractor: Extractor) -> Iterator[tuple[str, Operation]]:
    """The operations of the sync client that can be called, as the SDK declares them."""
    for path in sorted(extractor.methods["sync"]):
        try:
            operation = extractor.operation("sync", path, errors=False)
        except LOADING_ERRORS:  # reported where the parts of clients are checked
            continue
        if operation is not None and operation.not_called is None:
            yield path, operation


def constructed(source: ObjectSource, record: Record) -> Any:
    """The object that constructors make of a value. Raises what they raise."""
    return to_python(record, source.construct)
