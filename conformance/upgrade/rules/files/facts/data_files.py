"""The files of a package that are not source code, and how their content differs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, Literal

from conformance.change import Impact
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.pair import ReleasePair, Side

Nature = Literal[
    "prose",  # only text for people differs
    "additions",  # every old value is in its place
    "anything",
]
_DEEP: Final = 2
_SHOWN: Final = 6


def data_files(side: Side) -> dict[str, bytes]:
    """The files of a release's package that are not Python, and sources that cannot be parsed."""
    start = f"{side.api.package.replace('.', '/')}/"
    return {
        name: data
        for name, data in side.contents.files.items()
        if name.startswith(start) and (not name.endswith(".py") or name in side.api.unreadable)
    }


def path_in_package(side: Side, name: str) -> str:
    """The path of a file inside the package."""
    return name.removeprefix(f"{side.api.package.replace('.', '/')}/")


def one_sided_files(pair: ReleasePair, *, new: bool) -> Iterator[tuple[str, str]]:
    """The data files of one side only: path inside the package, path in the wheel."""
    has, lacks = (pair.new, pair.old) if new else (pair.old, pair.new)
    known = lacks.contents.files
    for name in data_files(has):
        if name not in known:
            yield path_in_package(has, name), name


def digest_program(side: Side, name: str) -> str:
    """A program that returns the digest of a file of the package."""
    place = f'files("{side.api.package}").joinpath("{name}")'
    lines = ("from hashlib import sha256", "from importlib.resources import files", "")
    return "\n".join([*lines, f"result = sha256({place}.read_bytes()).hexdigest()"])


def is_prose(name: str) -> bool:
    """A file that only people read."""
    return name.lower().endswith((".md", ".rst", ".txt"))


def file_impact(pair: ReleasePair, name: str) -> Impact:
    """The impact if a file, by its path inside the package, is gone or differs."""
    if is_prose(name):
        return Impact.DOCUMENTATION
    return Impact.COMPATIBLE if pair.is_internal(name.replace("/", ".")) else Impact.RISKY


def describe_difference(name: str, old: bytes, new: bytes) -> tuple[str, Nature]:
    """How the content of a file differs, as text, and the nature of the difference."""
    if name.endswith(".json"):
        try:
            return _json_difference(json.loads(old), json.loads(new))
        except (ValueError, RecursionError):
            return "it differs", "anything"
    description = f"{len(new)} bytes instead of {len(old)}" if len(old) != len(new) else "it differs"
    return description, "prose" if is_prose(name) else "anything"


def _json_difference(old: Any, new: Any) -> tuple[str, Nature]:
    found = [*_differences(old, new, "", _DEEP)]
    if not found:
        return "only the layout differs", "prose"
    return limited(found, _SHOWN), "additions" if _keeps(old, new) else "anything"


def _differences(old: Any, new: Any, at: str, depth: int) -> Iterator[str]:
    if _is_same(old, new):
        return
    if not (isinstance(old, dict) and isinstance(new, dict)) or not depth:
        yield f"`{at or '/'}` {'has new values' if _keeps(old, new) else 'differs'}"
        return
    for key in [*old, *(key for key in new if key not in old)]:
        path = f"{at}/{key}"
        if key not in new:
            yield f"`{path}` is gone"
        elif key not in old:
            yield f"`{path}` is new"
        else:
            yield from _differences(old[key], new[key], path, depth - 1)


def _keeps(old: Any, new: Any) -> bool:
    """Every old value is in its place; objects and lists may have new values."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _keeps(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) <= len(new) and all(_keeps(*both) for both in zip(old, new, strict=False))
    return _is_same(old, new)


def _is_same(old: Any, new: Any) -> bool:
    """Equal, and of the same JSON type: true is not 1, and 1.0 is not 1 either."""
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
