"""Sweep: remove what earlier runs left behind, and nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx

from conformance.servers import run_folders
from conformance.servers.connect import check_url, connect, fetch, read_token, server_client
from conformance.servers.ledger import PREFIX, Leftovers, ledger_files, ledger_lock, read_leftovers
from conformance.targets.cache import is_locked
from conformance.targets.target import load_target
from conformance.text import counted

GONE: Final = frozenset({200, 202, 204, 404})
MOST_PAGES: Final = 50
LAST_SECONDS: Final = 4.0
POLL_SECONDS: Final = 0.1


def sweep(target_name: str, url: str | None, token_file: str | None, tell: Callable[[str], None]) -> tuple[str, bool]:
    """Remove the servers that killed runs left, and what they left on a running server, if one is named.

    One sentence that says what was removed, and whether nothing is left of what could be removed.
    """
    target = load_target(target_name)
    servers = run_folders.sweep(tell)
    said = [f"{counted(servers, 'server')} of earlier runs removed"]
    clean = True
    address = None if url is None else check_url(url)
    over, alive = _runs()
    here = {file: found for file, found in over.items() if found.server == address}
    if here and url is not None:
        server = connect(url, target, read_token(target, None if token_file is None else Path(token_file)))
        with server_client(server, target) as client:
            for file, found in here.items():
                removed, kept = _removed(client, found)
                said.append(f"{counted(removed, 'thing')} of run {found.tag} removed from {server.url}")
                if kept:
                    clean = False
                    said.append(f"not removed: {', '.join(kept)}")
                else:
                    file.unlink(missing_ok=True)
                    ledger_lock(file).unlink(missing_ok=True)
    elif url is not None and address not in alive:
        said.append(f"nothing is known to be left on {address}")
    if address in alive:
        said.append(f"a run that has not ended yet uses {address}: what it made stays")
    others = sorted({found.server for found in over.values()} - {address})
    said += [f"something is left on {each}: remove it with --sweep --url {each}" for each in others]
    return "; ".join(said), clean


def _runs() -> tuple[dict[Path, Leftovers], frozenset[str]]:
    """What runs that live no more left behind, by ledger, and the servers of those that live."""
    over, alive = {}, set()
    for file in ledger_files():
        if not _is_over(file):
            alive.add(read_leftovers(file).server)
            continue
        found = read_leftovers(file)
        if found.items or found.unfinished:
            over[file] = found
        else:
            file.unlink()
            ledger_lock(file).unlink(missing_ok=True)
    return over, frozenset(alive)


def _is_over(file: Path) -> bool:
    """Whether the run of a ledger lives no more. The worker of one that was killed lives a little longer."""
    lock, until = ledger_lock(file), time.monotonic() + LAST_SECONDS
    while lock.exists() and is_locked(lock):
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _removed(client: httpx.Client, found: Leftovers) -> tuple[int, list[str]]:
    """How many things were removed, and which could not be."""
    removed, kept = 0, []
    for path, slash in (*found.items, *_unsure(client, found)):
        status = client.delete(f"{path}/" if slash else path).status_code
        if status in GONE:
            removed += status != 404
        else:
            kept.append(f"{path} ({status})")
    return removed, kept


def _unsure(client: httpx.Client, found: Leftovers) -> Iterator[tuple[str, bool]]:
    """Things whose creation was begun and not seen to end: told by the names that only that run gave."""
    for collection, slash in found.unfinished:
        for item in _listed(client, collection):
            named = json.dumps(item)
            if f'"{PREFIX}{found.tag}-' in named and "id" in item:
                yield f"{collection}/{item['id']}", slash


def _listed(client: httpx.Client, collection: str) -> Iterator[dict[str, Any]]:
    """What a collection holds, page by page."""
    for page in range(1, MOST_PAGES + 1):
        status, content = fetch(client, f"{collection}/?page={page}")
        try:
            payload = json.loads(content) if status == 200 else None
        except ValueError:
            return
        items = payload if isinstance(payload, list) else (payload or {}).get("results", [])
        yield from (item for item in items if isinstance(item, dict))
        if isinstance(payload, list) or not (payload or {}).get("next"):
            return
