"""`conformance target new` with acme, as an installed SDK: what it finds, and what it leaves to the author."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.targets.target import RANDOM_HEADERS, Target, load_target
from conformance.targets.target_keys import KEYS, OPTIONAL_TABLES
from tests.cli.conftest import FAUX, environment, run_here

Run = Callable[..., subprocess.CompletedProcess[str]]
REQUIRED = [key.name for key in KEYS if key.required and not key.name.startswith((*OPTIONAL_TABLES,))]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in an empty folder, where `installed` is acme or an altered copy of it."""
    work = tmp_path / "work"
    work.mkdir()

    def run_command(*arguments: str, sdk: Path = FAUX) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, variables=environment(tmp_path / "cache", sdk), folder=work)

    return run_command


def alter(sdk: Path, old: str, new: str, file: str = "client.py") -> None:
    """Replace one text in a file of the SDK, wherever it occurs."""
    path = sdk / "acme_sdk" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def missing_keys(folder: Path) -> list[str]:
    """The keys that loading a target names."""
    with pytest.raises(TargetError) as caught:
        load_target(str(folder))
    message = str(caught.value)
    assert message.count(" is nothing.") == message.count("target.toml: ")
    return re.findall(r"`(\S+)` is nothing\.", message)


def complete_target(run: Run, tmp_path: Path, sdk: Path) -> Target:
    """The target that the command writes of an SDK, which is complete."""
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=sdk)
    assert ran.returncode == 0, ran.stderr
    assert "Next: review it, then: conformance approve installed --target ./made" in ran.stdout
    return load_target(str(tmp_path / "work" / "made"))


@pytest.mark.slow
def test_the_first_target_of_a_complete_sdk_needs_no_editing(run: Run, tmp_path: Path) -> None:
    ran = run("target", "new", "acme-sdk")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Next: review it, then: conformance approve installed --target targets/acme_sdk" in ran.stdout
    made, own = load_target(str(tmp_path / "work" / "targets" / "acme_sdk")), load_target(str(FAUX / "target"))
    for name in (
        "distribution", "package", "sync_client", "async_client", "base_url_argument", "transport_argument",
        "options_parameter", "error_base", "headers", "own_header_prefix",
    ):  # fmt: skip
        assert getattr(made, name) == getattr(own, name), name
    assert made.client_arguments == {"api_key": "conformance-api-key-not-a-secret"}
    approved = run("approve", "installed", "--target", "targets/acme_sdk")
    assert "1.0.0.json: written: 13 operations" in approved.stdout
    checked = run("check", "--target", "targets/acme_sdk", "--operation", "tasks.get", "--examples", "1")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_existing_target_is_not_changed(run: Run, tmp_path: Path) -> None:
    assert run("target", "new", "acme-sdk", "--output", "made").returncode == 0
    file = tmp_path / "work" / "made" / "target.toml"
    file.write_text("mine\n", encoding="utf-8")
    ran = run("target", "new", "acme-sdk", "--output", "made")
    assert ran.returncode == 2
    assert "target.toml exists.\n  Next: remove it, or give another folder with --output." in ran.stderr
    assert file.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("sdk", ["", "two words", "acme[all]", "acme @ https://example.org/x.zip", "not-a-wheel.whl"])
def test_a_text_that_names_no_distribution_is_refused(run: Run, sdk: str) -> None:
    ran = run("target", "new", sdk)
    assert ran.returncode == 2
    assert "Allowed: DISTRIBUTION, DISTRIBUTION==VERSION, or a .whl file." in ran.stderr


def test_loading_names_exactly_the_keys_that_were_not_found(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "class AsyncAcme:", "class Other:")
    alter(acme, "import Acme, AsyncAcme", "import Acme, Other as AsyncAcme", "__init__.py")
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=acme)
    assert ran.returncode == 0, ran.stderr
    assert "not found: `client.async`: candidates: client.Other" in ran.stdout
    assert "Next: fill in the comments in made/target.toml" in ran.stdout
    assert missing_keys(tmp_path / "work" / "made") == ["client.async"]
    text = (tmp_path / "work" / "made" / "target.toml").read_text(encoding="utf-8")
    file = tmp_path / "work" / "made" / "target.toml"
    file.write_text(text.replace('# async = "…"', 'async = "client.Other"'), encoding="utf-8")
    assert load_target(str(file.parent)).async_client == "client.Other"


def test_a_package_without_clients_leaves_all_but_its_name_to_the_author(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "httpx_client: httpx.Client | None", "session: object")
    alter(acme, "httpx_client: httpx.AsyncClient | None", "session: object")
    alter(acme, "httpx_client or", "session or")
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=acme)
    assert ran.returncode == 0, ran.stderr
    assert "not found: `client.sync`: no class of the package takes an httpx client" in ran.stdout
    names = [name for name in REQUIRED if name not in {"distribution", "package"}]
    assert missing_keys(tmp_path / "work" / "made") == names
    assert [name for name in names if f"not found: `{name}`" in ran.stdout] == names


def test_a_package_that_cannot_be_imported_is_a_note(run: Run, acme: Path, tmp_path: Path) -> None:
    (acme / "acme_sdk" / "__init__.py").write_text("raise SystemExit('no licence')\n", encoding="utf-8")
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=acme)
    assert ran.returncode == 0, ran.stderr
    assert "note: acme_sdk cannot be imported: SystemExit: no licence" in ran.stdout
    assert "client.sync" in missing_keys(tmp_path / "work" / "made")


