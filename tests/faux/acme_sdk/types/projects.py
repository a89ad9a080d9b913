from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import pydantic

from ..core.models import UniversalBaseModel

ProjectState = Literal["open", "closed"] | Any  # a server may know more states
Role = Literal["reader", "writer", "owner"]


class Label(UniversalBaseModel):
    name: str
    color: str | None = None


class Member(UniversalBaseModel):
    id: int
    role: Role
    joined: dt.date | None = None


class Settings(UniversalBaseModel):
    show_hints: bool | None = pydantic.Field(default=None, alias="showHints")
    weights: dict[str, float] | None = None
    labels: list[Label] | None = None
    starts_at: dt.datetime | None = None


class Project(UniversalBaseModel):
    id: int
    title: str
    created_at: dt.datetime
    state: ProjectState | None = None
    description: str | None = None
    owner: Member | None = None
    settings: Settings | None = None
    labels: list[Label] | None = None
    due: dt.date | None = None
    score: float | None = None
    archived: bool | None = None
    task_count: int = 0


class ProjectPage(UniversalBaseModel):
    count: int
    results: list[Project]
    next: str | None = None
