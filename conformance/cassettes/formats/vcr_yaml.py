"""The YAML of vcrpy: see `vcr` for the data. Only strings, bytes and null are read: no YAML tag creates an object."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable
from typing import Any

from conformance.cassettes.formats.place import MalformedError
from conformance.cassettes.formats.vcr import from_cassette, to_cassette
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable, UsageError
from conformance.extras import install_command


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order. Raises UsageError: PyYAML is not installed."""
    return str(_yaml().dump(to_cassette(interactions), Dumper=_dumper(), sort_keys=False))


def read(text: str, name: str) -> list[Interaction]:
    """The interactions of a cassette. Raises CassetteUnreadable; UsageError: PyYAML is not installed."""
    yaml = _yaml()
    try:
        return from_cassette(yaml.load(text, Loader=_loader()), name)
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = "" if isinstance(error, MalformedError) else f"{type(error).__name__}: "
        raise CassetteUnreadable(
            f"{name}: not a cassette of vcrpy: {kind}{error}\n  Next: record it again with a current vcrpy."
        ) from None


@functools.cache
def _yaml() -> Any:
    try:
        return importlib.import_module("yaml")
    except ImportError:
        raise UsageError(f"cassettes of vcrpy need PyYAML.\n  Install it with: {install_command('openapi')}") from None


@functools.cache
def _loader() -> Any:
    """A safe loader that keeps texts which look like dates or numbers."""
    yaml = _yaml()
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    null = "tag:yaml.org,2002:null"
    kept = {
        first: [(tag, shape) for tag, shape in resolvers if tag in {null, "tag:yaml.org,2002:merge"}]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    return type("Loader", (base,), {"yaml_implicit_resolvers": kept})


@functools.cache
def _dumper() -> Any:
    yaml = _yaml()
    base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return type("Dumper", (base,), {"ignore_aliases": lambda _, __: True})
