"""The contracts of releases, cached.

A release does not change, so its contract is learned once: as long as its files, the distributions that are installed
beside it, and the code that learns stay the same. The contract of a directory or an installed SDK, which the user may
edit, is learned every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from conformance.pipeline.cache_inputs import CACHED_ORIGINS, environment_inputs, files_digest
from conformance.targets.cache import cache_key
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.targets.text_cache import TextCache

CONTRACTS: Final = TextCache("contracts", 64 * 2**20)  # a large one takes 100 KB


def contract_text(
    environment: Environment, files: Mapping[str, bytes], target: Target, learn: Callable[[], str]
) -> str:
    """The contract's text from the cache; otherwise it is learned, and cached if the cache can be written."""
    if environment.origin not in CACHED_ORIGINS:
        return learn()
    key = _key(environment, files, target)
    text = CONTRACTS.read(key)
    if text is None:
        text = learn()
        CONTRACTS.write(key, text)
        CONTRACTS.prune()
    return text


def cached_contract_text(environment: Environment, files: Mapping[str, bytes], target: Target) -> str | None:
    """The contract's text from the cache, None where it has not been learned."""
    return CONTRACTS.read(_key(environment, files, target))


def _key(environment: Environment, files: Mapping[str, bytes], target: Target) -> str:
    return cache_key(*environment_inputs(environment, "", target), files_digest(files), *target.excluded)
