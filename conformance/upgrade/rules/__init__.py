"""The rules: one line each. `tests/upgrade` insists that this list and the folder agree."""

from __future__ import annotations

from typing import Final

from conformance.upgrade.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = ()
