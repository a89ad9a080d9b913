"""Private words stay out of code and texts: a newcomer must be able to read any line without learning a language."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
# what a pattern finds, and the standard term for it
WORDS: Final = {
    r"\bcrews?\b|\bhired?\b": "worker pool, start",
    r"\bclerks?\b": "finding builder",
    r"\bscener(?:y|ies)\b": "server setup",
    r"\bstand-?ins?\b(?!\.test|/)": "emulator",  # cassettes store http://standin.test and /standin/
    r"\bcanar(?:y|ies)\b": "scanner",
    r"\bshel(?:f|ves)\b": "library",
    r"\blanes?\b": "shard",
    r"\bscrub(?!bed\.example\b)\w*\b(?<!SCRUBBED)": "redact",
    r"\blegible\b": "parseable",
    r"\binnards\b": "private code",
    r"\b(?:no|some)body(?:'s)?\b": "unknown; created by this run; another user",
    r"\botherwise than\b|\banother one than\b": "differs from",
    r"\b(?:goes|gone|went) on with\b": "resumes",
    r"\b(?:is|are|was|were) (?:said|met)\b": "is printed, occurs",
    r"\bheld (?:to|against)\b": "is checked against, is compared with",
    r"\bmade smaller\b": "shrunk",
    r"\b(?:told|tells?)\b": "reported, printed; distinguish",
    r"\b(?:ask(?:s|ed|ing)|(?<![.\"])(?<!matrix )ask(?!\())\b": "send a request, call",
    # reports have the count "recorded answers replayed", tasks of acme a field "answers"
    r"\b(?:(?<!recorded )answers(?!\")|answered|answering)\b": "response, respond",
    r"\b(?:an|the|this|that|its|no|each) answer\b": "response",
    r"\bdeviations?\b|\bexcuse[sd]?\b": "finding, known finding",
    r"\bbecame of\b|\bcame to\b": "the outcome of",
    r"\blearnt\b": "learned",
    r"\"\"\"(?:What|Where|All that) ": "a noun for the value",
    r"\bis not any more\b|\bthere is no such (?:file|folder)\b": "is no longer, does not exist",
    r"\bin so many words\b|, in words\b|\bin words[.,](?!\w)": "as text, in a docstring",
    r"\bgo home\b|\bgone home\b": "closed",
    r"\bfor (?:\w+, )*each(?:, \w+)* in ": "a noun for the items",
    (
        r"\bdef _?(?:told|seen|said|shown|met|asked|answered|place|placed|held|"
        r"made|found|given|kept|listed|written|drawn|tried)\b"
    ): "a name for what the function returns or does",
}
# where a pattern does not apply
EXEMPT: Final = {
    # the example SDK of the upgrade tests manages books, which stand on shelves
    r"\bshel(?:f|ves)\b": ("conformance/upgrade/rules/", "tests/upgrade/"),
    # small SDKs with docstrings of their own
    r"\"\"\"(?:What|Where|All that) ": ("tests/upgrade/rules/",),
    # reports quote the code of scenarios
    r"\bfor (?:\w+, )*each(?:, \w+)* in ": ("conformance/targets/label_studio/scenarios.toml",),
}
TEST: Final = ("def test_", "async def test_")  # the names of tests are sentences
SUFFIXES: Final = (".py", ".md", ".toml", ".ini", ".yml", ".html", ".jinja", ".css", ".js")
DATA: Final = (
    "cassettes/label_studio/",
    "conformance/targets/label_studio/approved/",
    "reports/examples/",
    "benchmarks/truth/",
    "tests/faux/",
    "tests/test_house_words.py",
    "CHANGELOG.md",
)


def texts() -> Iterator[tuple[str, str]]:
    """The name and the text of every file that people read."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if name.endswith(SUFFIXES) and not name.startswith(DATA) and file.is_file():
            yield name, file.read_text(encoding="utf-8")


def with_names_as_sentences(line: str) -> str:
    """A line as it is searched: the name of a test is read as a sentence, too."""
    return f"{line}  {line.replace('_', ' ')}" if line.lstrip().startswith(TEST) else line


LINES: Final = {name: [with_names_as_sentences(line) for line in text.splitlines()] for name, text in texts()}
TEXTS: Final = {name: "\n".join(lines) for name, lines in LINES.items()}


@pytest.mark.parametrize("pattern", WORDS)
def test_a_house_word_is_in_no_file(pattern: str) -> None:
    word = re.compile(pattern, re.IGNORECASE)
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in TEXTS.items()
        if not name.startswith(EXEMPT.get(pattern, ())) and word.search(text)
        for number, line in enumerate(LINES[name], start=1)
        if word.search(line)
    ]
    assert not found, f"say: {WORDS[pattern]}\n" + "\n".join(found[:20]) + f"\n{len(found)} lines"
