"""The wheel was built with another tool or for other platforms.

Why it matters
    Callers do not notice another build tool. Tags matter: they say on which interpreters and platforms the wheel can be
    installed.

Before
    `Tag: py3-none-any`

After
    `Tag: cp312-cp312-manylinux_2_28_x86_64`

What to do
    If the tags differ, check that they include your interpreters and platforms.
"""

from email.parser import HeaderParser

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import changed_dist_info, dist_info_files

_FILE = "WHEEL"
_PLATFORM_FIELDS = frozenset({"Tag", "Root-Is-Purelib"})


@rule(tier=Tier.PACKAGING, impact=Impact.DOCUMENTATION, level=Level.NONE)
def wheel_changed(pair: ReleasePair) -> Iterator[Fact]:
    for file, old, new in changed_dist_info(pair):
        if file == _FILE:
            before, after = _fields(old), _fields(new)
            for name in sorted(before.keys() | after.keys()):
                if before.get(name) != after.get(name):
                    yield _fact(pair, name, before.get(name, ""), after.get(name, ""))


def _fact(pair: ReleasePair, name: str, before: str, after: str) -> Fact:
    matters = name in _PLATFORM_FIELDS
    return Fact(
        subject=PACKAGE,
        message=f"{name} of the wheel differs.",
        part=name,
        before=before,
        after=after,
        migration="Check that you can install the wheel on your platforms." if matters else "",
        files=dist_info_files(pair, _FILE),
        impact=Impact.RISKY if matters else None,
        level=Level.RUNTIME if matters else None,
    )


def _fields(text: bytes | None) -> dict[str, str]:
    headers = HeaderParser().parsestr((text or b"").decode("utf-8", errors="replace"))
    return {name: ", ".join(sorted(headers.get_all(name, []))) for name in headers}
