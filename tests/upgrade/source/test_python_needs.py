"""Which Python a source needs is read, not believed: only what the oldest claimed Python evaluates counts."""

from __future__ import annotations

import pytest

from conformance.targets.contents import Contents
from conformance.upgrade.source.python_needs import UNIONS, claimed_python, python_needs

MODEL = "import pydantic\n\n\nclass Base(pydantic.BaseModel):\n    pass\n"
FUTURE = "from __future__ import annotations\n"


def features(code: str, claim: str = ">=3.9", requires: str = "") -> set[str]:
    metadata = f"Metadata-Version: 2.1\nName: sdk\nVersion: 1\nRequires-Python: {claim}\n{requires}"
    files = {"sdk/__init__.py": b"", "sdk/base.py": MODEL.encode(), "sdk/core.py": code.encode()}
    found = python_needs(Contents("sdk 1", files, metadata), "sdk")
    assert found is not None
    return {need.feature for need in found}


@pytest.mark.parametrize(
    "code",
    [
        "def read(source: bytes | None): ...",
        "def read() -> bytes | None: ...",
        "import typing\nasync def read(*, source: typing.Iterable[bytes] | bytes): ...",
        "import typing\ndef read(source: typing.Callable[[int | str], None]): ...",
        "import ipaddress\nclass Host:\n    address: ipaddress.IPv4Address | ipaddress.IPv6Address",
        "limit: int | None = None",
        "import typing\nSource = typing.List[int] | None",
        "import typing\nSource = typing.Union[int, str | bytes]",
        "from .base import Base\nclass Leaf(Base): ...\nclass Other(Base): ...\nEither = Leaf | Other",
        "def check(value):\n    return isinstance(value, int | str)",
        FUTURE + "from .base import Base\nclass Leaf(Base):\n    size: int | None = None",
        FUTURE + 'from .base import Base\nclass Leaf(Base):\n    size: "int | None" = None',
        'from .base import Base\nimport typing\nclass Leaf(Base):\n    sizes: typing.List["int | str"]',
    ],
)
def test_a_union_that_is_evaluated_needs_python_3_10(code: str) -> None:
    assert features(code) == {UNIONS}
    assert features(code, ">=3.10") == set()


@pytest.mark.parametrize(
    "code",
    [
        FUTURE + "def read(source: bytes | None) -> str | None: ...",
        FUTURE + "class Plain:\n    size: int | None = None",
        'def read(source: "bytes | None"): ...',
        "def read():\n    size: int | None = None",
        "import re\nFLAGS = re.ASCII | re.DOTALL",
        "from flags import ONE, TWO\nboth = ONE | TWO",
        "import typing\nfrom flags import ONE, TWO\ndef read(value: typing.Annotated[int, ONE | TWO]): ...",
        "known = {1} | {2}",
        "import typing\nif typing.TYPE_CHECKING:\n    Source = int | str\nelse:\n    Source = object",
        "import sys\nif sys.version_info >= (3, 10):\n    Source = int | str\nelse:\n    Source = object",
        "import sys\nif sys.version_info < (3, 10):\n    Source = object\nelse:\n    Source = int | str",
        "import sys\nNEW = sys.version_info >= (3, 10)\nSource = int | str if NEW else object",
        "import sys\nNEW = sys.version_info >= (3, 10)\nif not NEW:\n    S = object\nelse:\n    S = int | str",
        "import sys\ndef kind():\n    if sys.version_info < (3, 10):\n        return object\n    return int | str",
    ],
)
def test_a_union_that_the_oldest_python_never_evaluates_needs_nothing(code: str) -> None:
    assert features(code) == set()


@pytest.mark.parametrize(
    ("code", "feature"),
    [
        ("import tomllib", "'tomllib' module"),
        ("from datetime import UTC", "'datetime.UTC' member"),
        ("from typing import NotRequired", "'typing.NotRequired' member"),
        ("pairs = zip([1], [2], strict=True)", "'zip(strict)'"),
        ("def read(value):\n    match value:\n        case 1:\n            return 2", "pattern matching"),
        ("try:\n    x = 1\nexcept Exception:\n    import tomllib", "'tomllib' module"),
    ],
)
def test_syntax_modules_names_and_arguments_of_a_newer_python_are_found(code: str, feature: str) -> None:
    assert features(code) == {feature}


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib",
        "try:\n    from typing import NotRequired\nexcept (ImportError, AttributeError):\n    NotRequired = None",
        "try:\n    import tomllib\nexcept Exception:\n    tomllib = None",
        "from typing_extensions import NotRequired, Self, override",
        "import sys\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib",
        "import sys\nif sys.version_info[:2] >= (3, 11):\n    import tomllib",
        'import datetime\nzone = datetime.UTC if hasattr(datetime, "UTC") else datetime.timezone.utc',
    ],
)
def test_what_has_a_fallback_for_older_pythons_needs_nothing(code: str) -> None:
    assert features(code) == set()


def test_a_backport_lets_pydantic_evaluate_unions_on_older_pythons() -> None:
    code = FUTURE + "from .base import Base\nclass Leaf(Base):\n    size: int | None = None"
    assert features(code, requires="Requires-Dist: eval_type_backport\n") == set()


def test_a_file_that_this_python_cannot_read_is_a_need_and_the_others_are_read() -> None:
    assert {feature.partition(" that")[0] for feature in features("def (:\n")} == {"syntax"}


@pytest.mark.parametrize(
    ("claim", "oldest"),
    [(">=3.9,<4", (3, 9)), ("~=3.8", (3, 8)), (">=3.8.1", (3, 8)), ("!=3.9.*,>=3.9", (3, 10)), ("==3.11.*", (3, 11))],
)
def test_the_oldest_python_is_read_from_the_specifier(claim: str, oldest: tuple[int, int]) -> None:
    assert claimed_python(f"Name: sdk\nRequires-Python: {claim}\n") == (claim, oldest)


@pytest.mark.parametrize("metadata", ["", "Name: sdk\n", "Name: sdk\nRequires-Python: new\n", "Requires-Python: >=9\n"])
def test_without_a_claim_there_is_nothing_to_judge(metadata: str) -> None:
    assert claimed_python(metadata) is None
    assert python_needs(Contents("sdk 1", {"sdk/core.py": b"x: int | None"}, metadata), "sdk") is None
