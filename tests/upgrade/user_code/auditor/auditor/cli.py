"""auditor seed TITLE TEXT... | vote TITLE | report TITLE"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from auditor.gateway import AuditError, Gateway
from auditor.remote import Watch


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="auditor")
    commands = made.add_subparsers(dest="command", required=True)
    for name in ("seed", "vote", "report"):
        command = commands.add_parser(name)
        command.add_argument("title")
        command.add_argument("values", nargs="*")
    return made


def run(gateway: Gateway, arguments: Sequence[str]) -> Any:
    given = parser().parse_args(arguments)
    match given.command:
        case "seed":
            return gateway.seed(title=given.title, texts=given.values).title
        case "vote":
            return gateway.vote(gateway.require(given.title), given.values)
    return [quality.row() for quality in gateway.qualities(gateway.require(given.title))]


class Audit:
    def __init__(self) -> None:
        where = {"url": os.environ["LABEL_STUDIO_URL"], "key": os.environ["LABEL_STUDIO_API_KEY"]}
        self.gateway, self.watch = Gateway(**where), Watch(**where)

    def steps(self) -> dict[str, Callable[[], Any]]:
        gateway = self.gateway

        def project() -> int:
            return gateway.require("Audit")

        def caught(function: Callable[..., Any], **given: Any) -> str:
            try:
                return json.dumps(function(**given), default=str)
            except AuditError as error:
                return str(error)

        return {
            "seed": lambda: run(gateway, ["seed", "Audit", "one", "two"]),
            "vote": lambda: run(gateway, ["vote", "Audit", "yes", "no"]),
            "guess": lambda: gateway.guess(project(), score=0.25),
            "report": lambda: run(gateway, ["report", "Audit"]),
            "configuration": lambda: gateway.configuration(project()),
            "reconfigure": lambda: caught(gateway.reconfigure, project_id=project(), title="Audit", color="#FF0000"),
            "retract": lambda: gateway.retract(project()),
            "comment": lambda: gateway.comment(project(), "fine"),
            "tab": lambda: gateway.tab(project(), title="Tab", only="tw"),
            "export": lambda: [item["data"] for item in gateway.export(project())],
            "people": lambda: len(gateway.people(1)),
            "enlist": lambda: gateway.enlist("x@example.com", "y@example.com"),
            "sign": lambda: gateway.sign("Au", "Ditor"),
            "attach": lambda: gateway.attach(project()),
            "bucket": lambda: gateway.attach(project(), bucket="b"),
            "shelve": lambda: caught(gateway.shelve, path="/nowhere"),
            "backend": lambda: caught(gateway.backend, url="http://localhost:1", project=project()),
            "watch": lambda: self.watch.snapshot(project()),
            "purge": lambda: gateway.purge(project()),
            "drop": lambda: gateway.drop(project()),
            "gone": lambda: caught(gateway.drop, project_id=999),
        }
