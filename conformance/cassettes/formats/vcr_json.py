"""The JSON of vcrpy: see `vcr` for the data. vcrpy has no JSON for bodies that are no text; they are base64 here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from conformance.cassettes.formats import har
from conformance.cassettes.formats.place import MalformedError
from conformance.cassettes.formats.vcr import as_base64, from_cassette, to_cassette
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order."""
    return json.dumps(to_cassette(interactions), indent=2, default=as_base64) + "\n"


def read(text: str, name: str) -> list[Interaction]:
    """The interactions of a cassette, or of a HAR log that has this suffix. Raises CassetteUnreadable."""
    try:
        data: Any = json.loads(text.removeprefix("\ufeff"))
        if isinstance(data, dict) and "log" in data:
            return har.read(text, name)
        return from_cassette(data, name)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = "" if isinstance(error, (MalformedError, json.JSONDecodeError)) else f"{type(error).__name__}: "
        raise CassetteUnreadable(
            f"{name}: neither a cassette of vcrpy nor a log of HAR 1.2: {kind}{error}\n"
            "  Next: name a cassette of vcrpy or a log of HAR 1.2, or record it again."
        ) from None
