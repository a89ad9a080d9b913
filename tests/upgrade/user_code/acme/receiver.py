"""This file never names the SDK."""

from factory import cached, make


def use():
    make().projects.create(title="a")  #: call projects.create
    cached().tasks.get("t")  #: call tasks.get
    show(make())


def show(client):
    for project in client.projects.list():  #: call projects.list
        print(project.title, project.settings.region)  #: attribute types.projects.Project.title; attribute types.projects.Project.settings
