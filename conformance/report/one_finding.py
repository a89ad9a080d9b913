"""One finding, or one change of an upgrade, in full, as lines for a terminal: `conformance show`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conformance.change import Change
from conformance.finding import Finding
from conformance.report.build import AnyReport
from conformance.report.check import phrases
from conformance.report.report import Report
from conformance.report.to_terminal import PIPE_WIDTH, Line
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import in_line, visible, wrapped

LONGEST = 20_000  # characters of a body that is worth laying out


def shown_lines(report: AnyReport, shown: Finding | Change, width: int | None = None) -> Iterator[Line]:
    """Everything that a result document has about a finding or a change of its own."""
    if isinstance(report, Report) and isinstance(shown, Finding):
        yield from finding_lines(report, shown, width)
    elif isinstance(report, UpgradeReport) and isinstance(shown, Change):
        yield from change_lines(report, shown, width)


def finding_lines(report: Report, finding: Finding, width: int | None = None) -> Iterator[Line]:
    """Everything that the result document has about a finding, for a terminal of `width` columns."""
    width = width or PIPE_WIDTH
    yield Line(in_line(finding.id), "title")
    for text in wrapped(phrases.message(finding), width, "  "):
        yield Line(text)
    about = [f"severity: {finding.severity.value}", f"blame: {finding.blame.value}"]
    about.append(f"compared: {', '.join(source.text for source in finding.sources)}")
    yield from _note("; ".join(about), width)
    if finding.known is not None:
        yield from _note(f"known: {finding.known}", width)
    for block in phrases.code_blocks(finding):
        yield Line("")
        yield Line(f"{block.label}:", "name")
        text = laid_out(block.text) if block.language == "http" else block.text
        for line in visible(text).split("\n"):
            yield Line(line)  # not indented: it can be copied
    yield Line("")
    yield Line("Repeat it:", "name")
    yield Line(f"  {in_line(phrases.repeat(report, finding))}", "advice")
    yield Line(f"  see: conformance explain {in_line(finding.check)}", "advice")


def change_lines(report: UpgradeReport, change: Change, width: int | None = None) -> Iterator[Line]:
    """Everything that the document of an upgrade has about a change, for a terminal of `width` columns."""
    width = width or PIPE_WIDTH
    yield Line(in_line(change.id), "title")
    for text in wrapped(change.message, width, "  "):
        yield Line(text)
    arrived = f"; since {change.arrived}" if change.arrived else ""
    yield from _note(
        f"impact: {change.impact.value}; noticed: {change.level.value}; tier: {change.tier.value}{arrived}", width
    )
    if change.migration:
        yield from _note(f"what to do: {change.migration}", width)
    blocks = [(f"On {report.old}", change.before), (f"On {report.new}", change.after), ("Example", change.example)]
    if change.witness is not None:
        witness = change.witness
        sure = "confirmed" if witness.confirmed else f"not confirmed: {witness.why_not}"
        blocks += [(f"Witness ({sure})", witness.program)]
        blocks += [(f"Its outcome on {report.old}", witness.old), (f"Its outcome on {report.new}", witness.new)]
    blocks.append(("In your code", "\n".join(f"{hit.file}:{hit.line}" for hit in change.hits)))
    blocks.append(("Files", "\n".join(change.files)))
    for label, text in blocks:
        if text.strip():
            yield Line("")
            yield Line(f"{label}:", "name")
            for line in visible(text.rstrip()).split("\n"):
                yield Line(line)
    yield Line("")
    yield Line(f"  see: conformance explain {in_line(change.rule)}", "advice")


def laid_out(text: str) -> str:
    """An HTTP message with its JSON body in lines; any other body, or more than one message, stays as it is."""
    head, gap, body = text.partition("\n\n")
    if not gap or len(body) > LONGEST or body.lstrip()[:1] not in {"{", "["}:
        return text
    try:
        # Numbers stay as they are written: a parsed one may be rounded.
        value = json.loads(body, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except (ValueError, RecursionError):
        return text
    return f"{head}\n\n{_layout(value)}"


class _Number(str):
    __slots__ = ()


def _layout(value: object, indent: str = "") -> str:
    inner = f"{indent}  "
    match value:
        case _Number():
            return str(value)
        case dict() if value:
            rows = (f"{inner}{_text(name)}: {_layout(item, inner)}" for name, item in value.items())
            return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
        case list() if value:
            return "[\n" + ",\n".join(f"{inner}{_layout(item, inner)}" for item in value) + f"\n{indent}]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _note(text: str, width: int) -> Iterator[Line]:
    for line in wrapped(text, width, "  "):
        yield Line(line, "note")
