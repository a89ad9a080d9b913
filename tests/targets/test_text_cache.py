"""Cached texts survive damage, runs at the same time, and do not grow without bound."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.targets.text_cache import TextCache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TextCache:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    return TextCache("texts", 10_000)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_read_as_it_was_written(cache: TextCache, text: str) -> None:
    cache.write("key", text)
    assert cache.read("key") == text


def test_a_lone_surrogate_is_kept(cache: TextCache) -> None:
    cache.write("key", "\ud800")
    assert cache.read("key") == "\ud800"


def test_an_unknown_key_has_no_text(cache: TextCache) -> None:
    assert cache.read("key") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 40])
def test_a_damaged_entry_counts_as_missing_and_is_replaced(cache: TextCache, damage: bytes) -> None:
    cache.write("key", "text")
    (cache.folder / "key").write_bytes(damage)
    assert cache.read("key") is None
    cache.write("key", "text")
    assert cache.read("key") == "text"


def test_every_changed_or_missing_byte_is_noticed(cache: TextCache) -> None:
    cache.write("key", "text")
    file = cache.folder / "key"
    content = file.read_bytes()
    for place in range(len(content)):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert cache.read("key") is None
        file.write_bytes(content[:place])
        assert cache.read("key") is None


def test_writers_at_the_same_time_never_mix_their_texts(cache: TextCache) -> None:
    texts = [str(number) * 5_000 for number in range(8)]

    def write_and_read(text: str) -> str | None:
        cache.write("key", text)
        return cache.read("key")

    with ThreadPoolExecutor(8) as executor:
        assert set(executor.map(write_and_read, texts * 20)) <= set(texts)


def test_the_entries_used_longest_ago_are_pruned(cache: TextCache) -> None:
    for number in range(20):
        cache.write(f"key{number}", os.urandom(500).hex())
        os.utime(cache.folder / f"key{number}", (number, number))
    assert cache.read("key0") is not None  # it is used now
    cache.prune()
    left = {file.name for file in cache.folder.iterdir()}
    assert sum(file.stat().st_size for file in cache.folder.iterdir()) <= cache.limit
    assert "key0" in left
    assert "key1" not in left
    assert "key19" in left


def test_an_area_within_its_limit_keeps_everything(cache: TextCache) -> None:
    cache.write("key", "text")
    cache.prune()
    assert cache.read("key") == "text"


def test_what_killed_runs_left_is_pruned_too(cache: TextCache) -> None:
    cache.write("key", "text")
    left = cache.folder / ".staging-abc"
    left.write_bytes(bytes(20_000))
    os.utime(left, (0, 0))
    cache.prune()
    assert not left.exists()


def test_a_cache_that_cannot_be_written_costs_time_only(cache: TextCache, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    cache.write("key", "text")
    cache.prune()
    assert cache.read("key") is None
