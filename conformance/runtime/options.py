"""The options that a call takes, learned from the type of the options parameter, or from the parameters themselves.

The meaning of an option follows from its name: those are words that SDKs of all generators use.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args, get_type_hints, is_typeddict

from conformance.runtime.observation import SentRequest
from conformance.runtime.situation import CallOption, OptionMeaning, in_seconds, in_unit
from conformance.targets.target import Target

OPTION_HEADER, OPTION_QUERY, OPTION_FIELD = "X-Option", "option_query", "option_field"
PRECISE_TIMEOUT: Final = 7.5  # for options that are declared to be fractional
CHUNK_SIZE: Final = 3
RETRIES: Final = (0, 1, 2)
PINNED_HEADERS: Final = frozenset({"content-type"})  # the profile has what is sent
CREDENTIALS: Final = "Token given-by-the-call"  # of one call
NESTED: Final[Mapping[str, Any]] = {"inner": {"text": "a", "empty": ""}, "list": ["b", {"c": 1}], "no": False}
_WORDS: Final[Mapping[OptionMeaning, str]] = {
    "timeout": "timeout",
    "retries": "retries",
    "headers": "header",
    "query": "query",
    "body": "body",
    "chunk size": "chunk",
}


def _declared_options(chain: Sequence[Callable[..., Any]], target: Target) -> dict[str, tuple[OptionMeaning, str]]:
    """The options that a method takes by name and whose meaning is known, each with the text of its type.

    `chain` are the functions behind it, most derived first: a hand-written one may only pass its arguments on.
    """
    found: dict[str, tuple[OptionMeaning, str]] = {}
    types = next((types for function in chain if (types := _option_types(function, target))), {})
    for name, declared in types.items():
        meaning = next((meaning for meaning, word in _WORDS.items() if word in name), None)
        is_seen = meaning != "timeout" or not target.family.network_error  # a server does not see its client's limits
        if meaning is not None and is_seen and "stream" not in name:
            found[name] = (meaning, declared)
    return found


def call_options(chain: Sequence[Callable[..., Any]], target: Target) -> list[CallOption]:
    """Every option of a method with the values that are tried; the first of each, and None, are usual ones."""
    chosen = []
    for name, (meaning, declared) in _declared_options(chain, target).items():
        values = [*_VALUES[meaning], *([PRECISE_TIMEOUT] if meaning == "timeout" and "float" in declared else [])]
        if meaning == "timeout":
            values = [in_unit(name, value) for value in values]
        if meaning == "retries" and not re.search(r"\b(int|float|Any)\b", declared):  # a class of the SDK
            continue
        if "Any" not in declared:  # other values than texts are not allowed
            values = [value for value in values if not isinstance(value, dict) or _has_texts_only(value)]
        chosen += [
            CallOption(
                name=name,
                meaning=meaning,
                value=value,
                unusual=number > 0 and value is not None and meaning != "retries",
            )
            for number, value in enumerate(values)
        ]
    return chosen


def _has_texts_only(values: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in values.values())


_VALUES: Final[Mapping[OptionMeaning, tuple[Any, ...]]] = {
    "timeout": (7, None, 0),
    "retries": (*RETRIES, None),
    "headers": (
        {OPTION_HEADER: "given"},
        None,
        {},
        {"Authorization": CREDENTIALS},
        {"authorization": CREDENTIALS},
        {"User-Agent": "callers-agent/2"},
        {"content-type": "application/merge-patch+json", "Accept": "application/vnd.given+json"},
        {OPTION_HEADER: None},
    ),
    "query": (
        {OPTION_QUERY: "given é"},
        None,
        {},
        {OPTION_QUERY: ["a", "b"]},
        {OPTION_QUERY: 0, "flag": False},
        {OPTION_QUERY: NESTED},  # how an object is written into a query is pinned: opinions differ
    ),
    "body": (
        {OPTION_FIELD: "given é"},
        None,
        {},
        {OPTION_FIELD: False, "number": 0},
        {OPTION_FIELD: None},
        {OPTION_FIELD: NESTED},
    ),
    "chunk size": (CHUNK_SIZE, 1),
}


def arriving_options(chain: Sequence[Callable[..., Any]], target: Target) -> list[CallOption]:
    """One value of each option that can be seen in every request of a call."""
    chosen: dict[str, CallOption] = {}
    for option in call_options(chain, target):
        if option.meaning in ARRIVING and option.value is not None:
            chosen.setdefault(option.meaning, option)
    return list(chosen.values())


def arrives(option: CallOption, sent: SentRequest) -> bool:
    """An option that is about a request can be seen in it. Only for the meanings in `ARRIVING`."""
    return ARRIVING[option.meaning](sent, in_seconds(option.name, option.value))


def _in_headers(sent: SentRequest, value: Mapping[str, Any]) -> bool:
    """A header is sent once, with the given value.

    One that is None is the SDK's own or none, and the type of a body may be that of the body: opinions differ.
    """
    found = [(name, [text for key, text in sent.request.headers if key == name.lower()]) for name in value]
    return all(
        texts == [value[name]] for name, texts in found if value[name] is not None and name not in PINNED_HEADERS
    )


def _in_query(sent: SentRequest, value: Mapping[str, Any]) -> bool:
    """Every value is sent; of a list every item, by itself or with commas between them."""
    for name, given in value.items():
        if isinstance(given, dict):
            continue
        texts = [text for key, text in sent.request.query if key in {name, f"{name}[]"}]
        wanted = [as_text(item) for item in given] if isinstance(given, list) else [as_text(given)]
        if [text.lower() for text in texts] not in (wanted, [",".join(wanted)]):
            return False
    return True


def as_text(value: Any) -> str:
    """A value in a query or a form, in lower case where Python and JSON differ."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _in_body(sent: SentRequest, value: Mapping[str, Any]) -> bool:
    """A body that cannot take fields is left as it is: that is no defect."""
    request = sent.request
    if request.content_type == "application/json" and request.content:
        body = request.json
        return not isinstance(body, dict) or all(
            name in body and type(body[name]) is type(given) and body[name] == given for name, given in value.items()
        )
    if request.content_type != "application/x-www-form-urlencoded":
        return True
    form = dict(request.form)
    given_texts = {name: given for name, given in value.items() if given and not isinstance(given, dict)}
    return all(name in form and form[name].lower() == as_text(given) for name, given in given_texts.items())


ARRIVING: Final[Mapping[OptionMeaning, Callable[[SentRequest, Any], bool]]] = {
    "timeout": lambda sent, value: sent.limit == f"{value:g}",
    "headers": _in_headers,
    "query": _in_query,
    "body": _in_body,
}


def _option_types(function: Callable[..., Any], target: Target) -> dict[str, str]:
    """The texts of the types of a function's options, by name."""
    parameter, accepted = target.options_parameter, inspect.signature(function).parameters
    if parameter not in accepted:
        return {}
    if target.family.separate_options:
        return {name: str(accepted[name].annotation) for name in accepted if name in target.call_options}
    try:
        annotation = get_type_hints(function)[parameter]
    except Exception:  # noqa: BLE001  # an annotation of the SDK that cannot be evaluated is reported by the contract
        return {}
    for member in (annotation, *get_args(annotation)):
        if is_typeddict(member):
            return {name: str(declared) for name, declared in member.__annotations__.items()}
    return {}
