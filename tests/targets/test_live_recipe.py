"""An error in a recipe is reported with its line, and an entry bound to releases applies to these releases only."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.targets.live_recipe import LiveRecipe, OperationRecipe, load_recipe


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a recipe."""
    return tmp_path / "live.toml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = ", "cannot be read as TOML"),
        ("[resource]", "unknown key `resource`.\n  Allowed: arguments, resources, operations, unreachable."),
        ("arguments = 3", "`arguments` is 3.\n  Expected: a dict."),
        ("[resources]\nproject = 3", "`resources.project` is 3.\n  Expected: a dict."),
        ('[resources.project]\nmake = "x"', "unknown key `resources.project.make`."),
        ("[resources.project]\ncreate = 3", "`resources.project.create` is 3.\n  Expected: a str."),
        ('[resources.project]\nbefore = "x"', "`resources.project.before` is 'x'.\n  Expected: a list."),
        ('[operations."a.b"]\nsafe = 1', '`operations."a.b".safe` is 1.\n  Expected: a bool.'),
        ('[operations."a.b"]\nsdk = "two"', "`operations.\"a.b\".sdk` is 'two'.\n  Expected: a version specifier"),
        ('[[operations."a.b"]]\nuse = 1', 'unknown key `operations."a.b".use`.'),
    ],
)
def test_errors_are_reported_with_their_file(file: Path, text: str, expected: str) -> None:
    file.write_text(text)
    with pytest.raises(TargetError) as refused:
        load_recipe(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert expected in str(refused.value)


def test_a_missing_recipe_is_empty(file: Path) -> None:
    assert load_recipe(file) == LiveRecipe()


@pytest.mark.parametrize(
    ("path", "sdk", "server", "user"),
    [
        ("a.b", "2.1.2", "1.23.2", "new"),
        ("a.b", "2.0.7", "1.23.2", "old"),
        ("a.b", "2.0.7", "1.19.0", ""),
        ("a.b", "not a version", "1.23.2", ""),
        ("a.b", "2.1.2rc1", "1.23.2", "new"),
        ("a.c", "2.1.2", "1.23.2", "any"),
        ("b.c", "2.1.2", "1.23.2", ""),
    ],
)
def test_the_first_entry_that_fits_the_releases_is_used(
    file: Path, path: str, sdk: str, server: str, user: str
) -> None:
    file.write_text(
        '[[operations."a.b"]]\nuser = "new"\nsdk = ">=2.1"\n[[operations."a.b"]]\nuser = "old"\nserver = ">=1.21"\n'
        'sdk = "<2.1"\n[operations."a.*"]\nuser = "any"\n'
    )
    found = load_recipe(file).operation(path, sdk, server)
    assert found == OperationRecipe(user=user, sdk=found.sdk, server=found.server)
