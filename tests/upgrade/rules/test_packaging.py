from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.targets.contents import Contents
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.rules.packaging.facts.distribution import (
    Kind,
    dependencies,
    dependency_change,
    distributions,
    read_distribution,
)
from conformance.upgrade.source.api import Api
from tests.upgrade.vocabulary import changes, rule_ids, rule_of

MIRRORS: dict[Kind, Kind] = {
    "added": "removed",
    "removed": "added",
    "tightened": "loosened",
    "loosened": "tightened",
    "changed": "changed",
    "same": "same",
}
ABOUT = ("requires_python_", "dependency_", "extra_", "entry_point_", "metadata_", "license_", "wheel_", "record_")
OURS = [rule_id for rule_id in rule_ids() if rule_id.startswith(ABOUT)]

requirements = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["a", "B", "b_c"]),
    st.sampled_from(["", "[x]", "[x,y]"]),
    st.sampled_from(["", ">=1", ">=1,<3", "(>=2,<3)", "==2.*", "~=1.4", "!=2"]),
    st.sampled_from(
        ["", " ; python_version < '3.11'", " ; extra == 'fast'", " ; (os_name == 'nt') and extra == 'e_e'"]
    ),
)
fields = st.sampled_from(
    ["Requires-Python: >=3.9", "Requires-Python: <4,>=3.10", "Provides-Extra: fast", "License: Free", "Keywords: a,b"]
)
texts = st.builds(
    lambda lines, body: "\n".join(["Metadata-Version: 2.1", "Name: p", "Version: 1", *lines]) + f"\n\n{body}",
    st.lists(st.one_of(st.builds("Requires-Dist: {}".format, requirements), fields), max_size=6, unique=True),
    st.sampled_from(["", "# P\n", "# P\n\nWords.\n"]),
)


def side(metadata: str, **files: bytes) -> Side:
    about = {f"p-1.dist-info/{name}": data for name, data in files.items()}
    contents = Contents("p 1", {"p/__init__.py": b"", **about}, metadata)
    return Side(label="1", version="1", contents=contents, api=Api("p", {}, {}))


def needing(*lines: str) -> Side:
    return side("Metadata-Version: 2.1\nName: p\nVersion: 1\n" + "".join(f"Requires-Dist: {line}\n" for line in lines))


def change_ids(old: Side, new: Side) -> list[str]:
    return [change.id for rule_id in OURS for change in changes(rule_id, ReleasePair(old=old, new=new))]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("a>=1", "A (>=1.0)", "same"),
        ("b.c", "b_c", "same"),
        ("a[x,y]", "a[Y, x]", "same"),
        ("a ; python_version<'3.11'", 'a ; (python_version < "3.11")', "same"),
        ("a ; extra == 'x' and os_name == 'nt'", "a ; (os_name == 'nt') and (extra == 'X')", "same"),
        ("a ; extra == 'x' or extra == 'y'", "a ; extra == 'x' or extra == 'y' or extra == 'z'", "same"),
        ("a>=1", "a>=2", "tightened"),
        ("a", "a<2", "tightened"),
        ("a>=1,<3", "a<2", "changed"),
        ("a", "a[x]", "changed"),
        ("a", "a @ https://example.test/a.zip", "changed"),
        ("a", "a ; os_name == 'nt'", "changed"),
    ],
)
def test_a_changed_dependency_is_reported_by_its_kind(old: str, new: str, kind: Kind) -> None:
    before, after = (read_distribution(needing(line).contents) for line in (old, new))
    assert before is not None
    assert after is not None
    for key in before.dependencies.keys() & after.dependencies.keys():
        assert dependency_change(before.dependencies[key], after.dependencies[key]) == kind
        assert dependency_change(after.dependencies[key], before.dependencies[key]) == MIRRORS[kind]
    assert before.dependencies.keys() <= after.dependencies.keys()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a ; extra == 'x'", {"x": ""}),
        ("a ; extra == 'x' and os_name == 'nt'", {"x": 'os_name == "nt"'}),
        (
            "a ; os_name == 'nt' and extra == 'x' and python_version > '3'",
            {"x": 'os_name == "nt" and python_version > "3"'},
        ),
        ("a ; (extra == 'x' or extra == 'y') and os_name == 'nt'", {"x": 'os_name == "nt"', "y": 'os_name == "nt"'}),
        ("a ; extra == 'x' and os_name == 'nt' or extra == 'y'", None),
        ("a ; os_name == 'nt' or extra == 'y'", None),
        ("a ; (os_name == 'nt' or extra == 'y') and python_version > '3'", None),
        ("a ; os_name == 'nt'", {"": 'os_name == "nt"'}),
    ],
)
def test_an_extra_is_distinguished_from_other_conditions(line: str, found: dict[str, str] | None) -> None:
    read = read_distribution(needing(line).contents)
    assert read is not None
    conditions = {
        extra: condition for (extra, _), dependency in read.dependencies.items() for condition in dependency.needs
    }
    if found is None:  # too tangled to be taken apart: the condition is kept whole
        assert all("extra" in condition for condition in conditions.values())
    else:
        assert conditions == found


