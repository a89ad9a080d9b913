"""`conformance live --sweep`: clean up after interrupted runs, and do nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from conformance.errors import ConformanceError
from conformance.pipeline.console import PrintLine
from conformance.servers import run_folders
from conformance.servers.connect import check_url, connect, fetch, read_token, server_client
from conformance.servers.ledger import PREFIX, Leftovers, WithSlash, ledger_files, ledger_lock, read_leftovers
from conformance.servers.server import Server
from conformance.targets.cache import is_locked
from conformance.targets.target import Target, load_target
from conformance.text import counted

REMOVED: Final = frozenset({200, 202, 204, 404})  # statuses of a resource that no longer exists
OK: Final = 200
NOT_FOUND: Final = 404
END_SECONDS: Final = 10.0  # how long a response may take at the end of a run: the server may hang
MAX_PAGES: Final = 50
LOCK_SECONDS: Final = 4.0  # how long the worker of a killed run may hold its lock
POLL_SECONDS: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class SweepResult:
    """One sentence about what was removed, and whether everything was that could be."""

    summary: str
    complete: bool


def sweep(target_name: str, url: str | None, token_file: str | None, print_line: PrintLine) -> SweepResult:
    """Remove the servers that interrupted runs left, and with `url` also what they created on that server."""
    target = load_target(target_name)
    facts = [f"{counted(run_folders.sweep(print_line), 'server')} of earlier runs removed"]
    address = None if url is None else check_url(url)
    ended, used = _read_ledgers()
    here = {file: found for file, found in ended.items() if found.server == address}
    kept: list[str] = []
    if here and url is not None:
        token = read_token(target, None if token_file is None else Path(token_file))
        removal, kept = _clean_server(url, target, token, here)
        facts += removal
    elif url is not None and address not in used:
        facts.append(f"nothing is known to be left on {address}")
    if address in used:
        facts.append(f"a run that has not ended yet uses {address}: what it created is kept")
    others = sorted({found.server for found in ended.values()} - {address})
    facts += [f"resources are left on {other}: remove them with --sweep --url {other}" for other in others]
    return SweepResult(summary="; ".join(facts), complete=not kept)


def remove_leftovers(server: Server, target: Target, ledger: Path) -> bool:
    """Remove what a run that has just ended left on a server; whether nothing of it is left there.

    A creation that failed with a server error may have created something: only a look at the server shows it.
    """
    found = read_leftovers(ledger)
    if not found.items and not found.unfinished:
        return True
    try:
        with server_client(server, target) as client:
            client.timeout = httpx.Timeout(END_SECONDS)
            _, kept = _remove_resources(client, found)
    except (ConformanceError, httpx.HTTPError):
        return False
    if not kept:
        _delete_ledger(ledger)
    return not kept


def _read_ledgers() -> tuple[dict[Path, Leftovers], frozenset[str]]:
    """The leftovers of ended runs, by ledger, and the servers that other runs still use. Empty ledgers are deleted."""
    ended, used = {}, set()
    for file in ledger_files():
        if not _has_ended(file):
            used.add(read_leftovers(file).server)
            continue
        found = read_leftovers(file)
        if found.items or found.unfinished:
            ended[file] = found
        else:
            _delete_ledger(file)
    return ended, frozenset(used)


def _has_ended(file: Path) -> bool:
    """Whether the run of a ledger has ended. The worker of a killed run holds its lock a little longer."""
    lock, until = ledger_lock(file), time.monotonic() + LOCK_SECONDS
    while lock.exists() and is_locked(lock):
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _delete_ledger(file: Path) -> None:
    file.unlink(missing_ok=True)
    ledger_lock(file).unlink(missing_ok=True)


def _clean_server(
    url: str, target: Target, token: str, ledgers: Mapping[Path, Leftovers]
) -> tuple[list[str], list[str]]:
    """Remove what ledgers list from their server: sentences about it, and what could not be removed."""
    server = connect(url, target, token)
    facts, all_kept = [], []
    with server_client(server, target) as client:
        for file, found in ledgers.items():
            removed, kept = _remove_resources(client, found)
            facts.append(f"{counted(removed, 'resource')} of run {found.tag} removed from {server.url}")
            if kept:
                facts.append(f"not removed: {', '.join(kept)}")
                all_kept += kept
            else:
                _delete_ledger(file)
    return facts, all_kept


def _remove_resources(client: httpx.Client, found: Leftovers) -> tuple[int, list[str]]:
    """How many resources were removed, and which could not be."""
    removed, kept = 0, []
    unfinished: list[WithSlash] = []
    for collection, slash in found.unfinished:
        items = _collection_items(client, collection)
        if items is None:
            kept.append(f"{collection} (it cannot be listed)")
        unfinished += [(f"{collection}/{item['id']}", slash) for item in items or () if _is_of_run(item, found)]
    for path, slash in (*found.items, *unfinished):
        status = client.delete(f"{path}/" if slash else path).status_code
        if status in REMOVED:
            removed += status != NOT_FOUND
        else:
            kept.append(f"{path} ({status})")
    return removed, kept


def _is_of_run(item: dict[str, Any], found: Leftovers) -> bool:
    """The run created the item without seeing a response: its name prefix shows it."""
    return f'"{PREFIX}{found.tag}-' in json.dumps(item) and "id" in item


def _collection_items(client: httpx.Client, collection: str) -> list[dict[str, Any]] | None:
    """The items of a collection, None if it cannot be listed to its end. One that does not exist has none."""
    found: list[dict[str, Any]] = []
    for page in range(1, MAX_PAGES + 1):
        status, content = fetch(client, f"{collection}/?page={page}")
        if status == NOT_FOUND:
            return found
        try:
            payload = json.loads(content) if status == OK else None
        except ValueError:
            return None
        items, following = payload, False
        if isinstance(payload, dict):
            items, following = payload.get("results"), bool(payload.get("next"))
        if not isinstance(items, list):
            return None
        found += [item for item in items if isinstance(item, dict)]
        if not following:
            return found
    return None
