"""The user's own code, and which of its lines an upgrade affects."""

from __future__ import annotations

import time
from collections.abc import Sequence

from conformance.change import Change
from conformance.pipeline.comparison import ComparisonPlan, ComparisonResult
from conformance.pipeline.console import PrintLine
from conformance.pipeline.releases import Release
from conformance.report.upgrade_report import Usage
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.hits import find_hits
from conformance.upgrade.usage.type_errors import compare_type_errors
from conformance.upgrade.usage.user_files import UserFiles


def find_usage(
    changes: Sequence[Change],
    code: UserFiles,
    plan: ComparisonPlan,
    result: ComparisonResult,
    old: Release,
    new: Release,
    print_line: PrintLine,
) -> tuple[list[Change], Usage]:
    """The changes with the lines of the user's code that they affect, and what was read.

    Raises UsageError, EnvironmentFailed: jedi is not installed, or the SDK cannot be read.
    """
    started = time.monotonic()
    found = find_uses(code, old.environment, plan.target, result.pair.old.api, print_line)
    checked = compare_type_errors(code, found.uses, plan.target, old.environment, new.environment)
    result.times["usage"] = time.monotonic() - started
    usage = Usage(
        roots=plan.settings.usage,
        files=found.files,
        uses=len(found.uses),
        checker=checked.checker,
        problems=checked.problems,
        solved=checked.solved,
        unreadable=found.unreadable,
        unresolved=checked.unresolved,
    )
    apis = (result.pair.old.api, result.pair.new.api)
    return find_hits(changes, found.uses, apis, plan.target, checked), usage
