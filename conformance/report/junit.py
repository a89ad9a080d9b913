"""Words of JUnit XML: cases, what came of them, and their counts."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conformance.text import in_line, visible

# ElementTree would name the locale's encoding here, which would make the document depend on the machine.
HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'


def document(root: Element) -> str:
    """The suites of `root` as a document, with their cases counted."""
    for suite in root:
        _count(suite, [suite])
    _count(root, list(root))
    indent(root)
    return HEADER + tostring(root, encoding="unicode") + "\n"


def case(suite: Element, name: str, classname: str) -> Element:
    """A new case of the suite."""
    return SubElement(suite, "testcase", name=in_line(name), classname=in_line(classname))


def say(judgement: Element, tag: str, message: str, text: str, kind: str = "crash") -> None:
    """What came of a case that is no pass: `tag` is failure or error."""
    SubElement(judgement, tag, message=in_line(message), type=kind).text = visible(text)


def _count(element: Element, suites: Sequence[Element]) -> None:
    for attribute, path in (
        ("tests", "testcase"),
        ("failures", "testcase/failure"),
        ("errors", "testcase/error"),
        ("skipped", "testcase/skipped"),
    ):
        element.set(attribute, str(sum(len(suite.findall(path)) for suite in suites)))
