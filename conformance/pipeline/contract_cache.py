"""The contracts of releases, cached.

A release does not change, so its contract is learned once: as long as its files, the distributions that are installed
beside it, and the code that learns stay the same. The contract of a directory or an installed SDK, which the user may
edit, is learned every time.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import conformance
from conformance.targets.cache import cache_key, cache_root
from conformance.targets.environment import Environment
from conformance.targets.target import Target

CACHED_ORIGINS: Final = frozenset({"release", "wheel"})  # environments whose files users do not edit


def contract_text(
    environment: Environment, files: Mapping[str, bytes], target: Target, learn: Callable[[], str]
) -> str:
    """The contract's text from the cache; otherwise it is learned, and cached if the cache can be written."""
    if environment.origin not in CACHED_ORIGINS:
        return learn()
    file = _cache_file(environment, files, target)
    with suppress(OSError):
        return file.read_text("utf-8")
    text = learn()
    with suppress(OSError):  # a contract that cannot be cached is learned again
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="utf-8", delete=False) as staging:
            staging.write(text)
        Path(staging.name).replace(file)
    return text


def cached_contract_text(environment: Environment, files: Mapping[str, bytes], target: Target) -> str | None:
    """The contract's text from the cache, None where it has not been learned."""
    with suppress(OSError):
        return _cache_file(environment, files, target).read_text("utf-8")
    return None


def _cache_file(environment: Environment, files: Mapping[str, bytes], target: Target) -> Path:
    return cache_root() / "contracts" / f"{cache_key(*_cache_key_parts(environment, files, target))}.json"


def _cache_key_parts(environment: Environment, files: Mapping[str, bytes], target: Target) -> Iterator[str]:
    """Everything that the contract depends on."""
    yield str(environment.python)
    home = environment.python.parent.parent
    for packages in ("lib/python*/site-packages", "Lib/site-packages"):  # the latter on Windows
        yield from sorted(folder.name for folder in home.glob(f"{packages}/*.dist-info"))
    yield _digest(files)
    package = Path(conformance.__file__).parent
    yield _digest({str(file.relative_to(package)): file.read_bytes() for file in package.rglob("*.py")})
    yield (target.folder / "target.toml").read_text("utf-8")


def _digest(files: Mapping[str, bytes]) -> str:
    """One digest of many files."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(hashlib.sha256(name.encode() + b"\0" + content).digest())
    return whole.hexdigest()
