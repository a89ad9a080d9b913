"""Target: what is particular to one SDK, as data in one folder (`target.toml`, `known.toml`, `approved/`)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.errors import TargetError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BUILT_IN = Path(__file__).parent
DEFAULT = "label_studio"


@dataclass(frozen=True, slots=True)
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
    spec_method_extensions: tuple[str, ...]
    internal: tuple[str, ...]  # globs of dotted names that callers have no reason to import

    @property
    def name(self) -> str:
        """The target's folder name."""
        return self.folder.name

    @property
    def known_file(self) -> Path:
        """The accepted deviations of this SDK."""
        return self.folder / "known.toml"

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
            spec_method_extensions=tuple(self.take("spec_method_extensions", list, [])),
            internal=tuple(self.take("upgrade.internal", list, [])),
        )
