"""The fixtures of a check: `tests/checks/<id>/violating.py` and `conforming.py`.

A fixture names an `OPERATION`. It has `alter(sdk)`, which changes acme; or `describe(document)`, which changes the
document; or `server()`, which receives calls with `ARGUMENTS` or a `PLAN` of several, of acme as `alter` changes it; or
a `FAILURE` of fuzzing; or the `PYTHON_NEEDS` of the source; or a `USE` of a token. `EXPECT` are the ids of the own
findings of the check, and `OTHER_CHECKS` the checks that find something, too. `ALONE` is for `shared_sdks`.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from conformance.checks import IDS

FOLDER = Path(__file__).parent
WITH_SERVER = frozenset(
    check for check in IDS if "\ndef server(" in (FOLDER / check / "violating.py").read_text(encoding="utf-8")
)


def load_case(check: str, kind: str) -> ModuleType:
    """One fixture; `kind` is "violating" or "conforming"."""
    return importlib.import_module(f"tests.checks.{check}.{kind}")


def other_checks(case: ModuleType) -> set[str]:
    """The checks besides its own that find something in a case."""
    checks: set[str] = getattr(case, "OTHER_CHECKS", set())
    return checks
