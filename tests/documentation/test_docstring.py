"""Docstrings of every style are taken apart."""

from __future__ import annotations

import pytest

from conformance.documentation.docstring import NOT_SAID, read_docstring

NUMPY = """
    Export.

    Parameters
    ----------
    title, path : str
        Texts.

    limit : int
        The most items; defaults to 50.

    Examples
    --------
    client.export("a")
    """
GOOGLE = """
    Export.

    Args:
        title (str): A text.
        limit (int): The most items. Defaults to 50.
    """
REST = """
    Export.

    :param title: A text.
    :param limit: The most items; defaults to 50.
    """


@pytest.mark.parametrize("text", [NUMPY, GOOGLE, REST], ids=["NumPy", "Google", "reST"])
def test_parameters_and_their_defaults_are_read_in_every_style(text: str) -> None:
    described = {parameter.name: parameter.default for parameter in read_docstring(text).parameters}
    assert described.pop("path", NOT_SAID) is NOT_SAID
    assert described == {"title": NOT_SAID, "limit": 50}


@pytest.mark.parametrize("text", [None, "", "   ", "Export the project.", "Parameters\n----------\n```json\n{}\n```"])
def test_text_without_parameters_describes_none(text: str | None) -> None:
    assert read_docstring(text).parameters == ()


@pytest.mark.parametrize("line", ["---", "------------------"])
def test_a_section_ends_the_parameters_whatever_the_length_of_the_line_under_its_title(line: str) -> None:
    text = f"Export.\n\nParameters\n----------\ntitle: str\n    A text.\n\nReturns\n{line}\ndict\n    The export."
    assert [parameter.name for parameter in read_docstring(text).parameters] == ["title"]


def test_code_is_read_as_it_stands_after_prompts_or_in_fences_and_prose_is_not_code() -> None:
    def examples(text: str) -> tuple[str, ...]:
        return read_docstring(f"Export.\n\nExamples\n--------\n{text}").examples

    assert examples('client.export("a")') == ('client.export("a")\n',)
    assert examples('>>> x = 1\n>>> client.export("a")\nTrue') == ('x = 1\nclient.export("a")\n',)
    assert examples('As here:\n```python\nclient.export("a")\n```\nand so on') == ('client.export("a")\n',)
    assert examples("Call it with the title of a project.") == ()


def test_prose_after_a_prompt_is_no_output() -> None:
    text = """
    Chat.

    Examples:
        Plain chat:
            >>> client.chat("a")
            >>> for part in client.parts():
            ...     print(part)

        Streaming chat:
            >>> client.stream("b")
    """
    code = "\n".join(read_docstring(text).examples)
    assert 'client.chat("a")\n' in code
    assert "for part in client.parts():\n    print(part)\n" in code
    assert "Streaming" not in code
