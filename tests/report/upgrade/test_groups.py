"""Changes are grouped as a reader looks for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.report.upgrade import groups
from tests.report.upgrade_reports import ATTEMPTS, EVERY_KIND, FIELD, HEADER, REQUIRED


def test_equal_changes_are_one_group() -> None:
    merged, field = groups.merge_equal((*ATTEMPTS, FIELD))
    assert (merged.changes, field.changes) == (ATTEMPTS, (FIELD,))
    assert merged.alike


def test_changes_that_the_last_release_introduced_are_counted_too() -> None:
    last = replace(REQUIRED, arrived="2.0.7")
    report = replace(EVERY_KIND, changes=(last, *ATTEMPTS), walked=("2.0.6",))
    assert groups.counts_by_release(report) == (("2.0.6", 0, 5), ("2.0.7", 1, 0))


@pytest.mark.parametrize(
    ("subject", "home"),
    [
        ("jwt_settings.update", "jwt_settings"),
        ("export_storage.azure_spi.create", "export_storage.azure_spi"),
        ("types.blueprint_list.BlueprintList", "types"),
        ("label_interface.control_tags.ChatTag", "label_interface.control_tags"),
        ("version", groups.PACKAGE),
    ],
)
def test_an_addition_belongs_to_the_module_where_a_caller_finds_it(subject: str, home: str) -> None:
    assert groups.module_of(replace(HEADER, subject=subject)) == home
