"""Target: everything particular to one SDK, as data in one folder (`target.toml`, `known.toml`, `approved/`)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

from conformance.errors import TargetError
from conformance.settings import DEFAULT_TARGET
from conformance.targets.families import FAMILIES
from conformance.targets.families.family import Family
from conformance.targets.families.fern import FERN
from conformance.targets.target_keys import read_keys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BUILT_IN = Path(__file__).parent
RANDOM_HEADERS: Final = frozenset({"idempotency-key"})  # SDKs draw one for each call, unless the caller gives one
CREDENTIAL_NAME: Final = re.compile(
    r"(?:^|_)(?:key|token|secret|password|username|client_id|credentials?|auth|authorization)$"
)
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
class RequestsClient:
    """A client of the package over `requests`, by its class relative to the package and its constructor's arguments."""

    name: str
    base_url_argument: str
    session_argument: str
    arguments: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One SDK that can be tested. Names of classes are relative to `package`."""

    folder: Path
    distribution: str
    package: str
    sync_client: str
    async_client: str
    base_url_argument: str
    transport_argument: str  # of the sync client, and of the async one where `async_transport_argument` is ""
    client_arguments: dict[str, str] = field(default_factory=dict)
    options_parameter: str = ""
    raw_attribute: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    error_base: str = ""
    error_classes: tuple[str, ...] = ()  # base and also: the exceptions that a call may raise
    internal: tuple[str, ...] = ()  # globs of dotted names that callers should not import
    excluded: tuple[str, ...] = ()  # globs of operations that are neither called nor compared
    settings_prefix: str = ""  # of environment variables that configure the client; workers do not inherit them
    own_header_prefix: str = ""  # lower case, of headers that the SDK adds by itself: no argument, no constant
    machine_headers: frozenset[str] = (
        frozenset()
    )  # lower case; they describe the machine or the attempt, and are never compared
    unrecorded_headers: frozenset[str] = frozenset()  # lower case; left out of cassettes
    spec_extensions: SpecExtensions = field(default_factory=SpecExtensions)
    server: ServerKind | None = None
    requests_client: RequestsClient | None = None
    family: Family = FERN
    async_transport_argument: str = ""

    @property
    def call_options(self) -> frozenset[str]:
        """The parameters of methods that are options of the call, and no arguments of the operation."""
        return self.family.options_of(self.options_parameter)

    @property
    def raw_attributes(self) -> frozenset[str]:
        """The attributes of clients that lead to methods with raw responses, not to operations."""
        return frozenset({self.raw_attribute, *(self.family.raw if self.raw_attribute else ())} - {""})

    def given_options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with which a call gets its options."""
        return self.family.given_options(self.options_parameter, options)

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
    def reference(self) -> str:
        """The text that loads this target again: the name of a built-in one, or the folder that was given."""
        own = self.folder.as_posix()
        return self.name if self.folder.parent == BUILT_IN else own if "/" in own else f"./{own}"

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

    @property
    def credentials(self) -> Mapping[str, str]:
        """The arguments of the client that are credentials: those that are named so, or else the first one."""
        named = {name: value for name, value in self.client_arguments.items() if CREDENTIAL_NAME.search(name)}
        return named or dict(islice(self.client_arguments.items(), 1))

    @property
    def key_argument(self) -> str:
        """The constructor's argument for the credential: the first one of target.toml."""
        return next(iter(self.client_arguments))

    def client_name(self, twin: Literal["sync", "async"]) -> str:
        """The class of a client, relative to the package."""
        return self.sync_client if twin == "sync" else self.async_client

    def transport_of(self, twin: Literal["sync", "async"]) -> str:
        """The constructor's argument for the HTTP client of a client."""
        return (twin == "async" and self.async_transport_argument) or self.transport_argument

    def method_path(self, operation: str, twin: Literal["sync", "async"]) -> str:
        """The attribute path from a client to the method of an operation."""
        return self.family.method_name(operation, twin)

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
        return self._beside_contract(version, "runtime")

    def helpers_file(self, version: str) -> Path:
        """The approved helpers of a release, or those beside a contract's file; it need not exist."""
        return self._beside_contract(version, "helpers")

    def _beside_contract(self, version: str, folder: str) -> Path:
        contract = Path(version) if version.endswith(".json") else self.approved_file(version)
        return contract.parent / folder / contract.name

    def approved_releases(self) -> list[str]:
        """The releases with an approved contract, by name."""
        names = [path.stem for path in (self.folder / "approved").glob("*.json")]
        return sorted(names, key=lambda name: [part.zfill(8) for part in name.split(".")])


