"""Path templates without the names of their parameters, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping


def path_shape(url: str) -> str:
    """A path template without the names of its parameters: `/things/{}/`."""
    return re.sub(r"\{[^{}]*\}", "{}", url)


def shape_of(url: str) -> str:
    """A path template without the names of its parameters and without a slash at its end."""
    return path_shape(url).rstrip("/")


def matches_template(url: str, path: str) -> bool:
    """Whether a path ends with what a template gives for some arguments; a server may have a prefix before it."""
    fixed = re.split(r"\{[^{}]*\}", "/" + url.strip("/"))
    return re.search("[^/]+".join(map(re.escape, fixed)) + "/?$", path) is not None


def with_settings(url: str, settings: Mapping[str, str]) -> str:
    """A path template in which the values of the client's own arguments are placeholders, too: `/projects/{id}/`."""
    for name, value in settings.items():
        url = re.sub(rf"(?<=/){re.escape(value)}(?=/|$)", f"{{{name}}}", url) if value else url
    return url
