"""A pytest session that runs the suite: which tests exist, which process runs them, and the report at the end.

The first test of an operation has it judged by a worker; the other tests of the operation look up the result. With
pytest-xdist, all tests of an operation run in one pytest process. Each process has its own worker, and its results are
sent with the test reports to the process that the user started.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from conformance.config import load_settings
from conformance.errors import ConformanceError, UsageError
from conformance.finding import PACKAGE
from conformance.report.files import is_standard_output, write
from conformance.report.report import Report
from conformance.settings import SUITE_SETTINGS, CheckSettings, message_in_pytest
from conformance.suite.judgement import Judgement
from conformance.suite.run import Run, decode_result
from conformance.text import counted, in_line, visible
from conformance.workers.messages import encode

if TYPE_CHECKING:
    from xdist.remote import Producer  # type: ignore[import-untyped]

SUITE: Final = Path(__file__).parent
MESSAGES_VERBOSITY: Final = 2  # pytest prints the message of a failure in its summary, however wide the terminal is
PAYLOAD: Final = "conformance"  # attribute of a test report that carries results from process to process


def pytest_configure(config: pytest.Config) -> None:
    """Run the suite in this session."""
    config.addinivalue_line("python_files", "conformance/suite/test_*.py")  # the user's patterns may leave them out
    config.pluginmanager.register(Suite(config), "conformance-suite")
    config.pluginmanager.register(Verbosity(), "conformance-verbosity")


def settings_of(config: pytest.Config) -> CheckSettings:
    """Settings from pytest's command line over pyproject.toml over the defaults. Raises UsageError."""
    given = {name: config.getoption(f"conformance_{name}") for name in SUITE_SETTINGS}
    if given["seed"] is None:  # nearest wins: --conformance-seed > --hypothesis-seed > [tool.conformance] > 0
        given["seed"] = _hypothesis_seed(config)
    file = config.rootpath / "pyproject.toml"
    settings = load_settings(CheckSettings, {**given, "config": str(file) if file.is_file() else None})
    printed = next((path for path in settings.report if is_standard_output(Path(path))), None)
    if printed is not None:
        raise UsageError(f"--report {printed}: pytest itself writes to standard output.\n  Name a file.")
    return settings


def _hypothesis_seed(config: pytest.Config) -> int | None:
    text = config.getoption("--hypothesis-seed", None)
    try:
        return None if text is None else int(text)
    except ValueError:
        raise UsageError(
            f"--hypothesis-seed {text}: this is not a whole number.\n  Give the suite a seed of its own: --seed N"
        ) from None


