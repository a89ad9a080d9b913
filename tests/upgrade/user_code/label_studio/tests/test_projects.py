from labeling.wrapper import Labeling


def test_project_is_made(ls):
    project = ls.projects.create(title="a")  #: call projects.create
    assert ls.projects.get(id=project.id).title == "a"  #: call projects.get; attribute types.lse_project_create.LseProjectCreate.id; attribute types.project.Project.title


def test_wrapper(ls):
    assert Labeling(ls).ensure_project("a", "<View/>")
    ls.jwt_settings.update(api_tokens_enabled=False)  #: call jwt_settings.update
