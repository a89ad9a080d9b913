"""A sample SDK for tests: it has every feature of a generated SDK once, and no defects."""

from . import core, errors, events, files, projects, tasks, types
from .client import Acme, AsyncAcme
from .core.api_error import ApiError, ParsingError
from .errors import BadRequestError, ConflictError, NotFoundError
from .types import Choice, Comment, Event, Label, Member, Project, ProjectPage, Region, Settings, Task, TaskRequest

__all__ = [
    "Acme",
    "ApiError",
    "AsyncAcme",
    "BadRequestError",
    "Choice",
    "Comment",
    "ConflictError",
    "Event",
    "Label",
    "Member",
    "NotFoundError",
    "ParsingError",
    "Project",
    "ProjectPage",
    "Region",
    "Settings",
    "Task",
    "TaskRequest",
    "core",
    "errors",
    "events",
    "files",
    "projects",
    "tasks",
    "types",
]
