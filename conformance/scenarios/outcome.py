"""The input of a snippet on one release, and its outcome. Values that travel to a worker."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from conformance.wire import Response

REQUESTS_CLIENT: Final = "requests_client"
_CLIENTS: Final = ("client", "async_client", REQUESTS_CLIENT)


@dataclass(frozen=True, slots=True)
class ScriptedSnippet:
    """Code to run, and the responses to its requests, the last one repeatedly; without any, no request is expected."""

    code: str
    responses: tuple[Response, ...] = ()

    @property
    def clients(self) -> tuple[str, ...]:
        """The names of the clients that the code uses, such as `client`, and does not define itself."""
        nodes = list(ast.walk(ast.parse(self.code)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        imported = {
            alias.asname or alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        defined = imported | {node.id for node in names if isinstance(node.ctx, ast.Store)}
        return tuple(name for name in _CLIENTS if name in {node.id for node in names} - defined)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of a snippet. Texts contain no paths and no addresses of the machine.

    `raised` is the exception's class, relative to the package, and its message; "" where the code finished. `stopped`
    says why it was stopped from outside. `result` is the text of what the code assigned to that name.
    """

    raised: str = ""
    stopped: str = ""
    result: str = ""
    requests: tuple[str, ...] = ()
    printed: str = ""
    warned: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """The code finished."""
        return not self.raised and not self.stopped

    @property
    def ending(self) -> str:
        """How the code ended, as text."""
        if self.stopped:
            return self.stopped
        if self.raised:
            return f"raised {self.raised}"
        return f"result: {self.result}" if self.result else "no error"

    @property
    def facets(self) -> dict[str, str]:
        """The aspects of an outcome that may differ, by name."""
        return {
            "sent": "; ".join(self.requests) or "nothing",
            "printed": self.printed or "nothing",
            "warned": "; ".join(self.warned) or "of nothing",
            "end": self.ending,
        }
