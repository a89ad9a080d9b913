"""Completion of arguments in bash, zsh and fish: `conformance completion SHELL` prints what a shell has to load.

argcomplete, of the extra `completion`, runs this program with `_ARGCOMPLETE` set for each press of the tab key. Values
come from files that are quick to read: approved contracts, the last result of the folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

from conformance.errors import ConformanceError, EnvironmentFailed
from conformance.extras import install_command
from conformance.output import print_text
from conformance.settings import DEFAULT_TARGET, CheckSettings, LiveSettings, UpgradeSettings, options_of

SHELLS: Final = ("bash", "zsh", "fish")


def add_completion(commands: Any) -> None:
    """Add the command `completion`."""
    parser = commands.add_parser(
        "completion",
        help="print what a shell needs to complete arguments",
        description="Print what a shell needs to complete commands, options, operations, releases, checks and "
        'findings. bash and zsh: eval "$(conformance completion bash)" in ~/.bashrc or ~/.zshrc; fish: '
        "conformance completion fish | source, in config.fish.",
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
    parser.set_defaults(run=_completion)


def _completion(given: dict[str, Any]) -> int:
    try:
        from argcomplete.shell_integration import shellcode
    except ImportError:
        raise EnvironmentFailed(
            f"completion needs argcomplete, which is not installed.\n  Install it with: {install_command('completion')}"
        ) from None
    print_text(shellcode(["conformance"], shell=given["shell"]))
    return 0


def complete(parser: argparse.ArgumentParser) -> None:
    """Print the completions that a shell has requested, and exit. Without argcomplete there are none."""
    with suppress(ImportError):
        from argcomplete import autocomplete

        autocomplete(parser, always_complete_options="long", default_completer=cast("Any", _values))


def _values(*, prefix: str, action: argparse.Action, parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
    """The values of an option or argument that begin with the prefix."""
    from argcomplete.completers import FilesCompleter

    values = _SOURCES.get(action.dest)
    if values is None:
        choices = _choices().get(action.dest)
        return choices or (() if action.type is int else FilesCompleter()(prefix))
    with suppress(ConformanceError, OSError):
        return values(vars(parsed_args))
    return ()


def _choices() -> Mapping[str, tuple[str, ...]]:
    """The allowed values of settings."""
    kinds = (CheckSettings, LiveSettings, UpgradeSettings)
    return {setting.name: option.choices for kind in kinds for setting, option in options_of(kind) if option.choices}


def _operations(given: Mapping[str, Any]) -> Iterable[str]:
    """The operations of the release that is named, or else of the newest approved one."""
    from conformance.contract import store
    from conformance.targets.target import load_target

    target = load_target(given.get("target") or DEFAULT_TARGET)
    named = target.approved_file(str(given.get("sdk")))
    releases = target.approved_releases()
    if not named.is_file() and not releases:
        return ()
    return store.load(named if named.is_file() else target.approved_file(_newest_first(releases)[0])).paths()


def _releases(given: Mapping[str, Any]) -> Iterable[str]:
    """The approved releases, the words, and what the folder has: wheels, directories, files that name a release."""
    from conformance.targets.dependency_files import is_dependency_file
    from conformance.targets.target import load_target

    releases = load_target(given.get("target") or DEFAULT_TARGET).approved_releases()
    here = sorted(Path().iterdir())
    files = [path.name for path in here if path.suffix == ".whl" or is_dependency_file(path.name)]
    return [
        *_newest_first(releases),
        "installed",
        "latest",
        *files,
        *(f"{path.name}/" for path in here if path.is_dir()),
    ]


def _newest_first(releases: Iterable[str]) -> list[str]:
    from packaging.version import Version

    return sorted(releases, key=Version, reverse=True)


def _checks(_: Mapping[str, Any]) -> Iterable[str]:
    """The ids of checks and rules, and their families and tiers."""
    from conformance.pipeline.explain import explain

    rows = [line.split() for line in explain("").splitlines()]
    return sorted({name for identity, group, *_ in rows for name in (identity, group)})


def _findings(given: Mapping[str, Any]) -> Iterable[str]:
    """The findings of the last result, or of the report that is named."""
    from conformance.pipeline.last_result import read_result

    return [finding.id for finding in read_result(given.get("report")).findings]


def _findings_and_changes(given: Mapping[str, Any]) -> Iterable[str]:
    """Likewise, and the changes of the last upgrade."""
    from conformance.pipeline.last_result import read_results, shown_in

    return list(shown_in(read_results(given.get("report"))))


_SOURCES: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterable[str]]]] = {
    "operation": _operations, "exclude": _operations, "glob": _operations,
    "sdk": _releases, "old": _releases, "new": _releases, "from_": _releases, "to": _releases, "approved": _releases,
    "check": _checks, "finding": _findings, "shown": _findings_and_changes,
}  # fmt: skip
