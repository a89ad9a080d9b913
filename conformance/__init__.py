"""Hold a typed Python SDK to its contract: target, contract, calls, exchanges, findings, report.

    from conformance import check, contract, load_cassettes, mutants, strategies, upgrade

The functions are those of `conformance.api`, which also has the values that they return. Importing this package loads
nothing; a name is loaded where it is first used.
"""

import sys

TYPE_CHECKING = False  # as in `typing`, which would take longer to import than this package
if TYPE_CHECKING:
    from types import ModuleType

    from conformance import strategies as strategies
    from conformance.api import check as check
    from conformance.api import contract as contract
    from conformance.api import live as live
    from conformance.api import load_cassettes as load_cassettes
    from conformance.api import mutants as mutants
    from conformance.api import read_report as read_report
    from conformance.api import render_report as render_report
    from conformance.api import upgrade as upgrade
    from conformance.api import write_report as write_report
else:
    ModuleType = type(sys)

_FUNCTIONS = (
    "check", "contract", "live", "load_cassettes", "mutants", "read_report", "render_report", "upgrade", "write_report",
)  # fmt: skip


class _Package(ModuleType):
    """The package as a module that keeps the functions of its API.

    `conformance.contract`, `live`, `mutants` and `upgrade` are packages, too. Python makes a package an attribute of
    its parent as soon as it is imported, which would replace the function of that name.
    """

    def __getattr__(self, name: str) -> object:
        if name in _FUNCTIONS:
            from conformance import api  # noqa: PLC0415  # nothing is imported before it is used

            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _FUNCTIONS or not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_FUNCTIONS, "strategies"})


sys.modules[__name__].__class__ = _Package
