"""The pages of a release, as Markdown, and their Python snippets.

The pages are the long description in the metadata of the installed distribution, and the Markdown files inside the
package. For a source tree they are also `README.md` and `reference.md` of its folder, instead of the metadata.
"""

from __future__ import annotations

import doctest
import importlib.metadata
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PYTHON: Final = frozenset({"python", "py", "python3", "pycon", "python-repl", "doctest"})
_PROMPT: Final = re.compile(r"^\s*>>> ", re.MULTILINE)
_FENCE: Final = re.compile(r"^\s*(?:[-*+>]\s+)?(`{3,}|~{3,})\s*([^`]*)$")
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$")
_OWN_PAGES: Final = ("README.md", "reference.md")  # of a source tree
_METADATA: Final = ("METADATA", "PKG-INFO")  # of a wheel, and of a source distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A Python block of a page. `line` is the number of its first line of code, `section` the heading above it.

    Prompts and what they print are left out of `code`, in which each line keeps its number.
    """

    page: str
    section: str
    line: int
    code: str

    @property
    def location(self) -> str:
        """`page:line`."""
        return f"{self.page}:{self.line}"


def snippets_of(folder: Path, distribution: str) -> tuple[tuple[Snippet, ...], ...]:
    """The snippets of each page of the package in `folder`, in order. Pages without any are left out."""
    pages = (tuple(_snippets(name, text)) for name, text in _pages(folder, distribution))
    return tuple(page for page in pages if page)


def _pages(folder: Path, distribution: str) -> Iterator[tuple[str, str]]:
    """The name and text of each page."""
    root = folder.parent.parent if folder.parent.name == "src" else folder.parent
    own = [root / name for name in _OWN_PAGES if (root / name).is_file()]
    if not any(page.name == _OWN_PAGES[0] for page in own):  # the long description is the README
        yield from _long_description(folder.parent, distribution)
    for file in (*own, *sorted(folder.rglob("*.md"))):
        base = root if file in own else folder.parent
        yield file.relative_to(base).as_posix(), file.read_text(encoding="utf-8", errors="replace")


def _long_description(site: Path, distribution: str) -> Iterator[tuple[str, str]]:
    """The metadata of the distribution in a folder, in which the headers are blank lines."""
    for found in importlib.metadata.distributions(path=[str(site)]):
        if _plain_name(found.metadata["Name"] or "") != _plain_name(distribution):
            continue
        for name in _METADATA:
            text = found.read_text(name)
            if text is not None:
                head, _, body = text.partition("\n\n")
                yield name, "\n" * (head.count("\n") + 2) + body
                return


def _plain_name(name: str) -> str:
    """The name of a distribution, as it is compared with others."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _snippets(page: str, text: str) -> Iterator[Snippet]:
    """The fenced blocks (CommonMark, section 4.5), also in lists and HTML, each with the heading before it.

    Read here and not by a Markdown library: this runs in the environment of the SDK, where such a one would be another
    package that its dependencies have to agree with.
    """
    section, fence, info, start = "", "", "", 0
    block: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            if _closes(line, fence):
                code = _code(info, textwrap.dedent("\n".join(block)) + "\n")
                if code:
                    yield Snippet(page=page, section=section, line=start + 1, code=code)
                fence = ""
            else:
                block.append(line)
        elif opened := _FENCE.match(line):
            fence, info, start, block = opened[1], opened[2], number, []
        elif heading := _HEADING.match(line):
            section = heading[1]


def _closes(line: str, fence: str) -> bool:
    """Whether a line has only a fence of the same sign, as long as the one that opened the block or longer."""
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _code(language: str, content: str) -> str:
    """The code of a block, "" where it is no Python: output, a shell, or another language."""
    name = (language.split() or [""])[0].lower()
    has_prompts = _PROMPT.search(content) is not None
    if name not in _PYTHON and not (has_prompts and not name):
        return ""
    if not has_prompts:
        return content
    lines = [""] * (content.count("\n") + 1)
    try:
        for example in doctest.DocTestParser().get_examples(content):
            for number, line in enumerate(example.source.splitlines()):
                lines[example.lineno + number] = line
    except ValueError:  # prose after a prompt, or a continuation that is indented in another way
        return ""
    return "\n".join(lines) + "\n"
