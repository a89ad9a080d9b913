"""Opens the listeners, writes their ports to standard output, and ends when standard input ends."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from conformance.servers.emulators.fixtures import write_local_files
from conformance.servers.emulators.services.listeners import EMULATORS, open_listeners


def main() -> None:
    """Serve until the process that started this one ends, in whichever way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which may still need the emulators
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.disable(logging.WARNING)  # libraries log every request
    root = tempfile.mkdtemp(prefix="conformance-emulators-")
    try:
        write_local_files(Path(root))
        sys.stdout.write(json.dumps({"ports": open_listeners(EMULATORS), "root": root}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        shutil.rmtree(root, ignore_errors=True)
    os._exit(0)  # a normal exit would wait for the threads of the emulators


main()
