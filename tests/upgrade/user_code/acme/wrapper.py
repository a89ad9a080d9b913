import acme_sdk  #: import (package)
from acme_sdk.types import Project  #: import types.projects.Project


class Wrapper:
    """A class of the user's around the client."""

    def __init__(self, key: str) -> None:
        self.acme = acme_sdk.Acme(api_key=key)  #: construct client.Acme
        self.create = self.acme.projects.create  #: attribute projects.create

    def make(self, title: str) -> Project:  #: annotation types.projects.Project
        project = self.acme.projects.create(title=title, state="open")  #: call projects.create; string types.projects.ProjectState.open
        project.description = "changed"  #: attribute types.projects.Project.description
        return project

    def again(self):
        return self.create(title="again")  #: call projects.create

    @property
    def projects(self):
        return self.acme.projects  #: attribute projects

    def all(self):
        return [project.title for project in self.projects.list(page=1)]  #: call projects.list; attribute types.projects.Project.title


class Special(acme_sdk.Acme):  #: subclass client.Acme
    def latest(self):
        return self.projects.get(1)  #: call projects.get
