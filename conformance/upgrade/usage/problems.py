"""What a type checker says of the user's code on one release and not on the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.change import Hit
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.upgrade.usage.files import Files, Source
from conformance.upgrade.usage.relevance import relevant
from conformance.upgrade.witness.typecheck import NotChecked, Problem, check_files, only_in


@dataclass(frozen=True, slots=True)
class Checked:
    """Errors that only the new release brings, and those that it ends. `checker` is "" where none is installed.

    The `uses` of these hits are the checker's codes, the `advice` its words; `why_not` says why nothing was checked.
    """

    checker: str
    problems: tuple[Hit, ...] = ()
    solved: tuple[Hit, ...] = ()
    why_not: str = ""


def problems(files: Files, target: Target, old: Environment, new: Environment) -> Checked:
    """Check the user's modules against both releases; notebooks are left out."""
    modules = [source for source in files.sources if not source.cells]
    sources = relevant(modules, target.package)
    if not sources:
        return Checked("mypy")
    brought: list[Hit] = []
    solved: list[Hit] = []
    try:
        for root in dict.fromkeys(source.root for source in sources):  # a module's name counts from its root
            inside = {source.path.relative_to(root).as_posix(): source for source in sources if source.root == root}
            texts = {name: source.text for name, source in inside.items()}
            before, after = check_files(texts, old), check_files(texts, new)
            brought += _hits(only_in(after, before), inside)
            solved += _hits(only_in(before, after), inside)
    except NotChecked as error:
        return Checked("", why_not=str(error))
    return Checked("mypy", tuple(brought), tuple(solved))


def _hits(found: Sequence[Problem], sources: Mapping[str, Source]) -> Iterator[Hit]:
    for each in found:
        source = sources[each.file]
        text = source.text.split("\n")[each.line - 1].strip()
        yield Hit(source.name, each.line, 1, text, each.code, each.message)
