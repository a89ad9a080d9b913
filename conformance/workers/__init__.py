"""The process boundary: the SDK under test is imported here and nowhere else.

    pipeline ── messages ──▶ worker (one process per SDK) ──▶ offline, live, upgrade

pool      starts workers, splits work by operation, replaces a worker that dies
worker    runs inside the process: imports the SDK and answers one request at a time
messages  the typed requests and responses between the two
"""
