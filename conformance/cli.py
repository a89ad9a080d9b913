"""The command line: argv to pipeline. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from conformance.errors import ConformanceError, EnvironmentFailed, UsageError

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    parser = _parser()
    arguments = vars(parser.parse_args(argv))
    run: Callable[[dict[str, Any]], int] = arguments.pop("run")
    for name in ("SIGTERM", "SIGHUP"):  # whoever ends a run gets what was found so far, as with Ctrl-C
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        return run(arguments)
    except ConformanceError as error:
        print(f"conformance: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("conformance: interrupted", file=sys.stderr)
        return INTERRUPTED


def _say(text: str) -> None:
    """Write a result to standard output. Raises EnvironmentFailed where that cannot be written to."""
    if sys.stdout is None:  # it was closed before this program began
        raise EnvironmentFailed("standard output cannot be written to: it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough: what is left goes nowhere, and the exit status still tells
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentFailed(f"standard output cannot be written to: {error}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformance",
        description="Hold a typed Python SDK to its contract.",
        epilog="Exit status: 0 nothing new, 1 new findings or stale known ones, 2 wrong usage or configuration, "
        "3 the environment failed, 130 interrupted.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_check(commands)
    _add_live(commands)
    _add_record(commands)
    _add_upgrade(commands)
    _add_convert(commands)
    _add_contract(commands)
    _add_approve(commands)
    _add_explain(commands)
    return parser


class _Version(argparse.Action):
    """Prints the version; looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"conformance {version('label-studio-conformance')}")
        parser.exit()


REPORT_SUFFIXES = ".html, .md, .json, .xml or .sarif"
SDK_HELP = (
    "a release (2.0.7), a requirement ('>=2.0,<2.1'), `latest`, a wheel, a directory that holds the package, "
    "or `installed`"
)


def _add_check(commands: Any) -> None:
    parser = commands.add_parser(
        "check", help="every operation, offline", description="Judge every operation, offline."
    )
    parser.add_argument("--sdk", metavar="SDK", help=f"{SDK_HELP} (default: installed)")
    parser.add_argument("--operation", metavar="GLOB", action="append", help="only operations of that path; repeatable")
    parser.add_argument("--examples", metavar="N", type=int, help="drawn calls for each operation (default: 10)")
    parser.add_argument("--seed", metavar="N", type=int, help="seed of everything that is drawn (default: 0)")
    parser.add_argument("--approved", metavar="RELEASE|FILE", help="hold the SDK to this approved contract")
    parser.add_argument("--spec", metavar="FILE", help="an OpenAPI document to compare with and to draw bodies from")
    parser.add_argument(
        "--cassettes", metavar="DIR", help="recorded exchanges to replay (default: cassettes, if there)"
    )
    parser.add_argument("--known", metavar="FILE", help="known deviations (default: those of the target)")
    parser.add_argument("--no-known", action="store_true", default=None, help="excuse nothing: show every finding")
    parser.add_argument("--report", metavar="FILE", action="append", help=f"{REPORT_SUFFIXES}; repeatable")
    parser.add_argument("--workers", metavar="N", type=int, help="worker processes (default: 0, one for each core)")
    parser.add_argument("--target", metavar="NAME|DIR", help="the SDK's target data (default: label_studio)")
    parser.add_argument("--config", metavar="FILE", help="TOML file with [tool.conformance] (default: pyproject.toml)")
    parser.set_defaults(run=_check)


def _check(given: dict[str, Any]) -> int:
    from conformance.config import settings_from
    from conformance.pipeline.check import check
    from conformance.progress import Progress
    from conformance.report.files import write
    from conformance.report.to_terminal import to_terminal

    config = given.pop("config")
    for repeatable in ("operation", "report"):
        given[repeatable] = tuple(given[repeatable]) if given[repeatable] else None
    settings = settings_from(given, config)
    progress = Progress()
    report = check(settings, progress.step, progress.tell)
    _say(to_terminal(report, told=bool(settings.report)))
    write(report, [Path(path) for path in settings.report])
    for path in settings.report:
        progress.tell(f"report: {path}")
    return INTERRUPTED if report.interrupted else 0 if report.conforms else 1


