"""HTML templates that escape every value and make hidden characters visible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from conformance.text import counted, in_line, last_line, visible

TEMPLATES: Final = Path(__file__).parent / "templates"


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
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_make_visible,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= self.filters
        return environment.get_template(self.name)


def page(name: str, **filters: Callable[..., object]) -> Page:
    """The template of that name, with `filters` beside those that every page has."""
    common: dict[str, Callable[..., object]] = {"in_line": in_line, "last_line": last_line, "counted": counted}
    return Page(name, {**common, "prose": prose, **filters})


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
