"""Reports: two values, `Report` (check, live) and `UpgradeReport`, and for each format a function to text.

- `report`, `upgrade_report`: the values
- `known`, `known_file`, `operation_patterns`: which findings are known; `known_writer`: lists of them
- `shared_causes`, `one_finding`: findings that most operations show alike; one in full
- `document`: the report without a format; `check/`, `upgrade/`, `history/`, `mutants/` and `matrix/` build it
- `to_*`: one module for each format, for both values; all but HTML and JSON render the document
- `paint`: a summary on a terminal; `text_budget`: as much of a text as there is space for
- `page`, `facets`, `templates/`, `assets/`: what the HTML pages share; the script adds search, filters and layout
- `files`: report files
- `badge`, `annotations`, `markdown`: the JSON of a badge, annotations of a job, safe Markdown
A new format is one module and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from conformance.report.build import AnyReport, Shown
from conformance.report.matrix.matrix import matrix_json
from conformance.report.mutants.report import mutants_json
from conformance.report.to_html import to_html
from conformance.report.to_json import to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import to_markdown
from conformance.report.to_sarif import to_sarif

Render = Callable[[AnyReport], str]

FORMATS: Final[Mapping[str, Render]] = {
    ".html": to_html,
    ".json": to_json,
    ".md": to_markdown,
    ".sarif": to_sarif,
    ".xml": to_junit,
}

HISTORY_FORMATS: Final[Mapping[str, Callable[[Shown], str]]] = {".html": to_html, ".md": to_markdown}
MUTANT_FORMATS: Final[Mapping[str, Callable[[Shown], str]]] = {**HISTORY_FORMATS, ".json": mutants_json}
MATRIX_FORMATS: Final[Mapping[str, Callable[[Shown], str]]] = {**HISTORY_FORMATS, ".json": matrix_json}

__all__ = ["FORMATS", "HISTORY_FORMATS", "MATRIX_FORMATS", "MUTANT_FORMATS", "Render"]
