"""The pytest plugin: options, and the suite's own plugin where the suite is what is run.

    pytest --pyargs conformance.suite --sdk 2.0.7

Every pytest start loads this module, so it imports next to nothing; what it takes to judge an SDK is imported with
`conformance.suite.session`, which is loaded for the suite alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from conformance.servers.server import Server

SUITE: Final = Path(__file__).parent / "suite"
SESSION: Final = "conformance.suite.session"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a run of the suite can be told; the words are those of `conformance check`."""
    group = parser.getgroup("conformance", "hold an SDK to its contract: pytest --pyargs conformance.suite")
    group.addoption(
        "--sdk",
        metavar="SDK",
        dest="conformance_sdk",
        help="a release (2.0.7), a requirement ('>=2.0,<2.1'), `latest`, a wheel, a directory that holds the package, "
        "or `installed` (default: installed)",
    )
    group.addoption(
        "--operation",
        metavar="GLOB",
        action="append",
        dest="conformance_operation",
        help="only operations of that path; repeatable",
    )
    group.addoption(
        "--examples",
        metavar="N",
        type=int,
        dest="conformance_examples",
        help="drawn calls for each operation (default: 10)",
    )
    group.addoption(
        "--seed",
        metavar="N",
        type=int,
        dest="conformance_seed",
        help="seed of everything that is drawn (default: --hypothesis-seed, or 0)",
    )
    group.addoption(
        "--approved",
        metavar="RELEASE|FILE",
        dest="conformance_approved",
        help="hold the SDK to this approved contract",
    )
    group.addoption(
        "--spec",
        metavar="FILE",
        dest="conformance_spec",
        help="an OpenAPI document to compare with and to draw bodies from",
    )
    group.addoption(
        "--cassettes",
        metavar="DIR",
        dest="conformance_cassettes",
        help="recorded exchanges to replay (default: cassettes, if there)",
    )
    group.addoption(
        "--known",
        metavar="FILE",
        dest="conformance_known",
        help="known deviations (default: those of the target)",
    )
    group.addoption(
        "--no-known",
        action="store_true",
        default=None,
        dest="conformance_no_known",
        help="excuse nothing: show every finding",
    )
    group.addoption(
        "--conformance-report",
        metavar="FILE",
        action="append",
        dest="conformance_report",
        help="write what was judged as .json, .html, .md, .xml or .sarif; repeatable",
    )
    group.addoption(
        "--server",
        metavar="VERSION",
        dest="conformance_server",
        help="for the fixture `conformance_server`: start a server of this release (1.23.2), or of `latest`",
    )
    group.addoption(
        "--server-url",
        metavar="URL",
        dest="conformance_server_url",
        help="for the fixture `conformance_server`: use a running server; its token is in an environment variable "
        "(for Label Studio LABEL_STUDIO_API_KEY) or in a file",
    )
    group.addoption(
        "--token-file",
        metavar="FILE",
        dest="conformance_token_file",
        help="a file that holds the token of the server of --server-url",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Load what runs the suite where the suite is named."""
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
    """A server to test with: one of `--server VERSION`, started for this session, or the one of `--server-url URL`."""
    option = request.config.getoption
    version, url, token_file = (option(f"conformance_{name}") for name in ("server", "server_url", "token_file"))
    if version is None and url is None:
        pytest.skip("no server: give --server VERSION to have one started, or --server-url URL for one that runs")

    from conformance.config import settings_from
    from conformance.errors import ConformanceError
    from conformance.progress import Progress
    from conformance.servers.choose import choose_server
    from conformance.targets.target import load_target

    pyproject = request.config.rootpath / "pyproject.toml"
    try:
        settings = settings_from({}, str(pyproject) if pyproject.is_file() else None)
        file = None if token_file is None else Path(token_file)
        with choose_server(
            load_target(settings.target), Progress().tell, version=version, url=url, token_file=file
        ) as server:
            yield server
    except ConformanceError as error:
        pytest.fail(str(error), pytrace=False)