def load_target(name: str = DEFAULT_TARGET) -> Target:
    """Load a built-in target by its name, or a target by the path of its folder.

    Raises TargetError: no such target, or keys that are missing, unknown or wrong; all mistakes are in one message.
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
    values = read_keys(file, data)
    return _build_target(folder, values, _server(folder, values) if "server" in data else None)


def _build_target(folder: Path, values: Mapping[str, Any], server: ServerKind | None) -> Target:
    family = FAMILIES[values["family"] or FERN.name]
    return Target(
        folder=folder,
        distribution=values["distribution"],
        package=values["package"],
        sync_client=values["client.sync"],
        async_client=values["client.async"],
        base_url_argument=values["client.base_url"],
        transport_argument=values["client.transport"],
        async_transport_argument=values["client.async_transport"],
        client_arguments=values["client.arguments"],
        options_parameter=values["call.options"],
        raw_attribute=values["call.raw"],
        headers=values["headers"],
        error_base=values["errors.base"],
        error_classes=(values["errors.base"], *values["errors.also"]),
        internal=tuple(values["upgrade.internal"]),
        excluded=tuple(values["call.exclude"]),
        settings_prefix=values["client.settings_prefix"],
        own_header_prefix=values["call.own_header_prefix"].lower(),
        machine_headers=_header_names(values["call.machine_headers"]) | RANDOM_HEADERS,
        unrecorded_headers=_header_names(values["call.unrecorded_headers"]),
        spec_extensions=SpecExtensions(
            method=tuple(values["spec_method_extensions"]), audience=values["spec_audience_extension"]
        ),
        server=server,
        requests_client=_requests_client(values) if values["requests_client.class"] else None,
        family=family,
    )


def _header_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _server(folder: Path, values: Mapping[str, Any]) -> ServerKind:
    return ServerKind(
        distribution=values["server.distribution"],
        requirements=tuple(values["server.requirements"]),
        launcher=folder.absolute() / values["server.launcher"],
        health_path=values["server.health"],
        version_path=values["server.version"],
        version_key=values["server.version_key"],
        edition_key=values["server.edition_key"],
        account_path=values["server.account"],
        document_paths=tuple(values["server.documents"]),
        token_variable=values["server.token_variable"],
        emulator_environment=values["server.emulator_environment"],
        personal_token=_personal_token(values) if values["server.personal_token.refresh"] else None,
    )


def _requests_client(values: Mapping[str, Any]) -> RequestsClient:
    table = "requests_client"
    return RequestsClient(
        name=values[f"{table}.class"],
        base_url_argument=values[f"{table}.base_url"],
        session_argument=values[f"{table}.session"],
        arguments=values[f"{table}.arguments"],
    )


def _personal_token(values: Mapping[str, Any]) -> PersonalTokenKind:
    table = "server.personal_token"
    return PersonalTokenKind(
        refresh_path=values[f"{table}.refresh"],
        sent_as=values[f"{table}.sent_as"],
        returns=values[f"{table}.returns"],
        authorization=values[f"{table}.authorization"],
        create_path=values[f"{table}.create"],
        created_as=values[f"{table}.created_as"],
        revoke_path=values[f"{table}.revoke"],
    )
