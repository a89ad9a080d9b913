"""The pytest plugin: options, fixtures for your own tests, and the suite's own plugin where the suite is run.

    pytest --pyargs conformance.suite --sdk 2.0.7

Every option begins with `--conformance-`: other projects have options named `--seed`. A run that names the suite also
takes the names of `conformance check`: `--sdk` is `--conformance-sdk`.

Every start of pytest loads this module, so it imports next to nothing. What tests an SDK is imported with
`conformance.suite.session`, which is loaded for the suite alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from conformance.settings import (
    SUITE_SETTINGS,
    CheckSettings,
    argument_of,
    message_in_pytest,
    option_in_pytest,
    option_name,
    options_of,
)

if TYPE_CHECKING:
    from conformance.fixture_clients import FixtureClients
    from conformance.servers.server import Server
    from conformance.wire import Request

SUITE: Final = Path(__file__).parent / "suite"
SESSION: Final = "conformance.suite.session"
PREFIX: Final = "conformance"
LIVE: Final = "live"
_SERVER_OPTIONS: Final = (
    ("server", "VERSION", "for the fixture `conformance_server`: start this release (1.23.2), or `latest`"),
    (
        "server_url",
        "URL",
        "for the fixture `conformance_server`: use a running server; its token comes from the environment or a file",
    ),
    ("token_file", "FILE", "the file that contains the token of the server of --conformance-server-url"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `conformance check`, and those of the fixture `conformance_server`, with the prefix."""
    group = _group(parser)
    for name, argument in _arguments():
        group.addoption(f"--{option_in_pytest(name)}", **argument)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Iterator[None]:
    """In a run of the suite: let each option have its short name, too, unless a conftest or plugin has that name."""
    yield
    pyargs = bool(early_config.known_args_namespace.pyargs)
    names = _positional(parser, args) or early_config.getini("testpaths")
    if not _names_suite(names, early_config.invocation_params.dir, pyargs=pyargs):
        return
    group = _group(parser)
    for name, argument in _arguments():
        if _is_free(parser, f"--{option_name(name)}"):
            group.addoption(f"--{option_name(name)}", **argument | {"help": f"the same as --{option_in_pytest(name)}"})


def pytest_configure(config: pytest.Config) -> None:
    """Load the suite's plugin where the suite is named."""
    config.addinivalue_line("markers", "live: needs a real server; tests with `conformance_server` have it")
    if _names_suite(config.args, config.invocation_params.dir, pyargs=bool(config.getoption("pyargs"))):
        config.pluginmanager.import_plugin(SESSION)


def _group(parser: pytest.Parser) -> pytest.OptionGroup:
    return parser.getgroup(PREFIX, "test an SDK: pytest --pyargs conformance.suite")


def _arguments() -> Iterator[tuple[str, dict[str, Any]]]:
    """The settings by name, each with the keyword arguments of `addoption`."""
    for setting, option in options_of(CheckSettings):
        if setting.name in SUITE_SETTINGS:
            yield setting.name, argument_of(setting, option) | {"dest": f"{PREFIX}_{setting.name}"}
    for name, metavar, text in _SERVER_OPTIONS:
        yield name, {"metavar": metavar, "help": text, "dest": f"{PREFIX}_{name}"}


def _positional(parser: pytest.Parser, args: Sequence[str]) -> list[str]:
    """The arguments that are neither an option nor its value; also the values of options that do not exist yet."""
    known, unknown = parser.parse_known_and_unknown_args(list(args))
    return [*known.file_or_dir, *(argument for argument in unknown if not argument.startswith("-"))]


def _is_free(parser: pytest.Parser, option: str) -> bool:
    """Whether no conftest and no plugin has defined an option."""
    probe = f"{option}=1"
    try:
        return probe in parser.parse_known_and_unknown_args([probe])[1]
    except pytest.UsageError:  # the option exists and refuses the value
        return False


