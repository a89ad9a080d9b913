"""Use: one place in the user's code that names something of the SDK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UseKind = Literal["call", "construct", "attribute", "import", "except", "annotation", "subclass", "string"]


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """One use. `line` counts from 1, `column` from 1; `text` is the line, stripped.

    `symbol` is the path of an operation or of a part of the client (`projects.create`, `projects`), or a dotted name
    relative to the package: of a class, function, method or alias, of a field (`types.project.Project.title`), of an
    enum's or a literal's member; "" is the package itself. `path` is how a name is written in an
    import, or after one.

    Of a call: `keywords` are those given, `positional` counts the others; `open` tells that there may be more: by
    `*args` or `**kwargs`, or because something else makes the call.
    `code` is the call itself where it stands in one line.
    """

    file: str
    line: int
    column: int
    text: str
    symbol: str
    kind: UseKind
    keywords: tuple[str, ...] = ()
    positional: int = 0
    open: bool = False
    path: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class UsageResult:
    """What was found in the user's code: in how many files it was looked for, and which could not be read, with why."""

    uses: tuple[Use, ...]
    files: int
    unreadable: tuple[str, ...] = ()
