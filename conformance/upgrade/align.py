"""Align: which names of two releases are the same thing. Renames are recognised where the evidence is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.contract.model import Contract
from conformance.upgrade.source.definitions import Api


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of each name. Old names are keys; kept ones are not listed.

    `operations` and `definitions` are renamed or moved ones; `parameters` renamed ones as (operation, old name).
    """

    operations: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[tuple[str, str], str] = field(default_factory=dict)


def align(old: Api, new: Api, old_contract: Contract | None, new_contract: Contract | None) -> Alignment:
    """Find renames: the same verb and path under another attribute path, the same shape under another class."""
    return Alignment()
