from __future__ import annotations

from ...core.encode import encode_path
from ...core.http import Ask
from ...errors import NotFoundError
from ...types import Role


def listing(project: int, *, role: Role | None) -> Ask:
    path = f"api/projects/{encode_path(project)}/members/"
    return Ask("GET", path, query={"role": role}, errors={404: NotFoundError})


def assign(project: int, name: str, *, role: Role, page: int | None) -> Ask:
    path = f"api/projects/{encode_path(project)}/members/{encode_path(name)}"
    return Ask("PUT", path, query={"page": page}, json={"role": role})
