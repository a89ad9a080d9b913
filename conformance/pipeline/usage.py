"""Usage: the user's own code read, and what of an upgrade touches it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from conformance.change import Change
from conformance.pipeline.comparison import ComparisonPlan, ComparisonResult
from conformance.pipeline.releases import Release
from conformance.report.upgrade_report import Usage
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.hits import find_hits
from conformance.upgrade.usage.type_errors import compare_type_errors
from conformance.upgrade.usage.user_files import UserFiles


def find_usage(
    changes: Sequence[Change],
    code: UserFiles,
    asked: ComparisonPlan,
    seen: ComparisonResult,
    old: Release,
    new: Release,
    tell: Callable[[str], None],
) -> tuple[list[Change], Usage]:
    """The changes with the lines of the user's code that they touch, and what was read.

    Raises UsageError, EnvironmentFailed: jedi is not installed, or the SDK cannot be read.
    """
    started = time.monotonic()
    found = find_uses(code, old.environment, asked.target, seen.pair.old.api, tell)
    checked = compare_type_errors(code, asked.target, old.environment, new.environment)
    seen.times["usage"] = time.monotonic() - started
    usage = Usage(
        roots=asked.settings.usage,
        files=found.files,
        uses=len(found.uses),
        checker=checked.checker,
        problems=checked.problems,
        solved=checked.solved,
        unreadable=found.unreadable,
    )
    return find_hits(changes, found.uses, seen.pair.old.api, asked.target.raw_attribute), usage
