from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.change import Change, FileRow, Impact, Level, Tier
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import resolve
from conformance.targets.target import load_target
from conformance.upgrade.changed_files import archive_paths, changed_file_rows, explain_rows, line_counts

SEED = Path(__file__).parent / "data" / "label-studio-sdk-2.0.5-to-2.0.7.tsv"

# Few different lines, so that they come again; some end with \r\n, and the last one may have no end.
few_lines = st.lists(st.sampled_from([b"a\n", b"b\n", b"a\r\n", b"\n", b"\x00\n", b"c\x0bd\n"]), max_size=9)
texts = st.builds(lambda lines, end: b"".join(lines) + end, few_lines, st.sampled_from([b"", b"a", b"b", b"a\r"]))
names = st.sampled_from(["p/a.py", "p/b.py", "p/c/d.json", "p-1.dist-info/METADATA", "p-1.dist-info/RECORD"])
contents = st.builds(Contents, st.just("p 1"), st.dictionaries(names, texts))


def change(*files: str, rule: str = "model_added", subject: str = "Book") -> Change:
    return Change(rule, Tier.SURFACE, Impact.COMPATIBLE, Level.NONE, subject, "It is new.", files=files)


def wheel(version: str, **files: bytes) -> Contents:
    about = f"p-{version}.dist-info"
    own = {f"{about}/{name}": data for name, data in {"LICENSE": b"Free.\n", "METADATA": version.encode()}.items()}
    return Contents(f"p {version}", {f"p/{name}.py": data for name, data in files.items()} | own)


def longest_common(old: list[bytes], new: list[bytes]) -> int:
    """By the definition, every pair of beginnings once."""

    @cache
    def length(left: int, right: int) -> int:
        if not left or not right:
            return 0
        if old[left - 1] == new[right - 1]:
            return length(left - 1, right - 1) + 1
        return max(length(left - 1, right), length(left, right - 1))

    return length(len(old), len(new))


def split(text: bytes) -> list[bytes]:
    return [line + b"\n" for line in text.split(b"\n")[:-1]] + [last for last in text.split(b"\n")[-1:] if last]


# Lines


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (b"", b"", (0, 0)),
        (b"", b"a\nb\n", (2, 0)),
        (b"a\nb\n", b"", (0, 2)),
        (b"a\nb\nc\n", b"a\nx\nc\n", (1, 1)),
        (b"a\nb\n", b"b\na\n", (1, 1)),
        (b"a\n", b"a", (1, 1)),
        (b"a", b"a\nb", (2, 1)),
        (b"a\r\nb\r\n", b"a\nb\n", (2, 2)),
        (b"a\rb\n", b"a\rb\nc\n", (1, 0)),
        (b"a\x0cb\n", b"a\x0cc\n", (1, 1)),
        (b"a\nb\nc\na\nb\nb\na\n", b"c\nb\na\nb\na\nc\n", (2, 3)),  # Myers' own example
        (b"\n" * 5, b"\n" * 3, (0, 2)),
    ],
)
def test_lines_are_counted_as_by_a_minimal_diff(old: bytes, new: bytes, counts: tuple[int, int]) -> None:
    assert line_counts(old, new) == counts


@given(texts, texts)
def test_counts_are_those_of_the_longest_common_subsequence(old: bytes, new: bytes) -> None:
    added, removed = line_counts(old, new)
    assert added - removed == len(split(new)) - len(split(old))
    assert removed == len(split(old)) - longest_common(split(old), split(new))
    assert line_counts(new, old) == (removed, added)
    assert (old == new) == (added == removed == 0)


def test_a_file_of_ten_thousand_lines_is_counted_quickly() -> None:
    old = b"".join(b"%d\n" % (number * number % 7919) for number in range(10_000))
    new = b"".join(b"%d\n" % (number * number % 7907) for number in range(10_000))
    added, removed = line_counts(old, new)
    assert added == removed > 0


# Rows


