"""Settings of a run: `[tool.conformance]` of a TOML file under what the command line says."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from conformance.change import Impact
from conformance.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = "tool.conformance"
UPGRADE = "upgrade"  # the inner tables of the commands of these names
LIVE = "live"
MODES: Final = ("read-only", "owned")
TIERS: Final = ("files", "surface", "wire", "behaviour", "packaging", "documentation")
FAIL_ON: Final = ("breaking", "any", "never")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of `check` is asked to do. `workers` 0 means one for each core.

    `cassettes` is the folder with recorded exchanges; None: the folder `cassettes`, where there is one.
    """

    sdk: str = "installed"
    target: str = "label_studio"
    operation: tuple[str, ...] = ()
    examples: int = 10
    seed: int = 0
    approved: str | None = None
    spec: str | None = None
    known: str | None = None
    no_known: bool = False
    report: tuple[str, ...] = ()
    workers: int = 0
    cassettes: str | None = None


@dataclass(frozen=True, slots=True)
class UpgradeSettings:
    """What a run of `upgrade` is asked to do.

    `tier` are the tiers to look at, all for none. `impact` gives other impacts to changes: by rule, or by a glob of
    ids. `cassettes` is the folder with recorded exchanges; None: the folder `cassettes`, where there is one. With
    `each`, the releases in between are compared too.
    """

    old: str = ""
    new: str = ""
    target: str = "label_studio"
    seed: int = 0
    tier: tuple[str, ...] = ()
    usage: tuple[str, ...] = ()
    fail_on: str = "breaking"
    report: tuple[str, ...] = ()
    cassettes: str | None = None
    each: bool = False
    impact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """What a run of `live` or `record` is asked to do.

    Either `server`, a release that is started for the run, or `url`, a running one; `token_file` holds the token of the
    latter, where no environment variable does. `mode` None is `owned` for the run's own server, and has to be asked for
    with a `url`: `read-only` is what that gets. `rate` is requests in a second, 0 for no bound. `cassettes` is the
    folder with recordings; None: the folder `cassettes`, where there is one. `old` is the age in days from which on a
    cassette is said to be old. `servers` is how many servers of the run's own are asked side by side.
    """

    sdk: str = "installed"
    target: str = "label_studio"
    server: str | None = None
    url: str | None = None
    token_file: str | None = None
    mode: str | None = None
    operation: tuple[str, ...] = ()
    examples: int = 3
    seed: int = 0
    approved: str | None = None
    known: str | None = None
    no_known: bool = False
    report: tuple[str, ...] = ()
    rate: int = 0
    requests: int = 50_000
    cassettes: str | None = None
    old: int = 90
    drift: bool = False
    fuzz: bool = False
    servers: int = 2


