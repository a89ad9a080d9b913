"""A report as values without a format: what the Markdown, terminal, JUnit and SARIF renderers turn into text.

`check/` and `upgrade/` build a `Document` from a `Report` and from an `UpgradeReport`. In prose, `` `this` `` is code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["error", "warning", "note"]
SITE_PACKAGES: Final = "SITE_PACKAGES"  # what the paths of the SDK's own files are relative to
ALWAYS = -1  # the turn of items that are shown even without space left


class Code(str):
    """A cell of a table that is code."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """Lines of code or of output below a label."""

    text: str
    label: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The details of an item. With a title they are folded away if the format allows it."""

    blocks: tuple[CodeBlock, ...]
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One finding, change, line or step. Without a name it is only its message."""

    message: str = ""
    name: str = ""  # code
    also: tuple[str, ...] = ()  # the other names that it represents
    group: str = ""  # the check or rule that it belongs to
    tags: tuple[str, ...] = ()  # in parentheses behind the name
    code: str = ""  # the user's line that it is about
    before: str = ""  # both sides of a change
    after: str = ""
    advice: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()  # that show or repeat it, for a terminal; each stays on one line
    details: Details | None = None

    @property
    def count(self) -> int:
        """How many names it represents."""
        return 1 + len(self.also)


@dataclass(frozen=True, slots=True)
class Table:
    """A table for reports that can show one. Cells are numbers, prose, or `Code`."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items or a table below a title.

    `turns` say when the parts of an item get space in a report of limited length: its name, its message, its other
    names, its details; lower turns come first. `share` is the part of the space that the section may take before
    every other section has got its own. `on_terminal` is how many items a terminal shows; None leaves the section out,
    0 shows its title with `counts`. A section `only_on_terminal` repeats items of others.
    `notice` makes every item a notification of the run in SARIF.
    """

    title: str = ""
    level: int = 3
    intro: str = ""
    items: tuple[Item, ...] = ()
    table: Table | None = None
    layout: Literal["paragraphs", "list", "checklist"] = "list"
    folded: bool = False
    turns: tuple[int, ...] = (0,)
    share: float = 0.1
    on_terminal: int | None = None
    last_on_terminal: bool = False  # directly above the verdict
    only_on_terminal: bool = False
    counts: str = ""  # e.g. `12 major; blame: sdk`
    see: str = ""  # the command that explains more, for a terminal
    notice: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a test case does not pass."""

    outcome: Literal["failure", "error", "skipped"]
    message: str
    text: str = ""
    kind: str = "crash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test case of JUnit."""

    name: str
    class_name: str
    problem: Problem | None = None
    output: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """The test cases of one operation or rule."""

    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The description of a check or rule in SARIF."""

    id: str
    summary: str
    documentation: str
    tag: str
    level: Level


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: `line` and `column` count from 1, 0 for the whole file.

    `base` names what the file's path is relative to, "" for the user's own files.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result of SARIF. `identity` separates it from others of its rule, in this run and in the next."""

    rule: str
    level: Level
    message: str
    identity: str
    location: Location
    name: str = ""  # of the operation or the class inside the SDK
    known: str | None = None  # the reason for which it is suppressed
    blame: str = ""  # who has to change, where that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole report. `facts` say what was run; `lead` and `notes` are what a reader has to know first."""

    name: str  # e.g. "conformance of label-studio-sdk 2.0.7"
    tool_version: str
    verdict: str
    passed: bool  # the sign beside the verdict
    fails: bool  # the run's exit status is not 0
    interrupted: bool
    complete: bool  # not interrupted, nothing crashed
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    more: str  # what a report file adds, for a terminal; "" where there is nothing to add
    sections: tuple[Section, ...]
    suites: tuple[Suite, ...]
    rules: tuple[Rule, ...]  # of all results
    results: tuple[Result, ...]
