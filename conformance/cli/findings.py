"""`show`, `replay` and `known`: findings of a result document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from conformance.output import INTERRUPTED, open_console, print_lines, print_text
from conformance.settings import SDK_HELP

FINDING_HELP = "its id, `check: operation[.part]`, or a part of the id that no other finding has"
_REPORT = "a report written by --report FILE.json"
REPORT_HELP = f"{_REPORT} (default: the last result of check or live in this folder)"


def add_show(commands: Any) -> None:
    """Add the command `show`."""
    parser = commands.add_parser(
        "show",
        help="show one finding in full",
        description="Show one finding of the last run in this folder: the call, the request, the response, the outcome "
        "and how to reproduce it; or one change of the last upgrade. The last result of check or live, and the last "
        "one of upgrade, are kept in the cache for each folder.",
    )
    parser.add_argument("shown", metavar="FINDING", help=f"{FINDING_HELP}; likewise a change")
    parser.add_argument(
        "--report", metavar="FILE", type=Path, help=f"{_REPORT} (default: the last results in this folder)"
    )
    parser.set_defaults(run=_show)


def _show(given: dict[str, Any]) -> int:
    from conformance.pipeline.last_result import find_shown, read_results
    from conformance.report.one_finding import shown_lines

    report, shown = find_shown(read_results(given["report"]), given["shown"])
    print_lines(lambda width: shown_lines(report, shown, width))
    return 0


def add_replay(commands: Any) -> None:
    """Add the command `replay`."""
    parser = commands.add_parser(
        "replay",
        help="make the calls of one finding again",
        description="Make the calls of one finding again, exactly as in the last run in this folder, and print whether "
        "it still occurs. A server that the run started is started again; a running one has to be named with --url.",
        epilog="Exit status: 0 it no longer occurs; 1 it still occurs; 2 wrong usage; 3 the environment failed; "
        "130 interrupted.",
    )
    parser.add_argument("finding", metavar="FINDING", help=FINDING_HELP)
    parser.add_argument("--report", metavar="FILE", type=Path, help=REPORT_HELP)
    parser.add_argument("--sdk", metavar="SDK", help=f"another SDK than that of the run: {SDK_HELP}")
    parser.add_argument("--target", metavar="NAME|DIR", help="the target data of the SDK (default: that of the run)")
    parser.add_argument("--spec", metavar="FILE", help="the OpenAPI document of the run")
    parser.add_argument(
        "--cassettes", metavar="DIR", help="recorded exchanges to replay (default: those of the target)"
    )
    parser.add_argument("--url", metavar="URL", help="use a running server")
    parser.add_argument("--token-file", metavar="FILE", help="the file that contains the token of a running server")
    parser.set_defaults(run=_replay)


def _replay(given: dict[str, Any]) -> int:
    from conformance.pipeline.last_result import find_finding, read_result
    from conformance.pipeline.replay import Given, replay
    from conformance.report.one_finding import finding_lines

    names = ("sdk", "target", "spec", "cassettes", "url", "token_file")
    report = read_result(given["report"])
    finding = find_finding(report, given["finding"])
    with open_console() as console:
        again = replay(report, finding, Given(**{name: given[name] for name in names}), console)
    if again.finding is not None:
        found = again.finding
        print_lines(lambda width: finding_lines(again.report, found, width))
        print_text(f"\nIt still occurs with {again.report.sdk} {again.report.sdk_version}.\n")
        return 1
    if again.interrupted:
        print("conformance: interrupted before the calls were made", file=sys.stderr)
        return INTERRUPTED
    crashed = [coverage for coverage in again.report.crashed if coverage.operation == finding.repeated_by]
    if crashed:
        print_text(f"{finding.id}\nIt is unknown whether it still occurs: the operation could not be checked.\n")
        return 1
    print_text(f"{finding.id}\nIt no longer occurs with {again.report.sdk} {again.report.sdk_version}.\n")
    return 0


def add_known(commands: Any) -> None:
    """Add the command `known`."""
    parser = commands.add_parser(
        "known",
        help="shorten a list of known findings",
        description="Manage lists of known findings. `check --write-known FILE --known-reason TEXT` writes one.",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    prune = actions.add_parser(
        "prune",
        help="remove what no longer occurs",
        description="Remove from a list the findings that the last run in this folder looked for and did not find. "
        "Comments stay, except one directly above an entry that is removed.",
    )
    prune.add_argument("file", metavar="FILE", type=Path, help="the list, as given to --known")
    prune.add_argument("--report", metavar="FILE", type=Path, help=REPORT_HELP)
    prune.set_defaults(run=_known_prune, parser=prune)


def _known_prune(given: dict[str, Any]) -> int:
    from conformance.pipeline.known import prune_known
    from conformance.pipeline.last_result import read_result
    from conformance.pipeline.own_checks import use_project_checks

    use_project_checks(Path())
    print_text("".join(f"{line}\n" for line in prune_known(given["file"], read_result(given["report"]))))
    return 0
