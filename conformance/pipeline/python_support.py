"""The Python that the sources of SDKs need, cached by their content: to read those of one release takes seconds."""

from __future__ import annotations

import hashlib
import inspect
import json
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version

from conformance.python_need import PythonNeed
from conformance.targets.cache import cache_root
from conformance.targets.contents import Contents
from conformance.targets.target import Target
from conformance.upgrade.source import name_resolver, oldest_code, parsed_file, python_needs

_CODE = (name_resolver, oldest_code, parsed_file, python_needs)  # decides what is found


def needs_of(contents: Contents, target: Target) -> tuple[PythonNeed, ...] | None:
    """The features that the oldest claimed Python lacks; None where the metadata claims no version."""
    file = cache_root() / "python" / f"{_digest(contents, target)}.json"
    with suppress(OSError, ValueError, TypeError):
        kept = json.loads(file.read_text("utf-8"))
        return None if kept is None else tuple(PythonNeed(**row | {"places": tuple(row["places"])}) for row in kept)
    found = python_needs.python_needs(contents, target.package)
    text = json.dumps(None if found is None else [asdict(need) for need in found])
    with suppress(OSError):  # what cannot be cached is found again
        file.parent.mkdir(parents=True, exist_ok=True)
        staging = file.with_suffix(f".{id(contents)}")
        staging.write_text(text, "utf-8")
        staging.replace(file)
    return found


def _digest(contents: Contents, target: Target) -> str:
    whole = hashlib.sha256(f"{target.package} {contents.metadata} {version('vermin')}".encode())
    for module in _CODE:
        whole.update(inspect.getsource(module).encode())
    for name, data in sorted(contents.files.items()):
        if name.endswith(".py"):
            whole.update(hashlib.sha256(name.encode() + b"\0" + data).digest())
    return whole.hexdigest()[:16]
