"""Callables, arguments and classes that a release deprecates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.change import Snippet
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.definitions import Callable

_SECTION: Final = re.compile(r"^Parameters\n-{3,}\n(.*?)(?=^[^\n]+\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
_ENTRY: Final = re.compile(r"\*{0,2}(\w+)\s*(?::.*)?")
_DEPRECATION_TEST: Final = "'deprecated' in (getattr({0}, '__deprecated__', '') or inspect.getdoc({0}) or '').lower()"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A deprecation in only one of the releases. `why` quotes the release."""

    subject: str
    name: str  # in a sentence
    part: str
    why: str
    files: tuple[str, ...]
    trial: Snippet | None


def argument_deprecations(callable_: Callable) -> Mapping[str, str]:
    """The arguments that the docstring calls deprecated, with the text."""
    section = _SECTION.search(callable_.documentation)
    found: dict[str, list[str]] = {}
    text: list[str] = []
    for line in section[1].splitlines() if section else ():
        entry = _ENTRY.fullmatch(line.strip())
        if entry and callable_.argument(entry[1]) is not None:
            text = found.setdefault(entry[1], [])
        else:
            text.append(line.strip())
    texts = {name: " ".join(filter(None, lines)) for name, lines in found.items()}
    return {name: text for name, text in texts.items() if "deprecated" in text.lower()}


def callable_deprecations(matched: MatchedCallable, *, ended: bool) -> Iterator[tuple[str, str]]:
    """The added and removed deprecations of a callable: part and text."""
    other, deprecating = (matched.new, matched.old) if ended else (matched.old, matched.new)
    if deprecating.deprecated and not other.deprecated:
        yield "", deprecating.deprecated
    known = argument_deprecations(other)
    for name, text in argument_deprecations(deprecating).items():
        if name not in known and other.argument(name) is not None:
            yield name, text


def class_deprecations(pair: ReleasePair, *, ended: bool) -> Iterator[Deprecation]:
    """The classes that only the new release deprecates, or only the old one."""
    for name, old in pair.old.api.classes.items():
        new = pair.new.api.classes.get(pair.alignment.definitions.get(name, name))
        other, deprecating = (new, old) if ended else (old, new)
        if other is not None and deprecating is not None and deprecating.deprecated and not other.deprecated:
            code = CodeWriter(pair.old.api, pair.new.api).reference(name)
            program = render_module(f"result = {deprecation_test(code.text)}", {*code.imports, "import inspect"})
            files = pair.differing_files((old.file, new.file if new else old.file))
            yield Deprecation(name, f"`{name}`", "", deprecating.deprecated, files, Snippet(program, expects="differs"))


def deprecation_test(expression: str) -> str:
    """An expression that is true if an object is deprecated."""
    return _DEPRECATION_TEST.format(expression)
