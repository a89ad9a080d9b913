from __future__ import annotations

from collections.abc import Sequence

from ..core.encode import encode_path
from ..core.http import RequestData
from ..errors import BadRequestError, NotFoundError
from ..types import TaskRequest


def get(task: str) -> RequestData:
    return RequestData("GET", f"api/tasks/{encode_path(task)}/", errors={404: NotFoundError})


def answer(task: str) -> RequestData:
    return RequestData("GET", f"api/tasks/{encode_path(task)}/answer", query={"version": "2"})


def add(project: int, *, request: Sequence[TaskRequest]) -> RequestData:
    return RequestData("POST", "api/tasks/", query={"project": project}, json=request, errors={400: BadRequestError})
