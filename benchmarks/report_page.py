"""The HTML report of 428 operations and 2,000 findings in a headless browser: size, first content, filters, opening.

Needs the extra `browser` and Chromium. The findings repeat those of a report as JSON until there are enough:
`python -m benchmarks.report_page check.json`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.to_json import from_json

OPERATIONS: Final = 428
FINDINGS: Final = 2_000
RUNS: Final = 5
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
FILTER: Final = """([name, value]) => {
  const field = document.querySelector(`[name=${name}]`);
  const started = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - started;
}"""


def enlarged(report: Report) -> Report:
    """The report with that many operations and findings, each finding and operation with a name of its own."""
    names = [f"{o.operation}{number}" for number in range(OPERATIONS) for o in report.operations][:OPERATIONS]
    covered = [report.operations[number % len(report.operations)] for number in range(OPERATIONS)]
    found = [report.findings[number % len(report.findings)] for number in range(FINDINGS)]
    return replace(
        report,
        operations=tuple(replace(entry, operation=name) for entry, name in zip(covered, names, strict=True)),
        findings=tuple(
            replace(finding, operation=names[number % OPERATIONS], part=f"{finding.part}{number}", known=None)
            for number, finding in enumerate(found)
        ),
    )


def measure(browser: Any, file: Path, report: Report) -> dict[str, float]:
    """Milliseconds of one visit."""
    page = browser.new_page()
    page.goto(file.as_uri())
    entries = page.evaluate("performance.getEntriesByType('paint').map((entry) => [entry.name, entry.startTime])")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    times = {"first content": dict(entries)["first-contentful-paint"], "ready": loaded}
    check = report.findings[0].check
    filters = (("q", "projects"), ("q", "a"), ("q", ""), ("severity", "major"), ("check", check), ("check", ""))
    for name, value in filters:
        times[f"filter {name}={value!r}"] = page.evaluate(FILTER, [name, value])
    page.close()
    return times


def main(path: Path) -> None:
    """Print the table."""
    report = from_json(path.read_text(encoding="utf-8"))
    assert isinstance(report, Report)
    report = enlarged(report)
    started = time.perf_counter()
    text = to_html(report)
    print(f"rendered in {time.perf_counter() - started:.1f} s: {len(text.encode()) / 1e6:.2f} MB")
    program = os.environ.get("CONFORMANCE_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "report.html"
        file.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        visits = [measure(browser, file, report) for _ in range(RUNS)]
        browser.close()
    for name in visits[0]:
        print(f"{name}: {statistics.median(visit[name] for visit in visits):.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
