"""`conformance matrix ask`."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.pipeline.matrix.fit import answer, called_operations
from conformance.report.matrix.matrix import Cell, CellResult, OperationState

APP = """
from sdk import Client
client = Client()
client.projects.with_raw_response.get(1)
make().tasks.create(title="x")
self.client.users.me.tokens.list
projects.delete
"""


def live(sdk: str, server: str, job: str = "live", **states: str) -> CellResult:
    operations = {
        path.replace("__", "."): OperationState(state=state, findings=(f"odd: {path}",) * (state == "differs"))
        for path, state in states.items()
    }
    return CellResult(
        cell=Cell(job=job, sdk=sdk, server=server), outcome="works", sentence="as it is", operations=operations
    )


RESULTS = [
    live("2.0.0", "1.21.0", projects__get="works", tasks__create="works"),
    live("2.1.0", "1.21.0", projects__get="differs", tasks__create="not there"),
    live("2.1.0", "1.23.0", projects__get="differs", tasks__create="works"),
    live("10.0.0", "1.21.0", projects__get="works", tasks__create="works"),
]


def test_the_operations_that_code_calls_end_an_expression(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    known = {"projects.get", "tasks.create", "projects.delete", "users.me.tokens.list", "tokens.list", "get", "me"}
    assert called_operations([str(tmp_path)], known) == [
        "projects.delete", "projects.get", "tasks.create", "users.me.tokens.list",
    ]  # fmt: skip


def test_a_pair_that_fits_works_for_every_called_operation(tmp_path: Path) -> None:
    lines, fits = answer(RESULTS, "2.0.0", "1.21.0", [])
    assert fits
    assert lines[-1] == "All of these work together."
    (tmp_path / "app.py").write_text("client.tasks.create()")
    lines, fits = answer(RESULTS, "2.1.0", "1.23.0", [str(tmp_path / "app.py")])
    assert fits
    assert "Your code calls 1 operation: tasks.create." in lines


def test_a_pair_whose_calls_were_not_made_is_judged_by_the_servers_document() -> None:
    compared = live("2.2.0", "1.23.0", "spec", projects__get="works", tasks__create="works")
    contrary = live("2.0.0", "1.21.0", "spec", projects__get="differs")
    lines, fits = answer([contrary, *RESULTS, compared], "2.2.0", "1.23.0", [])
    assert fits
    assert "No call was made on this server" in lines[1]
    lines, fits = answer([contrary, *RESULTS, compared], "2.0.0", "1.21.0", [])
    assert fits  # calls count more than a document
    assert "No call" not in " ".join(lines)


def test_a_pair_that_does_not_fit_has_its_reasons_and_the_nearest_pair() -> None:
    lines, fits = answer(RESULTS, "2.1.0", "1.21.0", [])
    assert not fits
    assert "  projects.get: odd: projects__get" in lines
    assert "  tasks.create: the server or the SDK does not have it" in lines
    assert lines[-1] == "Nearest pair with fewer: 10.0.0 on 1.21.0: none of these differences."


def test_without_a_better_pair_none_is_named() -> None:
    lines, fits = answer(RESULTS[2:3], "2.1.0", "1.23.0", [])
    assert not fits
    assert lines[-1] == "No pair of this matrix has fewer."


def test_a_pair_without_a_result_is_refused_with_the_pairs_that_have_one() -> None:
    with pytest.raises(UsageError, match=r"2\.0\.0 on 1\.21\.0, 2\.1\.0 on 1\.21\.0.*\n.*Run it: conformance matrix"):
        answer(RESULTS, "3.0.0", "1.21.0", [])


@pytest.mark.parametrize(("name", "text"), [("absent.py", None), ("broken.py", "def (")])
def test_code_that_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=name):
        called_operations([str(tmp_path / name)], ["a.b"])
