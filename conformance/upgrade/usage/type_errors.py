"""Errors that a type checker reports about the user's code for one release only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.change import Hit
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.upgrade.typecheck import REVEALED, NotChecked, Problem, check_files, problems_only_in
from conformance.upgrade.usage.import_roots import import_roots, relevant_sources, with_context
from conformance.upgrade.usage.reveal import Spot, mark_spots, shorten
from conformance.upgrade.usage.use import Use
from conformance.upgrade.usage.user_files import UserFile, UserFiles

_IMPORT_CODES: Final = {"import", "import-not-found", "import-untyped"}
_QUOTED: Final = re.compile(r'"([\w.]+)"')


@dataclass(frozen=True, slots=True)
class TypeCheckResult:
    """New errors and solved ones. `checker` is "" where none is installed.

    The `uses` of a hit are the checker's error code, the `advice` its message. `why_not` says why nothing was checked.
    `unresolved` are the modules that the user's code imports and the checker does not find on either release.
    """

    checker: str
    problems: tuple[Hit, ...] = ()
    solved: tuple[Hit, ...] = ()
    why_not: str = ""
    unresolved: tuple[str, ...] = ()

    def confirms(self, use: Use, lines: Mapping[str, frozenset[int]]) -> bool:
        """A new error is about a use of what changed: on its line, or in its statement where no other use is.

        `lines` are the lines with uses, by file.
        """
        others = lines.get(use.file, frozenset()) - {use.line}
        return any(
            error.line == use.line or (use.lines[0] <= error.line <= use.lines[1] and error.line not in others)
            for error in self.problems
            if error.file == use.file
        )


def compare_type_errors(
    files: UserFiles, uses: Iterable[Use], target: Target, old: Environment, new: Environment
) -> TypeCheckResult:
    """Check the user's files against both releases. A new error names the types that differ in its statement."""
    sources = relevant_sources(files.sources, target.package)
    if not sources:
        return TypeCheckResult("mypy")
    checked = _CheckedFiles.of(sources, files.sources)
    try:
        before, after = checked.check(old), checked.check(new)
        brought = list(checked.hits(problems_only_in(after, before)))
        solved = list(checked.hits(problems_only_in(before, after)))
        reasons = checked.reasons(brought, uses, old, new) if brought else {}
    except NotChecked as error:
        return TypeCheckResult("", why_not=str(error))
    problems = tuple(_with_reason(hit, reasons.get((hit.file, hit.line), "")) for hit in brought)
    return TypeCheckResult("mypy", problems, tuple(solved), unresolved=_unresolved(before, target.package))


@dataclass(frozen=True)
class _CheckedFiles:
    """The files to check and those that they import, by a relative name, and the folders to import them from."""

    texts: dict[str, str]
    roots: dict[str, str]
    sources: dict[str, UserFile]

    @classmethod
    def of(cls, sources: Sequence[UserFile], every: Sequence[UserFile]) -> _CheckedFiles:
        """Names are relative to the folder that holds all files and all folders of imports."""
        files = with_context(sources, every)
        roots = import_roots(files)
        top = Path(os.path.commonpath([*roots.values(), *(path.parent for path in roots)]))
        names = {file.path: file.path.relative_to(top).as_posix() for file in files}
        return cls(
            {names[file.path]: file.text for file in files},
            {names[path]: root.relative_to(top).as_posix() for path, root in roots.items()},
            {names[source.path]: source for source in sources},
        )

    def check(self, environment: Environment, texts: Mapping[str, str] | None = None) -> list[Problem]:
        """The errors with one release."""
        found = check_files(self.texts | dict(texts or {}), environment, self.roots, set(self.sources))
        return found if texts is not None else [problem for problem in found if problem.code != REVEALED]

    def hits(self, found: Iterable[Problem]) -> Iterator[Hit]:
        """Errors at the user's lines."""
        for problem in found:
            source = self.sources[problem.file]
            text = source.text.split("\n")[problem.line - 1].strip()
            file, line = source.location(problem.line)
            yield Hit(file=file, line=line, column=1, text=text, uses=problem.code, advice=problem.message)

    def reasons(
        self, problems: Sequence[Hit], uses: Iterable[Use], old: Environment, new: Environment
    ) -> dict[tuple[str, int], str]:
        """For each line with an error, how the type of the SDK's expression in its statement differs."""
        lines = {(problem.file, problem.line) for problem in problems}
        spots: dict[str, list[Spot]] = {}
        by_name = {source.name: name for name, source in self.sources.items()}
        for use in uses:
            name = by_name.get(use.file)  # not in notebooks, whose lines are those of cells
            if name is not None and any((use.file, line) in lines for line in range(use.lines[0], use.lines[1] + 1)):
                spots.setdefault(name, []).append(Spot(use.line, use.column, use.kind == "call"))
        marked = {name: mark_spots(self.texts[name], found) for name, found in spots.items()}
        before, after = (
            self._revealed(side, {name: found.text for name, found in marked.items()}) for side in (old, new)
        )
        reasons: dict[tuple[str, int], str] = {}
        for name, found in marked.items():
            for line, expressions in found.expressions.items():
                types = zip(expressions, before.get((name, line), []), after.get((name, line), []), strict=False)
                differing = [(text, left, right) for text, left, right in types if left != right]
                if differing:
                    text, left, right = min(differing, key=lambda item: len(item[0]))  # the innermost
                    first, last = found.statements[line]
                    reason = f"The type of `{text}` is `{right}`; it was `{left}`."
                    reasons |= {(self.sources[name].name, at): reason for at in range(first, last + 1)}
        return reasons

    def _revealed(self, release: Environment, texts: Mapping[str, str]) -> dict[tuple[str, int], list[str]]:
        """The revealed types by file and line, in the order of their columns."""
        shown = [problem for problem in self.check(release, texts) if problem.code == REVEALED]
        found: dict[tuple[str, int], list[str]] = {}
        for problem in sorted(shown, key=lambda problem: (problem.file, problem.line, problem.column)):
            found.setdefault((problem.file, problem.line), []).append(shorten(problem.message))
        return found


def _with_reason(hit: Hit, reason: str) -> Hit:
    if not reason:
        return hit
    return Hit(
        file=hit.file, line=hit.line, column=hit.column, text=hit.text, uses=hit.uses, advice=f"{hit.advice}. {reason}"
    )  # fmt: skip


def _unresolved(problems: Iterable[Problem], package: str) -> tuple[str, ...]:
    """The modules that are not found, except those of the SDK, and those of a package that is not found itself."""
    messages = (problem.message for problem in problems if problem.code in _IMPORT_CODES)
    names = {name for message in messages for name in _QUOTED.findall(message)[:1]}
    outer = {name for name in names if not any(name.startswith(f"{other}.") for other in names)}
    return tuple(sorted(name for name in outer if name.partition(".")[0] != package.partition(".")[0]))
