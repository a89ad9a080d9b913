"""The settings of each command: the one definition behind the command line, the pytest plugin and `pyproject.toml`.

A setting is a field with its default and an `Option`: the help text, the bounds and the allowed values. A new setting
is one field here; all three ways in derive from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, Final

from conformance.change import Impact

DEFAULT_TARGET: Final = "label_studio"
MODES: Final = ("read-only", "owned")
MATRIX_JOBS: Final = ("check", "spec", "live", "upgrade")
TIERS: Final = ("files", "surface", "wire", "behaviour", "packaging", "documentation")
FAIL_ON: Final = ("breaking", "any", "touched", "never")  # touched: what affects the code of --usage
IMPACTS: Final = tuple(impact.value for impact in Impact)
SDK_HELP: Final = (
    "a release (2.0.7), a requirement ('>=2.0,<2.1'), `latest`, a wheel, a directory that contains the package, "
    "a lock or requirements file that names a release (uv.lock), or `installed`"
)


EXCLUDE_HELP: Final = "leave out operations whose path matches: they are never called; repeatable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """How users give a setting, and its values. Without a `metavar` it is allowed in configuration files only."""

    help: str
    metavar: str | None = None
    default_text: str = ""  # what the help text names as the default; "" names none
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    in_file: bool = True


def _setting(default: Any = None, **option: Any) -> Any:
    return field(default=default, metadata={"option": Option(**option)})


def _reports() -> Any:
    return _setting(
        (),
        metavar="FILE",
        help="write a report in the format that its suffix names, such as .html or .json, or `-`: print "
        "it as JSON to standard output; repeatable",
    )


def _operation() -> Any:
    return _setting((), metavar="GLOB", help="test only operations whose path matches; repeatable")


def _exclude() -> Any:
    return _setting((), metavar="GLOB", help=EXCLUDE_HELP)


def _known_file() -> Any:
    return _setting(metavar="FILE", help="known findings", default_text="those of the target")


def _no_known() -> Any:
    return _setting(False, metavar="", help="report known findings, too")


def _write_known() -> Any:
    return _setting(
        metavar="FILE",
        help="add the new findings to this list of known findings (.toml); needs --known-reason",
        in_file=False,
    )


def _known_reason() -> Any:
    return _setting(metavar="TEXT", help="the reason that --write-known gives", in_file=False)


def _known_expires() -> Any:
    return _setting(
        metavar="DATE",
        help="the last day on which the entries of --write-known apply, such as 2027-01-31",
        default_text="none",
        in_file=False,
    )


def _github() -> Any:
    return _setting(
        False,
        metavar="",
        help="in a job of GitHub Actions: annotate files and lines, and write the report on the page of the run",
        in_file=False,
    )


def options_of(kind: type[Any]) -> Iterator[tuple[Field[Any], Option]]:
    """The settings of a command, each with its option: its own first, those of every run last."""
    common = {setting.name for setting in fields(RunSettings)}
    for setting in sorted(fields(kind), key=lambda setting: setting.name in common):
        if "option" in setting.metadata:
            yield setting, setting.metadata["option"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """The settings of every run.

    `TABLE` is the table of a configuration file with the settings; `SHARED` names those that are also allowed in the
    outer table.
    """

    TABLE: ClassVar[str] = "tool.conformance"
    SHARED: ClassVar[tuple[str, ...]] = ()

    target: str = _setting(
        DEFAULT_TARGET, metavar="NAME|DIR", help="the target data of the SDK", default_text=DEFAULT_TARGET
    )
    seed: int = _setting(0, metavar="N", help="seed of everything that is generated", default_text="0")
    cassettes: str | None = _setting(
        metavar="DIR",
        help="recorded exchanges to replay",
        default_text="the folder cassettes, or else those of the target",
    )
    config: str | None = _setting(
        metavar="FILE", help="the TOML file with the settings", default_text="pyproject.toml", in_file=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkSettings(RunSettings):
    """The settings of `check`, `live` and `record` about the SDK under test."""

    sdk: str = _setting("installed", metavar="SDK", help=SDK_HELP, default_text="installed")
    operation: tuple[str, ...] = _operation()
    exclude: tuple[str, ...] = _exclude()
    approved: str | None = _setting(
        metavar="RELEASE|FILE", help="compare with this approved contract", default_text="that of the same release"
    )
    operations: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict,
        metadata={"option": Option(help="settings of single operations, by glob")},
    )
    operations_file: str | None = _setting(metavar="FILE", help="a TOML file with more settings of operations")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings(SdkSettings):
    """The settings of `check` and the pytest suite."""

    examples: int = _setting(10, metavar="N", help="generated calls for each operation", default_text="10", least=1)
    spec: str | None = _setting(metavar="FILE", help="an OpenAPI document to compare with and to generate bodies from")
    declarations: bool = _setting(
        False, metavar="", help="compare only declarations, with the contract and the document: no calls"
    )
    known: str | None = _known_file()
    no_known: bool = _no_known()
    write_known: str | None = _write_known()
    known_reason: str | None = _known_reason()
    known_expires: str | None = _known_expires()
    workers: int = _setting(
        0, metavar="N", help="worker processes", default_text="0, one for each processor core", least=0
    )
    min_coverage: int = _setting(
        0, metavar="PERCENT", help="fail if less of what can be tested was tested", default_text="0", least=0, most=100
    )
    report: tuple[str, ...] = _reports()
    github: bool = _github()


# the settings of `check` that the pytest suite takes: workers and configuration come from pytest
SUITE_SETTINGS: Final = (
    "target", "sdk", "operation", "exclude", "examples", "seed", "approved", "spec", "cassettes",
    "known", "no_known", "min_coverage", "report",
)  # fmt: skip
FIXTURE_SETTINGS: Final = ("server", "server_url", "token_file")  # of the pytest fixture conformance_server


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings(SdkSettings):
    """The settings of `live` and `record`. Either `server` or `url` is given, never both."""

    TABLE: ClassVar[str] = "tool.conformance.live"
    SHARED: ClassVar[tuple[str, ...]] = ("sdk", "target", "seed", "operations", "operations-file")

    server: str | None = _setting(metavar="VERSION", help="start this release of the server, and remove it afterwards")
    url: str | None = _setting(
        metavar="URL", help="use a running server; its token comes from the environment or from --token-file"
    )
    token_file: str | None = _setting(metavar="FILE", help="the file that contains the token of a running server")
    mode: str | None = _setting(
        metavar="MODE",
        help="read-only, or owned: change only what the run created",
        default_text="owned with --server, read-only with --url",
        choices=MODES,
    )
    requests: int = _setting(50_000, metavar="N", help="send at most this many requests", default_text="50000", least=1)
    rate: int = _setting(
        0, metavar="N", help="send at most this many requests per second", default_text="20 with --url", least=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings(ServerSettings):
    """The settings of `live`."""

    examples: int = _setting(3, metavar="N", help="generated calls for each operation", default_text="3", least=0)
    servers: int = _setting(
        2, metavar="N", help="number of servers to start and to test in parallel", default_text="2", least=1
    )
    known: str | None = _known_file()
    no_known: bool = _no_known()
    write_known: str | None = _write_known()
    known_reason: str | None = _known_reason()
    known_expires: str | None = _known_expires()
    drift: bool = _setting(
        False, metavar="", help="repeat what was recorded, and compare only with the recordings", in_file=False
    )
    old: int = _setting(90, metavar="DAYS", help="warn about cassettes that are older", default_text="90", least=1)
    fuzz: bool = _setting(False, metavar="", help="let Schemathesis send requests, too; only with --server")
    report: tuple[str, ...] = _reports()
    github: bool = _github()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeSettings(RunSettings):
    """The settings of `upgrade`. `impact` overrides how much a change matters, by rule or by a glob of ids."""

    TABLE: ClassVar[str] = "tool.conformance.upgrade"
    SHARED: ClassVar[tuple[str, ...]] = ("target", "seed", "cassettes")

    old: str = ""
    new: str = ""
    usage: tuple[str, ...] = _setting(
        (), metavar="PATH", help="your code, a file or a folder: report the lines that a change affects; repeatable"
    )
    tier: tuple[str, ...] = _setting(
        (),
        metavar="TIER",
        help=f"compare only this tier: {', '.join(TIERS)}; repeatable",
        default_text="all",
        choices=TIERS,
    )
    each: bool = _setting(
        False, metavar="", help="find the release between the two in which each break appeared", in_file=False
    )
    fail_on: str = _setting(
        "breaking",
        metavar="WHAT",
        help=f"exit with status 1 for: {', '.join(FAIL_ON)}; touched: what affects the code that --usage names",
        default_text="breaking",
        choices=FAIL_ON,
    )
    report: tuple[str, ...] = _reports()
    github: bool = _github()
    changelog: str | None = _setting(
        metavar="FILE", help="write release notes as Markdown: breaking, added, changed, fixed", in_file=False
    )
    impact: Mapping[str, str] = field(
        default_factory=dict,
        metadata={"option": Option(help="the impact of changes, by rule or glob of ids", choices=IMPACTS)},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantSettings(RunSettings):
    """The settings of `mutants`. `operations` limits those that one fault is judged with."""

    TABLE: ClassVar[str] = "tool.conformance.mutants"
    SHARED: ClassVar[tuple[str, ...]] = ("sdk", "target", "seed", "cassettes")

    sdk: str = _setting("installed", help=SDK_HELP)
    kinds: tuple[str, ...] = _setting(
        (), metavar="GLOB", help="only kinds of faults, or groups of them, that match; repeatable", default_text="all"
    )
    count: int = _setting(250, metavar="N", help="put in at most this many faults", default_text="250", least=1)
    operations: int = _setting(
        12, metavar="N", help="judge a fault with at most this many operations that run it", default_text="12", least=1
    )
    jobs: int = _setting(0, metavar="N", help="faults to judge in parallel", default_text="2", least=0)
    min_score: int = _setting(
        0,
        metavar="PERCENT",
        help="exit with status 1 if fewer of the faults are noticed",
        default_text="0",
        least=0,
        most=100,
    )
    resume: bool = _setting(
        False,
        metavar="",
        help="keep the results of an earlier run with the same SDK and the same checks",
        in_file=False,
    )
    report: tuple[str, ...] = _reports()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSettings(RunSettings):
    """The settings of `matrix`. `sdk` and `server` name releases, ranges of them, or specifiers."""

    TABLE: ClassVar[str] = "tool.conformance.matrix"
    SHARED: ClassVar[tuple[str, ...]] = ("target", "seed", "cassettes")

    sdk: tuple[str, ...] = _setting(
        (), metavar="RELEASES", help="a release of the SDK, 2.0.5..2.1.2 or '>=2.0'; repeatable"
    )
    server: tuple[str, ...] = _setting(
        (), metavar="RELEASES", help="the same of the server; 1.19..1.23 is the newest of each; repeatable"
    )
    job: tuple[str, ...] = _setting(
        (),
        metavar="JOB",
        help=f"run only this job: {', '.join(MATRIX_JOBS)}; repeatable",
        default_text="check, with --server also live",
        choices=MATRIX_JOBS,
    )
    operation: tuple[str, ...] = _operation()
    exclude: tuple[str, ...] = _exclude()
    folder: str = _setting(
        "matrix", metavar="DIR", help="keep the results of cells here; what it has is not run again",
        default_text="matrix",
    )  # fmt: skip
    jobs: int = _setting(2, metavar="N", help="cells to run in parallel on this machine", default_text="2", least=1)
    scheduler: str | None = _setting(
        metavar="URL", help="run cells on this Dask scheduler, such as tcp://127.0.0.1:8786", in_file=False
    )
    usage: tuple[str, ...] = _setting(
        (), metavar="PATH", help="with matrix ask: your code, a file or a folder; repeatable", in_file=False
    )
    report: tuple[str, ...] = _reports()


def option_name(setting: str) -> str:
    """A setting as the command line and configuration files write it: `token_file` is `token-file`."""
    return setting.replace("_", "-")


def option_in_pytest(setting: str) -> str:
    """A setting as pytest's command line writes it: `token_file` is `conformance-token-file`."""
    return f"conformance-{option_name(setting)}"


def message_in_pytest(text: str, arguments: Iterable[str]) -> str:
    """A message for a user of pytest: its options have the prefix, except those that the user gave without it."""
    given = {argument.partition("=")[0] for argument in arguments}
    for setting in (*SUITE_SETTINGS, *FIXTURE_SETTINGS):
        short = f"--{option_name(setting)}"
        if short not in given:
            text = re.sub(rf"(?<![\w-]){short}(?![\w-])", f"--{option_in_pytest(setting)}", text)
    return text


def argument_of(setting: Field[Any], option: Option) -> dict[str, Any]:
    """The keyword arguments of `ArgumentParser.add_argument`, which pytest's `addoption` takes, too."""
    text = option.help + (f" (default: {option.default_text})" if option.default_text else "")
    match setting.type:
        case "bool":
            return {"action": "store_true", "default": None, "help": text}
        case "int":
            return {"metavar": option.metavar, "type": int, "help": text}
        case "tuple[str, ...]":
            return {"metavar": option.metavar, "action": "append", "help": text}
    return {"metavar": option.metavar, "help": text}
