from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from conformance.upgrade.rules.packaging.facts.specifiers import (
    Relation,
    overlap,
    relation,
    render_pythons,
    render_specifier,
)

MIRRORS: dict[Relation, Relation] = {"same": "same", "other": "other", "narrower": "wider", "wider": "narrower"}

# All versions that a specifier of the strategy below can distinguish.
GRID = [Version(".".join(map(str, release))) for release in product(range(4), range(4), range(4))]
GRID += [Version(f"{version}.1") for version in GRID]

versions = st.builds("{}.{}".format, st.integers(1, 2), st.integers(0, 2))
clauses = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["==", "!=", ">=", "<=", ">", "<", "~="]), versions),
    st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), versions),
)
specifiers = st.builds(lambda parts: SpecifierSet(",".join(parts)), st.lists(clauses, max_size=3))


def permitted(specifier: SpecifierSet) -> set[Version]:
    return {version for version in GRID if specifier.contains(version)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (">=1,<2", "<2.0,>=1.0.0", "same"),
        (">=11.3.0", ">=12.3.0", "narrower"),
        (">=3.9.1,<4.0.0", ">=3.10.0,<=3.11.0", "narrower"),
        ("", "!=1.5", "narrower"),
        ("==0.26.1", ">=0.70.0", "other"),
        (">=0.11,<0.12", ">=0.11.5,<0.13", "other"),
        ("~=1.4.2", ">=1.4.2,<1.5", "same"),
        ("~=1.4", ">=1.4,<2", "same"),
        ("==1.*", ">=1,<2", "same"),
        ("==1.5", "==1.5.*", "wider"),
        ("<2", "<=2", "wider"),
        (">=1.0", ">=1.0rc1", "wider"),
        (">=1", ">=1!1", "narrower"),
        ("===1.0", "===1.0", "same"),
        ("===1.0", "==1.0", "other"),
        ("===nightly", ">=1", "other"),
    ],
)
def test_permitted_versions_are_compared(old: str, new: str, expected: Relation) -> None:
    assert relation(SpecifierSet(old), SpecifierSet(new)) == expected
    assert relation(SpecifierSet(new), SpecifierSet(old)) == MIRRORS[expected]


@given(specifiers, specifiers)
def test_the_relation_is_that_of_the_versions_permitted(old: SpecifierSet, new: SpecifierSet) -> None:
    before, after = permitted(old), permitted(new)
    expected = "other"
    if before <= after:
        expected = "same" if before == after else "wider"
    elif after <= before:
        expected = "narrower"
    assert relation(old, new) == expected
    assert relation(new, old) == MIRRORS[relation(old, new)]
    assert overlap(old, new) == bool(before & after)


@given(specifiers)
def test_a_specifier_written_in_order_means_the_same(specifier: SpecifierSet) -> None:
    written = render_specifier(specifier)
    assert SpecifierSet("" if written == "any version" else written) == specifier


def test_the_lower_bound_is_written_first() -> None:
    assert render_specifier(SpecifierSet("<2,!=1.5,>=1.2")) == ">=1.2,!=1.5,<2"
    assert render_specifier(SpecifierSet()) == "any version"


@pytest.mark.parametrize(
    ("permitted", "other", "words"),
    [
        (">=3.9,<4", ">=3.10,<4", "Python 3.9"),
        (">=3.9", ">=3.12", "Python 3.9 to 3.11"),
        ("", ">=3.9", "Python 3.8 and older"),
        (">=3.9", ">=3.9,<3.14", "Python 3.14 and newer"),
        (">=3.9", ">=3.9.2", ""),
        (">=3.10", ">=3.9", ""),
    ],
)
def test_versions_of_python_as_words(permitted: str, other: str, words: str) -> None:
    assert render_pythons(SpecifierSet(permitted), SpecifierSet(other)) == words