def _add_live(commands: Any) -> None:
    parser = commands.add_parser(
        "live",
        help="every operation, against a real server",
        description="Judge every operation against a real server: one that is started for the run, or a running one.",
    )
    _add_server(parser)
    parser.add_argument("--examples", metavar="N", type=int, help="drawn calls for each operation (default: 3)")
    parser.add_argument(
        "--servers", metavar="N", type=int, help="start so many servers and ask them side by side (default: 2)"
    )
    parser.add_argument("--known", metavar="FILE", help="known deviations (default: those of the target)")
    parser.add_argument("--no-known", action="store_true", default=None, help="excuse nothing: show every finding")
    parser.add_argument("--report", metavar="FILE", action="append", help=f"{REPORT_SUFFIXES}; repeatable")
    parser.add_argument(
        "--drift", action="store_true", default=None, help="ask again what was recorded, and compare only with that"
    )
    parser.add_argument(
        "--old", metavar="DAYS", type=int, help="say of older cassettes that they are old (default: 90)"
    )
    parser.add_argument(
        "--fuzz", action="store_true", default=None, help="have Schemathesis ask as well; with --server only"
    )
    parser.add_argument(
        "--sweep", action="store_true", help="run nothing: remove what killed runs left, on the server of --url as well"
    )
    parser.set_defaults(run=_live)


def _add_server(parser: Any) -> None:
    """The options that `live` and `record` share."""
    parser.add_argument("--sdk", metavar="SDK", help=f"{SDK_HELP} (default: installed)")
    parser.add_argument(
        "--server", metavar="VERSION", help="start this release of the server, and remove it afterwards"
    )
    parser.add_argument("--url", metavar="URL", help="a running server; its token comes from the environment or a file")
    parser.add_argument("--token-file", metavar="FILE", help="the file that holds the token of a running server")
    parser.add_argument(
        "--mode",
        metavar="MODE",
        help="read-only, or owned: change only what the run made (default: owned for --server)",
    )
    parser.add_argument("--operation", metavar="GLOB", action="append", help="only operations of that path; repeatable")
    parser.add_argument("--seed", metavar="N", type=int, help="seed of everything that is drawn (default: 0)")
    parser.add_argument("--approved", metavar="RELEASE|FILE", help="hold the SDK to this approved contract")
    parser.add_argument("--requests", metavar="N", type=int, help="send at most so many requests (default: 50000)")
    parser.add_argument(
        "--rate", metavar="N", type=int, help="send at most so many in a second (default with --url: 20)"
    )
    parser.add_argument("--cassettes", metavar="DIR", help="recorded exchanges (default: cassettes, if there)")
    parser.add_argument("--target", metavar="NAME|DIR", help="the SDK's target data (default: label_studio)")
    parser.add_argument("--config", metavar="FILE", help="TOML file with [tool.conformance.live]")


def _add_record(commands: Any) -> None:
    parser = commands.add_parser(
        "record",
        help="cassettes from a real server",
        description="Record what a real server answers, without secrets; `check`, `upgrade` and pytest replay it.",
        epilog="Exit status: 0 every operation that the server has was recorded, 1 some could not be reached, 2 wrong "
        "usage or configuration, 3 the environment failed, 130 interrupted: the next run goes on.",
    )
    _add_server(parser)
    parser.set_defaults(run=_record)


def _record(given: dict[str, Any]) -> int:
    from conformance.config import live_settings_from
    from conformance.pipeline.record import record
    from conformance.progress import Progress

    config = given.pop("config")
    given["operation"] = tuple(given["operation"]) if given["operation"] else None
    progress = Progress()
    recorded = record(live_settings_from({**given, "examples": 0}, config), progress.step, progress.tell)
    for each in recorded.missed:
        why = each.crash or (each.reach.reason if each.reach else "")
        _say(f"not recorded: {each.operation}: {why.strip().splitlines()[-1]}\n")
    _say(f"{recorded.verdict}\n")
    return INTERRUPTED if recorded.interrupted else 1 if recorded.missed else 0


def _live(given: dict[str, Any]) -> int:
    from conformance.config import live_settings_from
    from conformance.pipeline.live import live
    from conformance.progress import Progress
    from conformance.report.files import write
    from conformance.report.to_terminal import to_terminal

    config = given.pop("config")
    if given.pop("sweep"):
        return _sweep(given)
    for repeatable in ("operation", "report"):
        given[repeatable] = tuple(given[repeatable]) if given[repeatable] else None
    settings = live_settings_from(given, config)
    progress = Progress()
    report = live(settings, progress.step, progress.tell)
    _say(to_terminal(report, told=bool(settings.report)))
    write(report, [Path(path) for path in settings.report])
    for path in settings.report:
        progress.tell(f"report: {path}")
    return INTERRUPTED if report.interrupted else 0 if report.conforms else 1