def _names_suite(arguments: Iterable[str], folder: Path, *, pyargs: bool) -> bool:
    """Whether one of the arguments is the suite or a part of it. Paths are relative to the folder."""
    for argument in arguments:
        name = argument.partition("::")[0].partition("[")[0]
        if pyargs and (name == "conformance.suite" or name.startswith("conformance.suite.")):
            return True
        path = (folder / name).resolve()
        if path == SUITE or SUITE in path.parents:
            return True
    return False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a real server, before `-m` selects."""
    for item in items:
        if "conformance_server" in getattr(item, "fixturenames", ()):
            item.add_marker(LIVE)


def _settings(config: pytest.Config) -> CheckSettings:
    """The settings of the fixtures: options over `[tool.conformance]` of the project. They test the installed SDK."""
    from conformance.config import load_settings

    pyproject = config.rootpath / "pyproject.toml"
    given = {name: config.getoption(f"{PREFIX}_{name}") for name in ("target", "seed", "cassettes")}
    return load_settings(
        CheckSettings, {**given, "sdk": "installed", "config": str(pyproject) if pyproject.is_file() else None}
    )


@contextmanager
def _mistakes_reported(config: pytest.Config) -> Iterator[None]:
    """Let a mistake of the user fail a fixture with one message."""
    from conformance.errors import ConformanceError

    try:
        yield
    except ConformanceError as error:
        pytest.fail(message_in_pytest(str(error), config.invocation_params.args), pytrace=False)


@pytest.fixture(scope="session")
def conformance_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server to test with.

    The release of `--conformance-server`, started for the session, or the one of `--conformance-server-url`.
    """
    option = request.config.getoption
    version, url, token_file = (option(f"{PREFIX}_{name}") for name, _, _ in _SERVER_OPTIONS)
    if version is None and url is None:
        pytest.skip(
            "no server: give --conformance-server VERSION to start one, or --conformance-server-url URL to use a "
            "running one"
        )

    from conformance.progress import PlainConsole
    from conformance.servers.choose import choose_server
    from conformance.targets.target import load_target

    with _mistakes_reported(request.config):
        target = load_target(_settings(request.config).target)
        file = None if token_file is None else Path(token_file)
        with choose_server(target, PlainConsole().print_line, version=version, url=url, token_file=file) as server:
            yield server


@pytest.fixture(scope="session")
def _conformance_clients(request: pytest.FixtureRequest) -> FixtureClients:
    """The clients of the other fixtures: the SDK, its contract and the recordings are read once."""
    from conformance.fixture_clients import FixtureClients

    with _mistakes_reported(request.config):
        return FixtureClients(_settings(request.config))


@pytest.fixture
def conformance_requests() -> list[Request]:
    """The requests that the clients without a network have sent in this test, in order."""
    return []


@pytest.fixture
def conformance_replayed_client(
    request: pytest.FixtureRequest, _conformance_clients: FixtureClients, conformance_requests: list[Request]
) -> Any:
    """A client of the installed SDK that gets the recorded response of a server to each request."""
    with _mistakes_reported(request.config):
        return _conformance_clients.replayed("sync", conformance_requests)


@pytest.fixture
def conformance_replayed_async_client(
    request: pytest.FixtureRequest, _conformance_clients: FixtureClients, conformance_requests: list[Request]
) -> Any:
    """Likewise an async client."""
    with _mistakes_reported(request.config):
        return _conformance_clients.replayed("async", conformance_requests)


@pytest.fixture
def conformance_generated_client(
    request: pytest.FixtureRequest, _conformance_clients: FixtureClients, conformance_requests: list[Request]
) -> Any:
    """A client of the installed SDK that gets a generated response of the declared type to each request.

    The responses depend on `--conformance-seed` and on the requests of the test.
    """
    with _mistakes_reported(request.config):
        return _conformance_clients.generated("sync", conformance_requests)


@pytest.fixture
def conformance_generated_async_client(
    request: pytest.FixtureRequest, _conformance_clients: FixtureClients, conformance_requests: list[Request]
) -> Any:
    """Likewise an async client."""
    with _mistakes_reported(request.config):
        return _conformance_clients.generated("async", conformance_requests)


@pytest.fixture
def conformance_live_client(
    request: pytest.FixtureRequest, conformance_server: Server, _conformance_clients: FixtureClients
) -> Iterator[Any]:
    """A client of the installed SDK for the server of `conformance_server`."""
    with _mistakes_reported(request.config), _conformance_clients.live(conformance_server) as client:
        yield client
