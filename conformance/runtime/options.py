"""The options that a call takes, learned from the type of the options parameter, or from the parameters themselves.

The meaning of an option follows from its name: those are words that SDKs of all generators use.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args, get_type_hints, is_typeddict

from conformance.runtime.case import CallOption, OptionMeaning, SentRequest
from conformance.targets.target import Target

OPTION_HEADER, OPTION_QUERY, OPTION_FIELD = "X-Option", "option_query", "option_field"
OPTION_TIMEOUT: Final = 7
CHUNK_SIZE: Final = 3
RETRIES: Final = (0, 1, 2)
_WORDS: Final[Mapping[OptionMeaning, str]] = {
    "timeout": "timeout",
    "retries": "retries",
    "headers": "header",
    "query": "query",
    "body": "body",
    "chunk size": "chunk",
}


def option_meanings(chain: Sequence[Callable[..., Any]], target: Target) -> dict[str, OptionMeaning]:
    """The options that a method takes by name, with their meaning where it is known.

    `chain` are the functions behind it, most derived first: a hand-written one may only pass its arguments on.
    """
    found: dict[str, OptionMeaning] = {}
    for name in next((names for function in chain if (names := _option_names(function, target))), ()):
        meaning = next((meaning for meaning, word in _WORDS.items() if word in name), None)
        if meaning is not None and "stream" not in name:
            found[name] = meaning
    return found


def call_options(meanings: Mapping[str, OptionMeaning]) -> list[CallOption]:
    """Every option with the values that are tried."""
    values: dict[OptionMeaning, tuple[Any, ...]] = {
        "timeout": (OPTION_TIMEOUT,),
        "retries": (*RETRIES, None),
        "headers": ({OPTION_HEADER: "given"}, None),
        "query": ({OPTION_QUERY: "given é"}, None),
        "body": ({OPTION_FIELD: "given é"}, None),
        "chunk size": (CHUNK_SIZE,),
    }
    return [
        CallOption(name=name, meaning=meaning, value=value)
        for name, meaning in meanings.items()
        for value in values[meaning]
    ]


def arriving_options(chain: Sequence[Callable[..., Any]], target: Target) -> list[CallOption]:
    """One value of each option that can be seen in every request of a call."""
    chosen: dict[str, CallOption] = {}
    for option in call_options(option_meanings(chain, target)):
        if option.meaning in ARRIVING and option.value is not None:
            chosen.setdefault(option.meaning, option)
    return list(chosen.values())


def arrives(option: CallOption, sent: SentRequest) -> bool:
    """An option that is about a request can be seen in it. Only for the meanings in `ARRIVING`."""
    return ARRIVING[option.meaning](sent, option.value)


def _in_body(sent: SentRequest, value: Mapping[str, Any]) -> bool:
    """A body that cannot take fields is left as it is: that is no defect."""
    request = sent.request
    if request.content_type == "application/json" and request.content:
        return not isinstance(request.json, dict) or value.items() <= request.json.items()
    return request.content_type != "application/x-www-form-urlencoded" or value.items() <= set(request.form)


ARRIVING: Final[Mapping[OptionMeaning, Callable[[SentRequest, Any], bool]]] = {
    "timeout": lambda sent, value: sent.limit == f"{value:g}",
    "headers": lambda sent, value: all(sent.request.header(name.lower()) == text for name, text in value.items()),
    "query": lambda sent, value: set(value.items()) <= set(sent.request.query),
    "body": _in_body,
}


def _option_names(function: Callable[..., Any], target: Target) -> tuple[str, ...]:
    parameter, accepted = target.options_parameter, inspect.signature(function).parameters
    if parameter not in accepted:
        return ()
    if target.family.separate_options:
        return tuple(name for name in accepted if name in target.call_options)
    try:
        annotation = get_type_hints(function)[parameter]
    except Exception:  # noqa: BLE001  # an annotation of the SDK that cannot be evaluated is reported by the contract
        return ()
    for member in (annotation, *get_args(annotation)):
        if is_typeddict(member):
            return tuple(member.__annotations__)
    return ()
