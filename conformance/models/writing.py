"""The data that a model writes: nulls, absent and unknown fields of a response, date-times; and the options."""

from __future__ import annotations

import datetime as dt
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from conformance.contract.model import Field, Model
from conformance.exchange.compare_value import is_marker
from conformance.exchange.json_equality import same_json
from conformance.generate.samples import UNKNOWN_FIELD
from conformance.generate.values import scalar_to_json
from conformance.models.case import Place, UseLog, UseOutcome
from conformance.models.objects import HeldObject, ObjectSource
from conformance.targets.families.family import Family
from conformance.text import brief

_MISSING: Final = object()
Judge = Callable[[Any], str]  # the difference in what was written, "" for none
Judged = tuple[Judge, Mapping[str, Any]]  # with the options to write with


class Writers:
    """The methods of models that write: those of the SDK's family, and those of pydantic 2."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._parameters: dict[tuple[type, str], frozenset[str] | None] = {}
        self.names = tuple(dict.fromkeys((family.to_dict, family.to_json, "model_dump", "model_dump_json")))

    def of(self, cls: type) -> tuple[str, ...]:
        """The writers that a class has."""
        return tuple(name for name in self.names if callable(getattr(cls, name, None)))

    def all_by(self, cls: type, judge: Judge, **options: Any) -> dict[str, Judged]:
        """The same judge and options for every writer of a class that takes them."""
        return {writer: (judge, options) for writer in self.of(cls) if self.takes(cls, writer, options)}

    def takes(self, cls: type, writer: str, options: Iterable[str]) -> bool:
        """Whether a writer has parameters for all of these options, or for any."""
        key = (cls, writer)
        if key not in self._parameters:
            found = inspect.signature(getattr(cls, writer)).parameters
            is_open = any(parameter.kind is parameter.VAR_KEYWORD for parameter in found.values())
            self._parameters[key] = None if is_open else frozenset(found)
        known = self._parameters[key]
        return known is None or known.issuperset(options)

    def write(self, value: Any, writer: str, **options: Any) -> Any:
        """The data that a writer gives, with the text of JSON parsed."""
        own = self.family.write_options if writer in {self.family.to_dict, self.family.to_json} else {}
        written = getattr(value, writer)(**{**own, **options})
        return json.loads(written) if isinstance(written, str) else written

    def as_dict(self, value: Any) -> Any:
        """The data of an object, to compare two with each other."""
        return self.write(value, self.of(type(value))[0])

    def fields_set(self, value: Any) -> set[str]:
        """The fields that count as set."""
        found = getattr(value, "model_fields_set", None)
        return set(value.__fields_set__ if found is None else found)

    def is_frozen(self, model: Model) -> bool:
        """Whether a model's settings say that it cannot be changed."""
        settings = dict(model.config or ())
        return bool(settings.get("frozen")) or settings.get("allow_mutation") is False

    def first_difference(self, expected: Any, found: Any) -> str:
        """The first key that differs between two dicts: `title: 'a' → nothing`."""
        if not isinstance(expected, Mapping) or not isinstance(found, Mapping):
            return f"{brief(repr(expected))} → {brief(repr(found))}"
        for key in (*expected, *found):
            one, other = expected.get(key, _MISSING), found.get(key, _MISSING)
            if one is _MISSING or other is _MISSING or one != other:
                return f"`{key}`: {_text(one)} → {_text(other)}"
        return "the data"


def written_differences(
    source: ObjectSource,
    value: Any,
    writers: Writers,
    judges: Mapping[str, Judged],
) -> Iterator[tuple[str, Place, UseOutcome]]:
    """The difference that each of some writers shows, and the function that is at fault. `judges` are by writer.

    Where both writers of JSON show it, that is what the SDK has pydantic call for JSON, if it has something.
    """
    cls = type(value)
    found = {
        writer: source.outcome(
            lambda judge=judge, writer=writer, options=options: judge(writers.write(value, writer, **options))  # type: ignore[misc]
        )
        for writer, (judge, options) in judges.items()
    }
    for writer, difference in found.items():
        by_pydantic = bool(found.get("model_dump_json")) and writer in {"model_dump_json", writers.family.to_json}
        yield writer, source.place_of(cls, *(_serializers(cls) if by_pydantic else (writer,))), difference


