"""The command line: argv to pipeline. Nothing heavy is imported before a command needs it.

The options of `check`, `live`, `record` and `upgrade` derive from `conformance.settings`.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from conformance.errors import ConformanceError, EnvironmentFailed, UsageError
from conformance.progress import PlainConsole
from conformance.settings import (
    DEFAULT_TARGET,
    EXCLUDE_HELP,
    SDK_HELP,
    CheckSettings,
    LiveSettings,
    RunSettings,
    ServerSettings,
    UpgradeSettings,
    argument_of,
    option_name,
    options_of,
)

if TYPE_CHECKING:
    from conformance.progress_bar import BarConsole

INTERRUPTED = 130
_Command = Callable[[dict[str, Any]], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    arguments = _parsed(argv)
    run: _Command = arguments.pop("run")
    for name in ("SIGTERM", "SIGHUP"):  # a run that is ended still writes what it found, as with Ctrl-C
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as after nohup
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        return run(arguments)
    except ConformanceError as error:
        print(f"conformance: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("conformance: interrupted", file=sys.stderr)
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="conformance",
        description="Test that a typed Python SDK does what it promises.",
        epilog="Exit status: 0 no new findings; 1 new findings, or known findings that no longer occur; 2 wrong usage "
        "or configuration; 3 the environment failed; 130 interrupted.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_check, _add_live, _add_record, _add_upgrade, _add_convert, _add_contract, _add_approve):
        add(commands)
    _add_target_command(commands)
    _add_operations(commands)
    _add_explain(commands)
    _add_cache(commands)
    for command in commands.choices.values():
        command.set_defaults(parser=command)
    return parser


def _parsed(argv: Sequence[str] | None) -> dict[str, Any]:
    """The arguments of one command. What it does not know ends the program with the nearest option that it knows."""
    known, unknown = build_parser().parse_known_args(argv)
    arguments = vars(known)
    parser: argparse.ArgumentParser = arguments.pop("parser")
    if unknown:
        parser.error(_unknown(unknown[0], re.findall(r"--[a-z][a-z-]+", parser.format_usage())))
    return arguments


def _unknown(given: str, options: Sequence[str]) -> str:
    if not given.startswith("-"):
        advice = "; operations are chosen with --operation GLOB" if "--operation" in options else ""
        return f"unexpected argument {given!r}{advice}"
    near = get_close_matches(given.partition("=")[0], options, n=1)
    return f"unknown option {given!r}" + (f"; did you mean {near[0]}?" if near else "; --help lists all")


class _Version(argparse.Action):
    """Prints the version, which is looked up only when it is requested."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"conformance {version('label-studio-conformance')}")
        parser.exit()


def _add_options(parser: argparse.ArgumentParser, kind: type[RunSettings]) -> None:
    for setting, option in options_of(kind):
        if option.metavar is not None:
            parser.add_argument(f"--{option_name(setting.name)}", **argument_of(setting, option))
    parser.add_argument("--config", metavar="FILE", help=f"TOML file with [{kind.TABLE}] (default: pyproject.toml)")


def _add_target(parser: argparse.ArgumentParser) -> None:
    """The options of commands that read or learn a contract."""
    parser.add_argument("--exclude", metavar="GLOB", action="append", default=[], help=EXCLUDE_HELP)
    parser.add_argument("--target", metavar="NAME|DIR", default=DEFAULT_TARGET, help="the target data of the SDK")


def _add_check(commands: Any) -> None:
    parser = commands.add_parser(
        "check",
        help="test every operation offline",
        description="Test every operation offline, with generated and recorded responses.",
    )
    _add_options(parser, CheckSettings)
    parser.set_defaults(run=_check)


def _check(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.check import check

    config = given.pop("config")
    settings = load_settings(CheckSettings, given, config)
    with _console() as console:
        report = check(settings, console)
    _deliver(report, settings.report, console.print_line)
    return INTERRUPTED if report.interrupted else 0 if report.conforms else 1


def _deliver(report: Any, files: Iterable[str], announce: Callable[[str], None]) -> None:
    """Print the summary of a report, and write its files. A report on standard output is the only text there."""
    from conformance.report.files import is_standard_output, rendered, write

    paths = [Path(path) for path in files]
    printed = [path for path in paths if is_standard_output(path)][:1]
    if printed:
        print(_summary(report, sys.stderr, advertise=False), end="", file=sys.stderr)
    else:
        _print(_summary(report, sys.stdout, advertise=not paths))
    write(report, paths)
    for path in paths:
        if not is_standard_output(path):
            announce(f"report: {path}")
    for path in printed:
        _print(rendered(report, path))


def _summary(report: Any, stream: TextIO, *, advertise: bool) -> str:
    """The summary as `stream` can show it: with colours on a terminal, else plain."""
    if stream.isatty() or os.environ.get("FORCE_COLOR"):
        from conformance.report.paint import painted

        return painted(report, stream, advertise=advertise)
    from conformance.report.to_terminal import to_terminal

    return to_terminal(report, advertise=advertise)


def _add_live(commands: Any) -> None:
    parser = commands.add_parser(
        "live",
        help="test every operation against a real server",
        description="Test every operation against a real server: one that is started for the run, or a running one.",
    )
    _add_options(parser, LiveSettings)
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="only clean up after interrupted runs, with --url also on that server",
    )
    parser.set_defaults(run=_live)


