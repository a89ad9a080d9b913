"""Errors that a type checker reports about the user's code for one release only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.change import Hit
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.upgrade.typecheck import NotChecked, Problem, check_files, problems_only_in
from conformance.upgrade.usage.relevant_files import relevant_files
from conformance.upgrade.usage.user_files import UserFile, UserFiles


@dataclass(frozen=True, slots=True)
class TypeCheckResult:
    """New errors and solved ones. `checker` is "" where none is installed.

    The `uses` of a hit are the checker's error code, the `advice` its message. `why_not` says why nothing was checked.
    """

    checker: str
    problems: tuple[Hit, ...] = ()
    solved: tuple[Hit, ...] = ()
    why_not: str = ""


def compare_type_errors(files: UserFiles, target: Target, old: Environment, new: Environment) -> TypeCheckResult:
    """Check the user's modules against both releases; notebooks are left out."""
    modules = [source for source in files.sources if not source.cells]
    sources = relevant_files(modules, target.package)
    if not sources:
        return TypeCheckResult("mypy")
    brought: list[Hit] = []
    solved: list[Hit] = []
    try:
        for root in dict.fromkeys(source.root for source in sources):  # module names are relative to their root
            inside = {source.path.relative_to(root).as_posix(): source for source in sources if source.root == root}
            texts = {name: source.text for name, source in inside.items()}
            before, after = check_files(texts, old), check_files(texts, new)
            brought += _problem_hits(problems_only_in(after, before), inside)
            solved += _problem_hits(problems_only_in(before, after), inside)
    except NotChecked as error:
        return TypeCheckResult("", why_not=str(error))
    return TypeCheckResult("mypy", tuple(brought), tuple(solved))


def _problem_hits(found: Sequence[Problem], sources: Mapping[str, UserFile]) -> Iterator[Hit]:
    for problem in found:
        source = sources[problem.file]
        text = source.text.split("\n")[problem.line - 1].strip()
        yield Hit(file=source.name, line=problem.line, column=1, text=text, uses=problem.code, advice=problem.message)
