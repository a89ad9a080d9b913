"""Open the doors, say where they are on standard output, and end when standard input ends."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from conformance.servers.emulators import fixtures
from conformance.servers.emulators.services.listeners import open_listeners, standing


def main() -> None:
    """Stand in until whoever started this process is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which may still need the stand-ins
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.disable(logging.WARNING)  # of every request, by the emulators
    root = tempfile.mkdtemp(prefix="conformance-standins-")
    try:
        _lay(Path(root), fixtures.TASKS)
        sys.stdout.write(json.dumps({"ports": open_listeners(standing()), "root": root}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        shutil.rmtree(root, ignore_errors=True)
    os._exit(0)  # threads of the emulators would be waited for


def _lay(root: Path, files: Mapping[str, bytes]) -> None:
    (root / "export").mkdir()
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)


main()