def test_a_base_url_with_an_unknown_name_is_left_to_the_author(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "base_url", "where")
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=acme)
    assert "not found: `client.base_url`: the arguments are api_key, where" in ran.stdout
    assert "`errors.base`: it was not looked for, because `client.base_url` is not known" in ran.stdout
    missing = missing_keys(tmp_path / "work" / "made")
    assert missing == ["client.base_url", "client.arguments", "call.options", "errors.base"]


def test_a_constructor_that_refuses_texts_says_why(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "self._http = ", "assert isinstance(api_key, bytes), 'bytes only'\n        self._http = ")
    ran = run("target", "new", "acme-sdk", "--output", "made", sdk=acme)
    assert "`client.arguments`: the constructor refused texts: with api_key: AssertionError: bytes only" in ran.stdout
    assert missing_keys(tmp_path / "work" / "made") == ["client.arguments", "call.options", "errors.base"]


def test_credentials_that_are_optional_are_given(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "api_key: str,", "api_key: str | None = None, region: str | None = None,")
    alter(acme, "self._http = ", "assert api_key, 'no key'\n        self._http = ")
    made = complete_target(run, tmp_path, acme)
    assert list(made.client_arguments) == ["api_key"]
    assert made.headers["Authorization"] == "Token {api_key}"


def test_the_prefix_of_environment_variables_is_read_from_the_source(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "import httpx\n", 'import os\n\nimport httpx\n\nKEY = os.getenv("ACME_API_KEY")\n')
    assert complete_target(run, tmp_path, acme).settings_prefix == "ACME_"


def test_a_client_that_only_its_module_exports_is_named_with_it(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "from .client import Acme, AsyncAcme\n", "", "__init__.py")
    alter(acme, '    "Acme",\n', "", "__init__.py")
    alter(acme, '    "AsyncAcme",\n', "", "__init__.py")
    made = complete_target(run, tmp_path, acme)
    assert (made.sync_client, made.async_client) == ("client.Acme", "client.AsyncAcme")


def test_an_sdk_without_credentials_has_no_arguments(run: Run, acme: Path, tmp_path: Path) -> None:
    alter(acme, "api_key: str, ", "")
    alter(acme, "Settings(api_key, base_url)", 'Settings("none", base_url)')
    made = complete_target(run, tmp_path, acme)
    assert made.client_arguments == {}
    assert made.headers["Authorization"] == "Token none"


def test_the_help_of_target_lists_new(run: Run) -> None:
    assert "write a first target.toml by looking at the package" in run("target", "--help").stdout
    assert "DISTRIBUTION[==V]" in run("target", "new", "--help").stdout
    ran = run("target", "new", "acme-sdk", "--outptu", "x")
    assert ran.returncode == 2
    assert "unknown option '--outptu'; did you mean --output?" in ran.stderr


DERIVED = """

class {name}(Base{name}):
    def __init__(self, region: str = "eu", **options: object) -> None:
        super().__init__(**options)
"""


def test_a_client_that_passes_keywords_to_its_base_class_is_the_one_that_callers_use(
    run: Run, acme: Path, tmp_path: Path
) -> None:
    alter(acme, "class Acme:", "class BaseAcme:")
    alter(acme, "class AsyncAcme:", "class BaseAsyncAcme:")
    file = acme / "acme_sdk" / "client.py"
    derived = "".join(DERIVED.format(name=name) for name in ("Acme", "AsyncAcme"))
    file.write_text(file.read_text(encoding="utf-8") + derived, encoding="utf-8")
    made = complete_target(run, tmp_path, acme)
    assert (made.sync_client, made.async_client, made.base_url_argument) == ("Acme", "AsyncAcme", "base_url")
    assert list(made.client_arguments) == ["api_key"]


def test_only_headers_that_both_clients_always_send_are_written(run: Run, acme: Path, tmp_path: Path) -> None:
    more = '"X-Fern-Runtime-Version": platform.python_version(), "X-Request-Number": str(next(NUMBERS)), '
    alter(acme, '{"X-Fern-Language"', "{" + more + '"X-Fern-Language"', "core/http.py")
    imports = "import itertools\nimport platform\n\nNUMBERS = itertools.count()\n"
    alter(acme, "def sdk_headers()", f"{imports}\n\ndef sdk_headers()", "core/http.py")
    made = complete_target(run, tmp_path, acme)
    assert set(made.headers) == {"X-Fern-Language", "X-Fern-SDK-Name", "X-Fern-SDK-Version", "Authorization"}
    assert made.machine_headers - RANDOM_HEADERS == {"x-fern-runtime-version"}


def test_values_of_environment_variables_are_not_written(
    run: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alter(
        acme,
        '{"X-Fern-Language"',
        '{"X-Region": os.environ.get("ZZ_REGION", "none"), "X-Fern-Language"',
        "core/http.py",
    )
    alter(acme, "def sdk_headers()", "import os\n\n\ndef sdk_headers()", "core/http.py")
    monkeypatch.setenv("ZZ_REGION", "a-secret-of-the-user")
    made = complete_target(run, tmp_path, acme)
    assert made.headers["X-Region"] == "none"


@pytest.mark.slow
def test_the_first_target_of_a_release_is_like_the_reviewed_one(run: Run, tmp_path: Path) -> None:
    ran = run("target", "new", "label-studio-sdk==2.0.7", "--output", "made")
    assert ran.returncode == 0, ran.stderr
    assert "Next: review it, then: conformance approve 2.0.7 --target ./made" in ran.stdout
    made, own = load_target(str(tmp_path / "work" / "made")), load_target()
    for name in (
        "package", "sync_client", "async_client", "base_url_argument", "transport_argument", "settings_prefix",
        "options_parameter", "error_base", "headers", "own_header_prefix",
    ):  # fmt: skip
        assert getattr(made, name) == getattr(own, name), name
