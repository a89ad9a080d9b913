import fill
import release
import report
from common import client, project_named


class Toolbox:
    def steps(self):
        project_named("First")
        project, tasks = fill.fill("Images", 3)
        return {
            "filled": lambda: len(tasks or []),
            "models": lambda: fill.fill_with_models("Images"),
            "single": lambda: fill.single(project),
            "tabs": lambda: fill.tabs(project),
            "table": lambda: report.table(project),
            "label": lambda: report.label_all(project),
            "mean": lambda: report.mean_time(project),
            "newest": lambda: report.newest(list(client().tasks.list(project=project))).data["image"],
            "summary": lambda: report.summary(client().projects.get(project)),
            "recolor": lambda: report.recolor(project),
            "overview": lambda: report.overview(project),
            "snapshot": lambda: release.snapshot(project),
            "members": lambda: release.members(1),
            "staff": release.staff,
            "avatar": release.avatar,
            "ml": lambda: release.machine_learning(project),
            "connectors": lambda: release.connectors(project),
            "check": lambda: release.check(project),
            "drop": lambda: fill.drop(tasks[0] if tasks else 0),
            "clean": lambda: release.clean("First"),
        }
