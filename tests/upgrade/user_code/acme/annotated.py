from __future__ import annotations

from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from acme_sdk import Acme, types  #: import client.Acme; import types


def plain(client: Acme, page: int = 1):  #: annotation client.Acme
    client.projects.list(page=page)  #: call projects.list


def quoted(client: "Acme", known: "list[types.Project]"):  #: annotation client.Acme; annotation types.projects.Project
    client.projects.list()  #: call projects.list
    return known[0].title  #: attribute types.projects.Project.title


def maybe(client: Optional[Acme] = None):  #: annotation client.Acme
    if client is not None:
        client.projects.delete(3)  #: call projects.delete


def only_annotated(projects: dict[int, types.Project]) -> types.Task | None: ...  #: annotation types.projects.Project; annotation types.tasks.Task
