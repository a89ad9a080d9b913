"""The inputs of every cached text about a release, besides those of its own subject."""

from __future__ import annotations

import hashlib
import platform
import sysconfig
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from conformance.targets.distributions import installed_distributions, needed_distributions
from conformance.targets.environment import Environment
from conformance.targets.target import Target

_IMPORTED: Final = frozenset({"httpx", "hypothesis", "pydantic", "respx"})  # by a worker
CACHED_ORIGINS: Final = frozenset({"release", "wheel"})  # environments whose files users do not edit


def environment_inputs(
    environment: Environment, own_metadata: str, target: Target, packages: frozenset[str] | None = None
) -> tuple[str, ...]:
    """The interpreter, the distributions beside the SDK, this tool and the target.

    `own_metadata` is the folder with the SDK's metadata: its name has the version, and two releases may be equal. With
    `packages`, the top-level names of imported modules, only the distributions count that provide one of them, or that
    a worker imports, and those that they require.
    """
    installed = installed_distributions(environment.python.parent.parent)
    if packages is not None:
        installed = needed_distributions(installed, packages | _IMPORTED)
    return (
        platform.python_implementation(), platform.python_version(), sysconfig.get_platform(), tool_digest(),
        (target.folder / "target.toml").read_text("utf-8"),
        *sorted({found.folder for found in installed} - {own_metadata}),
    )  # fmt: skip


def files_digest(files: Mapping[str, bytes]) -> str:
    """One digest of many files."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(hashlib.sha256(name.encode() + b"\0" + content).digest())
    return whole.hexdigest()


@cache
def tool_digest() -> str:
    """The digest of this package's code."""
    package = Path(__file__).parents[1]
    return files_digest({str(file.relative_to(package)): file.read_bytes() for file in package.rglob("*.py")})
