"""Cassette formats. A format is a module with two functions, `read` and `write`, and a line in `FORMATS`.

jsonl      this project's own format
har        what browsers and proxies export; har_entry reads an entry that another program wrote
vcr_yaml   the cassettes of vcrpy; vcr_json: in JSON; vcr: the data of both
metadata   what every format stores beside the request and the response
place      values of other programs' files, with their places for messages
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.cassettes.formats import har, jsonl, vcr_json, vcr_yaml
from conformance.cassettes.interaction import Interaction


@dataclass(frozen=True, slots=True)
class Format:
    """The two functions of a format. `read` raises CassetteUnreadable."""

    read: Callable[[str, str], list[Interaction]]  # text, and the file's name for messages
    write: Callable[[Iterable[Interaction]], str]


FORMATS: Final[Mapping[str, Format]] = {
    ".jsonl": Format(jsonl.read, jsonl.write),
    ".har": Format(har.read, har.write),
    ".json": Format(vcr_json.read, vcr_json.write),
    ".yaml": Format(vcr_yaml.read, vcr_yaml.write),
    ".yml": Format(vcr_yaml.read, vcr_yaml.write),
}

__all__ = ["FORMATS", "Format"]
