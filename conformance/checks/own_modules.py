"""Loads the checks of a project, in the process that plans a run and in the workers that judge."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from conformance.checks import CHECKS, use_own_checks
from conformance.checks.check import Check
from conformance.checks.own import OwnChecks, OwnModule, Unusable, checks_in, usable
from conformance.targets.search_path import searched_too

_ERRORS = (Exception, SystemExit)  # of a module's code, which may do anything


def load_own_checks(modules: Sequence[OwnModule], search_path: Sequence[str] = ()) -> OwnChecks:
    """Import the modules of a project, and use their checks in this process. A mistake costs one check or module.

    `search_path` is where else the modules, and what they import, are found: a worker has an environment of its own.
    """
    candidates: list[tuple[str, Check[Any]]] = []
    broken = []
    with searched_too(search_path):
        for module in modules:
            try:
                found = checks_in(_value(module))
            except _ERRORS as error:
                broken.append(Unusable(module.place, f"{module.place} cannot be imported: {_text(error)}"))
                continue
            if not found and module.module:
                broken.append(
                    Unusable(
                        module.place,
                        f"{module.place} has no check: it is no module with checks, no check and no list of checks.",
                    )
                )
            candidates += [(module.place, check) for check in found]
    unique = {id(check): (place, check) for place, check in reversed(candidates)}
    good, bad = usable(reversed(unique.values()), CHECKS)
    result = OwnChecks(tuple(good), (*broken, *bad))
    use_own_checks(result)
    return result


def _value(module: OwnModule) -> Any:
    value: Any = _from_file(Path(module.file)) if module.file else importlib.import_module(module.module)
    for name in filter(None, module.attribute.split(".")):
        value = getattr(value, name)
    return value


def _from_file(file: Path) -> ModuleType:
    """The module of a file, which pytest may have imported already."""
    for loaded in list(sys.modules.values()):
        if getattr(loaded, "__file__", None) == str(file):
            return loaded
    spec = importlib.util.spec_from_file_location(f"_conformance_own_{_module_name(file)}", file)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018  # it is a Python file
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(file.parent))  # as pytest does: a conftest.py imports what is beside it
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    finally:
        sys.path.remove(str(file.parent))
    return module


def _module_name(file: Path) -> str:
    """The name of the module of a file, unique in this process."""
    return "_".join(part if part.isidentifier() else "x" for part in file.with_suffix("").parts[1:])


def _text(error: BaseException) -> str:
    """The exception with the line of the user's code that it comes from, without paths of the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next((frame for frame in reversed(frames) if "importlib" not in frame.filename), None)
    place = f" ({Path(last.filename).name}:{last.lineno})" if last is not None and last.filename != __file__ else ""
    return f"{type(error).__name__}: {error}{place}".replace("\n", " ")
