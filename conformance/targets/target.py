"""Target: what is particular to one SDK, as data in one folder (`target.toml`, `known.toml`, `approved/`)."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.errors import TargetError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BUILT_IN = Path(__file__).parent
DEFAULT = "label_studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecExtensions:
    """The `x-` keys of an OpenAPI operation that say how SDKs present it.

    The values of `method`, in this order, make up the attribute path in the client. `audience` lists who the operation
    is for; "internal" operations are not for SDKs.
    """

    method: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKind:
    """The server that an SDK talks to: how one is made, and how one is asked what it is. Paths begin with a slash."""

    distribution: str
    requirements: tuple[str, ...]  # what the launcher needs beside the server
    launcher: Path  # run by the server's own interpreter
    health_path: str
    version_path: str
    version_key: str  # of the version's JSON object
    edition_key: str
    account_path: str  # answers to whom the token belongs, and to nobody without one
    document_paths: tuple[str, ...]  # of the server's own OpenAPI document; the first that answers counts
    token_variable: str  # the environment variable that holds the token of a running server
    emulator_environment: dict[str, str]  # variables for a server that uses emulators


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One SDK that can be held to its contract. Names of classes are relative to `package`."""

    folder: Path
    distribution: str
    package: str
    sync_client: str
    async_client: str
    base_url_argument: str
    transport_argument: str
    client_arguments: dict[str, str]
    options_parameter: str
    raw_attribute: str
    headers: dict[str, str]
    error_base: str
    error_classes: tuple[str, ...]  # base and also: what a call may raise
    internal: tuple[str, ...]  # globs of dotted names that callers have no reason to import
    settings_prefix: str = ""  # of environment variables that configure the client; workers do not inherit them
    own_header_prefix: str = ""  # lower case, of headers that the SDK adds by itself: no argument, no constant
    machine_headers: frozenset[str] = frozenset()  # lower case; they describe the machine and are never compared
    unrecorded_headers: frozenset[str] = frozenset()  # lower case; left out of cassettes
    spec_extensions: SpecExtensions = field(default_factory=SpecExtensions)
    server: ServerKind | None = None

    @property
    def name(self) -> str:
        """The target's folder name."""
        return self.folder.name

    @property
    def known_file(self) -> Path:
        """The accepted deviations of this SDK."""
        return self.folder / "known.toml"

    @property
    def live_known_file(self) -> Path:
        """The accepted deviations of this SDK and real servers; the file need not exist."""
        return self.folder / "known-live.toml"

    @property
    def live_file(self) -> Path:
        """How a real server is asked, where the contract does not tell it; the file need not exist."""
        return self.folder / "live.toml"

    @property
    def scenarios_file(self) -> Path:
        """What the SDK's helpers are tried with in an upgrade; the file need not exist."""
        return self.folder / "scenarios.toml"

    def approved_file(self, version: str) -> Path:
        """The approved contract of a release; the file need not exist."""
        return self.folder / "approved" / f"{version}.json"

    def approved_releases(self) -> list[str]:
        """The releases with an approved contract, by name."""
        names = [path.stem for path in (self.folder / "approved").glob("*.json")]
        return sorted(names, key=lambda name: [part.zfill(8) for part in name.split(".")])


def load_target(name: str = DEFAULT) -> Target:
    """Load a target by the name of a built-in one, or by the path of its folder.

    Raises TargetError: no such target, or a key that is missing, unknown or of the wrong type.
    """
    folder = Path(name) if "/" in name or Path(name).is_dir() else BUILT_IN / name
    file = folder / "target.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(path.parent.name for path in BUILT_IN.glob("*/target.toml")))
        raise TargetError(f"target {name!r}: {file} does not exist.\n  Built in: {known}; or give a folder.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
    return _Reader(file, data).target(folder)


@dataclass(frozen=True, slots=True)
class _Reader:
    file: Path
    data: dict[str, Any]

    def take(self, key: str, kind: type, default: object = None) -> Any:
        value: Any = self.data
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            value = default
        if not isinstance(value, kind):
            got = "nothing" if value is None else repr(value)
            raise TargetError(f"{self.file}: `{key}` is {got}.\n  Expected: a {kind.__name__}.")
        return value

    def names(self, key: str) -> frozenset[str]:
        """A list of header names, in lower case."""
        return frozenset(str(name).lower() for name in self.take(key, list, []))

    def target(self, folder: Path) -> Target:
        base = self.take("errors.base", str)
        return Target(
            folder=folder,
            distribution=self.take("distribution", str),
            package=self.take("package", str),
            sync_client=self.take("client.sync", str),
            async_client=self.take("client.async", str),
            base_url_argument=self.take("client.base_url", str),
            transport_argument=self.take("client.transport", str),
            client_arguments=self.take("client.arguments", dict, {}),
            options_parameter=self.take("call.options", str),
            raw_attribute=self.take("call.raw", str, ""),
            headers=self.take("headers", dict, {}),
            error_base=base,
            error_classes=(base, *self.take("errors.also", list, [])),
            internal=tuple(self.take("upgrade.internal", list, [])),
            settings_prefix=self.take("client.settings_prefix", str, ""),
            own_header_prefix=self.take("call.own_header_prefix", str, "").lower(),
            machine_headers=self.names("call.machine_headers"),
            unrecorded_headers=self.names("call.unrecorded_headers"),
            spec_extensions=SpecExtensions(
                method=tuple(self.take("spec_method_extensions", list, [])),
                audience=self.take("spec_audience_extension", str, ""),
            ),
            server=self.server(folder) if "server" in self.data else None,
        )

    def server(self, folder: Path) -> ServerKind:
        launcher = folder.absolute() / self.take("server.launcher", str)
        if not launcher.is_file():
            raise TargetError(
                f"{self.file}: `server.launcher` is {launcher.name!r}, and there is no such file beside it."
            )
        return ServerKind(
            distribution=self.take("server.distribution", str),
            requirements=tuple(self.take("server.requirements", list, [])),
            launcher=launcher,
            health_path=self.take("server.health", str),
            version_path=self.take("server.version", str),
            version_key=self.take("server.version_key", str),
            edition_key=self.take("server.edition_key", str),
            account_path=self.take("server.account", str),
            document_paths=tuple(self.take("server.documents", list)),
            token_variable=self.take("server.token_variable", str),
            emulator_environment=self.take("server.emulator_environment", dict, {}),
        )
