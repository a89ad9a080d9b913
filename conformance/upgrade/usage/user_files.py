"""The user's files: Python modules and notebooks in the given paths."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.errors import UsageError

_CELL_MAGIC: Final = re.compile(r"\s*%%(\w+)")
_PYTHON_CELLS: Final = {
    "capture",
    "memit",
    "mprun",
    "prun",
    "time",
    "timeit",
    "python",
    "python3",
}  # magics around Python
_ASSIGNED_MAGIC: Final = re.compile(r"(\s*[A-Za-z_][\w.]*\s*=\s*)[%!][^=]")
_HELP: Final = re.compile(r"\s*[A-Za-z_][\w.]*\?{1,2}\s*$")
_SUFFIXES: Final = {".py", ".ipynb"}
_SKIPPED: Final = {"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile:
    """One readable file. `module` is its dotted name; `cells` locate the lines of a notebook."""

    path: Path
    name: str  # relative to the given path, with slashes; preceded by that path where several were given
    root: Path
    text: str
    tree: ast.Module
    cells: tuple[tuple[int, int], ...] = ()

    @property
    def module(self) -> str:
        """`service.client` for `service/client.py`, whichever folder of the package the user gave."""
        top = package_root(self.path.parent)
        steps = self.path.relative_to(top if top in self.root.parents else self.root).with_suffix("").parts
        return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)

    def location(self, line: int) -> tuple[str, int]:
        """File and line as the user knows them; in a notebook, the cell and the line in it."""
        if not self.cells:
            return self.name, line
        cell, inside = self.cells[line - 1]
        return f"{self.name}#cell-{cell}", inside


@dataclass(frozen=True, slots=True)
class UserFiles:
    """The files in the given paths. `unreadable` are the names of unreadable files with the reasons."""

    sources: tuple[UserFile, ...]
    unreadable: tuple[str, ...]


def read_files(paths: Sequence[Path]) -> UserFiles:
    """Read all Python files and notebooks. Raises UsageError: a path does not exist or contains none."""
    sources: list[UserFile] = []
    unreadable: list[str] = []
    seen: set[Path] = set()
    for named in paths:
        for path, root in _python_files(named):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            name = (_name_prefix(named, root) / path.relative_to(root)).as_posix()
            try:
                sources.append(_read_file(path, root, name))
            except (OSError, SyntaxError, ValueError, RecursionError) as error:
                unreadable.append(f"{name}: {_error_reason(error)}")
    return UserFiles(tuple(sources), tuple(unreadable))


def package_root(folder: Path) -> Path:
    """The folder that holds the regular package to which a folder belongs; the folder itself if it is no package."""
    while (folder / "__init__.py").exists() and folder.parent != folder:
        folder = folder.parent
    return folder


def read_context(path: Path) -> UserFile | None:
    """A file that another one imports; None if it cannot be read."""
    root = package_root(path.parent)
    try:
        return _read_file(path, root, path.name)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def _name_prefix(named: Path, root: Path) -> Path:
    """The beginning of a file's name: the folder as the user wrote it, never an absolute path."""
    if named.is_absolute() or named.parts[:1] == ("~",):
        return Path(root.name)
    return named.parent if named.is_file() else named


def _python_files(named: Path) -> list[tuple[Path, Path]]:
    path = named.expanduser().absolute()
    if path.is_file():
        if path.suffix not in _SUFFIXES:
            raise UsageError(f"--usage {named}: not a Python file.\n  Expected: a folder, a .py file or a notebook.")
        return [(path, path.parent)]
    if not path.is_dir():
        raise UsageError(f"--usage {named}: no such file or folder.\n  Name the files or folders of your code.")
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(f"--usage {named}: cannot be read: {error.strerror}.") from None
    found = [(file, path) for file in _walk_folder(path)]
    if not found:
        raise UsageError(f"--usage {named}: no Python file in this folder.")
    return found


def _walk_folder(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):  # links to folders are not followed, which avoids cycles
        folders[:] = sorted(name for name in folders if not _is_skipped(Path(folder, name)))
        yield from (Path(folder, name) for name in sorted(files) if Path(name).suffix in _SUFFIXES)


def _is_skipped(folder: Path) -> bool:
    return folder.name in _SKIPPED or folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()


def _read_file(path: Path, root: Path, name: str) -> UserFile:
    raw = path.read_bytes()
    text, cells = _read_notebook(raw) if path.suffix == ".ipynb" else (_decode(raw), ())
    return UserFile(path=path, name=name, root=root, text=text, tree=ast.parse(text, filename=name), cells=cells)


def _decode(raw: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def _read_notebook(raw: bytes) -> tuple[str, tuple[tuple[int, int], ...]]:
    document = json.loads(raw)
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise ValueError("not a notebook: it has no cells")  # noqa: TRY004 - a wrong document, not a wrong argument
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    for number, cell in enumerate(document["cells"], 1):
        if cell.get("cell_type") == "code":
            code = "".join(cell.get("source", [])).splitlines()
            lines += _without_magic(code)
            places += [(number, inside) for inside in range(1, len(code) + 1)]
    return "\n".join(lines), tuple(places)


def _without_magic(code: list[str]) -> list[str]:
    """The Python of a cell, line by line: what IPython reads itself is `pass` or, where it is assigned, None."""
    if code and (magic := _CELL_MAGIC.match(code[0])) is not None:
        return ["", *_without_magic(code[1:])] if magic[1] in _PYTHON_CELLS else [""] * len(code)
    python: list[str] = []
    continued = False
    for line in code:
        assigned = _ASSIGNED_MAGIC.match(line)
        magic_line = continued or line.lstrip().startswith(("%", "!", "?")) or _HELP.match(line) is not None
        if magic_line:
            python.append(
                "" if continued or not line[:1].isspace() else f"{line[: len(line) - len(line.lstrip())]}pass"
            )
        else:
            python.append(line if assigned is None else f"{assigned[1]}None")
        continued = (magic_line or assigned is not None) and line.rstrip().endswith("\\")
    return python


def _error_reason(error: Exception) -> str:
    match error:
        case SyntaxError(msg=words, lineno=line):
            return f"{words} (line {line})" if line else words
        case UnicodeDecodeError():
            return f"not text in {error.encoding}"
        case json.JSONDecodeError():
            return "not a notebook: not JSON"
        case OSError(strerror=str(words)):
            return words
        case RecursionError():
            return "nested too deeply"
    return str(error)
