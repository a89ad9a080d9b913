"""Calls by the settings of operations: own examples, values and strategies of arguments instead of generated ones."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from conformance.contract.model import Contract, Model, Operation
from conformance.errors import UsageError
from conformance.generate.call import Call
from conformance.generate.property_search import derived_seed, draw_one
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import File, Record, Value
from conformance.operation_settings import OperationSettings
from conformance.targets.client import LOADING_ERRORS, loading_error_text
from conformance.targets.search_path import searched_too

FIXED_VALUES: Final = 5  # of a strategy, for the calls that are not generated


@dataclass(frozen=True, slots=True)
class Override:
    """The own examples of one operation, and the own values and strategies of its arguments."""

    path: str
    examples: tuple[Mapping[str, Value], ...]
    values: Mapping[str, tuple[Value, ...]]
    strategies: Mapping[str, st.SearchStrategy[Value]]

    def fixed(self, calls: Sequence[Call]) -> Iterator[Call]:
        """The calls with own values, each value in turn, and the examples after the first one."""
        values = {name: self._fixed_values(name) for name in self.strategies} | dict(self.values)
        for number, call in enumerate(calls):
            own = {name: values[name][number % len(values[name])] for name in call.arguments if name in values}
            yield Call(call.operation, {**call.arguments, **own}, call.origin)
            if number == 0:
                yield from (Call(self.path, example, "example") for example in self.examples)

    def _fixed_values(self, name: str) -> tuple[Value, ...]:
        seeds = (derived_seed(self.path, name, number) for number in range(FIXED_VALUES))
        return tuple(draw_one(self.strategies[name], seed) for seed in seeds)

    def generated(self, calls: st.SearchStrategy[Call]) -> st.SearchStrategy[Call]:
        """Generated calls with own values in place of the generated ones of the same arguments."""
        own = st.fixed_dictionaries(
            {name: st.sampled_from(values) for name, values in self.values.items()} | dict(self.strategies)
        )

        def replaced(pair: tuple[Call, dict[str, Value]]) -> Call:
            call, values = pair
            arguments = {name: values.get(name, value) for name, value in call.arguments.items()}
            return Call(call.operation, arguments, call.origin)

        return st.tuples(calls, own).map(replaced)


def overrides_of(
    settings: Sequence[OperationSettings],
    contract: Contract,
    models: Mapping[str, Model],
    search_path: Sequence[str] = (),
) -> Mapping[str, Override]:
    """The overrides by operation. What a later table says about an argument replaces what an earlier one says.

    Strategies, and what they import, are also found in the folders of `search_path`.

    Raises UsageError: a glob matches no operation, no matching operation has an argument or accepts an example, a value
    is not of the declared type, or a strategy cannot be imported.
    """
    found: dict[str, Override] = {}
    operations = contract.paths() if settings else []  # each is read only where a table needs it
    for table in settings:
        chosen = (contract.operation(path) for path in operations if table.applies_to(path))
        matching = [operation for operation in chosen if operation is not None]
        if not matching:
            raise UsageError(
                f"{table.place_of()}: none of the {len(operations)} operations matches."
                f"{_nearest(table.glob, operations)}\n  List them: conformance operations --sdk SDK"
            )
        with searched_too(search_path):
            strategies = {name: _strategy(table, name, dotted) for name, dotted in table.strategies.items()}
        _refuse_unknown_arguments(table, matching)
        for operation in matching:
            override = found.get(operation.path, Override(operation.path, (), {}, {}))
            found[operation.path] = _with_table(override, table, operation, models, strategies)
    return found


def _with_table(
    before: Override,
    table: OperationSettings,
    operation: Operation,
    models: Mapping[str, Model],
    strategies: Mapping[str, st.SearchStrategy[Value]],
) -> Override:
    """An override with what a further table says about its operation."""
    accepted = {parameter.name for parameter in operation.accepted}
    values = {
        name: tuple(_value(table, f"values.{name}", operation, name, models, value) for value in given)
        for name, given in table.values.items()
        if name in accepted
    }
    own = {
        name: strategy.map(partial(_value, table, f"strategies.{name}", operation, name, models))
        for name, strategy in strategies.items()
        if name in accepted
    }
    examples = tuple(
        {name: _value(table, f"examples.{name}", operation, name, models, value) for name, value in example.items()}
        for example in table.examples
        if _accepts(operation, example)
    )
    kept = {name: given for name, given in before.values.items() if name not in own}
    drawn = {name: given for name, given in before.strategies.items() if name not in values}
    return Override(operation.path, (*before.examples, *examples), kept | values, drawn | own)


def _accepts(operation: Operation, example: Mapping[str, Any]) -> bool:
    accepted = {parameter.name: parameter.required for parameter in operation.accepted}
    return example.keys() <= accepted.keys() and all(name in example for name, needed in accepted.items() if needed)


def _refuse_unknown_arguments(table: OperationSettings, matching: Sequence[Operation]) -> None:
    accepted = sorted({parameter.name for operation in matching for parameter in operation.accepted})
    allowed = f"Allowed: {', '.join(accepted) or 'none'}."
    for key in (*(f"values.{name}" for name in table.values), *(f"strategies.{name}" for name in table.strategies)):
        name = key.partition(".")[2]
        if name not in accepted:
            raise UsageError(
                f"{table.place_of(key)}: `{key}` is no argument of {_names(matching)}.{_nearest(name, accepted)}\n"
                f"  {allowed}"
            )
    for example in table.examples:
        if not any(_accepts(operation, example) for operation in matching):
            required = sorted({p.name for operation in matching for p in operation.accepted if p.required})
            unknown = [name for name in example if name not in accepted]
            raise UsageError(
                f"{table.place_of('examples')}: `examples` has {dict(example)!r}, "
                f"which is no call of {_names(matching)}."
                f"{_nearest(unknown[0], accepted) if unknown else ''}\n"
                f"  Required: {', '.join(required) or 'none'}. {allowed}"
            )


def _value(
    table: OperationSettings, key: str, operation: Operation, name: str, models: Mapping[str, Model], given: Any
) -> Value:
    parameter = operation.parameter(name)
    assert parameter is not None  # noqa: S101  # it is one of the accepted ones
    if given is None and parameter.type.nullable:
        return None
    for form in (given, *_json_forms(given)):
        try:
            return value_from_json(form, parameter.type, models)
        except ValueError:
            continue
    if isinstance(given, Record | File):
        return given
    place = table.place_of(key if key in table.places else "examples")
    raise UsageError(
        f"{place}: `{key}` of {operation.path} is {given!r}.\n  Allowed by its declared type: {parameter.type}."
    )


def _json_forms(given: Any) -> Iterator[Any]:
    """The text of a value that TOML or Python has, and JSON has not."""
    if hasattr(given, "isoformat"):
        yield given.isoformat()
    elif not isinstance(given, str | int | float | list | dict):
        yield str(given)


def _strategy(table: OperationSettings, name: str, dotted: str) -> st.SearchStrategy[Value]:
    module, _, attribute = dotted.replace(":", ".").rpartition(".")
    try:
        found = getattr(importlib.import_module(module), attribute)
        found = found() if callable(found) and not isinstance(found, st.SearchStrategy) else found
        problem = f"is a {type(found).__name__}"
    except LOADING_ERRORS as error:
        found, problem = None, f"cannot be loaded: {loading_error_text(error)}"
    if isinstance(found, st.SearchStrategy):
        return found
    key = f"strategies.{name}"
    raise UsageError(
        f"{table.place_of(key)}: `{key}` is {dotted!r}, which {problem}.\n"
        "  Name a strategy of Hypothesis, or a function that returns one, as `module.name`."
    )


def _names(operations: Sequence[Operation]) -> str:
    return operations[0].path if len(operations) == 1 else f"these {len(operations)} operations"


def _nearest(given: str, allowed: Any) -> str:
    near = get_close_matches(given, list(allowed), n=3, cutoff=0.5)
    return f"\n  Nearest: {', '.join(near)}." if near else ""
