"""The types that jedi infers for expressions in the user's code.

Jedi was compared with astroid and mypy on one file of hard cases and two releases of label-studio-sdk
(`tests/upgrade/user_code/`). Of 81 attributes jedi resolved 61, astroid 52, and mypy half of them. Astroid
ignores annotations, so it cannot resolve a client that is a parameter. Mypy treats functions and properties without
annotations as `Any`. Jedi follows values through functions, files and `self`, reads annotations, and searches the
callers of functions without annotations. `stub_copy.py` and `_PRELUDE` help it where it fails.

Jedi does not resolve `dict.get` on a dict that is filled later, the assignments of a nested function to a `nonlocal`
name, and the parameter of a lambda, except where it is applied to items (`lambda_items.py`). Such uses are missed; none
is invented.

The SDK is not imported. Compiled modules, which jedi must import, are imported in a process of the environment.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable as Function
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.extras import install_command
from conformance.targets.cache import cache_root, file_lock
from conformance.targets.environment import Environment
from conformance.upgrade.usage.lambda_items import Redirect, redirected, with_lambda_items
from conformance.upgrade.usage.user_files import UserFile

if TYPE_CHECKING:
    from jedi.api.environment import Environment as Interpreter

try:
    import jedi
except ImportError:  # installed with an extra
    jedi = None

# Jedi does not know the results of these. The definitions precede the user's first line and are not reported.
_PRELUDE: Final = """\
def enumerate(of, start=0):
    for item in of: yield start, item
def filter(test, of):
    for item in of: yield item
def reversed(of):
    for item in of: yield item
def zip(first, second=(None,), third=(None,)):
    for item in first: yield item, next(iter(second)), next(iter(third))
"""
_CACHED_PROPERTY: Final = re.compile(r"^([ \t]*@)(?:\w+\.)*(?:async_)?cached_property\b", re.MULTILINE)
_PRELUDE_LINES: Final = _PRELUDE.count("\n")


@dataclass(frozen=True, slots=True)
class InferredDefinition:
    """A definition that jedi found. `name` is its full dotted name, `file` the file that defines it."""

    name: str
    file: Path | None
    kind: str  # "class", "function", "instance", "module" ...


@dataclass(frozen=True)
class FileInference:
    """Infers the nodes of one file's `tree`."""

    tree: ast.Module
    start: Function[[], jedi.Script]
    lines: Sequence[str]
    redirects: tuple[Redirect, ...] = ()

    @cached_property
    def script(self) -> jedi.Script:
        """Jedi's view of the file, with a cache."""
        return self.start()

    def restarted(self) -> FileInference:
        """A copy with an empty cache: jedi searches the files with fixtures only once."""
        return replace(self)

    def go_to(self, node: ast.Name | ast.Attribute) -> list[InferredDefinition]:
        """The definitions that a name, or the last step of an attribute, leads to."""
        line, column = self.position(node)
        return self._query("goto", line, column, follow_imports=True)

    def infer(self, node: ast.Name | ast.Attribute) -> list[InferredDefinition]:
        """The definitions of the value of a name or attribute."""
        line, column = self.position(node)
        return self._query("infer", line, column)

    def position(self, node: ast.expr) -> tuple[int, int]:
        """The line, and the column in characters from 0, of a name or of the last step of an attribute."""
        if isinstance(node, ast.Attribute):
            line, at = node.end_lineno or node.lineno, (node.end_col_offset or 0) - len(node.attr.encode())
        else:
            line, at = node.lineno, node.col_offset
        return line, len(self.lines[line - 1].encode()[:at].decode(errors="replace"))

    def _query(self, question: str, line: int, column: int, **options: Any) -> list[InferredDefinition]:
        line, column = redirected(line, column, self.redirects)
        # jedi infers 300 times in one class, over all questions: in a large class the last ones got nothing
        self.script._inference_state.inferred_element_counts.clear()  # noqa: SLF001 - jedi has no setting for it
        try:
            found = getattr(self.script, question)(line + _PRELUDE_LINES, column, **options)
            return [
                InferredDefinition(definition.full_name or "", definition.module_path, definition.type)
                for definition in found
            ]
        except (Exception, RecursionError):  # noqa: BLE001 - a library's fault must not end the report; it names nothing
            return []


