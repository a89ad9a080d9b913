"""JUnit XML, which continuous integration servers show: a suite for every operation or rule, and one for the run."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conformance.report.build import AnyReport, document_of
from conformance.report.document import Case, Document, Problem, Suite
from conformance.text import in_line, visible

# ElementTree would name the locale's encoding here, and the document would depend on the machine.
HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'


def to_junit(report: AnyReport) -> str:
    """The report as JUnit XML: it has a failure or an error exactly when the run fails."""
    document = document_of(report)
    root = Element("testsuites", name=in_line(document.name))
    root.extend([_run(document), *map(_suite, document.suites)])
    for suite in root:
        _count(suite, [suite])
    _count(root, list(root))
    indent(root)
    return HEADER + tostring(root, encoding="unicode") + "\n"


def _run(document: Document) -> Element:
    suite = Element("testsuite", name="run")
    properties = SubElement(suite, "properties")
    for name, value in document.facts:
        SubElement(properties, "property", name=name, value=in_line(value))
    if document.interrupted:
        problem = Problem(outcome="error", message="The run was interrupted.", text=document.verdict)
        suite.append(_case(Case(name="complete", class_name="run", problem=problem)))
    output = "\n".join((document.verdict, *document.lead, *document.notes))
    SubElement(suite, "system-out").text = visible(output)
    return suite


def _suite(suite: Suite) -> Element:
    element = Element("testsuite", name=in_line(suite.name))
    element.extend(map(_case, suite.cases))
    return element


def _case(case: Case) -> Element:
    element = Element("testcase", name=in_line(case.name), classname=in_line(case.class_name))
    problem = case.problem
    if problem is not None and problem.outcome == "skipped":
        SubElement(element, "skipped", message=in_line(problem.message))
    elif problem is not None:
        part = SubElement(element, problem.outcome, message=in_line(problem.message), type=problem.kind)
        part.text = visible(problem.text)
    if case.output:
        SubElement(element, "system-out").text = visible(case.output)
    return element


def _count(element: Element, suites: Sequence[Element]) -> None:
    for attribute, path in (
        ("tests", "testcase"),
        ("failures", "testcase/failure"),
        ("errors", "testcase/error"),
        ("skipped", "testcase/skipped"),
    ):
        element.set(attribute, str(sum(len(suite.findall(path)) for suite in suites)))
