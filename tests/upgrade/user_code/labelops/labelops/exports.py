"""Exports of finished work."""

from __future__ import annotations

import json
import time
from pathlib import Path

from label_studio_sdk import LabelStudio
from label_studio_sdk.core.request_options import RequestOptions


def wait_for(client: LabelStudio, project_id: int, export_id: int) -> str:
    for _ in range(60):
        export = client.projects.exports.get(export_id, project_id)
        if export.status in {"completed", "failed"}:
            return export.status
        time.sleep(0.5)
    return "late"


def export_project(client: LabelStudio, project_id: int, to: Path) -> int:
    exports = client.projects.exports
    made = exports.create(id=project_id, title="nightly")
    if wait_for(client, project_id, made.id) != "completed":
        raise RuntimeError("the export failed")
    options = RequestOptions(timeout_in_seconds=30)
    with to.open("wb") as file:
        for chunk in exports.download(id=project_id, export_pk=made.id, export_type="JSON", request_options=options):
            file.write(chunk)
    exports.delete(id=project_id, export_pk=made.id)
    return len(json.loads(to.read_bytes()))


def past_exports(client: LabelStudio, project_id: int) -> list[str]:
    return [f"{export.title} {export.md5}" for export in client.projects.exports.list(id=project_id)]