def test_one_name_may_be_needed_under_several_conditions() -> None:
    old = needing("a>=1 ; python_version < '3.12'", "a>=2 ; python_version >= '3.12'", "a<9 ; python_version >= '3.12'")
    new = needing("a>=2,<9 ; python_version >= '3.12'", "a>=1.1 ; python_version < '3.12'")
    ((before, after),) = dependencies(ReleasePair(old=old, new=new), "tightened")
    assert str(before) == 'a >=1 ; python_version < "3.12" | a >=2,<9 ; python_version >= "3.12"'
    assert str(after) == 'a >=1.1 ; python_version < "3.12" | a >=2,<9 ; python_version >= "3.12"'


def test_requirements_of_a_new_extra_are_not_reported_again() -> None:
    assert change_ids(needing("a"), needing("a", "b ; extra == 'fast'")) == ["extra_added: (package).fast"]


def test_unreadable_metadata_is_compared_as_text() -> None:
    old, new = needing("a", "=> broken"), needing("a", "=> broken 2")
    assert change_ids(old, new) == ["metadata_changed: (package).Requires-Dist"]
    odd = side("Metadata-Version: 2.1\nName: p\nVersion: 1\nRequires-Python: three\n")
    assert change_ids(odd, needing()) == ["metadata_changed: (package).Requires-Python"]
    ini = side("Name: p\n", **{"entry_points.txt": b"no section\n\xff"})
    assert change_ids(ini, ini) == []


def test_interpolation_and_case_mean_nothing_in_entry_points() -> None:
    found = read_distribution(
        side("Name: p\n", **{"entry_points.txt": b"[console_scripts]\nTool%s = p:main\n"}).contents
    )
    assert found is not None
    assert found.entry_points == {"Tool%s": "p:main"}


def test_nothing_is_reported_if_a_side_has_no_metadata() -> None:
    bare = Side(
        label="directory p", version="", contents=Contents("directory p", {"p/__init__.py": b""}), api=Api("p", {}, {})
    )
    full = side("Name: p\nRequires-Dist: a\nRequires-Python: >=3.10\n", RECORD=b"p,,\n", WHEEL=b"Tag: x\n")
    assert distributions(ReleasePair(old=bare, new=full)) is None
    assert change_ids(bare, full) == change_ids(full, bare) == []


@given(texts, texts)
def test_every_fact_has_its_mirror(old: str, new: str) -> None:
    there, back = (ReleasePair(old=side(one), new=side(other)) for one, other in ((old, new), (new, old)))
    found = {
        (rule_of(rule_id).mirror, change.subject, change.part) for rule_id in OURS for change in changes(rule_id, there)
    }
    assert found == {(rule_id, change.subject, change.part) for rule_id in OURS for change in changes(rule_id, back)}


@given(texts)
def test_equal_metadata_is_not_reported(text: str) -> None:
    assert change_ids(side(text), side(text)) == []
