"""The texts that `conformance init` writes: settings, an empty list of known findings, a workflow."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from shlex import quote
from string import Template
from textwrap import indent, wrap
from typing import Any, Final

from conformance.pipeline.suite_source import SuiteSource
from conformance.settings import DEFAULT_TARGET, CheckSettings, RunSettings, UpgradeSettings, option_name, options_of
from conformance.targets.dependency_files import is_dependency_file

BASE: Final = ".conformance-base"  # the folder of the branch that a pull request is merged into
_CODE: Final = ("src", "app", "lib")  # the folders that usually hold a project's code


def settings_tables(folder: Path, sdk: str, target: str, known: str) -> str:
    """The tables of pyproject.toml; every other setting is a comment with its default."""
    chosen = {"sdk": sdk, "known": known, **({} if target == DEFAULT_TARGET else {"target": target})}
    code = [name for name in _CODE if (folder / name).is_dir()][:1] or ["."]
    return (
        "# Settings of `conformance check`; options on the command line win over them.\n"
        + _table(CheckSettings, chosen, {"operations"})
        + '#[tool.conformance.operations."projects.*"]  # of single operations, by glob\n#skip = "the reason"\n'
        + "\n# Settings of `conformance upgrade`; those of `conformance live` are in [tool.conformance.live].\n"
        + _table(
            UpgradeSettings,
            {"usage": code, "fail_on": "touched"},
            {setting.name for setting in fields(RunSettings)} | {"impact"},
        )
    )


def _table(kind: type[RunSettings], chosen: dict[str, Any], left_out: set[str]) -> str:
    lines = [f"[{kind.TABLE}]"]
    commented = []
    for setting, option in options_of(kind):
        if not option.in_file or setting.name in left_out:
            continue
        if setting.name in chosen:
            lines.append(f"{option_name(setting.name)} = {_toml(chosen[setting.name])}")
        else:
            value = option.metavar if setting.default is None else setting.default
            commented += wrap(option.help, 110, initial_indent="# ", subsequent_indent="#   ")
            commented.append(f"#{option_name(setting.name)} = {_toml(value)}")
    return "\n".join([*lines, *commented]) + "\n"


def _toml(value: Any) -> str:
    """A value as TOML: its texts, numbers, truth values and lists are those of JSON."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def known_list(name: str) -> str:
    """A list of known findings without entries, which adds to that of the target."""
    return (
        "# Findings that are expected, each with its reason. A run fails for all others.\n"
        f"#   conformance check --write-known {name} --known-reason TEXT    adds the new ones of a run\n"
        f"#   conformance known prune {name}    removes what the last run did not find\n"
        'extends = "target"  # the known findings that come with the target; without this line only those below\n'
    )


_WORKFLOW: Final = Template("""\
# Written by `conformance init`. The settings are in pyproject.toml.
name: conformance

on:
  pull_request:
  schedule:
    - cron: "17 5 * * 1"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: $${{ github.workflow }}-$${{ github.ref }}
  cancel-in-progress: true

env:
$first  SUITE: $suite

jobs:
  check:
    name: $distribution keeps its contract
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
$check""")

_PULL_REQUEST: Final = Template("""\

  upgrade:
    name: A new $distribution and this project
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/checkout@v4
        with:
          ref: $${{ github.base_ref }}
          path: $base
          persist-credentials: false
      - name: Has this pull request changed the release?
        id: changed
        env:
          FILE: $file
        run: |
          if [ -f "$base/$$FILE" ] && ! cmp -s "$base/$$FILE" "$$FILE"; then
            echo "file=true" >> "$$GITHUB_OUTPUT"
          fi
$upgrade""")

_SCHEDULED: Final = Template("""\

  upgrade:
    name: The newest $distribution and this project
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
$upgrade""")

_RUN: Final = Template("""\
      - uses: actions/setup-python@v5$condition
        with:
          python-version: "3.12"
      - uses: actions/cache@v4$condition
        with:
          path: ~/.cache/label-studio-conformance
          key: conformance-$${{ runner.os }}-$name-$${{ github.run_id }}
          restore-keys: conformance-$${{ runner.os }}-$name-
      - name: Install$condition
        run: python -m pip install --quiet "$$SUITE"
      - name: Run$condition
        run: |
          mkdir -p conformance-reports
          conformance $words --github \\
            --report conformance-reports/report.html --report conformance-reports/report.json \\
            --report conformance-reports/report.sarif --report conformance-reports/report.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: conformance-$name
          path: conformance-reports
          if-no-files-found: ignore
""")
_IF_CHANGED: Final = "\n        if: steps.changed.outputs.file == 'true'"


def workflow(sdk: str, distribution: str, suite: SuiteSource) -> str:
    """The workflow: `check` always; `upgrade` where a pull request changes the release, or else every week."""
    in_file = is_dependency_file(sdk)
    old, new = (f"{BASE}/{sdk}", sdk) if in_file else (sdk, "latest")
    condition = _IF_CHANGED if in_file else ""
    first = f"Before this works: {suite.first}\n" if suite.first else ""
    values = {
        "distribution": distribution, "base": BASE, "file": json.dumps(sdk),  # a text of JSON is one of YAML
        "first": indent(first, "  # "), "suite": json.dumps(suite.requirement),
        "check": _RUN.substitute(name="check", words="check", condition=""),
        "upgrade": _RUN.substitute(name="upgrade", words=f"upgrade {quote(old)} {quote(new)}", condition=condition),
    }  # fmt: skip
    upgrade = _PULL_REQUEST if in_file else _SCHEDULED
    return _WORKFLOW.substitute(values) + ("" if sdk == "latest" else upgrade.substitute(values))