_Kind = tuple[type, str]  # of a value, and its words
_NUMBER: Final[_Kind] = (int, "a whole number")
_TRUTH: Final[_Kind] = (bool, "true or false")
_TEXT: Final[_Kind] = (str, "a text")
_TEXTS: Final[_Kind] = (list, "a list of texts")
_TABLE: Final[_Kind] = (dict, "a table of texts")
_KINDS: Final[Mapping[str, _Kind]] = {
    "int": _NUMBER,
    "bool": _TRUTH,
    "str": _TEXT,
    "str | None": _TEXT,
    "tuple[str, ...]": _TEXTS,
    "Mapping[str, str]": _TABLE,
}


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a configuration file; every problem names the file and the key."""

    path: Path
    name: str
    data: Mapping[str, Any]

    def read(
        self, settings: type[Settings | UpgradeSettings | LiveSettings], *, without: Collection[str] = ()
    ) -> dict[str, Any]:
        """The values by the names of the settings. Raises UsageError for an unknown key or a wrong type."""
        allowed = {each.name.replace("_", "-"): each for each in fields(settings) if each.name not in without}
        return {self._known(key, allowed).name: self._checked(key, allowed[key], v) for key, v in self.data.items()}

    def _known(self, key: str, allowed: Mapping[str, Field[Any]]) -> Field[Any]:
        if key in allowed:
            return allowed[key]
        near = get_close_matches(key, allowed, n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise UsageError(
            f"{self.path}: `{self.name}` has no key `{key}`.{hint}\n  Allowed: {', '.join(sorted(allowed))}."
        )

    def _checked(self, key: str, setting: Field[Any], value: Any) -> Any:
        kind, words = _KINDS[str(setting.type)]
        right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        inner = value.values() if right and kind is dict else value if right and kind is list else ()
        if not right or not all(isinstance(item, str) for item in inner):
            raise UsageError(f"{self.path}: `{self.name}.{key}` is {value!r}.\n  Expected: {words}.")
        return tuple(value) if kind is list else value


def _read(file: str | None) -> tuple[Path, dict[str, Any]]:
    """The table of a configuration file; empty where the default file does not exist or has no such table.

    Raises UsageError: a file that was named does not exist or is not TOML, or what stands there is no table.
    """
    path = Path(file or "pyproject.toml")
    if file is None and not path.is_file():
        return path, {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--config {path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    table = data.get("tool", {}).get("conformance", {})
    inner = ((f"{TABLE}.{name}", table.get(name, {}) if isinstance(table, dict) else {}) for name in (UPGRADE, LIVE))
    for name, found in ((TABLE, table), *inner):
        if not isinstance(found, dict):
            raise UsageError(f"{path}: `{name}` is {found!r}.\n  Expected: a table.")
    return path, table


def settings_from(given: Mapping[str, Any], config: str | None) -> Settings:
    """Settings from the command line over the configuration file over the defaults. Raises UsageError."""
    path, table = _read(config)
    own = {key: value for key, value in table.items() if key not in {UPGRADE, LIVE}}
    # nearest wins: command line > configuration file > default
    settings = Settings(**_Table(path, TABLE, own).read(Settings) | _stated(given))
    _insist_on_least(settings, examples=1, workers=0)
    return settings


def upgrade_settings_from(given: Mapping[str, Any], config: str | None) -> UpgradeSettings:
    """Settings of `upgrade`; `target`, `seed` and `cassettes` may stand in the outer table, too. Raises UsageError."""
    path, table = _read(config)
    shared = {key: value for key, value in table.items() if key in {"target", "seed", "cassettes"}}
    own = _Table(path, f"{TABLE}.{UPGRADE}", table.get(UPGRADE, {}))
    found = _Table(path, TABLE, shared).read(Settings) | own.read(UpgradeSettings, without=("old", "new", "each"))
    settings = UpgradeSettings(**found | _stated(given))
    _insist("tier", settings.tier, TIERS)
    _insist("fail-on", (settings.fail_on,), FAIL_ON)
    _insist("impact", tuple(settings.impact.values()), tuple(impact.value for impact in Impact))
    return settings


def live_settings_from(given: Mapping[str, Any], config: str | None) -> LiveSettings:
    """Settings of `live` and `record`; `sdk`, `target` and `seed` may stand in the outer table, too.

    Raises UsageError, too, where it is not said which server is meant, or where what is asked for does not go together.
    """
    path, table = _read(config)
    shared = {key: value for key, value in table.items() if key in {"sdk", "target", "seed"}}
    own = _Table(path, f"{TABLE}.{LIVE}", table.get(LIVE, {}))
    found = _Table(path, TABLE, shared).read(Settings) | own.read(LiveSettings, without=("drift",))
    stated = _stated(given)
    if "server" in stated or "url" in stated:  # a server that is named here replaces the one of the file
        found = {key: value for key, value in found.items() if key not in {"server", "url"}}
    settings = LiveSettings(**found | stated)
    if (settings.server is None) == (settings.url is None):
        got = "nothing" if settings.server is None else "both"
        raise UsageError(
            f"a server is needed, and {got} was named.\n  Write --server VERSION to have one started, such as "
            "--server 1.23.2, or --url URL for one that runs."
        )
    if settings.fuzz and settings.server is None:
        raise UsageError(
            "--fuzz goes together with --server only: Schemathesis changes and deletes what it meets.\n"
            "  Name a release with --server, which is started for the run and removed afterwards."
        )
    _insist("mode", () if settings.mode is None else (settings.mode,), MODES)
    _insist_on_least(settings, examples=0, rate=0, requests=1, old=1, servers=1)
    return settings


def _insist_on_least(settings: Settings | LiveSettings, **least: int) -> None:
    for name, bound in least.items():
        if getattr(settings, name) < bound:
            raise UsageError(f"--{name} is {getattr(settings, name)}.\n  Expected: {bound} or more.")


def _insist(name: str, values: Collection[str], allowed: Collection[str]) -> None:
    for value in values:
        if value not in allowed:
            raise UsageError(f"{name} is {value!r}.\n  Allowed: {', '.join(allowed)}.")


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}
