"""The process boundary: the SDK under test is imported here and nowhere else.

    pipeline ── messages ──▶ worker (one process per SDK) ──▶ offline, live, upgrade

pool      starts workers, splits work by operation, replaces a worker that dies
messages  the typed requests and responses between the two, encoded as one JSON line each
codec     dataclasses to JSON values and back, by their annotations
memory    the memory that a process may take
worker    runs inside the process: imports the SDK and carries out one request at a time
"""