class Suite:
    """The hooks of one session. `run` exists once the session has started."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.run: Run
        self.sent: set[str] = set()  # operations whose results this process has sent to its controller
        self.selected: list[str] | None = None  # operations with at least one selected test
        self.narrowed = False  # some tests of those operations were deselected
        self.report: Report | None = None
        self.failure = ""

    @property
    def is_worker(self) -> bool:
        """Whether pytest-xdist has started this process."""
        return hasattr(self.config, "workerinput")

    @property
    def is_controller(self) -> bool:
        """Whether the tests run in processes that pytest-xdist starts, and not in this one."""
        distributed = self.config.getoption("dist", "no") != "no" and not self.config.getoption("collectonly")
        return distributed and not self.is_worker

    # -- before any test

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Open the SDK. Wrong options are reported before tests are collected."""
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        print_line = (lambda _: None) if terminal is None or self.is_worker else terminal.write_line
        try:
            self.run = Run(settings_of(self.config), print_line)
        except ConformanceError as error:
            raise pytest.UsageError(message_in_pytest(str(error), self.config.invocation_params.args)) from None
        self.config.add_cleanup(self.run.close)
        for name, text in self.run.markers().items():
            self.config.addinivalue_line("markers", f"{name}: {text}")
        if self.is_controller:
            self.run.close()

    def pytest_report_header(self) -> str:
        """Which SDK is tested against which contract."""
        run = self.run
        contract = f"checked against {run.opened.approved}" if run.opened.approved else "no approved contract"
        return (
            f"conformance: {run.target.distribution} {run.opened.version} ({run.plan.environment.origin}), {contract}, "
            f"seed {run.settings.seed}, {counted(run.settings.examples, 'example')}"
        )

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Collect the tests of the SDK as a whole only if no operation is named."""
        is_package = collection_path == SUITE / "test_package.py"
        return True if is_package and PACKAGE not in self.run.checks else None

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each operation and check, in the same order in every process."""
        if metafunc.definition.path.parent != SUITE:
            return
        whole = metafunc.definition.path.name == "test_package.py"
        grouped = self.config.pluginmanager.has_plugin("xdist")
        rows = []
        for operation, checks in self.run.checks.items():
            if (operation == PACKAGE) == whole:
                marks = [pytest.mark.xdist_group(operation)] if grouped else []
                marks += [] if whole else [getattr(pytest.mark, operation)]
                rows += [
                    pytest.param(
                        operation,
                        check,
                        id=check if whole else f"{operation}-{check}",
                        marks=[*marks, getattr(pytest.mark, self.run.families[check])],
                    )
                    for check in checks
                ]
        metafunc.parametrize(("operation", "check"), rows)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Remember which tests remain after -k, -m and --deselect."""
        if self.is_controller:
            return
        ours = [item for item in session.items if isinstance(item, pytest.Function) and item.path.parent == SUITE]
        parameters = [item.callspec.params for item in ours]
        pairs = [(str(given["operation"]), str(given["check"])) for given in parameters]
        self.run.selected = frozenset(pairs)
        self.selected = list(dict.fromkeys(operation for operation, _ in pairs))
        self.narrowed = any(
            (path, check) not in self.run.selected for path in self.selected for check in self.run.checks[path]
        )

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Any:
        """Keep the tests of an operation together, unless the user has chosen how tests are distributed.

        pytest-xdist is imported here: it is not required.
        """
        if config.getoption("dist") != "load":
            return None
        from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # noqa: PLC0415

        class ByOperation(LoadScopeScheduling):  # type: ignore[misc]
            def _split_scope(self, nodeid: str) -> str:
                return scope_of(nodeid)

            def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
                super().mark_test_complete(node, item_index, duration)
                # pytest-xdist counts the tests that are done after every test, which is slow with thousands of them.
                scope = scope_of(self.registered_collections[node][item_index])
                if all(self.assigned_work[node][scope].values()):
                    del self.assigned_work[node][scope]

        return ByOperation(config, log)

    # -- the tests

    @pytest.fixture
    def judgement(self, request: pytest.FixtureRequest, operation: str, check: str) -> Judgement:
        """The findings of one check for one operation; an error if the operation could not be judged.

        The reasons of known findings become properties of the test.
        """
        try:
            judgement = self.run.judgement(operation, check)
        except ConformanceError as error:
            pytest.fail(message_in_pytest(str(error), self.config.invocation_params.args), pytrace=False)
        if judgement.crash is not None:
            pytest.fail(visible(judgement.crash), pytrace=False)
        # `record_property` would warn of the newer form of JUnit XML, with which this works, too.
        request.node.user_properties += [("known", reason) for reason in judgement.reasons]
        return judgement

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Shorten the message of a failure, and in a process of pytest-xdist send the results since the last report."""
        report = yield
        if item.path.parent == SUITE and report.failed:
            judgement = item.funcargs.get("judgement") if isinstance(item, pytest.Function) else None
            _shorten_message(report, judgement.failures if isinstance(judgement, Judgement) else 1)
        unsent = {path: encode(result) for path, result in self.run.results.items() if path not in self.sent}
        if self.is_worker and unsent:
            self.sent |= unsent.keys()
            payload = {"results": unsent, "selected": self.selected, "narrowed": self.narrowed}
            setattr(report, PAYLOAD, json.dumps(payload))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In the process that the user started: keep the results of the others."""
        payload = getattr(report, PAYLOAD, None)
        if payload is not None and not self.is_worker:
            received = json.loads(payload)
            self.run.results.update({path: decode_result(line) for path, line in received["results"].items()})
            self.selected, self.narrowed = received["selected"], received["narrowed"]

    # -- after the last test

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Build the report, and write its files."""
        if self.is_worker or not hasattr(self, "run") or not self.run.results:
            return
        selected = self.selected or []
        self.report = self.run.report(selected, list(self._notes(selected)))
        if not self.report.covers_enough and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        try:
            write(self.report, [Path(path) for path in self.run.settings.report])
        except ConformanceError as error:
            self.failure = message_in_pytest(str(error), self.config.invocation_params.args)
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def _notes(self, selected: Sequence[str]) -> Iterator[str]:
        if len(selected) < len(self.run.operations):
            yield f"Of {counted(len(self.run.operations), 'operation')}, pytest selected {len(selected)}."
        if self.narrowed:
            yield "Some tests were deselected, but the verdict includes all checks."

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the verdict and the notes. What pytest prints after them carries the messages of failures."""
        self.config.option.verbose = max(self.config.option.verbose, MESSAGES_VERBOSITY)
        if self.report is None:
            return
        terminalreporter.section("conformance")
        for note in self.report.notes:
            terminalreporter.line(in_line(f"Note: {note}"))
        if not self.failure:
            for path in self.run.settings.report:
                terminalreporter.line(f"report: {path}")
        known = f" ({counted(len(self.report.known), 'known one')})" if self.report.known else ""
        good = self.report.conforms
        terminalreporter.line(in_line(self.report.verdict) + ("" if good else known), green=good, red=not good)
        if self.failure:
            terminalreporter.line(self.failure, red=True)


class Verbosity:
    """Gives the session its own verbosity back when the summary is printed.

    pytest leaves the message of a failure out of the summary where the id of the test fills the line, as the ids of an
    installed package do; from MESSAGES_VERBOSITY on it prints them all (pytest 8.2 and later).
    """

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, config: pytest.Config) -> Iterator[None]:
        """Restore it after every other plugin."""
        verbosity = config.option.verbose
        try:
            return (yield)
        finally:
            config.option.verbose = verbosity


def _shorten_message(report: pytest.TestReport, failures: int) -> None:
    """Let the summary line of a failed test, and its message in JUnit XML, be the first line of what it reports."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        more = f" (and {failures - 1} more)" if failures > 1 else ""
        crash.message = in_line(str(crash.message).partition("\n")[0].removeprefix("Failed: ")) + more


def scope_of(nodeid: str) -> str:
    """The tests that run in one process: those of an operation; any other test is alone."""
    module, _, test = nodeid.rpartition("::")
    name, _, parameters = test.partition("[")
    if name == "test_package":
        return module
    return parameters.rpartition("-")[0] if name == "test_operation" else nodeid
