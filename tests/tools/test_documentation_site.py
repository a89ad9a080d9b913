"""The documentation site builds without a broken link, and has a page for every check, rule and command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance import api
from conformance.checks import CHECKS
from conformance.upgrade.rules import RULES

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def build(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Build the site in a folder."""
    strict = ("--strict", "--site-dir", str(folder / "site"))  # with --quiet nothing is strict
    line = [sys.executable, "-m", "mkdocs", "build", *strict, *map(str, arguments)]
    given = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(line, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def test_the_site_has_a_page_for_each_subject_and_fetches_nothing(tmp_path: Path) -> None:
    ran = build(tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    site = tmp_path / "site"
    for folder, ids in (("checks", {check.id for check in CHECKS}), ("rules", {rule.id for rule in RULES})):
        assert {path.name for path in (site / folder).iterdir() if path.is_dir()} == ids
    reference = (site / "reference" / "api" / "index.html").read_text(encoding="utf-8")
    assert [name for name in api.__all__ if f'id="{name}"' not in reference and f'.{name}"' not in reference] == []
    fetched = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"?https?://[^\" >]+\.(?:js|css|png|woff2?)")
    assert [page for page in site.rglob("*.html") if fetched.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("link", ["missing.md", "live.md#no-such-heading", "../no/such/file.py"])
def test_a_broken_link_fails_the_build(link: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    page = tmp_path / "docs" / "upgrade.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n[broken]({link})\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("docs_dir: docs", f"docs_dir: {tmp_path / 'docs'}")
    config = tmp_path / "mkdocs.yml"
    config.write_text(settings.replace("hooks: [", f"hooks: [{ROOT}/"), encoding="utf-8")
    ran = build(tmp_path, "-f", config)
    assert ran.returncode == 1
    assert link.partition("#")[0] in ran.stderr
