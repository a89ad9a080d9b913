from .events import Event
from .problem import Problem
from .projects import Label, Member, Project, ProjectPage, ProjectState, Role, Settings
from .tasks import Answer, Choice, Comment, Region, Task, TaskRequest
from .uploads import Upload

__all__ = [
    "Answer",
    "Choice",
    "Comment",
    "Event",
    "Label",
    "Member",
    "Problem",
    "Project",
    "ProjectPage",
    "ProjectState",
    "Region",
    "Role",
    "Settings",
    "Task",
    "TaskRequest",
    "Upload",
]