def _sweep(given: dict[str, Any]) -> int:
    from conformance.pipeline.sweep import sweep
    from conformance.progress import Progress
    from conformance.targets.target import DEFAULT

    said, clean = sweep(given["target"] or DEFAULT, given["url"], given["token_file"], Progress().tell)
    _say(f"{said}\n")
    return 0 if clean else 1


def _add_upgrade(commands: Any) -> None:
    from conformance.config import FAIL_ON, TIERS

    parser = commands.add_parser(
        "upgrade",
        help="what breaks from one release to another",
        description="What changed from one release to another, what breaks, and for whom; shown by running both.",
        epilog="Exit status: 0 nothing of what --fail-on names, 1 something of it, 2 wrong usage or configuration, "
        "3 the environment failed, 130 interrupted, with the partial report written.",
    )
    parser.add_argument("old", metavar="OLD", nargs="?", help=SDK_HELP)
    parser.add_argument("new", metavar="NEW", nargs="?", help="likewise")
    parser.add_argument("--from", dest="from_", metavar="SDK", help="OLD, by name")
    parser.add_argument("--to", metavar="SDK", help="NEW, by name (default: latest)")
    parser.add_argument(
        "--each", action="store_true", default=None, help="say in which release between the two each break arrived"
    )
    parser.add_argument(
        "--usage", metavar="PATH", action="append", help="your code: a file or folder; shows the lines hit; repeatable"
    )
    parser.add_argument(
        "--tier", metavar="TIER", action="append", help=f"look at this tier only; repeatable: {', '.join(TIERS)}"
    )
    parser.add_argument("--fail-on", metavar="WHAT", help=f"{', '.join(FAIL_ON)} (default: breaking)")
    parser.add_argument(
        "--cassettes", metavar="DIR", help="recorded exchanges to replay (default: cassettes, if there)"
    )
    parser.add_argument("--seed", metavar="N", type=int, help="seed of everything that is drawn (default: 0)")
    parser.add_argument("--report", metavar="FILE", action="append", help=f"{REPORT_SUFFIXES}; repeatable")
    parser.add_argument("--target", metavar="NAME|DIR", help="the SDK's target data (default: label_studio)")
    parser.add_argument("--config", metavar="FILE", help="TOML file with [tool.conformance.upgrade]")
    parser.set_defaults(run=_upgrade)


def _upgrade(given: dict[str, Any]) -> int:
    from conformance.config import upgrade_settings_from
    from conformance.pipeline.upgrade import upgrade
    from conformance.progress import Progress
    from conformance.report.files import write
    from conformance.report.upgrade.to_terminal import to_terminal

    config = given.pop("config")
    old, new = _both(given)
    for repeatable in ("usage", "tier", "report"):
        given[repeatable] = tuple(given[repeatable]) if given[repeatable] else None
    settings = upgrade_settings_from({**given, "old": old, "new": new}, config)
    progress = Progress()
    report = upgrade(settings, progress.step, progress.tell)
    _say(to_terminal(report, told=bool(settings.report)))
    write(report, [Path(path) for path in settings.report])
    for path in settings.report:
        progress.tell(f"report: {path}")
    return INTERRUPTED if report.interrupted else 1 if report.fails else 0


def _both(given: dict[str, Any]) -> tuple[str, str]:
    """The two SDKs, however they were named. Raises UsageError where one is missing or named twice."""
    old, new, start, end = (given.pop(name) for name in ("old", "new", "from_", "to"))
    if (old and start) or (new and end):
        raise UsageError("upgrade: an SDK is named twice.\n  Write either OLD NEW or --from OLD --to NEW.")
    old, new = old or start, new or end or ("latest" if start else None)
    if not old or not new:
        got = f"only {old or new}" if old or new else "nothing"
        raise UsageError(
            f"upgrade: two SDKs are needed, {got} was given.\n  Write, for example: conformance upgrade 2.0.5 2.0.7"
        )
    return old, new


