"""Which package of a distribution is the SDK, and the common prefix of environment variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract.client_search import common_prefix, package_names


def install(folder: Path, name: str, files: list[str], *, record: bool = True, top_level: str = "") -> None:
    """Put a distribution into a folder of the search path."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "top_level.txt").write_text(top_level, encoding="utf-8")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    if record:
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["zz_thing/__init__.py", "zz_thing/core/__init__.py"], ["zz_thing"]),
        (["zz_other/__init__.py", "zz_thing/__init__.py", "tests/__init__.py"], ["zz_thing", "zz_other"]),
        (["zz/thing/__init__.py", "zz/thing/core/__init__.py"], ["zz.thing"]),
        (["zz_one/__init__.py", "not-a-name/__init__.py"], ["zz_one"]),
        (["zz_module.py"], []),
    ],
)
def test_the_packages_of_a_distribution_are_the_outermost_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], expected: list[str]
) -> None:
    install(tmp_path, "zz-thing-sdk", files)
    monkeypatch.syspath_prepend(tmp_path)
    assert package_names("zz-thing-sdk") == expected


def test_the_package_of_an_editable_installation_is_in_its_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "zz-thing-sdk", ["inner_name/__init__.py"], record=False, top_level="inner_name\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert package_names("zz-thing-sdk") == ["inner_name"]


def test_without_metadata_a_package_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz_thing").mkdir()
    (tmp_path / "zz_thing" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert package_names("zz-thing-sdk") == ["zz_thing"]
    assert package_names("zz-nothing-sdk") == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (["ACME_API_KEY"], "ACME_"),
        (["LABEL_STUDIO_API_KEY", "LABEL_STUDIO_URL"], "LABEL_STUDIO_"),
        (["ACME_KEY", "ACME_KEY_ID"], "ACME_"),
        (["ACME_KEY", "OTHER_KEY"], ""),
        (["API_KEY"], ""),
        (["TOKEN"], ""),
        ([], ""),
    ],
)
def test_the_prefix_of_settings_is_what_all_variables_share(variables: list[str], expected: str) -> None:
    assert common_prefix(variables) == expected
