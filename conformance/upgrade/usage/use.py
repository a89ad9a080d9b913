"""One place in the user's code that uses the SDK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conformance.contract.model import Twin
from conformance.upgrade.usage.result_use import ResultContext

UseKind = Literal[
    "call", "construct", "attribute", "import", "except", "isinstance", "annotation", "subclass", "string", "key"
]
Certainty = Literal["yes", "perhaps", "no"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Use:
    """One use. `line` and `column` count from 1; `text` is the line, stripped.

    A `key` is a key of a dict that is passed where the SDK declares a model; its symbol is the model's field.

    `symbol` is the path of an operation or of a part of the client (`projects.create`, `projects`), or a dotted name
    relative to the package: of a class, function, method, alias, field (`types.project.Project.title`), or member of an
    enum or literal; "" is the package itself. `path` is the name as an import, or an attribute of one, writes it.

    Of a call: `keywords` are the arguments passed by name, `positional` is the number of the others. `open` is True
    where more may be passed, by `*args` or `**kwargs`, or because another function makes the call. `code` is the call
    itself if it fits in one line. `reads` are the attributes that are read from its result, each with its line;
    `read_texts` are these lines.
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
    starred: bool = False
    twin: Twin | Literal[""] = ""
    reads: tuple[tuple[str, int], ...] = ()
    read_texts: tuple[tuple[int, str], ...] = ()
    contexts: tuple[ResultContext, ...] = ()
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class UsageResult:
    """The uses in the user's code, the number of files searched, and the unreadable files with the reasons."""

    uses: tuple[Use, ...]
    files: int
    unreadable: tuple[str, ...] = ()
