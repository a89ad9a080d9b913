"""The command line: argv to pipeline. Nothing heavy is imported before a command needs it.

- `runs`, `findings`, `contracts`, `tools`, `completion`: the commands
- `options`: options of several commands; those of runs derive from `conformance.settings`
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from conformance.cli import completion, contracts, findings, runs, tools
from conformance.errors import ConformanceError
from conformance.output import INTERRUPTED

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


class _Parser(argparse.ArgumentParser):
    """A parser that takes options only as they are written: the beginning of one can be another that was meant."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(allow_abbrev=False, **arguments)

    def error(self, message: str) -> NoReturn:
        """End with one message, and the nearest of the allowed values."""
        choice = re.fullmatch(r"(argument .+: )?invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice is not None:
            allowed = [name.strip("' ") for name in choice[3].split(",")]
            near = get_close_matches(choice[2], allowed, n=1)
            advice = f" Did you mean {near[0]}?" if near else ""
            message = f"{choice[1] or ''}{choice[2]!r} does not exist.{advice}\n  Allowed: {', '.join(allowed)}."
        message = re.sub(r"invalid int value: ('.*')", r"\1 is no whole number", message)
        self.exit(2, f"{self.prog}: {message}\n  Next: {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="conformance",
        description="Test that a typed Python SDK does what it promises.",
        epilog="Exit status: 0 no new findings; 1 new findings, or known findings that no longer occur; 2 wrong usage "
        "or configuration; 3 the environment failed; 130 interrupted.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (
        runs.add_check, runs.add_live, runs.add_record, runs.add_upgrade, runs.add_mutants, runs.add_matrix,
        tools.add_convert,
        contracts.add_init,
        contracts.add_contract, contracts.add_approve, contracts.add_target_command, contracts.add_operations,
        findings.add_show, findings.add_replay, findings.add_known,
        tools.add_explain, tools.add_history, tools.add_badge, tools.add_cache, completion.add_completion,
    ):  # fmt: skip
        add(commands)
    for command in commands.choices.values():
        command.set_defaults(parser=command)
    return parser


def _parsed(argv: Sequence[str] | None) -> dict[str, Any]:
    """The arguments of one command. What it does not know ends the program with the nearest option that it knows."""
    whole = build_parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell requests completions
        completion.complete(whole)
    known, unknown = whole.parse_known_args(argv)
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
