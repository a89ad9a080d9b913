"""How much of an SDK the checks of one operation, or of the package, have tested, and why not the rest."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from conformance.contract.model import TWINS, Contract, Twin
from conformance.documentation.functions import public_functions
from conformance.documentation.snippet_run import SnippetRun
from conformance.extent import Extent
from conformance.judging.context import Context
from conformance.judging.own_code import OwnCode
from conformance.models.case import ModelObjects
from conformance.runtime.case import Runtime
from conformance.runtime.options import call_options

_CORE: Final = "core"  # the folder with what all operations share
Called = Mapping[str, Collection[int]]  # the first lines of functions, by file


def clients_extent(declared: Collection[Twin], *, not_called: str | None) -> Extent:
    """The clients of which an operation was called."""
    if not_called is not None:
        return Extent(covered=0, missing={str(twin): not_called for twin in declared})
    missing = {str(twin): f"the {twin} client does not have it" for twin in TWINS if twin not in declared}
    return Extent(covered=len(declared), missing=missing)


def options_extent(context: Context, path: str, tested: Collection[tuple[Twin, str]]) -> Extent:
    """The options of a call that were given to an operation."""
    missing = {}
    for twin in TWINS:
        method = context.extractor.methods[twin].get(path)
        options = call_options(method.chain, context.sdk.target) if method is not None else []
        for option in dict.fromkeys(option.name for option in options):
            if (twin, option) not in tested:
                missing[f"{option} ({twin})"] = (
                    "its effect is not in a single request: tried with one operation of each shape, for all of them"
                )
    return Extent(covered=len(tested), missing=missing)


def response_kinds_extent(kinds: Mapping[str, bool]) -> Extent:
    """The kinds of responses that an operation got."""
    missing = {name: "the call sent no request that it could respond to" for name, sent in kinds.items() if not sent}
    return Extent(covered=len(kinds) - len(missing), missing=missing)


def configurations_extent(runtime: Runtime) -> Extent:
    """The situations of the shared client, of both clients."""
    names = {f"{case.name} ({twin})": twin in case.observations for case in runtime.cases for twin in TWINS}
    missing = {name: "the client does not have it" for name, observed in names.items() if not observed}
    return Extent(covered=len(names) - len(missing), missing=missing)


def models_extent(contract: Contract, objects: ModelObjects) -> Extent:
    """The models of which objects were used."""
    used = {use.model for use in objects.uses}
    others = dict.fromkeys(contract.models, "no operation returns it, so no object of it was made")
    missing = {name: why for name, why in {**others, **objects.left_out}.items() if name not in used}
    return Extent(covered=len(used), missing=missing)


def helpers_extent(folder: Path, own_code: OwnCode, called: Called) -> Extent:
    """The public functions without a request of their own that scenarios called."""
    own = {
        (code.co_filename, code.co_firstlineno)
        for twin, methods in own_code.methods.items()
        for path in methods
        for code in own_code.functions(twin, path)
    }
    covered, missing = 0, {}
    for file, name, line in _helpers(folder):
        if (str(file), line) in own:
            continue
        if line in called.get(file.relative_to(folder.parent).as_posix(), ()):
            covered += 1
        else:
            missing[name] = "no scenario calls it (`scenarios.toml` of the target)"
    return Extent(covered=covered, missing=missing)


def snippets_extent(runs: Sequence[SnippetRun]) -> Extent:
    """The Python snippets of the release's pages of which every line was run."""
    missing = {run.snippet.location: run.not_run for run in runs if run.not_run}
    return Extent(covered=sum(not run.not_run for run in runs), missing=missing)


def _helpers(folder: Path) -> Iterator[tuple[Path, str, int]]:
    """The file, name and first line of each public function outside of core and of private modules."""
    for file in sorted(folder.rglob("*.py")):
        parts = [part for part in file.relative_to(folder).with_suffix("").parts if part != "__init__"]
        if any(part.startswith("_") or part == _CORE for part in parts):
            continue
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            continue
        for prefix, function in public_functions(tree, ".".join(parts)):
            decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
            if function.name != "__init__" and not any("property" in decorator for decorator in decorators):
                line = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
                yield file, f"{prefix}.{function.name}".lstrip("."), line


def package_folder_of(context: Context) -> Path:
    """The folder of the SDK's package."""
    [folder, *_] = context.sdk.package.__path__
    return Path(folder)
