"""A copy of the SDK's source for type inference, with the same names and lines, adapted where inference fails.

Two things are adapted. An overriding method whose return annotation contains a type variable (`-> SyncPagerExt[T]`) is
removed, so that the overridden method, which names its item type, is found. `async def __aiter__`, a generator, becomes
`def`, as type checkers understand it. Beside the copy is enough of pytest to make fixtures known.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable as Function
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.call_tracer import first_code_line
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable

_FORMAT: Final = 3
_ASYNC_ITERATOR: Final = re.compile(rb"\basync def __aiter__\(")
_ATTRIBUTE: Final = re.compile(rb"\bself\.([A-Za-z]\w*)")
_ATTRIBUTES: Final = "attributes.txt"
_FIXTURES: Final = {
    "_pytest/__init__.py": "",
    "_pytest/fixtures.py": "def fixture(function=None, **options):\n    return function\n",
    "pytest/__init__.py": "from _pytest.fixtures import fixture\n",
    "pytest_asyncio/__init__.py": "from _pytest.fixtures import fixture\n",
}


def stub_copy(package: Path, api: Api, progress: Function[[str], None]) -> Path:
    """The cache folder with the copy of a package's folder. Raises EnvironmentFailed: there is no room for it."""
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".pyi"})
    state = [(path.relative_to(package).as_posix(), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return get_or_make(
        cache_root() / "sketch" / cache_key(_FORMAT, str(package), state),
        ready=lambda folder: (folder / package.name / "__init__.py").is_file(),
        make=lambda folder: _write_copy(package, files, _omitted_lines(api), folder),
        progress=progress,
    )


def assigned_attributes(stubs: Path) -> frozenset[str]:
    """The attributes that methods of the SDK assign to `self`, declared or not."""
    return frozenset((stubs / _ATTRIBUTES).read_text(encoding="utf-8").split())


def _write_copy(package: Path, files: list[Path], left_out: dict[str, set[int]], folder: Path) -> None:
    attributes: set[bytes] = set()
    for path in files:
        name = f"{package.name}/{path.relative_to(package).as_posix()}"
        source = _ASYNC_ITERATOR.sub(b"def       __aiter__(", path.read_bytes())
        attributes.update(_ATTRIBUTE.findall(source))
        _write(folder / name, _blank_functions(source, left_out[name]) if name in left_out else source)
    _write(folder / _ATTRIBUTES, b"\n".join(sorted(attributes)))
    for name, text in _FIXTURES.items():
        _write(folder / name, text.encode())


def _write(path: Path, source: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source)


def _omitted_lines(api: Api) -> dict[str, set[int]]:
    """File -> lines at which a method begins that is not copied."""
    found: dict[str, set[int]] = {}
    for method in _overrides(api):
        found.setdefault(method.file, set()).add(method.line)
    return found


def _overrides(api: Api) -> Iterator[Callable]:
    for name in {name for twins in api.clients.values() for name in twins.values()}:
        own, *below = api.lineage(name)
        for member, method in own.members.items():
            covered = (ancestor.members.get(member) for ancestor in below)
            if isinstance(method, Callable) and _returns_type_variable(method):
                yield from (
                    method for member in covered if isinstance(member, Callable) and not _returns_type_variable(member)
                )


def _returns_type_variable(method: Callable) -> bool:
    returns = method.returns
    return returns is None or any(inner.kind == "unknown" and inner.name.startswith("~") for inner in returns.walk())


def _blank_functions(source: bytes, starts: set[int]) -> bytes:
    lines = source.split(b"\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno in starts:
            first = first_code_line(node)
            for line in range(first - 1, node.end_lineno or first):
                lines[line] = b""
            lines[first - 1] = b" " * node.col_offset + b"pass"
    return b"\n".join(lines)
