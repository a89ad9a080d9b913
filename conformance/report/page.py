"""HTML templates that escape every value and make hidden characters visible.

The styles and the script of a page are files in `assets/`, copied into it: a page fetches nothing. The browser runs
only the script whose digest the page names, so text in a report can never become one.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from conformance.text import brief, counted, in_line, last_line, link_name, visible

if TYPE_CHECKING:  # imported with the first page: most runs render none
    from jinja2 import Template

TEMPLATES: Final = Path(__file__).parent / "templates"
ASSETS: Final = Path(__file__).parent / "assets"
SOURCE_WIDTH: Final = 100  # a line of a docstring that is followed by another one ends later than this only for space
# in this order: a later one uses the earlier ones
SCRIPTS: Final = ("elements.js", "messages.js", "evidence.js", "filters.js", "operations.js", "start.js")


@dataclass(frozen=True)
class Page:
    """A template that is compiled when it is first rendered: most runs render no page."""

    name: str
    filters: Mapping[str, Callable[..., object]]

    def render(self, values: Mapping[str, object]) -> str:
        """The page with its values filled in."""
        return self._template.render(values)

    @cached_property
    def _template(self) -> Template:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # see above

        environment = Environment(
            loader=FileSystemLoader([TEMPLATES, ASSETS]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_make_visible,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= self.filters
        environment.globals["scripts"] = SCRIPTS
        return environment.get_template(self.name)


def page(name: str, **filters: Callable[..., object]) -> Page:
    """The template of that name, with `filters` beside those that every page has."""
    common: dict[str, Callable[..., object]] = {
        "in_line": in_line, "last_line": last_line, "counted": counted, "brief": brief, "link_name": link_name,
        "integrity": integrity, "in_pre": in_pre, "unwrapped": unwrapped,
    }  # fmt: skip
    return Page(name, {**common, "prose": prose, **filters})


def integrity(text: str) -> str:
    """The digest of a script, as a content security policy names it."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode("ascii")


def in_pre(text: str) -> Markup:
    """A text between tags, where quotes are no markup: their escapes would take a third of a large page."""
    return escape(visible(text)).replace("&#34;", Markup('"')).replace("&#39;", Markup("'"))


def unwrapped(text: str) -> str:
    """A docstring whose lines end where a sentence or an example does, not where its source file was full."""
    lines: list[str] = []
    previous = ""
    for line in text.split("\n"):
        words, indent = line.split(), len(line) - len(line.lstrip())
        wrapped = words and len(previous) + 1 + len(words[0]) > SOURCE_WIDTH
        if wrapped and len(previous) - len(previous.lstrip()) == indent:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
        previous = line
    return "\n".join(lines)


def prose(text: str) -> Markup:
    """Prose in which `` `this` `` is code."""
    parts = visible(text).split("`")
    closed = len(parts) - (len(parts) % 2 == 0)  # a backtick without a partner is only a character
    marked = (
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts[:closed])
    )
    return Markup("").join([*marked, *(escape(f"`{part}") for part in parts[closed:])])


def _make_visible(value: object) -> object:
    """Every value on a page passes here before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
