"""Which release introduced a change is what a comparison of each two neighbouring releases shows, too."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.pipeline import each_release, releases
from conformance.pipeline.comparison import compare_releases, find_changes, plan_comparison
from conformance.pipeline.each_release import SEVERE, introduced
from conformance.pipeline.upgrade import upgrade
from conformance.report.upgrade_report import UpgradeReport
from conformance.settings import UpgradeSettings
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from tests.cli.conftest import FAUX

NAMES = [f"1.{number}.0" for number in range(1, 8)]


@given(st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_change_is_attributed_to_the_release_since_which_it_has_stayed(states: list[bool]) -> None:
    found = NAMES.index(introduced([*states, True], NAMES))
    assert all(states[found:])
    assert found == 0 or not states[found - 1]


@given(st.lists(st.sampled_from([True, False, None]), min_size=6, max_size=6))
def test_unknown_releases_never_lead_to_a_wrong_release(states: list[bool | None]) -> None:
    found = introduced([*states, True], NAMES)
    if found:
        place = NAMES.index(found)
        assert False not in states[place:]
        assert place == 0 or states[place - 1] is False


Edits = Mapping[str, tuple[str, str]]
AUTHOR = {"tasks/client.py": ("project: int, request: Seq", "project: int, author: str, request: Seq")}
RETRIES = {"core/http.py": ("MAX_RETRIES = 2", "MAX_RETRIES = 1")}
DELAY = {"core/http.py": ("return 0.5 *", "return 1.5 *")}
ROLE = {"types/projects.py": ('"writer", "owner"', '"writer", "owner", "guest"')}
UNIMPORTABLE = {"__init__.py": ("from . import core", "import there_is_no_such_module\nfrom . import core")}


class Quiet:
    """Keeps the lines that a run prints."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def print_line(self, text: str) -> None:
        self.lines.append(text)

    def report_progress(self, done: int, total: int, name: str) -> None:
        assert 0 <= done <= total, name


@dataclass
class Published:
    """Releases of the faux SDK in folders, which are taken for releases in environments of their own."""

    folder: Path
    versions: list[str]
    console: Quiet

    def publish(self, version: str, *edits: Edits) -> None:
        home = self.folder / version
        shutil.copytree(FAUX / "acme_sdk", home / "acme_sdk", ignore=shutil.ignore_patterns("__pycache__"))
        about = home / f"acme_sdk-{version}.dist-info"
        about.mkdir()
        metadata = (FAUX / "acme_sdk-1.0.0.dist-info" / "METADATA").read_text(encoding="utf-8")
        about.joinpath("METADATA").write_text(metadata.replace("Version: 1.0.0", f"Version: {version}"))
        for name, (old, new) in (item for edit in edits for item in edit.items()):
            file = home / "acme_sdk" / name
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new), encoding="utf-8")
        self.versions.append(version)

    def upgrade(self, old: str, new: str, **settings: Any) -> UpgradeReport:
        target = str(FAUX / "target")
        return upgrade(UpgradeSettings(old=old, new=new, target=target, **settings), self.console)

    def severe_ids(self, old: str, new: str) -> set[str]:
        """The changes that the rules call breaking or risky. Witnesses, which take most of the time, are left out."""
        plan = plan_comparison(UpgradeSettings(old=old, new=new, target=str(FAUX / "target")))
        with releases.both_releases(old, new, plan.target, self.console.print_line) as sides:
            found = find_changes(compare_releases(*sides, plan, self.console).pair, plan.tiers)
        return {change.id for change in found if change.impact in SEVERE}


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    """The releases are folders: no package index is needed."""
    found = Published(tmp_path, [], Quiet())

    def resolve(sdk: str, target: Target, **_: object) -> Environment:
        place = (tmp_path / sdk,)
        prefix = target.settings_prefix
        return Environment(
            python=Path(sys.executable), search_path=place, origin="release", label=sdk, settings_prefix=prefix
        )

    def read(environment: Environment, target: Target) -> Contents:
        return contents_of(replace(environment, origin="directory"), target)

    monkeypatch.setattr(releases, "resolve", resolve)
    monkeypatch.setattr(releases, "contents_of", read)
    monkeypatch.setattr(each_release, "releases_between", lambda *_: found.versions[1:-1])
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    return found


def severe(report: UpgradeReport) -> dict[str, str]:
    """The breaking and risky changes, with the release that introduced each."""
    return {change.id: change.arrived for change in report.changes if change.impact in SEVERE}


@pytest.mark.slow
def test_each_change_is_attributed_as_the_neighbouring_pairs_show_it(
    published: Published, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    published.publish("1.0.0")
    published.publish("1.1.0", AUTHOR, RETRIES)
    published.publish("1.2.0", RETRIES)  # the argument goes again
    published.publish("1.3.0", RETRIES, DELAY, ROLE)
    published.publish("1.4.0", RETRIES, DELAY, ROLE, AUTHOR)
    found = severe(published.upgrade("1.0.0", "1.4.0", each=True))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "another-cache"))  # nothing observed is used again
    pairs = list(zip(published.versions, published.versions[1:], strict=False))
    neighbours = {new: published.severe_ids(old, new) for old, new in pairs}
    last = {change: max(new for new, ids in neighbours.items() if change in ids) for change in found}
    assert found == last
    assert found["required_parameter_added: tasks.add.author"] == "1.4.0"
    assert set(found.values()) == {"1.1.0", "1.3.0", "1.4.0"}
    assert any(change.startswith("retry_count_changed") for change in found)  # it shows only where both are run


@pytest.mark.slow
def test_a_release_that_cannot_be_imported_is_never_blamed_by_guess(published: Published) -> None:
    published.publish("1.0.0")
    published.publish("1.1.0", UNIMPORTABLE)
    published.publish("1.2.0", RETRIES, AUTHOR)
    report = published.upgrade("1.0.0", "1.2.0", each=True)
    found = severe(report)
    assert found["required_parameter_added: tasks.add.author"] == "1.2.0"
    assert {arrived for change, arrived in found.items() if change.startswith("retry_count_changed")} == {""}
    assert any("1.1.0 cannot be imported" in note for note in report.notes)


@pytest.mark.slow
def test_what_was_observed_once_is_not_run_again(published: Published) -> None:
    published.publish("1.0.0")
    published.publish("1.1.0")
    published.publish("1.2.0", RETRIES)
    first = published.upgrade("1.0.0", "1.2.0", each=True)
    assert any("code was run on 1 of them" in line for line in published.console.lines)
    published.console.lines.clear()
    again = published.upgrade("1.0.0", "1.2.0", each=True)
    assert any("code was run on 0 of them" in line for line in published.console.lines)
    assert replace(first, times={}) == replace(again, times={})


@pytest.mark.slow
def test_a_damaged_cache_is_rebuilt(published: Published, tmp_path: Path) -> None:
    published.publish("1.0.0")
    published.publish("1.1.0", RETRIES)
    first = published.upgrade("1.0.0", "1.1.0")
    for area in ("observations", "contracts"):
        files = sorted((tmp_path / "cache" / area).iterdir())
        assert len(files) > 1
        for number, file in enumerate(files):
            file.write_bytes((b"", b"no entry")[number % 2])
    again = published.upgrade("1.0.0", "1.1.0")
    assert replace(first, times={}) == replace(again, times={})
