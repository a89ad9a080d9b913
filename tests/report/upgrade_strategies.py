"""Hypothesis strategies for reports of upgrades; every value is one that a run could give."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.change import Bump, Change, FileRow, Hit, Impact, Level, Tier, Witness
from conformance.report.upgrade_report import UpgradeReport, Usage
from conformance.settings import FAIL_ON
from tests.report.upgrade_reports import RULES
from tests.strategies import parts, texts

SUBJECTS = ("jwt_settings.update", "projects.list", "types.blueprint.Blueprint", "label_interface.LabelInterface", "x")
FILES = (
    "label_studio_sdk/client.py",
    "label_studio_sdk/types/blueprint.py",
    "label_studio_sdk-{2.0.5 → 2.0.7}/METADATA",
)


def hits() -> st.SearchStrategy[Hit]:
    """Lines of the user's code."""
    files = st.sampled_from(("a.py", "folder/b c.py", "notes.ipynb#cell-2")) | texts(12)
    return st.builds(
        Hit, file=files, line=st.integers(0, 9), column=st.integers(-1, 80), text=texts(), uses=texts(), advice=texts()
    )


def witnesses() -> st.SearchStrategy[Witness]:
    """Witnesses of any text."""
    by = st.sampled_from(("run", "types", "exchange", "inspection"))
    return st.builds(
        Witness, program=texts(), by=by, old=texts(), new=texts(), confirmed=st.booleans(), why_not=texts()
    )


def changes() -> st.SearchStrategy[Change]:
    """Changes of the rules that are described, or of one that is not; without trials, which no document holds."""
    return st.builds(
        Change,
        rule=st.sampled_from([*(rule.id for rule in RULES), "not_described"]),
        tier=st.sampled_from(Tier),
        impact=st.sampled_from(Impact),
        level=st.sampled_from(Level),
        subject=st.sampled_from(SUBJECTS) | texts(12).filter(bool),
        message=texts(),
        part=parts(),
        before=st.just("") | texts(),
        after=st.just("") | texts(),
        migration=st.just("") | texts(),
        example=st.just("") | texts(),
        files=st.lists(st.sampled_from(FILES), unique=True).map(tuple),
        operations=st.lists(st.sampled_from(SUBJECTS), unique=True).map(tuple),
        trial=st.none(),
        witness=st.none() | witnesses(),
        hits=st.lists(hits(), max_size=2).map(tuple),
        arrived=st.sampled_from(("", "2.0.6")),
    )


def usages() -> st.SearchStrategy[Usage]:
    """The uses in the user's code."""
    some = st.lists(hits(), max_size=2).map(tuple)
    roots = st.lists(st.sampled_from(("src", "/home/x/src", "a.py")), max_size=2).map(tuple)
    unreadable = st.lists(texts(), max_size=1).map(tuple)
    return st.builds(Usage, roots, st.integers(0, 9), st.integers(0, 9), texts(8), some, some, unreadable)


@st.composite
def upgrade_reports(draw: st.DrawFn) -> UpgradeReport:
    """Reports of whole runs."""
    found = sorted(draw(st.lists(changes(), max_size=4, unique_by=lambda item: item.id)), key=lambda item: item.order)
    ids = [change.id for change in found]
    rows = [
        FileRow(
            path=path,
            added=draw(st.integers(0, 99)),
            removed=draw(st.integers(0, 99)),
            state=draw(st.sampled_from(("added", "removed", "changed", "same"))),
            explained_by=tuple(draw(st.lists(st.sampled_from([*ids, "unheard_of: x"]), unique=True))),
        )
        for path in draw(st.lists(st.sampled_from(FILES) | texts(12), unique=True, max_size=3))
    ]
    bumps: st.SearchStrategy[Bump] = st.sampled_from(("none", "patch", "minor", "major", "unknown"))
    return UpgradeReport(
        tool_version="0.1.0",
        target="label_studio",
        sdk="label-studio-sdk",
        old=draw(st.sampled_from(("2.0.5", "directory x"))),
        new="2.0.7",
        old_version="2.0.5",
        new_version=draw(st.sampled_from(("2.0.7", "2.1.0rc1"))),
        seed=draw(st.integers(0, 2**32)),
        bump=draw(bumps),
        called_for=draw(bumps),
        tiers=tuple(draw(st.lists(st.sampled_from([tier.value for tier in Tier]), unique=True))),
        fail_on=draw(st.sampled_from(FAIL_ON)),
        notes=tuple(draw(st.lists(texts(), max_size=2))),
        rules=RULES,
        changes=tuple(found),
        rows=tuple(rows),
        counts=draw(st.dictionaries(st.sampled_from(("operations", "exchanges")), st.integers(0, 999))),
        groups=draw(
            st.dictionaries(st.sampled_from(("projects", "jwt_settings")), st.tuples(*[st.integers(0, 99)] * 2))
        ),
        usage=draw(st.none() | usages()),
        walked=draw(st.sampled_from(((), ("2.0.5", "2.0.6", "2.0.7")))),
        interrupted=draw(st.booleans()),
        times=draw(st.dictionaries(st.sampled_from(("read", "run")), st.floats(0, 1e6))),
    )
