"""Target: everything particular to one SDK, as data in one folder (`target.toml`, `known.toml`, `approved/`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, Literal

from conformance.errors import TargetError
from conformance.settings import DEFAULT_TARGET

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BUILT_IN = Path(__file__).parent
CLIENT_MODULE: Final = "client"  # of generated SDKs; some releases export the client classes only from there


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecExtensions:
    """The `x-` keys of an OpenAPI operation that say how SDKs present it.

    The values of `method`, in this order, make up the attribute path in the client. `audience` lists who the operation
    is for; "internal" operations are not for SDKs.
    """

    method: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTokenKind:
    """How a server exchanges personal access tokens, which are JSON Web Tokens. Paths begin with a slash."""

    refresh_path: str  # POST {sent_as: TOKEN} responds {returns: ACCESS_TOKEN}
    sent_as: str
    returns: str
    authorization: str  # the header with an access token, {api_key}
    create_path: str  # POST responds {created_as: TOKEN}
    created_as: str
    revoke_path: str  # POST {sent_as: TOKEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKind:
    """The server of an SDK: how to start one, and how to identify one. Paths begin with a slash."""

    distribution: str
    requirements: tuple[str, ...]  # of the launcher, besides the server
    launcher: Path  # runs in the server's interpreter
    health_path: str
    version_path: str
    version_key: str  # in the JSON object of the version
    edition_key: str
    account_path: str  # shows whose token it is, and refuses requests without one
    document_paths: tuple[str, ...]  # of the server's OpenAPI document; the first that exists counts
    token_variable: str  # the environment variable that holds the token of a running server
    emulator_environment: dict[str, str]  # variables for a server that uses emulators
    personal_token: PersonalTokenKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One SDK that can be tested. Names of classes are relative to `package`."""

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
    error_classes: tuple[str, ...]  # base and also: the exceptions that a call may raise
    internal: tuple[str, ...]  # globs of dotted names that callers should not import
    excluded: tuple[str, ...] = ()  # globs of operations that are neither called nor compared
    settings_prefix: str = ""  # of environment variables that configure the client; workers do not inherit them
    own_header_prefix: str = ""  # lower case, of headers that the SDK adds by itself: no argument, no constant
    machine_headers: frozenset[str] = frozenset()  # lower case; they describe the machine and are never compared
    unrecorded_headers: frozenset[str] = frozenset()  # lower case; left out of cassettes
    spec_extensions: SpecExtensions = field(default_factory=SpecExtensions)
    server: ServerKind | None = None

    def excludes(self, path: str) -> bool:
        """Whether an operation, or a part of the client, is not to be tested."""
        return any(fnmatchcase(path, glob) for glob in self.excluded)

    def excluding(self, globs: Iterable[str]) -> Target:
        """The target without the operations that match further globs."""
        return replace(self, excluded=tuple(dict.fromkeys((*self.excluded, *globs))))

    @property
    def name(self) -> str:
        """The target's folder name."""
        return self.folder.name

    @property
    def known_file(self) -> Path:
        """The known findings of this SDK."""
        return self.folder / "known.toml"

    @property
    def live_known_file(self) -> Path:
        """The known findings of this SDK with real servers; the file need not exist."""
        return self.folder / "known-live.toml"

    @property
    def live_file(self) -> Path:
        """The live recipe; the file need not exist."""
        return self.folder / "live.toml"

    @property
    def scenarios_file(self) -> Path:
        """Programs that call the SDK's helpers in an upgrade; the file need not exist."""
        return self.folder / "scenarios.toml"

    def client_name(self, twin: Literal["sync", "async"]) -> str:
        """The class of a client, relative to the package."""
        return self.sync_client if twin == "sync" else self.async_client

    def client_class(self, twin: Literal["sync", "async"]) -> str:
        """The name of a client's class, without its module."""
        return self.client_name(twin).rpartition(".")[2]

    def client_import(self, twin: Literal["sync", "async"]) -> str:
        """The line that imports the class of a client."""
        module, _, name = f"{self.package}.{self.client_name(twin)}".rpartition(".")
        return f"from {module} import {name}"

    def with_clients_from(self, module: str) -> Target:
        """The target for a release whose client classes are imported from one of its modules, "" for the package.

        A target that names the module itself stays as it is.
        """
        if "." in self.sync_client or not module:
            return self
        return replace(self, sync_client=f"{module}.{self.sync_client}", async_client=f"{module}.{self.async_client}")

    def approved_file(self, version: str) -> Path:
        """The approved contract of a release; the file need not exist."""
        return self.folder / "approved" / f"{version}.json"

    def profile_file(self, version: str) -> Path:
        """The approved runtime profile of a release, or the one beside a contract's file; it need not exist."""
        contract = Path(version) if version.endswith(".json") else self.approved_file(version)
        return contract.parent / "runtime" / contract.name

    def approved_releases(self) -> list[str]:
        """The releases with an approved contract, by name."""
        names = [path.stem for path in (self.folder / "approved").glob("*.json")]
        return sorted(names, key=lambda name: [part.zfill(8) for part in name.split(".")])