@dataclass(frozen=True, slots=True)
class InferenceSession:
    """Infers the user's files; all files share one interpreter."""

    interpreter: Interpreter
    project: jedi.Project

    def of(self, source: UserFile) -> FileInference:
        """The inference of a file."""
        text = _as_property(without_getattr(source.text))
        inferred, redirects = with_lambda_items(text)
        begin = partial(
            jedi.Script,
            _PRELUDE + inferred,
            path=_as_python_path(source.path),
            project=self.project,
            environment=self.interpreter,
        )
        return FileInference(ast.parse(text), begin, text.split("\n"), redirects)


@contextmanager
def interpreter_process(python: Path) -> Iterator[Interpreter]:
    """The interpreter process that jedi uses.

    Raises EnvironmentFailed: it does not start. Raises UsageError: jedi is not installed.
    """
    if jedi is None:
        raise UsageError(
            f"--usage needs jedi, which is not installed.\n  Install it with: {install_command('upgrade')}"
        )
    folder = cache_root() / "jedi"
    jedi.settings.cache_directory = str(folder)
    quiet = {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}
    quiet |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1"}
    folder.mkdir(parents=True, exist_ok=True)
    with file_lock(folder / ".lock", lambda _: None):  # jedi reads cache files that another process is still writing
        try:
            interpreter = jedi.create_environment(str(python), safe=False, env_vars=quiet)
        except jedi.InvalidPythonEnvironment as error:
            raise EnvironmentFailed(f"the SDK's interpreter does not start: {error}") from None
        try:
            yield interpreter
        finally:
            interpreter._get_subprocess()._kill()  # noqa: SLF001 - jedi would wait for the garbage collector


def search_path(environment: Environment, interpreter: Interpreter) -> list[str]:
    """The import path of the environment's interpreter, the SDK's own folder first."""
    return [*map(str, environment.search_path), *filter(None, interpreter.get_sys_path())]


def inference_session(
    interpreter: Interpreter, stubs: Path, sources: Sequence[UserFile], roots: Iterable[Path], base: Sequence[str]
) -> InferenceSession:
    """Inference of the user's files with a stub copy of the SDK. `base` is the environment's search path.

    `roots` are the folders from which the user's modules are imported.

    The user's folders are added without `smart_sys_path`, so that compiled modules are imported from the environment
    only.
    """
    project = jedi.Project(
        sources[0].root,
        sys_path=[str(stubs), *base],
        added_sys_path=list(dict.fromkeys(map(str, [*roots, *(source.root for source in sources)]))),
        smart_sys_path=False,
    )
    return InferenceSession(interpreter, project)


def without_getattr(text: str) -> str:
    """The text with `getattr(x, "name")` written as an attribute; all other characters keep their positions."""
    lines = [line.encode() for line in text.split("\n")]
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id="getattr"), args=[base, ast.Constant(value=str(name))], keywords=[]) if (
                name.isidentifier() and node.lineno == node.end_lineno
            ):
                line, start, end = lines[node.lineno - 1], node.col_offset, node.end_col_offset or 0
                after = base.end_col_offset or 0
                written = b").%b" % name.encode()
                head = line[:start] + b"(" + b" " * (len("getattr") - 1) + line[start + len("getattr") : after]
                lines[node.lineno - 1] = head + written.ljust(end - after - 1) + b")" + line[end:]
    return b"\n".join(lines).decode()


def _as_property(text: str) -> str:
    """The text with each cached property as a property, which jedi follows; all characters keep their positions."""
    return _CACHED_PROPERTY.sub(lambda found: f"{found[1]}property".ljust(len(found[0])), text)


def _as_python_path(path: Path) -> Path:
    return path.with_suffix(".py") if path.suffix == ".ipynb" else path
