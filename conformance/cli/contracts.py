"""`contract`, `approve`, `operations`, `target` and `init`: what an SDK declares, and the settings of a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.cli.options import add_target
from conformance.output import open_console, print_text
from conformance.settings import DEFAULT_TARGET, SDK_HELP


def add_contract(commands: Any) -> None:
    parser = commands.add_parser(
        "contract", help="print the contract of an SDK", description="Print the contract of an SDK."
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--format", choices=["json", "openapi"], default="json", help="default: json")
    add_target(parser)
    parser.set_defaults(run=_contract)


def _contract(given: dict[str, Any]) -> int:
    from conformance.contract import store
    from conformance.pipeline.contract import contract_text
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with open_console() as console:
        text = contract_text(given["sdk"], target, console)
    if given["format"] == "openapi":
        from conformance.contract.openapi import to_openapi

        text = store.pretty(to_openapi(store.from_json(text))) + "\n"
    print_text(text)
    return 0


def add_operations(commands: Any) -> None:
    parser = commands.add_parser(
        "operations",
        help="list the operations of an SDK",
        description="List the operations of an SDK, one on each line: path, verb and URL. The approved contract of a "
        "release is read where there is one; any other SDK is imported.",
    )
    parser.add_argument("glob", metavar="GLOB", nargs="?", default="*", help="only operations whose path matches")
    parser.add_argument("--sdk", metavar="SDK", default="installed", help=f"{SDK_HELP} (default: installed)")
    add_target(parser)
    parser.set_defaults(run=_operations)


def _operations(given: dict[str, Any]) -> int:
    from conformance.pipeline.operations import operation_lines
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with open_console() as console:
        lines = operation_lines(given["sdk"], target, given["glob"], console)
    print_text("".join(f"{line}\n" for line in lines))
    return 0


def add_approve(commands: Any) -> None:
    parser = commands.add_parser(
        "approve",
        help="write the approved contract of an SDK",
        description="Write the approved contract of an SDK, for review. A target without known.toml gets one, with the "
        "findings of this release.",
    )
    parser.add_argument("sdk", metavar="SDK", help=SDK_HELP)
    parser.add_argument("--output", metavar="FILE", type=Path, help="default: approved/VERSION.json of the target")
    add_target(parser)
    parser.set_defaults(run=_approve)


def _approve(given: dict[str, Any]) -> int:
    from conformance.pipeline.accept_findings import accept_findings
    from conformance.pipeline.approve import approve
    from conformance.targets.target import load_target

    target = load_target(given["target"]).excluding(given["exclude"])
    with open_console() as console:
        print_text(approve(given["sdk"], target, given["output"], console) + "\n")
        accepted = accept_findings(given["sdk"], target, console) if given["output"] is None else ""
        print_text(f"{accepted}\n" if accepted else "")
    return 0


def add_target_command(commands: Any) -> None:
    parser = commands.add_parser(
        "target", help="write the target of another SDK", description="Manage targets: the data about one SDK."
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = actions.add_parser(
        "new",
        help="write a first target.toml by looking at the package",
        description="Write a first target.toml: the package is imported in an environment of its own, and its clients "
        "are called without a network. A key whose value was not found is a comment in the file, for you to complete.",
    )
    new.add_argument(
        "sdk",
        metavar="DISTRIBUTION[==V]",
        help="a distribution, with or without a version, or a wheel (default version: the installed one, or else the "
        "newest)",
    )
    new.add_argument("--output", metavar="DIR", type=Path, help="the new folder (default: targets/PACKAGE)")
    new.set_defaults(run=_target_new, parser=new)


def _target_new(given: dict[str, Any]) -> int:
    from conformance.pipeline.new_target import new_target

    with open_console() as console:
        lines = new_target(given["sdk"], given["output"], console)
    print_text("".join(f"{line}\n" for line in lines))
    return 0


def add_init(commands: Any) -> None:
    """Add the command `init`."""
    parser = commands.add_parser(
        "init",
        help="write settings, a list of known findings and a CI workflow into a project",
        description="Write into this folder, that of a project, what it needs to test the SDK that it depends on: "
        "settings in pyproject.toml, a list of known findings, and a GitHub workflow that runs check, and upgrade "
        "where a pull request changes the release of the SDK. Nothing that exists is changed.",
    )
    parser.add_argument(
        "--sdk",
        metavar="SDK",
        help="the SDK to test: a release, a requirement, `latest`, or a file that names a release (default: the lock "
        "file, requirements file or pyproject.toml in this folder that names the SDK)",
    )
    parser.add_argument(
        "--suite",
        metavar="SOURCE",
        help="what the workflow installs this package from: a requirement, a URL, or a wheel or folder in this project "
        "(default: the place that it was installed from here, such as its git URL and commit)",
    )
    parser.add_argument("--target", metavar="NAME|DIR", default=DEFAULT_TARGET, help="the target data of the SDK")
    parser.set_defaults(run=_init)


def _init(given: dict[str, Any]) -> int:
    from conformance.pipeline.new_project import new_project

    lines = new_project(Path(), sdk=given["sdk"], target=given["target"], suite=given["suite"])
    print_text("".join(f"{line}\n" for line in lines))
    return 0
