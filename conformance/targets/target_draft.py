"""A first target.toml, from the facts about a package that were found by looking at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from conformance.targets.target_keys import KEYS, OPTIONAL_TABLES, Key


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """The values of target.toml that were found, by key.

    `unknown` has the other required keys, each with the reason and, where there are any, the candidates. `notes` are
    lines for the author.
    """

    version: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, str]]
    unknown: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def to_toml(self) -> str:
        """The text of target.toml. An unknown key is a comment to fill in: loading the text names exactly these."""
        lines = [f"# Made by `conformance target new` from {self.texts['distribution']} {self.version}. Review it."]
        lines += ["# docs/targets.md of label-studio-conformance describes every key."]
        table = ""
        for key in KEYS:
            entry = self._entry(key)
            if not entry or any(key.name.startswith(f"{name}.") for name in OPTIONAL_TABLES):
                continue
            if key.table != table:
                table = key.table
                lines += ["", f"[{table}]"]
            lines += entry
        return "\n".join(lines) + "\n" + "".join(self._table_of_headers())

    def _entry(self, key: Key) -> list[str]:
        name = key.name.rpartition(".")[2]
        if key.name in self.unknown:
            empty = {"text": '"…"', "list of texts": '["…"]', "table of texts": '{ name = "…" }'}[key.kind]
            why = f"# To fill in: {key.meaning}. {_sentence(self.unknown[key.name])}"
            return [why, f"# {name} = {empty}"]
        if key.name in self.texts:
            return [f"{name} = {_text(self.texts[key.name])}"]
        if key.name in self.lists:
            return [f"{name} = [{', '.join(map(_text, self.lists[key.name]))}]"]
        if key.name in self.tables and key.name != "headers":
            pairs = ", ".join(f"{_name(item)} = {_text(value)}" for item, value in self.tables[key.name].items())
            return [f"{name} = {{ {pairs} }}" if pairs else f"{name} = {{}}"]
        return []

    def _table_of_headers(self) -> Iterator[str]:
        headers = self.tables.get("headers", {})
        if headers:
            yield "\n[headers]\n"
            yield "".join(f"{_name(name)} = {_text(value)}\n" for name, value in headers.items())


@dataclass
class DraftBuilder:
    """The values and the gaps that were found so far."""

    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, Mapping[str, str]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a key was looked for."""
        return name in self.texts or name in self.lists or name in self.tables or name in self.unknown

    def build(self, version: str) -> TargetDraft:
        """The draft for a version of the distribution."""
        return TargetDraft(
            version=version,
            texts=self.texts,
            lists=self.lists,
            tables=self.tables,
            unknown=self.unknown,
            notes=tuple(self.notes),
        )


_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # a TOML basic string


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _sentence(text: str) -> str:
    """A reason in one line, with a capital letter and a full stop."""
    line = " ".join(text.split()).rstrip(".")
    return f"{line[:1].upper()}{line[1:]}."
