"""Rewrites a call of the user with other arguments. Its text is edited, so that quotes and layout stay."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from conformance.change import Change
from conformance.upgrade.usage.use import Use

_NAME: Final = re.compile(r"`?([A-Za-z_]\w*)`?(?:[:=\s].*)?$")
_COMMA_AFTER: Final = re.compile(rb"\s*,\s*")
_COMMA_BEFORE: Final = re.compile(rb"\s*,\s*$")
_END: Final = re.compile(rb"\s*,?\s*\)$")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """An edit of one argument of a call. `new` is its new name."""

    action: Literal["remove", "rename", "give"]
    name: str
    new: str = ""


def required_edit(change: Change, use: Use) -> Edit | None:
    """The edit of a call that a change requires; None where the call's text does not show it."""
    if use.kind not in {"call", "construct"} or not use.code or not change.part:
        return None
    words, given = set(change.rule.split("_")), change.part in use.keywords
    if "required" in words and "removed" not in words and not given and not use.open:
        return Edit("give", change.part)
    if "removed" in words and given:
        return Edit("remove", change.part)
    if "renamed" in words and given and (new := _NAME.match(change.after)) is not None:
        return Edit("rename", change.part, new[1])
    return None


def rewrite_call(code: str, edits: Iterable[Edit]) -> str:
    """A call with all edits made; "" where they conflict, or the call cannot be edited."""
    wanted = sorted(set(edits))
    call = ast.parse(code, mode="eval").body
    names = [edit.name for edit in wanted]
    if not wanted or not isinstance(call, ast.Call) or len(set(names)) != len(names):
        return ""
    text = code.encode()
    by_name = {edit.name: edit for edit in wanted}
    for keyword in sorted(
        call.keywords, key=lambda keyword: -keyword.col_offset
    ):  # from the end, so that offsets stay valid
        edit = by_name.get(keyword.arg or "")
        if edit is not None:
            text = _apply_edit(text, keyword, edit)
    removed = sum(edit.action == "remove" for edit in wanted)
    is_empty = len(call.args) + len(call.keywords) == removed
    text = _append_arguments(text, [edit.name for edit in wanted if edit.action == "give"], is_empty=is_empty)
    return _valid_call(text.decode())


def _apply_edit(text: bytes, keyword: ast.keyword, edit: Edit) -> bytes:
    start, end = keyword.col_offset, keyword.end_col_offset or 0
    if edit.action == "rename":
        return text[:start] + edit.new.encode() + text[start + len(edit.name.encode()) :]
    if after := _COMMA_AFTER.match(text, end):
        return text[:start] + text[after.end() :]
    return _COMMA_BEFORE.sub(b"", text[:start]) + text[end:]


def _append_arguments(text: bytes, names: Iterable[str], *, is_empty: bool) -> bytes:
    """Append arguments to the call, without a trailing comma."""
    body = _END.sub(b"", text)
    more = ", ".join(f"{name}=..." for name in names).encode()
    return body + (b", " if more and not is_empty else b"") + more + b")"


def _valid_call(code: str) -> str:
    try:
        call = ast.parse(code, mode="eval").body
    except SyntaxError:  # a generator that is no longer the only argument
        return ""
    names = [keyword.arg for keyword in call.keywords if keyword.arg] if isinstance(call, ast.Call) else []
    return code if len(names) == len(set(names)) else ""