def _live(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.live import live

    config = given.pop("config")
    if given.pop("sweep"):
        return _sweep(given)
    settings = load_settings(LiveSettings, given, config)
    with _console() as console:
        report = live(settings, console)
    _deliver(report, settings.report, console.print_line)
    return INTERRUPTED if report.interrupted else 0 if report.conforms else 1


def _sweep(given: dict[str, Any]) -> int:
    from conformance.pipeline.sweep import sweep

    with _console() as console:
        result = sweep(given["target"] or DEFAULT_TARGET, given["url"], given["token_file"], console.print_line)
    _print(f"{result.summary}\n")
    return 0 if result.complete else 1


def _add_record(commands: Any) -> None:
    parser = commands.add_parser(
        "record",
        help="record cassettes from a real server",
        description="Record the responses of a real server, without secrets; `check` and the others replay them.",
        epilog="Exit status: 0 every operation of the server was recorded; 1 some could not be reached; 2 wrong usage "
        "or configuration; 3 the environment failed; 130 interrupted: the next run resumes.",
    )
    _add_options(parser, ServerSettings)
    parser.set_defaults(run=_record)


def _record(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.record import record

    config = given.pop("config")
    with _console() as console:
        recorded = record(load_settings(LiveSettings, {**given, "examples": 0}, config), console)
    for coverage in recorded.missed:
        reason = coverage.crash or (coverage.reach.reason if coverage.reach else "")
        _print(f"not recorded: {coverage.operation}: {reason.strip().splitlines()[-1]}\n")
    _print(f"{recorded.verdict}\n")
    return INTERRUPTED if recorded.interrupted else 1 if recorded.missed else 0


def _add_upgrade(commands: Any) -> None:
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
    _add_options(parser, UpgradeSettings)
    parser.set_defaults(run=_upgrade)


def _upgrade(given: dict[str, Any]) -> int:
    from conformance.config import load_settings
    from conformance.pipeline.upgrade import upgrade

    config = given.pop("config")
    old, new = _two_sdks(given)
    settings = load_settings(UpgradeSettings, {**given, "old": old, "new": new}, config)
    with _console() as console:
        report = upgrade(settings, console)
    _deliver(report, settings.report, console.print_line)
    return INTERRUPTED if report.interrupted else 1 if report.fails else 0


def _two_sdks(given: dict[str, Any]) -> tuple[str, str]:
    """The old and the new SDK, however they were given. Raises UsageError where one is missing or given twice."""
    old, new, start, end = (given.pop(name) for name in ("old", "new", "from_", "to"))
    if (old and start) or (new and end):
        raise UsageError("upgrade: an SDK was given twice.\n  Write either OLD NEW or --from OLD --to NEW.")
    old, new = old or start, new or end or ("latest" if start else None)
    if not old or not new:
        got = f"only {old or new}" if old or new else "nothing"
        raise UsageError(
            f"upgrade: two SDKs are needed, {got} was given.\n  Write, for example: conformance upgrade 2.0.5 2.0.7"
        )
    return old, new


def _add_contract(commands: Any) -> None:
    parser = commands.add_parser(
        "contract", help="print the contract of an SDK", description="Print the contract of an SDK."
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--format", choices=["json", "openapi"], default="json", help="default: json")
    _add_target(parser)
    parser.set_defaults(run=_contract)


def _contract(given: dict[str, Any]) -> int:
    from conformance.contract import store
    from conformance.pipeline.contract import contract_text
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with _console() as console:
        text = contract_text(given["sdk"], target, console)
    if given["format"] == "openapi":
        from conformance.contract.openapi import to_openapi

        text = store.pretty(to_openapi(store.from_json(text))) + "\n"
    _print(text)
    return 0


def _add_operations(commands: Any) -> None:
    parser = commands.add_parser(
        "operations",
        help="list the operations of an SDK",
        description="List the operations of an SDK, one on each line: path, verb and URL. The approved contract of a "
        "release is read where there is one; any other SDK is imported.",
    )
    parser.add_argument("glob", metavar="GLOB", nargs="?", default="*", help="only operations whose path matches")
    parser.add_argument("--sdk", metavar="SDK", default="installed", help=f"{SDK_HELP} (default: installed)")
    _add_target(parser)
    parser.set_defaults(run=_operations)


def _operations(given: dict[str, Any]) -> int:
    from conformance.pipeline.operations import operation_lines
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with _console() as console:
        lines = operation_lines(given["sdk"], target, given["glob"], console)
    _print("".join(f"{line}\n" for line in lines))
    return 0


def _add_convert(commands: Any) -> None:
    parser = commands.add_parser(
        "convert",
        help="convert cassettes from and to other formats",
        description="Convert a recording between .jsonl, vcrpy's .yaml and .json, and .har, by suffix. Secrets are "
        "removed. Entries that another program recorded become calls of the SDK: their operations are found by verb "
        "and URL, and their arguments from the requests. What is left out or lost is printed.",
    )
    parser.add_argument("source", metavar="FROM", type=Path)
    parser.add_argument("goal", metavar="TO", type=Path, help="CASSETTES/TARGET/SERVER_VERSION/NAME.jsonl to replay it")
    parser.add_argument(
        "--sdk", metavar="SDK", help=f"whose operations they are: {SDK_HELP} (default: the newest approved release)"
    )
    parser.add_argument("--target", default="label_studio", help="the target data of the SDK")
    parser.set_defaults(run=_convert)


def _convert(given: dict[str, Any]) -> int:
    from conformance.pipeline.convert import convert

    with _console() as console:
        lines = convert(
            given["source"], given["goal"],
            sdk=given["sdk"], target=given["target"], console=console,
        )  # fmt: skip
    _print("".join(f"{line}\n" for line in lines))
    return 0


def _add_approve(commands: Any) -> None:
    parser = commands.add_parser(
        "approve",
        help="write the approved contract of an SDK",
        description="Write the approved contract of an SDK, for review.",
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--output", metavar="FILE", type=Path, help="default: approved/VERSION.json of the target")
    _add_target(parser)
    parser.set_defaults(run=_approve)


def _approve(given: dict[str, Any]) -> int:
    from conformance.pipeline.approve import approve
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with _console() as console:
        _print(approve(given["sdk"], target, given["output"], console) + "\n")
    return 0


def _add_target_command(commands: Any) -> None:
    parser = commands.add_parser(
        "target", help="write the target of another SDK", description="Manage targets: the data about one SDK."
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = actions.add_parser(
        "new",
        help="write a first target.toml by looking at the package",
        description="Write a first target.toml: the package is imported in an environment of its own, and its clients "
        "are called without a network. What is not found is a comment in the file, to be filled in.",
    )
    new.add_argument(
        "sdk",
        metavar="DISTRIBUTION[==V]",
        help="a distribution, with or without a version, or a wheel (default version: the installed one, or else the "
        "newest)",
    )
    new.add_argument("--output", metavar="DIR", type=Path, help="the new folder (default: targets/PACKAGE)")
    new.set_defaults(run=_target_new, parser=new)


def _target_new(given: dict[str, Any]) -> int:
    from conformance.pipeline.new_target import new_target

    with _console() as console:
        lines = new_target(given["sdk"], given["output"], console)
    _print("".join(f"{line}\n" for line in lines))
    return 0


def _add_explain(commands: Any) -> None:
    parser = commands.add_parser(
        "explain", help="explain a check or an upgrade rule", description="Explain a check or an upgrade rule."
    )
    parser.add_argument(
        "check", metavar="ID", nargs="?", help="the id of a check or rule, or a family or tier; without it, all"
    )
    parser.set_defaults(run=_explain)


def _explain(given: dict[str, Any]) -> int:
    from conformance.pipeline.explain import explain

    _print(explain(given["check"] or ""))
    return 0


@contextmanager
def _console() -> Iterator[PlainConsole | BarConsole]:
    """The console of a run: a bar on a terminal, plain lines elsewhere."""
    console: PlainConsole | BarConsole
    if sys.stderr.isatty():
        from conformance.progress_bar import BarConsole

        console = BarConsole()
    else:
        console = PlainConsole()
    try:
        yield console
    finally:
        console.close()


def _add_cache(commands: Any) -> None:
    parser = commands.add_parser(
        "cache",
        help="show the size of the cache, or clear it",
        description="Show what the cache folder holds: environments, contracts and observations of releases, servers.",
    )
    parser.add_argument(
        "--clear",
        action="store_true",
        help="remove what a later run makes again, while no run uses it; ledgers of interrupted runs stay",
    )
    parser.set_defaults(run=_cache)


def _cache(given: dict[str, Any]) -> int:
    from conformance.pipeline.cache import cache_lines, clear_cache

    _print(f"{clear_cache()}\n" if given["clear"] else "".join(f"{line}\n" for line in cache_lines()))
    return 0


def _print(text: str) -> None:
    """Write a result to standard output. Raises EnvironmentFailed where that is not possible."""
    if sys.stdout is None:  # it was closed before this program started
        raise EnvironmentFailed("standard output cannot be written to: it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe: discard the rest, and keep the exit status
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentFailed(f"standard output cannot be written to: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