def load_target(name: str = DEFAULT_TARGET) -> Target:
    """Load a built-in target by its name, or a target by the path of its folder.

    Raises TargetError: no such target, or a key that is missing, unknown or of the wrong type.
    """
    folder = Path(name) if "/" in name or Path(name).is_dir() else BUILT_IN / name
    file = folder / "target.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(path.parent.name for path in BUILT_IN.glob("*/target.toml")))
        raise TargetError(
            f"target {name!r}: {file} does not exist.\n  Built-in targets: {known}; or give a folder."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
    reader = _Reader(file, data)
    target = reader.target(folder)
    reader.refuse_mistakes()
    return target


@dataclass(frozen=True, slots=True)
class _Reader:
    file: Path
    data: dict[str, Any]
    known_keys: set[str] = field(default_factory=set)
    mistakes: list[str] = field(default_factory=list)

    def take(self, key: str, kind: type, default: object = None) -> Any:
        self.known_keys.add(key)
        value: Any = self.data
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            value = default
        if not isinstance(value, kind):
            got = "nothing" if value is None else repr(value)
            self.mistakes.append(f"`{key}` is {got}.\n  Expected: a {kind.__name__}.")
            return kind()
        return value

    def refuse_mistakes(self) -> None:
        """Raise TargetError with every mistake, if there is one."""
        unknown = [f"unknown key `{key}`.{self._nearest(key)}" for key in self._unknown_keys(self.data, "")]
        mistakes = [*self.mistakes, *unknown]
        if unknown:
            mistakes[-1] += f"\n  Allowed: {', '.join(sorted(self.known_keys))}."
        if mistakes:
            raise TargetError("\n".join(f"{self.file}: {mistake}" for mistake in mistakes))

    def _nearest(self, key: str) -> str:
        tables = {known.rpartition(".")[0] for known in self.known_keys} - {""}
        same = [known for known in sorted(self.known_keys) if known.rpartition(".")[2] == key.rpartition(".")[2]]
        near = same or get_close_matches(key, sorted(self.known_keys | tables), n=1)
        return f" Did you mean `{near[0]}`?" if near else ""

    def _unknown_keys(self, table: Mapping[str, Any], prefix: str) -> Iterator[str]:
        for name, value in table.items():
            key = f"{prefix}{name}"
            if key in self.known_keys:
                continue
            if isinstance(value, dict) and any(known.startswith(f"{key}.") for known in self.known_keys):
                yield from self._unknown_keys(value, f"{key}.")
            else:
                yield key

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
            excluded=tuple(self.take("call.exclude", list, [])),
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
            self.mistakes.append(f"`server.launcher` is {launcher.name!r}, which does not exist beside it.")
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
            personal_token=self.personal_token() if "personal_token" in self.data["server"] else None,
        )

    def personal_token(self) -> PersonalTokenKind:
        return PersonalTokenKind(
            refresh_path=self.take("server.personal_token.refresh", str),
            sent_as=self.take("server.personal_token.sent_as", str),
            returns=self.take("server.personal_token.returns", str),
            authorization=self.take("server.personal_token.authorization", str),
            create_path=self.take("server.personal_token.create", str),
            created_as=self.take("server.personal_token.created_as", str),
            revoke_path=self.take("server.personal_token.revoke", str),
        )
