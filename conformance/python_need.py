"""A part of an SDK's source that an older Python cannot run, although the SDK's metadata allows that Python."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PythonNeed:
    """One feature that needs a newer Python than the oldest allowed one.

    `feature` describes it ("union types as `X | Y`"), `needs` is the version that has it ("3.10"), `places` are the
    first lines that use it ("sdk/core/client.py:12"), `count` is the number of all of them. `claim` is the metadata's
    own text (">=3.9,<4"), `oldest` the oldest version that it allows.
    """

    feature: str
    needs: str
    places: tuple[str, ...]
    count: int
    claim: str
    oldest: str
