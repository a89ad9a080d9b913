"""One docstring taken apart. NumPy, Google and reST styles are recognised."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import docstring_parser

NOT_SAID: Final = object()  # the default of a parameter whose docstring gives none
_UNDERLINED: Final = re.compile(r"^([ \t]*)([A-Z][A-Za-z ]*)\n[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_PROMPT: Final = re.compile(r"^\s*>>> ", re.MULTILINE)
_AFTER_PROMPT: Final = re.compile(r"^[ \t]*(?:>>>|\.\.\.) ?(.*)$", re.MULTILINE)
_FENCE: Final = re.compile(r"^[ \t]*```(?:python|py)?[ \t]*\n(.*?)^[ \t]*```", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"^(?:import \w|from [\w.]+ import |async def |\w+ = |await |client\.)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DescribedParameter:
    """A parameter that a docstring describes. `default` is the value that it says, or NOT_SAID."""

    name: str
    text: str
    default: Any = NOT_SAID


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring in parts: its parameters, in order, and its examples as Python code."""

    parameters: tuple[DescribedParameter, ...] = ()
    examples: tuple[str, ...] = ()


def read_docstring(text: str | None) -> Docstring:
    """Take a docstring apart. One that no style explains describes nothing."""
    if not text or not text.strip():
        return Docstring()
    try:
        parsed = docstring_parser.parse(_with_full_underlines(inspect.cleandoc(text)))
    except docstring_parser.ParseError:
        return Docstring()
    parameters = [
        DescribedParameter(name, described.description or "", _literal(described.default))
        for described in parsed.params
        for name in _names(described.arg_name)
    ]
    sections = [example.snippet or example.description or "" for example in parsed.examples]
    return Docstring(tuple(parameters), tuple(code for section in sections for code in _code_in(section)))


def _with_full_underlines(text: str) -> str:
    """Section titles underlined in their own length: the parser takes a shorter or longer line for a parameter."""
    return _UNDERLINED.sub(lambda found: f"{found[1]}{found[2]}\n{found[1]}{'-' * len(found[2])}", text)


def _names(described: str) -> Iterator[str]:
    """The names of one entry, which may describe several: `x, y : int`. What is no name is prose."""
    for name in described.split(","):
        plain = re.sub(r"^`(\w+)`$", r"\1", name.strip().lstrip("*"))
        if plain.isidentifier():
            yield plain


def _literal(text: str | None) -> Any:
    """The value of a default in a docstring, NOT_SAID where its text is no literal."""
    try:
        return NOT_SAID if text is None else ast.literal_eval(text.strip().strip("`").rstrip("."))
    except (ValueError, SyntaxError):
        return NOT_SAID


def _code_in(section: str) -> Iterator[str]:
    """The code of an example: fenced, after prompts, or the whole section. Prose is no code."""
    if _PROMPT.search(section):
        try:
            yield "".join(example.source for example in doctest.DocTestParser().get_examples(section))
        except ValueError:  # what follows a prompt is prose, which doctest takes for output and refuses
            yield "".join(f"{code}\n" for code in _AFTER_PROMPT.findall(section))
        return
    fenced = _FENCE.findall(section)
    for text in fenced or [section]:
        code = textwrap.dedent(text).strip("\n")
        if _CODE.search(code):
            yield code + "\n"
