"""`convert`, `explain`, `cache`, `history` and `badge`: commands that run no check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.output import deliver_shown, open_console, print_lines, print_text
from conformance.settings import SDK_HELP


def add_convert(commands: Any) -> None:
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

    with open_console() as console:
        lines = convert(
            given["source"], given["goal"],
            sdk=given["sdk"], target=given["target"], console=console,
        )  # fmt: skip
    print_text("".join(f"{line}\n" for line in lines))
    return 0


def add_explain(commands: Any) -> None:
    parser = commands.add_parser(
        "explain", help="explain a check or an upgrade rule", description="Explain a check or an upgrade rule."
    )
    parser.add_argument(
        "check", metavar="ID", nargs="?", help="the id of a check or rule, or a family or tier; without it, all"
    )
    parser.set_defaults(run=_explain)


def _explain(given: dict[str, Any]) -> int:
    from conformance.pipeline.explain import explained_lines
    from conformance.pipeline.own_checks import use_project_checks

    use_project_checks(Path())
    print_lines(lambda width: explained_lines(given["check"] or "", width))
    return 0


def add_cache(commands: Any) -> None:
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

    print_text(f"{clear_cache()}\n" if given["clear"] else "".join(f"{line}\n" for line in cache_lines()))
    return 0


def add_history(commands: Any) -> None:
    """Add the command `history`."""
    parser = commands.add_parser(
        "history",
        help="compare the results of many runs",
        description="Read the JSON reports in a folder, as those of nightly runs or of a matrix of releases, and show "
        "by date and version: findings that are new, fixed or flaky, coverage and time.",
        epilog="Exit status: 0, also with new findings; 2 the folder has no result.",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder with reports written by --report FILE.json")
    parser.add_argument(
        "--report", metavar="FILE", action="append", default=[], help="write the history as .html or .md; repeatable"
    )
    parser.set_defaults(run=_history)


def _history(given: dict[str, Any]) -> int:
    from conformance.pipeline.history import read_history
    from conformance.report import HISTORY_FORMATS
    from conformance.report.files import check_paths

    check_paths([Path(path) for path in given["report"]], HISTORY_FORMATS)
    deliver_shown(read_history(given["folder"]), given["report"])
    return 0


def add_badge(commands: Any) -> None:
    """Add the command `badge`."""
    parser = commands.add_parser(
        "badge",
        help="print the badge of a result",
        description="Print the badge of a result as JSON for https://img.shields.io/endpoint?url=…, which shows what "
        "is stored at a public address.",
    )
    parser.add_argument(
        "report", metavar="FILE", type=Path, help="a report of check, live or upgrade, written by --report FILE.json"
    )
    parser.set_defaults(run=_badge)


def _badge(given: dict[str, Any]) -> int:
    from conformance.pipeline.last_result import read_document
    from conformance.report.badge import to_badge

    print_text(to_badge(read_document(given["report"])))
    return 0
