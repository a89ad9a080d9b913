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
    parser.add_argument("--known", metavar="FILE", help="known deviations (default: those of the target)")
    parser.add_argument("--no-known", action="store_true", default=None, help="excuse nothing: show every finding")
    parser.add_argument("--report", metavar="FILE", action="append", help=".json, .html, .md or .xml; repeatable")
    parser.add_argument("--workers", metavar="N", type=int, help="worker processes (default: 0, one for each core)")
    parser.add_argument("--target", metavar="NAME|DIR", help="the SDK's target data (default: label_studio)")
    parser.add_argument("--config", metavar="FILE", help="TOML file with [tool.conformance] (default: pyproject.toml)")
    parser.set_defaults(run=_check)


def _check(given: dict[str, Any]) -> int:
    from conformance.config import settings_from
    from conformance.pipeline import check
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
    from conformance.pipeline import contract_text
    from conformance.progress import Progress
    from conformance.targets.target import load_target

    text = contract_text(given["sdk"], load_target(given["target"]), Progress().tell)
    if given["format"] == "openapi":
        from conformance.contract.openapi import to_openapi

        text = store.pretty(to_openapi(store.from_json(text))) + "\n"
    _say(text)
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
    from conformance.pipeline import contract_text
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
    parser.add_argument("check", metavar="CHECK", nargs="?", help="a check's id, or a family; none lists all")
    parser.set_defaults(run=_explain)


def _explain(given: dict[str, Any]) -> int:
    from difflib import get_close_matches

    from conformance.checks import CHECKS

    name = (given["check"] or "").partition(":")[0].lower()
    listed = [each for each in CHECKS if name in {"", each.family}]
    if listed:
        _say("".join(f"{each.id:32} {each.family:9} {each.summary}\n" for each in listed))
        return 0
    found = next((each for each in CHECKS if each.id == name), None)
    if found is None:
        near = get_close_matches(name, [each.id for each in CHECKS], n=3)
        hint = f"\n  Nearest: {', '.join(near)}." if near else ""
        raise UsageError(f"explain {name}: there is no such check.{hint}\n  List them with: conformance explain")
    _say(
        f"{found.id} ({found.family}, {found.severity.value}, blame: {found.blame.value})\n"
        f"compares {found.sources[0].value} with {found.sources[1].value}; needs {found.needs}\n\n"
        f"{found.documentation}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
