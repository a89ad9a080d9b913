"""The objects that every storage emulator holds at the start. They are constants, so that runs are alike.

The credentials in `services/` are constants, too. They look real, open nothing, and are redacted all the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

BUCKET: Final = "conformance"  # the bucket of S3 and GCS, and the container of Azure
FOLDER: Final = "tasks"
PREFIX: Final = f"{FOLDER}/"  # of the names of all objects
EXPORT_FOLDER: Final = "export"

TASKS: Final[dict[str, bytes]] = {
    f"{PREFIX}{name}.json": json.dumps({"data": {"text": text, "image": f"https://example.test/{name}.png"}}).encode()
    for name, text in (("first", "A seeded task."), ("second", "Another seeded task."))
}


def write_local_files(root: Path) -> None:
    """Write the objects as local files, and create an empty folder for exports."""
    (root / EXPORT_FOLDER).mkdir()
    (root / FOLDER).mkdir()
    for name, content in TASKS.items():
        (root / name).write_bytes(content)


def local_file_values(root: str) -> dict[str, str]:
    """The values for live.toml of the local files below `root`."""
    return {"local_root": root, "local_tasks": f"{root}/{FOLDER}", "local_export": f"{root}/{EXPORT_FOLDER}"}
