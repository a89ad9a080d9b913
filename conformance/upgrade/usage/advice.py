"""The advice for one line of the user's code."""

from __future__ import annotations

import ast
import re
from typing import Final

from conformance.change import Change
from conformance.upgrade.usage.affects import is_of_client_types
from conformance.upgrade.usage.use import Use

_IMPORT: Final = re.compile(r"Write `(from \S+ import \w+)`\.")
_CLIENT_TYPES: Final = (
    "Run a type checker on code that uses the parts of the client: the declared types of these parts have changed."
)


def advise(change: Change, use: Use, written: str = "", *, certain: bool = True) -> str:
    """The migration of a change for this use; "" where the change has none.

    `written` is the call after all changes that affect it, "" where that is unknown.
    """
    text = f"Write `{written}`." if written else _migration(change, use)
    if change.rule.startswith("helper_"):
        return f"May be affected: observed with {_scenario_cases(change) or 'some inputs'}. {text}".rstrip()
    if certain or not text:
        return text
    return f"May be affected: some arguments are not visible here. {text}"


def _migration(change: Change, use: Use) -> str:
    if is_of_client_types(change):
        return _CLIENT_TYPES  # one sentence for all parts of the client, so that a report prints it once
    new = _IMPORT.fullmatch(change.migration)
    if new is None or use.kind != "import":
        return change.migration
    return _import_advice(new[1], use)


def _import_advice(line: str, use: Use) -> str:
    """The new import of one name. The other names in the user's line and aliases stay."""
    try:
        body = ast.parse(use.text).body
    except SyntaxError:  # one line of a multi-line import
        body = []
    match body:
        case [ast.ImportFrom(names=[alias])] if alias.name != "*":
            return f"Write `{line} as {alias.asname}`." if alias.asname else f"Write `{line}`."
        case [ast.Import()]:
            return f"Write `{line}`."
    return f"Import this name with `{line}`; keep the other names of the import."


def _scenario_cases(change: Change) -> str:
    """The inputs of the scenarios that showed it: in brackets behind its name in the message."""
    _, _, rest = change.message.partition(f", {change.part} (")
    return rest.rpartition("): ")[0]
