"""The public functions of a package are read from its source."""

from __future__ import annotations

from pathlib import Path

from conformance.documentation.functions import documented_functions

SOURCE = '''
import typing


class Export:
    def __init__(self, project: int):
        """An export.

        :param project: its number
        """

    @typing.overload
    def run(self, limit: int) -> str: ...

    def run(self, limit: int = 5, *more: int, safe: bool = True, name=None, **fields) -> str:
        """Run.

        :param limit: the most items
        """

    def _hidden(self, limit: int) -> None:
        """Hide.

        :param limit: the most items
        """


class _Private:
    def run(self, limit: int) -> None:
        """Run.

        :param limit: the most items
        """
'''


def test_public_functions_are_read_with_names_defaults_and_place(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    (folder / "tools").mkdir(parents=True)
    (folder / "tools" / "export.py").write_text(SOURCE)
    (folder / "broken.py").write_text("def (:\n")
    first, run = documented_functions(folder)
    assert (first.name, first.accepted) == ("tools.export.Export.__init__", ("project",))
    assert (run.name, run.place) == ("tools.export.Export.run", "acme/tools/export.py:15")
    assert run.named == ("limit", "safe", "name")
    assert run.accepted == ("limit", "safe", "name", "more", "fields")
    assert dict(run.defaults) == {"limit": 5, "safe": True}
    assert run.takes_any
