"""`check`, `live`, `record`, `upgrade`, `mutants` and `matrix`: the commands that run an SDK and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.cli.options import add_options
from conformance.errors import UsageError
from conformance.output import (
    INTERRUPTED,
    compare_and_deliver,
    deliver_shown,
    mutate_and_deliver,
    open_console,
    print_text,
    run_and_deliver,
)
from conformance.settings import (
    DEFAULT_TARGET,
    SDK_HELP,
    CheckSettings,
    LiveSettings,
    MatrixSettings,
    MutantSettings,
    ServerSettings,
    UpgradeSettings,
)

if TYPE_CHECKING:  # nothing heavy is imported before a command needs it
    from conformance.report.report import Report


def add_check(commands: Any) -> None:
    parser = commands.add_parser(
        "check",
        help="test every operation offline",
        description="Test every operation offline, with generated and recorded responses.",
    )
    add_options(parser, CheckSettings)
    parser.set_defaults(run=_check)


def _check(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.check import check

    return _exit_status(run_and_deliver(load_settings(CheckSettings, given), check, open_console()))


def _exit_status(report: Report) -> int:
    return INTERRUPTED if report.interrupted else 0 if report.conforms else 1


def add_live(commands: Any) -> None:
    parser = commands.add_parser(
        "live",
        help="test every operation against a real server",
        description="Test every operation against a real server: one that is started for the run, or a running one.",
    )
    add_options(parser, LiveSettings)
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="only clean up after interrupted runs, with --url also on that server",
    )
    parser.set_defaults(run=_live)


def _live(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.live import live

    if given.pop("sweep"):
        return _sweep(given)
    return _exit_status(run_and_deliver(load_settings(LiveSettings, given), live, open_console()))


def _sweep(given: dict[str, Any]) -> int:
    from conformance.pipeline.sweep import sweep

    with open_console() as console:
        result = sweep(given["target"] or DEFAULT_TARGET, given["url"], given["token_file"], console.print_line)
    print_text(f"{result.summary}\n")
    return 0 if result.complete else 1


def add_record(commands: Any) -> None:
    parser = commands.add_parser(
        "record",
        help="record cassettes from a real server",
        description="Record the responses of a real server, without secrets; `check` and the others replay them.",
        epilog="Exit status: 0 every operation of the server was recorded; 1 some could not be reached; 2 wrong usage "
        "or configuration; 3 the environment failed; 130 interrupted: the next run resumes.",
    )
    add_options(parser, ServerSettings)
    parser.set_defaults(run=_record)


def _record(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.record import record

    with open_console() as console:
        recorded = record(load_settings(LiveSettings, {**given, "examples": 0}), console)
    for coverage in recorded.missed:
        reason = coverage.crash or (coverage.reach.reason if coverage.reach else "")
        print_text(f"not recorded: {coverage.operation}: {reason.strip().splitlines()[-1]}\n")
    print_text(f"{recorded.verdict}\n")
    return INTERRUPTED if recorded.interrupted else 1 if recorded.missed else 0


def add_upgrade(commands: Any) -> None:
    parser = commands.add_parser(
        "upgrade",
        help="compare two releases of an SDK",
        description="Compare two releases: what changed, what breaks and for whom, shown by running both.",
        epilog="Exit status: 0 no change that --fail-on names; 1 at least one; 2 wrong usage or configuration; "
        "3 the environment failed; 130 interrupted, with the partial report written.",
    )
    parser.add_argument("old", metavar="OLD", nargs="?", help=SDK_HELP)
    parser.add_argument("new", metavar="NEW", nargs="?", help="the same kinds of values")
    parser.add_argument("--from", dest="from_", metavar="SDK", help="OLD as an option")
    parser.add_argument("--to", metavar="SDK", help="NEW as an option (default: latest)")
    add_options(parser, UpgradeSettings)
    parser.set_defaults(run=_upgrade)


def _upgrade(given: dict[str, Any]) -> int:
    from conformance.config import load_settings

    old, new = _two_sdks(given)
    settings = load_settings(UpgradeSettings, {**given, "old": old, "new": new})
    report = compare_and_deliver(settings, open_console())
    return INTERRUPTED if report.interrupted else 1 if report.fails else 0


def _two_sdks(given: dict[str, Any]) -> tuple[str, str]:
    """The old and the new SDK, however they were given. Raises UsageError where one is missing or given twice."""
    from conformance.config import require_two_sdks

    old, new, start, end = (given.pop(name) for name in ("old", "new", "from_", "to"))
    if (old and start) or (new and end):
        raise UsageError("upgrade: an SDK was given twice.\n  Write either OLD NEW or --from OLD --to NEW.")
    old, new = old or start, new or end or ("latest" if start else None)
    return require_two_sdks(old, new)


def add_mutants(commands: Any) -> None:
    """Add the command `mutants`."""
    parser = commands.add_parser(
        "mutants",
        help="put faults into copies of an SDK, and say which the checks notice",
        description="Put faults, one at a time, into copies of an SDK, and say which check notices each: how much "
        "would your contract tests notice? The SDK itself stays as it is.",
        epilog="Exit status: 0 done; 1 fewer faults were noticed than --min-score requires; 2 wrong usage or "
        "configuration; 3 the environment failed; 130 interrupted: the next run with --resume resumes.",
    )
    parser.add_argument("sdk", metavar="SDK", nargs="?", help=SDK_HELP)
    add_options(parser, MutantSettings)
    parser.set_defaults(run=_mutants)


def _mutants(given: dict[str, Any]) -> int:
    from conformance.config import load_settings

    report = mutate_and_deliver(load_settings(MutantSettings, given), open_console())
    return INTERRUPTED if report.interrupted else 1 if report.fails else 0


def add_matrix(commands: Any) -> None:
    """Add the command `matrix`."""
    parser = commands.add_parser(
        "matrix",
        help="run many releases of an SDK against many of a server",
        description="Run check, live and upgrade for many releases, and merge the results: which SDK fits which "
        "server? `matrix ask --sdk X --server Y` reads them: do these two fit, for what your code calls, and if not, "
        "which nearest pair does?",
        epilog="Exit status: 0 nothing new anywhere, or the pair fits; 1 new findings or cells without a result, or "
        "the pair does not fit; 2 wrong usage or configuration; 3 the environment failed; 130 interrupted: the next "
        "run resumes.",
    )
    parser.add_argument("question", metavar="ask", nargs="?", choices=("ask",), help="read results, and run nothing")
    add_options(parser, MatrixSettings)
    parser.set_defaults(run=_matrix)


def _matrix(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.matrix.run import matrix

    question = given.pop("question")
    settings = load_settings(MatrixSettings, given)
    if question:
        return _ask(settings)
    if not settings.sdk:
        raise UsageError("matrix: no SDK was named.\n  Add --sdk, such as --sdk 2.0.5..2.1.2 or --sdk '>=2.0'.")
    with open_console() as console:
        report = matrix(settings, console)
    deliver_shown(report, settings.report, advertise=True)
    return INTERRUPTED if report.interrupted else 1 if report.fails else 0


def _ask(settings: MatrixSettings) -> int:
    from conformance.pipeline.matrix.fit import answer
    from conformance.pipeline.matrix.results import read_results

    if len(settings.sdk) != 1 or len(settings.server) != 1:
        raise UsageError("matrix ask: one SDK and one server are needed.\n  Write --sdk 2.1.2 --server 1.23.2.")
    lines, fits = answer(read_results(Path(settings.folder)), settings.sdk[0], settings.server[0], settings.usage)
    print_text("".join(f"{line}\n" for line in lines))
    return 0 if fits else 1
