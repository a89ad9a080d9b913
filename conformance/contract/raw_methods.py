"""The methods of a client that give raw responses, compared with the usual ones by their signatures."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.contract.methods import Method
from conformance.targets.target import Target

POSITIONAL: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
Signature = Mapping[str, tuple[int | None, object]]  # the position and the default of each parameter, by name


def raw_differences(methods: Mapping[str, Method], target: Target) -> dict[str, dict[str, str]]:
    """How the parameters of raw methods differ from those of the usual ones, by operation and parameter.

    A usual method that a hand-written one extends is compared as it was before, too. Operations without a raw method,
    or with one that says nothing of its parameters, are not in the result.
    """
    found = {path: _differences(method, target) for path, method in methods.items()}
    return {path: differences for path, differences in found.items() if differences}


def _differences(method: Method, target: Target) -> dict[str, str]:
    usual = [_signature(function) for function in method.chain]
    owner, name = getattr(method.bound, "__self__", None), getattr(method.bound, "__name__", "")
    for attribute in sorted(target.raw_attributes):
        raw = getattr(getattr(owner, attribute, None), name, None)
        signature = _signature(raw) if callable(raw) else None
        if signature is not None and None not in usual and signature not in usual:
            return _described(signature, usual[-1] or {}, attribute)
    return {}


def _signature(function: Callable[..., Any]) -> Signature | None:
    """The parameters of a function, without `self`; None where they are unknown, or where it takes any."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):
        return None
    if any(parameter.kind in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL} for parameter in parameters):
        return None
    named = [parameter for parameter in parameters if parameter.name != "self"]
    return {
        parameter.name: (position if parameter.kind in POSITIONAL else None, parameter.default)
        for position, parameter in enumerate(named)
    }


def _described(raw: Signature, usual: Signature, attribute: str) -> dict[str, str]:
    found = {}
    for name in sorted({*raw, *usual}):
        if name not in raw or name not in usual:
            found[name] = f"only the {'usual' if name in usual else f'`{attribute}`'} method takes `{name}`"
            continue
        (position, default), (usual_position, usual_default) = raw[name], usual[name]
        if default is not usual_default and default != usual_default:
            found[name] = f"default of `{name}`: {_text(usual_default)}; of `{attribute}` {_text(default)}"
        elif position != usual_position:
            found[name] = f"position of `{name}`: {_position(usual_position)}; of `{attribute}` {_position(position)}"
    return found


def _text(default: object) -> str:
    return "none, it is required" if default is inspect.Parameter.empty else repr(default)


def _position(position: int | None) -> str:
    return "by keyword only" if position is None else str(position + 1)
