from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from conformance.errors import EnvironmentFailed
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from tests.targets.conftest import Resolve
from tests.targets.wheel_index import write_package, write_wheel

INFO = "label_studio_sdk-2.0.7.dist-info"


def names(contents: Contents) -> list[str]:
    return list(contents.files)


@pytest.fixture
def unpacked(wheels: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(wheels / "label_studio_sdk-2.0.7-py3-none-any.whl") as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


@pytest.fixture
def no_label_studio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the installed SDK, so that only the files of the test can be imported."""
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if not (Path(entry) / "label_studio_sdk").exists()])


def test_the_same_wheel_has_the_same_contents_wherever_it_is_read(
    find: Resolve, target: Target, wheels: Path, unpacked: Path
) -> None:
    wheel = wheels / "label_studio_sdk-2.0.7-py3-none-any.whl"
    packed = contents_of(find(unpacked), target)
    assert packed.label == "label_studio_sdk 2.0.7"
    assert packed.dist_info == INFO
    assert packed.metadata.startswith("Metadata-Version: 2.1\nName: label-studio-sdk\nVersion: 2.0.7\n")
    assert names(packed) == [f"{INFO}/METADATA", f"{INFO}/RECORD", f"{INFO}/WHEEL", "label_studio_sdk/__init__.py"]
    for sdk in (wheel, "2.0.7"):
        assert set(names(contents_of(find(sdk), target))) == set(names(packed))
    found = contents_of(find(wheel), target)
    assert (found.label, found.metadata) == (packed.label, packed.metadata)


def test_files_of_installers_are_left_out(target: Target, find: Resolve, unpacked: Path) -> None:
    before = contents_of(find(unpacked), target)
    for name in ("INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"):
        (unpacked / INFO / name).touch()
    cache = unpacked / "label_studio_sdk" / "__pycache__"
    cache.mkdir()
    (cache / "__init__.cpython-311.pyc").touch()
    record = unpacked / INFO / "RECORD"
    lines = record.read_text(encoding="utf-8").splitlines()
    extra = ["../../../bin/label-studio-sdk,sha256=x,1", f"{INFO}/INSTALLER,sha256=x,1"]
    extra += ["label_studio_sdk/__pycache__/__init__.cpython-311.pyc,,", ""]
    record.write_text("\r\n".join([*extra, *reversed(lines)]), encoding="utf-8")
    assert contents_of(find(unpacked), target) == before


def test_files_that_a_wheel_sends_elsewhere(find: Resolve, target: Target, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "3.0")
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("label_studio_sdk-3.0.data/purelib/label_studio_sdk/more.py", "MORE = 1\n")
        archive.writestr("label_studio_sdk-3.0.data/scripts/tool", "#!python\n")
        archive.writestr("label_studio_sdk/empty/", "")
    found = contents_of(find(wheel), target)
    assert found.files["label_studio_sdk/more.py"] == b"MORE = 1\n"
    assert [name for name in names(found) if ".dist-info" not in name] == [
        "label_studio_sdk/__init__.py",
        "label_studio_sdk/more.py",
    ]


def test_a_directory_without_metadata_is_its_package(find: Resolve, target: Target, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "altered", "altered")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_it.py").touch()
    found = contents_of(find(folder, approved="2.0.7"), target)
    assert found == Contents("directory altered", {"label_studio_sdk/__init__.py": b"RELEASE = 'altered'\n"})
    assert found.dist_info == ""


@pytest.mark.parametrize("name", ["label_studio_sdk.egg-info", "label_studio_sdk-2.0.7-py3.11.egg-info"])
def test_the_metadata_of_a_source_tree_is_read(find: Resolve, target: Target, tmp_path: Path, name: str) -> None:
    folder = write_package(tmp_path / "tree", "tree")
    (folder / name).mkdir()
    (folder / name / "PKG-INFO").write_text("Name: label-studio-sdk\nVersion: 2.0.8.dev1\n", encoding="utf-8")
    (folder / "label_studio_sdk_extras.egg-info").mkdir()
    found = contents_of(find(folder, approved="2.0.7"), target)
    assert (found.label, names(found)) == ("label_studio_sdk 2.0.8.dev1", ["label_studio_sdk/__init__.py"])


def test_the_installed_sdk_is_read_without_importing_it(
    target: Target, unpacked: Path, no_label_studio: None, monkeypatch: pytest.MonkeyPatch, wheels: Path
) -> None:
    (unpacked / "label_studio_sdk" / "__init__.py").write_text("raise SystemExit\n", encoding="utf-8")
    monkeypatch.syspath_prepend(unpacked)
    found = contents_of(Environment(python=Path(sys.executable), origin="installed", label="installed"), target)
    assert found.label == "label_studio_sdk 2.0.7"
    assert found.files["label_studio_sdk/__init__.py"] == b"raise SystemExit\n"
    assert "label_studio_sdk" not in sys.modules
    assert names(found) == [f"{INFO}/METADATA", f"{INFO}/RECORD", f"{INFO}/WHEEL", "label_studio_sdk/__init__.py"]


def test_an_editable_install_is_found_where_it_is_imported_from(
    target: Target, unpacked: Path, tmp_path: Path, no_label_studio: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_package(tmp_path / "src", "in place")
    shutil.rmtree(unpacked / "label_studio_sdk")
    (unpacked / INFO / "RECORD").write_text(f"_editable.pth,,\n{INFO}/METADATA,,\n{INFO}/RECORD,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(unpacked)
    monkeypatch.syspath_prepend(source)
    found = contents_of(Environment(python=Path(sys.executable), origin="installed", label="installed"), target)
    assert found.files == {"label_studio_sdk/__init__.py": b"RELEASE = 'in place'\n"}
    assert found.label == "label_studio_sdk 2.0.7"


def test_a_package_on_the_path_that_nothing_installed(
    target: Target, tmp_path: Path, no_label_studio: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(write_package(tmp_path / "src", "on the path"))
    found = contents_of(Environment(python=Path(sys.executable), origin="installed", label="installed"), target)
    assert (found.label, names(found), found.metadata) == ("installed", ["label_studio_sdk/__init__.py"], "")


def test_a_file_that_is_gone_from_the_cache(find: Resolve, target: Target) -> None:
    environment = find("2.0.7")
    next(environment.python.parents[1].rglob("label_studio_sdk/__init__.py")).unlink()
    with pytest.raises(EnvironmentFailed, match=r"2\.0\.7: a file of label-studio-sdk cannot be read") as caught:
        contents_of(environment, target)
    assert f"Next: remove {environment.python.parents[2]}; the next run makes it again" in str(caught.value)


def test_an_environment_without_the_sdk(find: Resolve, target: Target) -> None:
    environment = find("2.0.7")
    shutil.rmtree(next(environment.python.parents[1].rglob(INFO)))
    with pytest.raises(EnvironmentFailed, match="label-studio-sdk is not installed"):
        contents_of(environment, target)
