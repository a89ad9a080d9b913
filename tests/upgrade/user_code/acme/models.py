from acme_sdk import Settings, types  #: import types.projects.Settings; import types

settings = Settings(show_hints=True)  #: construct types.projects.Settings
task = types.Task(id="t", data={})  #: construct types.tasks.Task
print(settings.show_hints, task.id)  #: attribute types.projects.Settings.show_hints; attribute types.tasks.Task.id
if isinstance(task, types.Task):  #: isinstance types.tasks.Task
    task.model_dump()


class Mine(types.Project):  #: subclass types.projects.Project
    extra: str = ""
