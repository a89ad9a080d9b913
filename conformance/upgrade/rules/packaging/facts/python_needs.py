"""The features of Python that only one release needs beyond the claim of its metadata."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.python_need import PythonNeed
from conformance.upgrade.pair import ReleasePair


def one_sided_needs(pair: ReleasePair, *, new: bool) -> Iterator[PythonNeed]:
    """The needs of the new side that the old side has not, or the other way round."""
    has, lacks = (pair.new, pair.old) if new else (pair.old, pair.new)
    if has.python_needs is None or lacks.python_needs is None:
        return
    known = {(need.feature, need.needs) for need in lacks.python_needs}
    yield from (need for need in has.python_needs if (need.feature, need.needs) not in known)


def need_files(need: PythonNeed) -> tuple[str, ...]:
    """The files of the named places."""
    return tuple(dict.fromkeys(place.rpartition(":")[0] for place in need.places))
