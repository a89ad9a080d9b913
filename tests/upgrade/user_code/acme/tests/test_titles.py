"""Only the fixture names the SDK."""


def test_title(client):
    assert client.projects.get(3).title == "a"  #: call projects.get; attribute types.projects.Project.title


def test_project(project):
    assert project.title  #: attribute types.projects.Project.title
