"""Names of changes and files: in full, short below a heading, and as the target of a link."""

from __future__ import annotations

from conformance.change import Change
from conformance.text import link_name


def where(change: Change) -> str:
    """`subject[.part]`: the change's id without its rule."""
    return change.id.removeprefix(f"{change.rule}: ")


def short(change: Change) -> str:
    """The last of the subject's names, and the part: enough below a heading that names the module."""
    return change.subject.rpartition(".")[2] + (f".{change.part}" if change.part else "")


def near(change: Change) -> str:
    """Like `short`, with the sub-client of an operation: enough to recognise it in a file."""
    names = change.subject.split(".")
    return short(change) if len(names) == 1 or names[-1][:1].isupper() else f"{names[-2]}.{short(change)}"


def anchor(change: Change) -> str:
    """A name for links to a change, the same in every report."""
    return "c-" + link_name(change.id)


def file_anchor(path: str) -> str:
    """A name for links to a file's row."""
    return "f-" + link_name(path)