def _serializers(cls: Any) -> tuple[str, ...]:
    """The functions of a class that pydantic calls to write it."""
    return tuple(getattr(getattr(cls, "__pydantic_decorators__", None), "model_serializers", ()))


def _text(value: Any) -> str:
    return "nothing" if value is _MISSING else brief(repr(value))


def writing_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Compare what each writer gives with the response: its nulls, its absent and its unknown fields."""
    cls, model, sent = type(held.value), held.model, held.payload
    names = {field.wire_name: field.name for field in model.fields}
    counted = writers.fields_set(held.value)  # another check compares these with the response

    def find(data: Any, wire_name: str) -> Any:
        return data.get(wire_name, data.get(names.get(wire_name, wire_name), _MISSING))

    def nulls(data: Any) -> str:
        lost = [key for key, item in sent.items() if item is None and find(data, key) is not None]
        return f"`{lost[0]}` is null in the response, and {_text(find(data, lost[0]))} here" if lost else ""

    def unset(data: Any) -> str:
        added = [
            field.wire_name
            for field in model.fields
            if field.wire_name not in sent and field.name not in counted and find(data, field.wire_name) is not _MISSING
        ]
        return f"`{added[0]}` is not in the response, and {_text(find(data, added[0]))} here" if added else ""

    def unknown(data: Any) -> str:
        lost = not same_json(sent[UNKNOWN_FIELD], data.get(UNKNOWN_FIELD))
        return f"an unknown field of the response is {_text(data.get(UNKNOWN_FIELD, _MISSING))} here" if lost else ""

    renamed = [field for field in model.fields if field.name not in names and field.wire_name in sent]

    def doubled(data: Any) -> str:
        twice = [field.name for field in renamed if {field.name, field.wire_name} <= data.keys()]
        return f"`{twice[0]}` is here under two names" if twice else ""

    judged: list[tuple[str, Judge, dict[str, Any]]] = []
    if renamed:
        judged.append(("renamed field", doubled, {}))
    if None in sent.values():
        judged.append(("null", nulls, {"exclude_unset": True}))
    if any(field.wire_name not in sent for field in model.fields):
        judged.append(("absent field", unset, {"exclude_unset": True}))
    if UNKNOWN_FIELD in sent:
        judged.append(("unknown field", unknown, {}))
    for kind, judge, options in judged:
        found = list(written_differences(source, held.value, writers, writers.all_by(cls, judge, **options)))
        by_every_writer = all(difference for _, _, difference in found)  # then the object does not hold it
        for writer, place, difference in found:
            maker = source.made_by(cls) if by_every_writer else place
            log.add("writing", f"{writer}() of {kind}", model.name, maker, difference)
    if any(kind == "absent field" for kind, _, _ in judged):
        _default_use(source, held, writers, log, unset)


def _default_use(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog, unset: Judge) -> None:
    """Compare what the SDK's own two writers give for absent fields where the caller gives no options.

    Whether a null is written for them is the SDK's decision, which must be the same for both.
    """
    cls = type(held.value)
    own = dict.fromkeys((writers.family.to_dict, writers.family.to_json))

    def null(data: Any) -> str:
        return unset({key: item for key, item in data.items() if item is None})

    judges: dict[str, Judged] = {writer: (null, {}) for writer in own if writer in writers.of(cls)}
    found = list(written_differences(source, held.value, writers, judges))
    if len(found) < 2 or all(difference for _, _, difference in found):
        return
    for writer, place, difference in found:
        log.add("writing", f"{writer}() of absent field, without options", held.model.name, place, difference)


def option_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Write with each option of pydantic, and look for its effect: compared with what is written without options."""
    judges: dict[str, dict[str, Judged]] = {}  # by option and writer
    for writer in writers.of(type(held.value)):
        plain: dict[str, Any] = {}
        if source.outcome(lambda plain=plain, writer=writer: plain.update(writers.write(held.value, writer)) or ""):  # type: ignore[misc]
            continue  # that it cannot be written at all is reported elsewhere
        written = {field.name for field in held.model.fields if _keys(field) & plain.keys()}
        for name, judge, options in _option_judges(held, written, plain):
            if writers.takes(type(held.value), writer, options):
                judges.setdefault(name, {})[writer] = (judge, options)
    for name, by_writer in judges.items():
        for writer, place, difference in written_differences(source, held.value, writers, by_writer):
            log.add("option", f"{writer}({name})", held.model.name, place, difference)


