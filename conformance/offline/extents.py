"""How much of an SDK the checks of one operation, or of the package, have tested, and why not the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from conformance.contract.model import TWINS, Contract, Twin
from conformance.documentation.helpers import Helper, helpers_in
from conformance.documentation.snippet_run import SnippetRun
from conformance.extent import Extent
from conformance.judging.context import Context
from conformance.models.case import ModelObjects
from conformance.runtime.case import Runtime
from conformance.runtime.options import call_options

Called = Mapping[str, Collection[int]]  # the first lines of functions, by file


def clients_extent(declared: Collection[Twin], *, not_called: str | None, clients: Collection[Twin] = TWINS) -> Extent:
    """The clients of which an operation was called."""
    if not_called is not None:
        return Extent(covered=0, missing={str(twin): not_called for twin in declared})
    missing = {str(twin): f"the {twin} client does not have it" for twin in clients if twin not in declared}
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


def helpers_extent(helpers: Iterable[Helper], folder: Path, called: Called) -> Extent:
    """The public functions without a request of their own, of a package's folder, that scenarios called."""
    covered, missing = 0, {}
    for helper in helpers:
        if helper.file.is_relative_to(folder) and helper.line in called.get(
            helper.file.relative_to(folder.parent).as_posix(), ()
        ):
            covered += 1
        else:
            missing[helper.name] = "no scenario calls it (`scenarios.toml` of the target)"
    return Extent(covered=covered, missing=missing)


def helpers_of(context: Context) -> list[Helper]:
    """The public functions of the SDK without a request of their own."""
    own_code = context.causes.own_code
    own = {
        (code.co_filename, code.co_firstlineno)
        for twin, methods in own_code.methods.items()
        for path in methods
        for code in own_code.functions(twin, path)
    }
    folders = [Path(folder) for folder in context.sdk.package.__path__]
    return [helper for helper in helpers_in(folders) if (str(helper.file), helper.line) not in own]


def snippets_extent(runs: Sequence[SnippetRun]) -> Extent:
    """The Python snippets of the release's pages of which every line was run."""
    missing = {run.snippet.location: run.not_run for run in runs if run.not_run}
    return Extent(covered=sum(not run.not_run for run in runs), missing=missing)


def package_folder_of(context: Context) -> Path:
    """The folder of the SDK's package."""
    [folder, *_] = context.sdk.package.__path__
    return Path(folder)
