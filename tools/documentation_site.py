"""The hooks of the documentation site (mkdocs.yml): pages that are made from code, and links between the folders.

README.md and the pages outside docs/ become pages of the site. Each check and rule has the page that `conformance
explain` prints. A link to any other file of the repository leads to the repository.
"""

from __future__ import annotations

import argparse
import inspect
import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from conformance import api
from conformance.checks import CHECKS
from conformance.cli import build_parser
from conformance.pipeline.explain import explain
from conformance.upgrade.rules import RULES

ROOT: Final = Path(__file__).parents[1]
MOVED: Final = {  # pages of the site by files outside docs/
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "cassettes/README.md": "recordings.md",
}
GUIDES: Final = (
    "upgrade.md",
    "live.md",
    "operations.md",
    "replay.md",
    "recordings.md",
    "runtime.md",
    "models.md",
    "causes.md",
    "matrix.md",
    "mutants.md",
    "targets.md",
)
IN_CI: Final = ("ci.md", "nightly.md")
INTERNALS: Final = ("architecture.md", "contributing.md", "measured.md", "comparison.md", "defects.md", "changelog.md")
_LINK: Final = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?(?=\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set the navigation: the guides, then what is made from code."""
    config.nav = [
        "index.md",
        {"Guides": list(GUIDES)},
        {"Continuous integration": list(IN_CI)},
        {
            "Reference": [
                {"Commands": "reference/commands.md"},
                "python.md",
                "own-tests.md",
                {"Python API": "reference/api.md"},
                {"Checks": ["checks/index.md", *_pages("checks", _checks())]},
                {"Upgrade rules": ["rules/index.md", *_pages("rules", _rules())]},
            ]
        },
        {"Internals": list(INTERNALS)},
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not in docs/."""
    for source, page in MOVED.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    for page, text in _pages_from_code():
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links to files of the repository to their pages, or to the repository."""
    here = page.file.src_uri
    source = next((name for name, moved in MOVED.items() if moved == here), f"docs/{here}")

    def led(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), link[1]))
        goal = MOVED.get(path, path.removeprefix("docs/"))
        if files.get_file_from_path(goal) is not None and (path in MOVED or path.startswith("docs/")):
            return posixpath.relpath(goal, posixpath.dirname(here) or ".") + (link[2] or "")
        if (ROOT / path).exists():
            kind = "tree" if (ROOT / path).is_dir() else "blob"
            return f"{str(config.repo_url).rstrip('/')}/{kind}/main/{path}{link[2] or ''}"
        return link[0]  # a strict build fails for it

    return _LINK.sub(led, markdown)


def _pages_from_code() -> Iterator[tuple[str, str]]:
    """The pages that are made from code, each with its text."""
    yield "reference/commands.md", _commands()
    yield "reference/api.md", _api()
    for folder, title, rows in (("checks", "Checks", _checks()), ("rules", "Upgrade rules", _rules())):
        yield f"{folder}/index.md", _index(title, rows)
        for identity, _, _ in rows:
            yield f"{folder}/{identity}.md", _explained(identity)


def _checks() -> list[tuple[str, str, str]]:
    """Each check with its family and summary, by family."""
    return sorted(((check.id, check.family, check.summary) for check in CHECKS), key=lambda row: (row[1], row[0]))


def _rules() -> list[tuple[str, str, str]]:
    """Each rule with its tier and summary, by tier."""
    return sorted(((rule.id, rule.tier.value, rule.summary) for rule in RULES), key=lambda row: (row[1], row[0]))


def _pages(folder: str, rows: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [
        {group: [{identity: f"{folder}/{identity}.md"} for identity, _, _ in members]}
        for group, members in groupby(rows, key=lambda row: row[1])
    ]


def _index(title: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"# {title}"]
    for group, members in groupby(rows, key=lambda row: row[1]):
        lines += [f"\n## {group}\n", "| id | finds |", "| --- | --- |"]
        lines += [
            f"| [{identity}]({identity}.md) | {summary.replace('|', chr(92) + '|')} |"
            for identity, _, summary in members
        ]
    return "\n".join(lines) + "\n"


def _explained(identity: str) -> str:
    """The page of a check or rule: its indented sections become headings."""
    head, _, body = explain(identity).partition("\n\n")
    _, _, facts = head.partition(" ")
    sections = re.split(r"^(\S[^\n]*)\n(?=    )", body, flags=re.MULTILINE)
    text = sections[0]
    for title, section in zip(sections[1::2], sections[2::2], strict=True):
        text += f"## {title}\n\n{dedent(section)}\n"
    return f"# {identity}\n\n*{' '.join(facts.split()).strip('()').replace(')', ';', 1)}*\n\n{text}"


def _api() -> str:
    """The functions of the API with the settings that they take, then its values and errors."""
    public = {name: getattr(api, name) for name in api.__all__}
    lines = ["# Python API", "", inspect.cleandoc(api.__doc__ or ""), "", "## Functions"]
    for name, value in public.items():
        if not inspect.isclass(value):
            signature = inspect.signature(value)
            parameters = [f"    {_declared(parameter)}," for parameter in signature.parameters.values()]
            text, _, arguments = (inspect.getdoc(value) or "").partition("\n\nArgs:\n")
            if parameters and all(p.kind is p.KEYWORD_ONLY for p in signature.parameters.values()):
                parameters.insert(0, "    *,")
            lines += ["", f"### {name}", "", "```python", f"{name}("]
            lines += [*parameters, f") -> {signature.return_annotation}", "```", "", text, ""]
            lines += [re.sub(r"^ +(\w+): ", r"- `\1`: ", line) for line in arguments.splitlines()]
    for title, error in (("Values", False), ("Errors", True)):
        lines += ["", f"## {title}"]
        for value in public.values():
            if inspect.isclass(value) and issubclass(value, Exception) is error:
                lines += ["", f"::: {value.__module__}.{value.__qualname__}"]
    return "\n".join(lines) + "\n"


def _declared(parameter: inspect.Parameter) -> str:
    """A parameter as its function declares it."""
    stars = "*" if parameter.kind is inspect.Parameter.VAR_POSITIONAL else ""
    default = "" if parameter.default is inspect.Parameter.empty else f" = {_default(parameter.default)}"
    return f"{stars}{parameter.name}: {parameter.annotation}{default}"


def _default(value: object) -> str:
    return "{}" if "factory" in repr(value) else repr(value)


def _commands() -> str:
    """The help of each command."""
    lines = ["# Commands", "", "```text", build_parser().format_help().rstrip(), "```"]
    for name, parser in _subparsers(build_parser()):
        lines += ["", f"## {name}", "", "```text", parser.format_help().rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _subparsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for name, command in action.choices.items():
                yield name, command
                yield from ((f"{name} {inner}", deeper) for inner, deeper in _subparsers(command))
