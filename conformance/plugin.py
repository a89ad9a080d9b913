"""The pytest plugin: options, the fixture `conformance_server`, and the suite's own plugin where the suite is run.

    pytest --pyargs conformance.suite --sdk 2.0.7

Every start of pytest loads this module, so it imports next to nothing. What tests an SDK is imported with
`conformance.suite.session`, which is loaded for the suite alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from conformance.settings import SUITE_SETTINGS, CheckSettings, argument_of, option_name, options_of

if TYPE_CHECKING:
    from conformance.servers.server import Server

SUITE: Final = Path(__file__).parent / "suite"
SESSION: Final = "conformance.suite.session"
_SUITE_NAMES: Final = {"report": "--conformance-report"}  # pytest's own plugins have options named report
_SERVER_OPTIONS: Final = (
    ("server", "VERSION", "for the fixture `conformance_server`: start this release (1.23.2), or `latest`"),
    (
        "server_url",
        "URL",
        "for the fixture `conformance_server`: use a running server; its token comes from the environment or a file",
    ),
    ("token_file", "FILE", "the file that contains the token of the server of --server-url"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `conformance check`, and those of the fixture `conformance_server`."""
    group = parser.getgroup("conformance", "test an SDK: pytest --pyargs conformance.suite")
    for setting, option in options_of(CheckSettings):
        if setting.name in SUITE_SETTINGS:
            name = _SUITE_NAMES.get(setting.name, f"--{option_name(setting.name)}")
            group.addoption(name, dest=f"conformance_{setting.name}", **argument_of(setting, option))
    for name, metavar, text in _SERVER_OPTIONS:
        group.addoption(f"--{option_name(name)}", metavar=metavar, dest=f"conformance_{name}", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Load the suite's plugin where the suite is named."""
    if _names_suite(config):
        config.pluginmanager.import_plugin(SESSION)


def _names_suite(config: pytest.Config) -> bool:
    for argument in config.args:
        name = argument.partition("::")[0].partition("[")[0]
        if config.getoption("pyargs") and (name == "conformance.suite" or name.startswith("conformance.suite.")):
            return True
        path = (config.invocation_params.dir / name).resolve()
        if path == SUITE or SUITE in path.parents:
            return True
    return False


@pytest.fixture(scope="session")
def conformance_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server to test with: the release of `--server`, started for the session, or the one of `--server-url`."""
    option = request.config.getoption
    version, url, token_file = (option(f"conformance_{name}") for name in ("server", "server_url", "token_file"))
    if version is None and url is None:
        pytest.skip("no server: give --server VERSION to start one, or --server-url URL to use a running one")

    from conformance.config import load_settings
    from conformance.errors import ConformanceError
    from conformance.progress import ProgressConsole
    from conformance.servers.choose import choose_server
    from conformance.targets.target import load_target

    pyproject = request.config.rootpath / "pyproject.toml"
    try:
        settings = load_settings(CheckSettings, {}, str(pyproject) if pyproject.is_file() else None)
        file = None if token_file is None else Path(token_file)
        with choose_server(
            load_target(settings.target), ProgressConsole().print_line, version=version, url=url, token_file=file
        ) as server:
            yield server
    except ConformanceError as error:
        pytest.fail(str(error), pytrace=False)
