"""The fixtures of a check: `tests/checks/<id>/violating.py` and `conforming.py`.

A fixture names an `OPERATION`. It has `alter(sdk)`, which changes acme; or `describe(document)`, which changes the
document; or `server()`, which receives calls with `ARGUMENTS` or a `PLAN` of several, of acme as `alter` changes it; or
a `FAILURE` of fuzzing; or the `PYTHON_NEEDS` of the source; or a `USE` of a token. `EXPECT` are the ids of the own
findings of the check, and `OTHER_CHECKS` the checks that find something, too. `ALONE` is for `shared_sdks`.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from conformance.checks import IDS
from conformance.judging.judgement import Judgement
from tests.vocabulary import engine_for, judge

FOLDER = Path(__file__).parent
WITH_SERVER = frozenset(
    check for check in IDS if "\ndef server(" in (FOLDER / check / "violating.py").read_text(encoding="utf-8")
)
VIOLATING = pytest.mark.xdist_group("violating fixtures")  # of tests that share their judgements, in one process


def load_case(check: str, kind: str) -> ModuleType:
    """One fixture; `kind` is "violating" or "conforming"."""
    return importlib.import_module(f"tests.checks.{check}.{kind}")


def other_checks(case: ModuleType) -> set[str]:
    """The checks besides its own that find something in a case."""
    checks: set[str] = getattr(case, "OTHER_CHECKS", set())
    return checks


@cache
def judge_operation(check: str, kind: str) -> Judgement:
    """The judgement of a fixture's operation, made once in a process."""
    case = load_case(check, kind)
    return judge(engine_for(check, case), case.OPERATION)
