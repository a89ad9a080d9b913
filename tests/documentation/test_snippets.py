"""Pages are read as a reader reads them: Python blocks in order, each with the names of those before."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.documentation.pages import snippets_of
from conformance.extent import Extent
from conformance.finding import PACKAGE
from conformance.judging.fact_collector import FactCollector
from tests.vocabulary import acme_engine

START = '```python\nfrom acme_sdk import Acme\n\nclient = Acme(api_key="KEY")\n```\n'


def judged(folder: Path, text: str) -> tuple[list[str], dict[str, str]]:
    """The messages about a README, and the snippets that were not run."""
    (folder / "sdk").mkdir()
    (folder / "sdk" / "README.md").write_text(text, encoding="utf-8")
    engine = acme_engine(lambda sdk: setattr(sdk, "__path__", [str(folder / "sdk"), *sdk.__path__]), free=True)
    collector, extents = FactCollector(PACKAGE), dict[str, Extent]()
    engine.collect_pages(collector, extents)
    engine.context.sdk.close()
    assert collector.crash is None
    return [fact.message for _, fact in collector.facts.values()], dict(extents["snippets"].missing)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("from acme_sdk import Acmee", "ImportError: cannot import name 'Acmee' from 'acme_sdk'"),
        ("from acme_sdk.clients import Acme", "ModuleNotFoundError: No module named 'acme_sdk.clients'"),
        ("client.tasks.fetch(1)", "`client.tasks` has no `fetch`"),
        ("client.task.get(1)", "`client` has no `task`; it has `tasks`"),
        ("client.projects.get()", "missing a required argument: 'project'"),
        ("client.projects.get(1, 2)", "too many positional arguments"),
        ("client.projects.get(projekt=1)", "does not accept `projekt`; it accepts `project`"),
        ("client.projects.get(..., lookup=unknown)", "does not accept `lookup`"),
        ("other = Acme(api_kee='KEY')", "does not accept `api_kee`; it accepts `api_key`"),
        ("client.projects.get(1", "is no Python: '(' was never closed"),
        ("yield client", "is no Python: 'yield' outside function"),
        ("ApiError(1)", "`ApiError` is not imported"),
        ("print(client.projects.get(1).titel)", "AttributeError"),
        ("raise SystemExit(2)", "raises SystemExit: 2"),
    ],
)
def test_a_mistake_in_a_readme_is_reported_with_its_line(tmp_path: Path, code: str, words: str) -> None:
    [message], _ = judged(tmp_path, f"# Acme\n\n{START}\n## Use\n\n```python\n{code}\n```\n")
    assert message.startswith("sdk/README.md:12, below `Use`: ")
    assert words in message
    assert message.endswith(f", at `{code}`.")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("client.projects.get(1, ...)", "line 8: `...` stands for what is left out"),
        ("client.projects.create(title='a', ...)", "line 8: `...` stands for what is left out"),
        ("client.projects.get(project.id)", "line 8: no snippet before it defines `project`"),
        ("import pandas\npandas.DataFrame()", "line 8: it imports pandas"),
        ("open('config.xml')", "line 8: it calls open()"),
        ("Acme(api_key=<your key>)", "it has a placeholder to be filled in"),
    ],
    ids=["argument", "more arguments", "name", "package", "file", "placeholder"],
)
def test_a_snippet_that_cannot_be_run_is_listed_with_its_reason(tmp_path: Path, code: str, reason: str) -> None:
    messages, missing = judged(tmp_path, f"{START}\n```python\n{code}\n```\n")
    assert messages == []
    assert missing == {"sdk/README.md:8": reason}


@pytest.mark.parametrize(
    "text",
    [
        "```sh\npip install acme-sdk[\n```\n",
        "```json\n{timeout=20.0}\n```\n",
        "```\nno Python at all\n```\n",
        "```python\nclient.projects.get(1)\nclient = Acme(api_key='KEY', base_url='YOUR_URL')\n```\n",
        "```pycon\n>>> for one in client.projects.list():\n...     print(one.title)\na\n```\n",
        "- in a list:\n\n  ```py\n  client.projects.get(1)\n  ```\n",
        "```python\nfrom acme_sdk import AsyncAcme\n\nproject = await AsyncAcme(api_key='K').projects.get(1)\n```\n",
        "```python\ndef later() -> None:\n    client.projects.get(undefined)\n```\n",
    ],
    ids=["shell", "json", "no language", "again", "prompts", "list", "await", "function"],
)
def test_a_block_that_is_right_or_no_python_is_no_finding(tmp_path: Path, text: str) -> None:
    messages, missing = judged(tmp_path, f"{START}\n{text}")
    assert messages == []
    assert missing == {}


def test_what_a_statement_with_a_mistake_would_define_is_unknown_and_no_second_finding(tmp_path: Path) -> None:
    messages, _ = judged(tmp_path, f"{START}\n```python\nproject = client.project.get(1)\nprint(project.title)\n```\n")
    assert len(messages) == 1


def test_the_long_description_of_a_wheel_is_read_and_that_of_a_source_tree_is_its_readme(tmp_path: Path) -> None:
    for name in ("site/acme_sdk", "site/acme_sdk-1.0.dist-info", "tree/src/acme_sdk"):
        (tmp_path / name).mkdir(parents=True)
    block = "```python\npass\n```\n"
    (tmp_path / "site/acme_sdk-1.0.dist-info/METADATA").write_text(f"Name: Acme.SDK\nVersion: 1.0\n\n# T\n\n{block}")
    (tmp_path / "tree/README.md").write_text(f"# T\n\n{block}")
    (tmp_path / "tree/reference.md").write_text(f"<dl>\n<dd>\n\n{block}\n</dd>\n</dl>\n")
    places = {
        name: [snippet.location for page in snippets_of(tmp_path / name / "acme_sdk", "acme-sdk") for snippet in page]
        for name in ("site", "tree/src")
    }
    assert places == {"site": ["METADATA:7"], "tree/src": ["README.md:4", "reference.md:5"]}
