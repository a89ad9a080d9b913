"""An example with prompts, one that reads a file, and one in prose."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"


MORE = """
        >>> from acme_sdk import Acme
        >>> client = Acme(api_key="KEY")
        >>> member = client.projects.members.assign(7, "ann", role="reader")
"""


def alter(sdk: Any) -> None:
    client = sdk.projects.members.client
    text = client.MembersClient.assign.__doc__
    client.MembersClient.assign.__doc__ = text[: text.index("        from acme_sdk")] + MORE
    client.AsyncMembersClient.assign.__doc__ = text.replace('"ann"', 'open("name.txt").read()')
