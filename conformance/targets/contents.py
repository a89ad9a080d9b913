"""Contents: the files of a distribution, as they are in its wheel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of one distribution by their names in the wheel, and the text of its METADATA ("" where it has none).

    `label` is what the wheel is called (`label_studio_sdk 2.0.5`).
    """

    label: str
    files: Mapping[str, bytes]
    metadata: str = ""
