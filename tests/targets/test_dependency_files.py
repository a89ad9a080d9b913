"""Files that say which release of an SDK a project uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.targets.dependency_files import file_that_names, is_dependency_file, sdk_in_file

UV = '[[package]]\nname = "acme-sdk"\nversion = "1.2.0"\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\n'
TEXTS = {
    "uv.lock": UV,
    "poetry.lock": UV,
    "pdm.lock": UV,
    "pylock.toml": UV.replace("[[package]]", "[[packages]]"),
    "pylock.dev.toml": UV.replace("[[package]]", "[[packages]]"),
    "Pipfile.lock": json.dumps({"_meta": {}, "default": {"acme-sdk": {"version": "==1.2.0"}}}),
    "requirements.txt": "-r other.txt\n# acme-sdk==9\n./here\nAcme.SDK[x]==1.2.0 ; python_version > '3' # why\n",
    "constraints.txt": "acme_sdk==1.2.0 \\\n    --hash=sha256:0\n",
    "pyproject.toml": '[project]\ndependencies = ["acme-sdk==1.2.0"]\n'
    '[dependency-groups]\na = [{ include-group = "b" }]\n',
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_names_the_release_that_its_project_uses(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    assert is_dependency_file(str(tmp_path / name))
    assert sdk_in_file(tmp_path / name, "acme-sdk") == "acme-sdk==1.2.0"
    with pytest.raises(UsageError, match=f"{name}.*does not name other-sdk"):
        sdk_in_file(tmp_path / name, "other-sdk")


def test_a_range_of_versions_stays_one_and_an_optional_dependency_counts(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[project.optional-dependencies]\nsdk = ["acme-sdk>=1,<2"]\n', encoding="utf-8")
    assert sdk_in_file(file, "acme-sdk") == "acme-sdk<2,>=1"


@pytest.mark.parametrize("sdk", ["2.0.7", "installed", "latest", ">=2.0,<2.1", "acme-sdk==1.0", "./sdk", "a.whl"])
def test_what_is_no_file_of_dependencies_is_left_alone(sdk: str) -> None:
    assert not is_dependency_file(sdk)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("uv.lock", "[[package", "not a file as uv.lock should be"),
        ("uv.lock", "package = 1", "not a file as uv.lock should be"),
        ("Pipfile.lock", "[]", "not a file as Pipfile.lock should be"),
        ("uv.lock", UV + UV.replace("1.2.0", "2.0.0"), "several versions of acme-sdk: ==1.2.0, ==2.0.0"),
        ("requirements.txt", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_does_not_name_one_release_is_a_mistake(
    name: str, text: str | None, words: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        sdk_in_file(tmp_path / name, "acme-sdk")


def test_a_lock_file_says_more_than_the_range_of_a_pyproject(tmp_path: Path) -> None:
    assert file_that_names(tmp_path, "acme-sdk") is None
    for name in ("pyproject.toml", "requirements.txt", "uv.lock"):
        (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
        assert file_that_names(tmp_path, "acme-sdk") == name
    (tmp_path / "uv.lock").write_text("broken [", encoding="utf-8")
    assert file_that_names(tmp_path, "acme-sdk") == "requirements.txt"
