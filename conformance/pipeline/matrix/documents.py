"""The OpenAPI documents that servers publish, each fetched once and kept beside the results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.report.files import replace_text
from conformance.servers.choose import choose_server
from conformance.servers.document import document
from conformance.targets.target import Target
from conformance.text import as_json

FOLDER: Final = "documents"


def document_file(folder: Path, server: str) -> Path:
    """The file with the document of a release of the server."""
    return folder / FOLDER / f"{server}.json"


def document_of(target: Target, progress: Callable[[str], None]) -> Callable[[str], dict[str, Any]]:
    """A function that starts a release of the server, and gives the document that it publishes.

    That function raises UsageError, EnvironmentFailed.
    """

    def published(release: str) -> dict[str, Any]:
        with choose_server(target, progress, version=release) as server:
            return document(server, target)

    return published


def keep_documents(
    servers: Iterable[str], folder: Path, published: Callable[[str], dict[str, Any]]
) -> Mapping[str, str]:
    """Keep the document of each server that is not in the folder yet.

    The reasons why there is none, by server. Raises EnvironmentFailed where the folder cannot be written.
    """
    reasons: dict[str, str] = {}
    for server in servers:
        file = document_file(folder, server)
        if file.is_file():
            continue
        try:
            text = as_json(published(server))
        except (EnvironmentFailed, UsageError) as error:
            reasons[server] = str(error).splitlines()[0]
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFailed(f"{file.parent}: it cannot be made: {error.strerror}") from error
        replace_text(file, text)
    return reasons