def _keys(field: Field) -> set[str]:
    return {field.name, field.wire_name}


def _option_judges(
    held: HeldObject, written: set[str], plain: Mapping[str, Any]
) -> Iterator[tuple[str, Judge, dict[str, Any]]]:
    """The options that can have an effect on an object, each with what its effect must be."""

    def null(field: Field) -> bool:
        return all(plain.get(key) is None for key in _keys(field))

    known = [field for field in held.model.fields if field.name in written]
    if not known:
        return
    first, others = known[0], [field for field in known[1:] if not null(field)]
    nulls, full = [field for field in known if null(field)], [field for field in known if not null(field)]
    absent = [
        field
        for field in held.model.fields
        if field.name not in written and not is_marker(getattr(held.value, field.name, None))
    ]
    aliased = [field for field in full if field.wire_name != field.name]

    def judge(data: Any, *, present: Sequence[Field], gone: Sequence[Field]) -> str:
        left = [field.name for field in gone if _keys(field) & data.keys()]
        lost = [field.name for field in present if not _keys(field) & data.keys()]
        return f"`{left[0]}` is there" if left else f"`{lost[0]}` is not there" if lost else ""

    def by_name(data: Any) -> str:
        wrong = [field for field in aliased if field.name not in data]
        return f"`{wrong[0].name}` is not there" if wrong else ""

    yield "exclude={…}", partial(judge, present=others, gone=[first]), {"exclude": {first.name}}
    yield "include={…}", partial(judge, present=[first], gone=others), {"include": {first.name}}
    if nulls:
        yield "exclude_none=True", partial(judge, present=full, gone=nulls), {"exclude_none": True}
    if absent:
        yield "exclude_unset=False", partial(judge, present=absent, gone=[]), {"exclude_unset": False}
    if aliased:
        yield "by_alias=False", by_name, {"by_alias": False}


def date_time_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Compare the date-times of an object with those of the response: instant, offset and fraction of a second."""
    cls, model = type(held.value), held.model
    fields = [
        field
        for field in model.fields
        if field.type.without_null().kind == "datetime" and isinstance(held.payload.get(field.wire_name), str)
    ]
    for field in fields:
        sent = held.payload[field.wire_name]

        def judge(data: Mapping[str, Any], field: Any = field, sent: str = sent) -> str:
            value = data.get(field.wire_name, data.get(field.name))
            return _date_time_difference(sent, value)

        difference = source.outcome(lambda judge=judge: judge(vars(held.value)))  # type: ignore[misc]
        at = source.at_fault(held, lambda value, judge=judge: judge(vars(value))) if difference else model.name  # type: ignore[misc]
        log.add("date-time", "the attribute", at, source.made_by(cls), difference, field.wire_name)
        if difference:  # what the object does not hold, it cannot write
            continue
        for writer, place, difference in written_differences(source, held.value, writers, writers.all_by(cls, judge)):
            log.add("date-time", f"{writer}()", model.name, place, difference, field.wire_name)


def _date_time_difference(sent: str, value: Any) -> str:
    if not isinstance(value, dt.datetime | str):
        return ""  # lost, or of another type: other checks judge that
    try:
        wanted = dt.datetime.fromisoformat(sent.replace("Z", "+00:00"))
        found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return f"{sent} → {brief(repr(value))}"
    same = found.tzinfo is not None and found == wanted and found.utcoffset() == wanted.utcoffset()
    return "" if same else f"{sent} → {scalar_to_json(value)}"
