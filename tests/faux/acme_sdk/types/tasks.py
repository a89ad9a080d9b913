from __future__ import annotations

import uuid
from typing import Any, Literal

import pydantic

from ..core.models import UniversalBaseModel


class Choice(UniversalBaseModel):
    kind: Literal["choice"]
    choices: list[str]


class Region(UniversalBaseModel):
    kind: Literal["region"]
    x: float
    y: float


Answer = Choice | Region


class Comment(UniversalBaseModel):
    text: str
    replies: list[Comment] | None = None


class Task(UniversalBaseModel):
    id: str
    key: uuid.UUID
    data: dict[str, Any]
    answers: list[Answer]
    best_answer: Answer | None = pydantic.Field(default=None, alias="bestAnswer")
    comments: list[Comment] | None = None
    meta: Any = None


class TaskRequest(UniversalBaseModel):
    data: dict[str, Any]
    best_answer: Answer | None = pydantic.Field(default=None, alias="bestAnswer")
    priority: int | None = None
