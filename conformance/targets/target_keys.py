"""The keys of target.toml: the one description that loading, docs/targets.md and `conformance target new` follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal

from conformance.errors import TargetError
from conformance.targets.families import FAMILIES

Kind = Literal["text", "list of texts", "table of texts"]
_EXAMPLES: Final[Mapping[Kind, str]] = {"text": '"…"', "list of texts": '["…"]', "table of texts": '{ name = "…" }'}


@dataclass(frozen=True, slots=True)
class Key:
    """One key, by its dotted path. A required key of an optional table is required where that table is given.

    `pattern` limits a text, or each text of a list; `form` describes it. `placeholders` are the names that texts may
    have in braces; `("*",)` stands for `version` and the arguments of the client, None for no check.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    pattern: str = ""
    form: str = ""
    placeholders: tuple[str, ...] | None = None

    @property
    def table(self) -> str:
        """The table of the key, "" for the top."""
        return self.name.rpartition(".")[0]

    @property
    def empty(self) -> Any:
        """The value where the key is not given."""
        return {"text": "", "list of texts": [], "table of texts": {}}[self.kind]


_DOTTED: Final = (r"[^\W\d]\w*(\.[^\W\d]\w*)*", "a Python name, with dots between its parts")
_NAME: Final = (r"[^\W\d]\w*", "a Python name")
_DISTRIBUTION: Final = (r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", "the name of a distribution")
_PATH: Final = (r"/.*", "a path that begins with a slash")
OPTIONAL_TABLES: Final[Mapping[str, str]] = {
    "requests_client": "another client of the package, written by hand over `requests`, for programs of scenarios.toml",
    "server": "how to start and identify the server; without this table, `live` and `record` are not available",
    "server.personal_token": "how personal access tokens, which are JSON Web Tokens, are exchanged for access tokens",
}

KEYS: Final = (
    Key("distribution", "text", "the distribution of the SDK on the package index", True, *_DISTRIBUTION),
    Key("package", "text", "the package that callers import", True, *_DOTTED),
    Key("family", "text", f"the family of generators of the SDK: {', '.join(FAMILIES)}; by default the first", False,
        "|".join(FAMILIES), f"one of {', '.join(FAMILIES)}"),
    Key("spec_method_extensions", "list of texts", "the `x-` keys of an operation in an OpenAPI document whose values "
        "make up the path of the method in the client"),
    Key("spec_audience_extension", "text", "the `x-` key of an operation that lists its audiences; operations for "
        "`internal` are not for SDKs"),
    Key("client.sync", "text", "the class of the sync client, relative to the package", True, *_DOTTED),
    Key("client.async", "text", "the class of the async client, relative to the package", True, *_DOTTED),
    Key("client.base_url", "text", "the constructor's argument for the server's address", True, *_NAME),
    Key("client.transport", "text", "the constructor's argument for an httpx client", True, *_NAME),
    Key("client.async_transport", "text", "the same for the async client, where it is another argument", False, *_NAME),
    Key("client.arguments", "table of texts", "the constructor's other arguments, credentials first, with values that "
        "are not secrets; `{}` for none", True),
    Key("client.settings_prefix", "text", "the prefix of the environment variables that configure the client; workers "
        "do not inherit them"),
    Key("requests_client.class", "text", "the class of the client, relative to the package", True, *_DOTTED),
    Key("requests_client.base_url", "text", "the constructor's argument for the server's address", True, *_NAME),
    Key("requests_client.session", "text", "the constructor's argument for a session of `requests`", True, *_NAME),
    Key("requests_client.arguments", "table of texts", "the constructor's other arguments, with values that are not "
        "secrets"),
    Key("call.options", "text", "the parameter that marks a method as an operation", True, *_NAME),
    Key("call.raw", "text", "the attribute of a client that leads to methods with raw responses, not to operations",
        False, *_NAME),
    Key("call.exclude", "list of texts", "globs of operations that are neither called nor compared"),
    Key("call.own_header_prefix", "text", "the prefix of the headers that the SDK adds by itself"),
    Key("call.machine_headers", "list of texts", "headers that describe the machine: left out of evidence and of "
        "comparisons between releases"),
    Key("call.unrecorded_headers", "list of texts", "headers that are left out of cassettes"),
    Key("headers", "table of texts", "the headers of every request; `{version}` is the version of the distribution, "
        "`{NAME}` the constructor's argument NAME of `client.arguments`", placeholders=("*",)),
    Key("errors.base", "text", "the exception that callers catch, relative to the package; it has `status_code` and "
        "`body`", True, *_DOTTED),
    Key("errors.also", "list of texts", "other exceptions that a call may raise, relative to the package", False,
        *_DOTTED),
    Key("upgrade.internal", "list of texts", "globs of names that callers should not import, besides private ones: "
        "their changes are risky at most"),
    Key("server.distribution", "text", "the distribution of the server", True, *_DISTRIBUTION),
    Key("server.requirements", "list of texts", "requirements of the launcher, besides the server"),
    Key("server.launcher", "text", "the program beside target.toml that starts the server; the server's own "
        "interpreter runs it", True),
    Key("server.health", "text", "the path that responds as soon as the server runs", True, *_PATH),
    Key("server.version", "text", "the path with the version, a JSON object", True, *_PATH),
    Key("server.version_key", "text", "the key of the release in that object", True),
    Key("server.edition_key", "text", "the key of the edition in that object", True),
    Key("server.account", "text", "the path that shows whose token it is, and refuses a wrong one", True, *_PATH),
    Key("server.documents", "list of texts", "the paths of the server's OpenAPI document; the first that exists "
        "counts", True, *_PATH),
    Key("server.token_variable", "text", "the environment variable with the token of a running server", True,
        r"[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable"),
    Key("server.emulator_environment", "table of texts", "environment variables of the server if emulators run; "
        "`{emulator.VALUE}` is a value of one, as in `live.toml`"),
    Key("server.personal_token.refresh", "text", "the path that exchanges a token (POST)", True, *_PATH),
    Key("server.personal_token.sent_as", "text", "the key of the token in that request", True),
    Key("server.personal_token.returns", "text", "the key of the access token in the response", True),
    Key("server.personal_token.authorization", "text", "the header `Authorization` with the access token, `{api_key}`",
        True, placeholders=("api_key",)),
    Key("server.personal_token.create", "text", "the path that creates a token (POST)", True, *_PATH),
    Key("server.personal_token.created_as", "text", "the key of the token in the response", True),
    Key("server.personal_token.revoke", "text", "the path that revokes a token (POST)", True, *_PATH),
)  # fmt: skip
_BY_NAME: Final[Mapping[str, Key]] = {key.name: key for key in KEYS}
_TABLES: Final = frozenset(
    ".".join(key.name.split(".")[:count]) for key in KEYS for count in range(1, key.name.count(".") + 1)
)


def read_keys(file: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    """The value of each key, by its dotted path; an empty one where an optional key is not given.

    Raises TargetError with every mistake in one message.
    """
    values, mistakes = _Reading(data).result()
    launcher = values["server.launcher"]
    if isinstance(launcher, str) and launcher and not (file.parent / launcher).is_file():
        mistakes.append(f"`server.launcher` is {launcher!r}, which does not exist beside it.")
    if mistakes:
        raise TargetError("\n".join(f"{file}: {mistake}" for mistake in mistakes))
    return values


@dataclass(frozen=True, slots=True)
class _Reading:
    data: Mapping[str, Any]

    def result(self) -> tuple[dict[str, Any], list[str]]:
        """The values, and the mistakes."""
        wrong_tables = [name for name in sorted(_TABLES) if not isinstance(self.find(name, {}), dict)]
        mistakes = [f"`{name}` is {self.find(name)!r}.\n  Expected: a table." for name in wrong_tables]
        values: dict[str, Any] = {}
        for key in KEYS:
            value = self.find(key.name)
            values[key.name] = key.empty if value is None else value
            if any(f"{key.name}.".startswith(f"{table}.") for table in wrong_tables):
                continue  # the table is the mistake
            if value is not None:
                mistakes += self.mistakes_of(key, value)
            elif (
                key.required
                and key.name not in self.unneeded()
                and all(self.is_given(table) for table in OPTIONAL_TABLES if _contains(table, key.name))
            ):
                mistakes.append(f"`{key.name}` is nothing.\n  Expected: {_described(key)}: {key.meaning}.")
        unknown = [f"unknown key `{key}`.{_nearest(key)}" for key in _unknown(self.data, "")]
        if unknown:
            unknown[-1] += f"\n  Allowed: {', '.join(sorted(_BY_NAME))}."
        return values, mistakes + unknown

    def find(self, name: str, default: Any = None) -> Any:
        value: Any = self.data
        for step in name.split("."):
            if not isinstance(value, dict):
                return default
            value = value.get(step, default)
        return value

    def unneeded(self) -> frozenset[str]:
        """The keys of which the family has nothing."""
        family = FAMILIES.get(str(self.find("family", "")))
        return family.unneeded_keys if family is not None else frozenset()

    def is_given(self, table: str) -> bool:
        return self.find(table) is not None

    def mistakes_of(self, key: Key, value: Any) -> Iterator[str]:
        """The mistakes of a value, also of those inside lists and tables."""
        container = {"text": str, "list of texts": list, "table of texts": dict}[key.kind]
        if not isinstance(value, container):
            yield f"`{key.name}` is {value!r}.\n  Expected: {_described(key)}."
            return
        items = {"": value}
        if key.kind == "list of texts":
            items = {f"[{index}]": item for index, item in enumerate(value)}
        elif key.kind == "table of texts":
            items = {f".{name}": item for name, item in value.items()}
        for suffix, item in items.items():
            where = f"`{key.name}{suffix}`"
            if not isinstance(item, str):
                yield f"{where} is {item!r}.\n  Expected: a text."
            elif key.pattern and not re.fullmatch(key.pattern, item):
                yield f"{where} is {item!r}.\n  Expected: {key.form}."
            elif key.kind == "text" and key.required and not item:
                yield f'{where} is "".\n  Expected: a text that is not empty.'
            elif key.placeholders is not None:
                yield from _placeholder_mistakes(where, item, self.allowed(key.placeholders))

    def allowed(self, placeholders: tuple[str, ...]) -> list[str]:
        if placeholders != ("*",):
            return [*placeholders]
        arguments = self.find("client.arguments", {})
        return ["version", *(arguments if isinstance(arguments, dict) else ())]


def _placeholder_mistakes(where: str, text: str, allowed: list[str]) -> Iterator[str]:
    names = ", ".join(f"{{{name}}}" for name in allowed)
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError as error:
        yield f"{where} is {text!r}: {error}.\n  Allowed: {names}; a brace itself is written twice."
        return
    for _, name, form, conversion in fields:
        if name not in allowed or form or conversion:
            shown = f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}"
            yield f"{where} is {text!r}: {shown} is not a placeholder.\n  Allowed: {names}."


def _described(key: Key) -> str:
    kind = f"a {key.kind}, {_EXAMPLES[key.kind]}"
    return f"{kind}: {key.form}" if key.form and key.kind == "text" else kind


def _contains(table: str, name: str) -> bool:
    return name.startswith(f"{table}.")


def _unknown(table: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """The keys that do not exist, by path. A known table that is not one is reported elsewhere."""
    for name, value in table.items():
        key = f"{prefix}{name}"
        if key in _BY_NAME:
            continue
        if key not in _TABLES:
            yield key
        elif isinstance(value, dict):
            yield from _unknown(value, f"{key}.")


def _nearest(key: str) -> str:
    last = key.rpartition(".")[2]
    same = [known for known in sorted(_BY_NAME) if known.rpartition(".")[2] == last]
    near = same or get_close_matches(key, sorted({*_BY_NAME, *_TABLES}), n=1)
    return f" Did you mean `{near[0]}`?" if near else ""
