"""How long the responses of one server took, by kind of request, and which of them were slow.

A machine under load makes every response slow, so a response is compared with those of the same server to other
requests of the same run. One with much data may take as many times as long as it has pieces of an ordinary size.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from conformance.wire import Request

SLOW_SECONDS: Final = 5.0  # faster responses are never slow
TIMES_AS_LONG: Final = 20  # as nine in ten of the responses to other requests: those of an idle server take 0.05 s
ORDINARY_BYTES: Final = 100_000  # of content: a page of a hundred tasks
_USUAL: Final = 0.9
_IDENTITY: Final = re.compile(r"(?<=/)(\d+|[0-9a-f-]{24,})(?=/|$)")


class ResponseTimes:
    """The times of one server so far."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, request: Request, seconds: float, size: int = 0) -> bool:
        """Note how long a response took, whose content has `size` bytes. Returns whether it was slow."""
        kind = f"{request.method} {_IDENTITY.sub('{}', request.path)}"
        pieces = max(1.0, size / ORDINARY_BYTES)
        slow = seconds > max(SLOW_SECONDS, TIMES_AS_LONG * self._usual_seconds(kind)) * pieces
        self._seconds[kind].append(seconds)
        return slow

    def _usual_seconds(self, kind: str) -> float:
        """The time within which nine in ten of the responses to other kinds of requests came; 0 where none did."""
        others = sorted(seconds for other, times in self._seconds.items() if other != kind for seconds in times)
        return others[int(len(others) * _USUAL)] if others else 0.0
