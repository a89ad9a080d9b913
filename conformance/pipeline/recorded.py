"""The interactions of a recording as they are stored: without secrets, and in a form that is the same in every run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from conformance.cassettes.formats import jsonl
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.normalise.identifiers import numbered_kinds
from conformance.cassettes.normalise.recording import normalise
from conformance.cassettes.redacted import redact_interaction
from conformance.pipeline.live_run import Shard
from conformance.redaction.redact import Secrets
from conformance.redaction.scanner import prove_clean
from conformance.targets.client import BASE_URL

EMULATOR_URL: Final = "http://standin.test"  # replaces the addresses of emulators; a stored format
UNUSED_IDS: Final = (2_000_000_000,)  # identities of resources that do not exist; they are stored as they are
REDIS_PORT: Final = 6379


def clean_interactions(shard: Shard, path: str, lines: str, unrecorded_headers: Collection[str]) -> list[Interaction]:
    """An operation's interactions as they are stored. Raises SecretLeft; nothing may be written then."""
    server = shard.setup.server
    secrets = Secrets.among(shard.setup.emulators, server.token, server.second_token)
    redacted = [redact_interaction(interaction, secrets) for interaction in jsonl.read(lines, path)]
    normal = normalise(
        redacted,
        kinds=numbered_kinds(shard.urls),
        texts=_replaced_texts(shard),
        ids=_replaced_numbers(shard.setup.emulators),
        headers_left_out=unrecorded_headers,
    )
    prove_clean(path, jsonl.write(normal), secrets)
    return normal


def _replaced_texts(shard: Shard) -> Mapping[str, str]:
    """Texts that differ between runs, and what replaces them."""
    url = shard.setup.server.url
    texts = {url: BASE_URL, url.partition("://")[2]: BASE_URL.partition("://")[2]}
    for name, value in shard.setup.emulators.items():
        if value.startswith("http"):
            texts[value] = f"{EMULATOR_URL}/{name}"
        elif "http://" in value or value.startswith("/"):
            texts[value] = f"/standin/{name}"
    return texts


def _replaced_numbers(emulators: Mapping[str, str]) -> Mapping[int, int]:
    """Numbers that are stored as they are, or replaced by one that is the same in every run."""
    ports = {int(value): REDIS_PORT for name, value in emulators.items() if name.endswith("_port")}
    return {**{number: number for number in UNUSED_IDS}, **ports}
