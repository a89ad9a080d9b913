"""Normalises the stored arguments of a call: each becomes what the requests of the call sent for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from conformance.cassettes.normalise.argument_tracking import KEY, Path, is_same_text, track_arguments
from conformance.cassettes.normalise.values import ValueNormaliser


def normalise_arguments(arguments: Mapping[str, Any], root: str, values: ValueNormaliser) -> dict[str, Any]:
    """The arguments after the requests of their call, which `values` remembers."""
    sent = track_arguments(arguments, values.sent)
    return {name: _normalise(value, (name,), sent, root, values) for name, value in arguments.items()}


def _normalise(value: Any, path: Path, sent: Mapping[Path, Any], root: str, values: ValueNormaliser) -> Any:
    """A stored value: what was sent for it. Where no request holds it, its name decides."""
    match value:
        case {"$file": [name, content, kind]}:
            return {"$file": [values.volatile.text(name), content, kind]}
        case {"$bytes": _} | {"$time": _} | {"$number": _}:
            return value
        case {"$datetime": str() as text} | {"$date": str() as text}:
            return {next(iter(value)): _normalise_instant(text, sent.get(path), values)}
        case {"$model": [name, fields]}:
            inner = {field: _normalise(item, (*path, field), sent, root, values) for field, item in fields.items()}
            return {"$model": [name, inner]}
        case {"$uuid": text} | {"$object": text} if len(value) == 1:
            return {next(iter(value)): _normalise(text, path, sent, root, values)}
        case dict():
            return {
                str(sent.get((*path, KEY, key), key)): _normalise(item, (*path, key), sent, root, values)
                for key, item in value.items()
            }
        case list():
            return [_normalise(item, (*path, index), sent, root, values) for index, item in enumerate(value)]
    if path not in sent or isinstance(value, bool) or value is None:
        return values.leaf("value", path, value, root)
    try:
        return type(value)(sent[path])
    except ValueError:  # it was sent in another form than a number
        return value


def _normalise_instant(text: str, sent: Any, values: ValueNormaliser) -> str:
    """A stored instant or day. An unchanged one keeps its spelling."""
    new = values.volatile.text(text) if sent is None else str(sent)
    if is_same_text(new, text):
        return text
    new = re.sub(r"Z$", "+00:00", new)
    try:
        dt.datetime.fromisoformat(new)
    except ValueError:  # it was sent in a format that cannot be read back
        return text
    return new
