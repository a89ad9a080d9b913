"""`conformance matrix`: from releases to one result. Read `plan` first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from conformance.pipeline.console import Console, tool_version
from conformance.pipeline.matrix.cell import CellOutput, CellRun, read_output
from conformance.pipeline.matrix.documents import document_file, document_of, keep_documents
from conformance.pipeline.matrix.plan import named_releases, plan_cells, published_releases
from conformance.pipeline.matrix.results import ResultFolder
from conformance.pipeline.matrix.scheduler import on_cluster, on_this_machine
from conformance.report import MATRIX_FORMATS
from conformance.report.files import check_paths
from conformance.report.matrix.matrix import Cell, Matrix
from conformance.servers.connect import server_kind
from conformance.settings import MatrixSettings, option_name
from conformance.targets.environment_builder import EnvironmentBuilder
from conformance.targets.target import Target, load_target

SECONDS: Final = {"check": 1_800.0, "spec": 1_800.0, "live": 3_600.0, "upgrade": 1_800.0}  # most that a cell may take
EVERY_JOB: Final = ("check", "live")


def matrix(settings: MatrixSettings, console: Console) -> Matrix:
    """Run every cell that has no result yet, and merge all results.

    Raises UsageError, EnvironmentFailed. A cell that fails is a result of its own.
    """
    check_paths([Path(path) for path in settings.report], MATRIX_FORMATS)
    schedule = on_cluster(settings.scheduler) if settings.scheduler else on_this_machine(settings.jobs)
    target = load_target(settings.target)
    cells = _cells(settings, target, console)
    runs = {cell: CellRun(cell=cell, arguments=_arguments(cell, settings), seconds=SECONDS[cell.job]) for cell in cells}
    folder = ResultFolder(Path(settings.folder), tool_version())
    results = {cell: kept for cell, run in runs.items() if (kept := folder.earlier_result(run)) is not None}
    console.print_line(f"{len(cells)} cells, {len(results)} with a result in {settings.folder}")
    with suppress(KeyboardInterrupt):
        left = [cell for cell in cells if cell not in results]
        servers = dict.fromkeys(cell.server for cell in left if cell.job == "spec")
        without = keep_documents(servers, folder.folder, document_of(target, console.print_line))
        for cell in [cell for cell in left if cell.job == "spec" and cell.server in without]:
            results[cell] = read_output(cell, CellOutput(reason=without[cell.server]))
        for cell, output in schedule([runs[cell] for cell in left if cell not in results]):
            results[cell] = read_output(cell, output)
            folder.keep(runs[cell], results[cell])
            console.report_progress(len(results), len(cells), f"{results[cell].outcome}: {cell.name}")
    return Matrix(
        tool_version=tool_version(),
        target=target.name,
        sdk=target.distribution,
        results=tuple(results[cell] for cell in cells if cell in results),
        missing=tuple(cell for cell in cells if cell not in results),
    )


def _cells(settings: MatrixSettings, target: Target, console: Console) -> Sequence[Cell]:
    sdk_releases = published_releases(EnvironmentBuilder(target.distribution, (), console.print_line))
    sdks = named_releases("--sdk", settings.sdk, sdk_releases)
    servers: tuple[str, ...] = ()
    if settings.server:
        builder = EnvironmentBuilder(server_kind(target).distribution, (), console.print_line)
        servers = named_releases("--server", settings.server, published_releases(builder))
    jobs = settings.job or (EVERY_JOB if servers else ("check",))
    return plan_cells(jobs, sdks, servers)


def _arguments(cell: Cell, settings: MatrixSettings) -> tuple[str, ...]:
    """The command of a cell. A cell is one process: cells, not operations, run in parallel."""
    common = ["--target", _portable(settings.target), "--seed", str(settings.seed)]
    if settings.cassettes and cell.job in {"check", "upgrade"}:
        common += ["--cassettes", str(Path(settings.cassettes).resolve())]
    if cell.job == "upgrade":
        return ("upgrade", cell.sdk, cell.new, *common)
    common += ["--sdk", cell.sdk]
    for name in ("operation", "exclude"):
        common += [part for glob in getattr(settings, name) for part in (f"--{option_name(name)}", glob)]
    if cell.job == "check":
        return ("check", *common, "--workers", "1")
    if cell.job == "spec":
        spec = document_file(Path(settings.folder).resolve(), cell.server)
        return ("check", *common, "--declarations", "--spec", str(spec))
    return ("live", *common, "--server", cell.server, "--servers", "1")


def _portable(target: str) -> str:
    """A target's folder as every process finds it."""
    return str(Path(target).resolve()) if Path(target).is_dir() else target
