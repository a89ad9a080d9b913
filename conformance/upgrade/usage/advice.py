"""What to write instead, for one line of the user's."""

from __future__ import annotations

import ast
import re
from typing import Final

from conformance.change import Change
from conformance.upgrade.usage.use import Use

_NAME: Final = re.compile(r"`?([A-Za-z_]\w*)`?(?:[:=\s].*)?$")


def advice(change: Change, use: Use, *, certain: bool = True) -> str:
    """The migration of a change as this use needs it; "" where the change has none."""
    written = _rewritten(change, use)
    words = f"Write `{written}`." if written else change.migration
    if certain or not words:
        return words
    return f"May be touched: the arguments are not all written here. {words}"


def _rewritten(change: Change, use: Use) -> str:
    """The call as it has to be, "" where that cannot be said."""
    if use.kind not in {"call", "construct"} or not use.code or not change.part:
        return ""
    call = ast.parse(use.code, mode="eval").body
    if not isinstance(call, ast.Call):
        return ""
    words = set(change.rule.split("_"))
    if "required" in words and "removed" not in words and change.part not in use.keywords and not use.open:
        separator = ", " if call.args or call.keywords else ""
        return f"{use.code[:-1].rstrip().rstrip(',')}{separator}{change.part}=...)"
    if "removed" in words and change.part in use.keywords:
        return _without(call, change.part)
    if "renamed" in words and change.part in use.keywords:
        return _renamed(call, change.part, change.after)
    return ""


def _without(call: ast.Call, name: str) -> str:
    call.keywords = [each for each in call.keywords if each.arg != name]
    return ast.unparse(call)


def _renamed(call: ast.Call, name: str, after: str) -> str:
    new = _NAME.match(after)
    if new is None:
        return ""
    for each in call.keywords:
        each.arg = new[1] if each.arg == name else each.arg
    return ast.unparse(call)
