"""Options that several commands take."""

from __future__ import annotations

import argparse

from conformance.settings import DEFAULT_TARGET, EXCLUDE_HELP, RunSettings, argument_of, option_name, options_of


def add_options(parser: argparse.ArgumentParser, kind: type[RunSettings]) -> None:
    for setting, option in options_of(kind):
        if option.metavar is not None:
            parser.add_argument(f"--{option_name(setting.name)}", **argument_of(setting, option))


def add_target(parser: argparse.ArgumentParser) -> None:
    """The options of commands that read or learn a contract."""
    parser.add_argument("--exclude", metavar="GLOB", action="append", default=[], help=EXCLUDE_HELP)
    parser.add_argument("--target", metavar="NAME|DIR", default=DEFAULT_TARGET, help="the target data of the SDK")
