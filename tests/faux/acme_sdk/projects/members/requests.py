from __future__ import annotations

from ...core.encode import encode_path
from ...core.http import RequestData
from ...errors import NotFoundError
from ...types import Role


def listing(project: int, *, role: Role | None) -> RequestData:
    path = f"api/projects/{encode_path(project)}/members/"
    return RequestData("GET", path, query={"role": role}, errors={404: NotFoundError})


def assign(project: int, name: str, *, role: Role, page: int | None) -> RequestData:
    path = f"api/projects/{encode_path(project)}/members/{encode_path(name)}"
    return RequestData("PUT", path, query={"page": page}, json={"role": role})