def _add_contract(commands: Any) -> None:
    parser = commands.add_parser(
        "contract", help="print the contract of an SDK", description="Print an SDK's contract."
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--format", choices=["json", "openapi"], default="json", help="default: json")
    parser.add_argument("--target", default="label_studio", help="the SDK's target data")
    parser.set_defaults(run=_contract)


def _contract(given: dict[str, Any]) -> int:
    from conformance.contract import store
    from conformance.pipeline.check import contract_text
    from conformance.progress import Progress
    from conformance.targets.target import load_target

    text = contract_text(given["sdk"], load_target(given["target"]), Progress().tell)
    if given["format"] == "openapi":
        from conformance.contract.openapi import to_openapi

        text = store.pretty(to_openapi(store.from_json(text))) + "\n"
    _say(text)
    return 0


def _add_convert(commands: Any) -> None:
    parser = commands.add_parser(
        "convert",
        help="cassettes from and to other formats",
        description="Convert a recording: .jsonl, vcrpy's .yaml or .har, as the suffixes say. Secrets are taken out.",
    )
    parser.add_argument("source", metavar="FROM", type=Path)
    parser.add_argument("goal", metavar="TO", type=Path)
    parser.set_defaults(run=_convert)


def _convert(given: dict[str, Any]) -> int:
    from conformance.cassettes.conversion import convert
    from conformance.text import counted

    count = convert(given["source"], given["goal"])
    _say(f"{given['goal']}: {counted(count, 'interaction')} written\n")
    return 0


def _add_approve(commands: Any) -> None:
    parser = commands.add_parser(
        "approve", help="write the approved contract of an SDK", description="Write the approved contract, for review."
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--output", metavar="FILE", type=Path, help="default: approved/VERSION.json of the target")
    parser.add_argument("--target", default="label_studio", help="the SDK's target data")
    parser.set_defaults(run=_approve)


def _approve(given: dict[str, Any]) -> int:
    from conformance.contract import store
    from conformance.pipeline.check import contract_text
    from conformance.progress import Progress
    from conformance.targets.target import load_target

    target = load_target(given["target"])
    text = contract_text(given["sdk"], target, Progress().tell)
    contract = store.from_json(text)
    file: Path = given["output"] or target.approved_file(contract.version)
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else None
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: the approved contract cannot be written: {error}") from None
    state = "unchanged" if before == text else "written" if before is None else "changed"
    operations = len(contract.twins["sync"])
    parameters = sum(len(operation.parameters) for operation in contract.twins["sync"].values())
    print(f"{file}: {state}: {operations} operations, {parameters} parameters, {len(contract.models)} models")
    return 0


def _add_explain(commands: Any) -> None:
    parser = commands.add_parser("explain", help="print what a check looks for", description="Explain a check.")
    parser.add_argument(
        "check", metavar="CHECK", nargs="?", help="a check's or a rule's id, or a family or tier; none lists all"
    )
    parser.set_defaults(run=_explain)


def _explain(given: dict[str, Any]) -> int:
    from difflib import get_close_matches

    from conformance.checks import CHECKS
    from conformance.upgrade.rules import RULES

    name = (given["check"] or "").partition(":")[0].lower()
    kinds: list[tuple[str, str, str]] = [(each.id, each.family, each.summary) for each in CHECKS]
    kinds += [(each.id, each.tier.value, each.summary) for each in RULES]
    listed = [row for row in kinds if name in {"", row[1]}]
    if listed:
        _say("".join(f"{identity:32} {kind:13} {summary}\n" for identity, kind, summary in listed))
        return 0
    check = next((each for each in CHECKS if each.id == name), None)
    if check is not None:
        _say(
            f"{check.id} ({check.family}, {check.severity.value}, blame: {check.blame.value})\n"
            f"compares {check.sources[0].value} with {check.sources[1].value}; needs {check.needs}\n\n"
            f"{check.documentation}\n"
        )
        return 0
    rule = next((each for each in RULES if each.id == name), None)
    if rule is None:
        near = get_close_matches(name, [identity for identity, *_ in kinds], n=3)
        hint = f"\n  Nearest: {', '.join(near)}." if near else ""
        raise UsageError(f"explain {name}: there is no such check or rule.{hint}\n  List them: conformance explain")
    noticed = {"runtime": "noticed at run time", "types": "noticed by a type checker", "none": "noticed by nobody"}
    _say(f"{rule.id} ({rule.tier.value}, {rule.impact.value}, {noticed[rule.level.value]})\n\n{rule.documentation}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
