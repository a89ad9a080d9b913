"""Numbers of a project. The client comes as an argument, without an annotation."""

from labeling.connection import connect


def numbers(client, project_id):
    project = client.projects.get(id=project_id)  #: call projects.get
    return {"title": project.title, "tasks": project.task_number}  #: attribute types.project.Project.title; attribute types.project.Project.task_number


def main():
    print(numbers(connect(), 3))
    print(connect().projects.stats.total_agreement(1))  #: call projects.stats.total_agreement