def test_metadata_files_come_last_and_are_listed_even_if_unchanged() -> None:
    old = wheel("1.0", kept=b"a\n", changed=b"a\n", gone=b"a\n")
    new = wheel("1.1", kept=b"a\n", changed=b"a\nb\n", made=b"")
    folder = "{p-1.0.dist-info → p-1.1.dist-info}"
    assert changed_file_rows(old, new) == (
        FileRow(path="p/changed.py", added=1, removed=0, state="changed"),
        FileRow(path="p/gone.py", added=0, removed=1, state="removed"),
        FileRow(path="p/made.py", added=0, removed=0, state="added"),
        FileRow(path=f"{folder}/METADATA", added=1, removed=1, state="changed"),
        FileRow(path=f"{folder}/LICENSE", added=0, removed=0, state="same"),
    )


def test_two_builds_of_one_version_share_the_folder() -> None:
    table = changed_file_rows(wheel("1.0", a=b"a\n"), wheel("1.0", a=b"b\n"))
    assert [row.path for row in table] == ["p/a.py", "p-1.0.dist-info/LICENSE", "p-1.0.dist-info/METADATA"]


def test_metadata_files_are_left_out_where_a_side_has_none() -> None:
    bare = Contents("directory p", {"p/a.py": b"b\n"})
    assert changed_file_rows(wheel("1.0", a=b"a\n"), bare) == (
        FileRow(path="p/a.py", added=1, removed=1, state="changed"),
    )
    assert changed_file_rows(bare, wheel("1.0", a=b"b\n")) == ()


@given(contents)
def test_the_same_contents_have_no_rows(one: Contents) -> None:
    assert changed_file_rows(one, one) == ()


@given(contents, contents)
def test_a_reversed_pair_has_the_reversed_rows(old: Contents, new: Contents) -> None:
    turned = {"added": "removed", "removed": "added"}
    there, back = changed_file_rows(old, new), changed_file_rows(new, old)
    assert [(row.path, row.removed, row.added, turned.get(row.state, row.state)) for row in there] == [
        (row.path, row.added, row.removed, row.state) for row in back
    ]
    assert all(row.added or row.removed or row.state != "changed" for row in there)


# What explains them


def test_a_row_is_explained_by_the_changes_that_name_its_file() -> None:
    table = changed_file_rows(wheel("1.0", a=b"a\n", b=b"a\n", c=b"c\n"), wheel("1.1", a=b"b\n", b=b"b\n", c=b"d\n"))
    first, second = change("p/a.py", "p/b.py"), change("p/b.py", "p/b.py", subject="Shelf")
    version = change("p-1.1.dist-info/METADATA", rule="metadata_changed", subject="(package)")
    by_path = {row.path.rpartition("/")[2]: row.explained_by for row in explain_rows(table, [first, second, version])}
    assert by_path == {
        "a.py": (first.id,),
        "b.py": (first.id, second.id),
        "c.py": (),
        "METADATA": (version.id,),
        "LICENSE": (),
    }


def test_a_row_has_the_names_of_both_wheels() -> None:
    assert archive_paths(FileRow(path="p/a.py", added=1, removed=1, state="changed")) == ("p/a.py",)
    assert archive_paths(
        FileRow(path="{p-1.dist-info → p-2.dist-info}/RECORD", added=1, removed=1, state="changed")
    ) == (
        "{p-1.dist-info → p-2.dist-info}/RECORD",
        "p-1.dist-info/RECORD",
        "p-2.dist-info/RECORD",
    )


# The public page


@pytest.mark.slow
def test_all_rows_of_the_public_page_are_reproduced_from_the_two_wheels() -> None:
    lines = [line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines()[1:]]
    expected = [(path, int(added), int(removed)) for path, added, removed in lines]
    target = load_target()
    old, new = (
        contents_of(resolve(release, target, progress=lambda _: None), target) for release in ("2.0.5", "2.0.7")
    )
    assert len(expected) == 92
    assert [(row.path, row.added, row.removed) for row in changed_file_rows(old, new)] == expected
