"""Ways that a client or a project takes through a program."""

from contextlib import contextmanager
from dataclasses import dataclass

from factory import make

try:
    from acme_sdk import Acme  #: import client.Acme
except ImportError:
    Acme = None
import acme_sdk.types.projects as models  #: import types.projects


class Base:
    shared = make()

    def __init__(self):
        self.own: Acme = make()  #: annotation client.Acme


class Child(Base):
    def go(self):
        self.shared.projects.get(1)  #: call projects.get
        self.own.projects.get(1)  #: call projects.get


@dataclass
class Holder:
    client: Acme  #: annotation client.Acme

    def go(self):
        self.client.projects.get(1)  #: call projects.get


class Lazy:
    _client = None

    @property
    def client(self):
        if self._client is None:
            self._client = make()
        return self._client

    def go(self):
        self.client.projects.get(1)  #: call projects.get


@contextmanager
def session():
    client = make()
    try:
        yield client
    finally:
        pass


def entered():
    with session() as client:
        client.projects.get(1)  #: call projects.get


def containers():
    for client in [make(), make()]:
        client.projects.get(1)  #: call projects.get
    first, second = make(), make()
    second.projects.get(1)  #: call projects.get
    known = []
    known.append(second)
    known[0].projects.get(1)  #: call projects.get
    by_name = {}
    by_name["x"] = second
    by_name["x"].projects.get(1)  #: call projects.get


_cached = None


def one():
    global _cached
    if _cached is None:
        _cached = make()
    return _cached


def projects():
    pager = one().projects.list()  #: call projects.list
    for project, number in zip(pager, [1]):
        project.title  #: attribute types.projects.Project.title
    for project in reversed(list(pager)):
        project.title  #: attribute types.projects.Project.title
    for project in filter(None, pager):
        project.title  #: attribute types.projects.Project.title
    by_id = {project.id: project for project in sorted(pager, key=str)}  #: attribute types.projects.Project.id
    for project in by_id.values():
        print(f"{project.title} {project.id!r}")  #: attribute types.projects.Project.title; attribute types.projects.Project.id
    for _, project in by_id.items():
        match project:
            case models.Project(title=title):  #: isinstance types.projects.Project
                print(title)


def assigned(project: models.Project):  #: annotation types.projects.Project
    project.title = "x"  #: attribute types.projects.Project.title
    print(project.title)  #: attribute types.projects.Project.title
    del project.title  #: attribute types.projects.Project.title
    project.mine = 3
    return project.mine


def over_several_lines():
    return (
        make()
        .projects.get(  #: call projects.get
            project=1,
        )
        .title  #: attribute types.projects.Project.title
    )
