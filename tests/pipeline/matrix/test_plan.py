"""Which releases are named, and which cells they give."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from packaging.specifiers import SpecifierSet

from conformance.errors import UsageError
from conformance.pipeline.matrix.plan import named_releases, plan_cells

PUBLISHED = ("1.18.3", "1.19.0", "1.19.2", "1.20.0", "1.23.1", "1.23.2", "1.24.0")


def releases(wanted: SpecifierSet) -> Sequence[str]:
    return [release for release in PUBLISHED if release in wanted]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["1.20.0"], ("1.20.0",)),
        (["1.23.2,1.19.0"], ("1.19.0", "1.23.2")),
        (["1.19.0", "1.19.0"], ("1.19.0",)),
        (["1.19.0..1.23.1"], ("1.19.0", "1.19.2", "1.20.0", "1.23.1")),
        (["1.19..1.23"], ("1.19.2", "1.20.0", "1.23.2")),
        (["1..1"], ("1.24.0",)),
        ([">=1.20,<1.24"], ("1.20.0", "1.23.1", "1.23.2")),
        (["~=1.23.1"], ("1.23.1", "1.23.2")),
        (["2.0.0.dev1"], ("2.0.0.dev1",)),
    ],
)
def test_releases_are_named_one_by_one_as_ranges_and_by_specifiers(given: list[str], named: tuple[str, ...]) -> None:
    assert named_releases("--sdk", given, releases) == named


@pytest.mark.parametrize("given", ["abc", "1.2..", "1.23..1.19", "1.2..1.2.3", ">=x", "", "1.x"])
def test_what_names_no_releases_is_refused_with_what_is_allowed(given: str) -> None:
    with pytest.raises(UsageError, match=r"names no releases") as refused:
        named_releases("--sdk", [given], releases)
    assert "2.0.5..2.1.2" in str(refused.value)


def test_each_job_has_its_cells() -> None:
    cells = plan_cells(("check", "spec", "live", "upgrade"), ("1", "2", "3"), ("8", "9"))
    assert [cell.name for cell in cells] == [
        "check 1", "check 2", "check 3",
        "spec 1 on 8", "spec 1 on 9", "spec 2 on 8", "spec 2 on 9", "spec 3 on 8", "spec 3 on 9",
        "live 1 on 8", "live 1 on 9", "live 2 on 8", "live 2 on 9", "live 3 on 8", "live 3 on 9",
        "upgrade 1 to 2", "upgrade 2 to 3",
    ]  # fmt: skip


def test_jobs_without_what_they_need_are_refused() -> None:
    for job in ("live", "spec"):
        with pytest.raises(UsageError, match=f"--job {job}: no server was named.\n  Add --server"):
            plan_cells((job,), ("1",), ())
    with pytest.raises(UsageError, match="two releases"):
        plan_cells(("upgrade",), ("1",), ())
    with pytest.raises(UsageError, match="more than 2000"):
        plan_cells(("live",), [str(number) for number in range(50)], [str(number) for number in range(50)])
