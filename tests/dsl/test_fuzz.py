"""Spoilt policies: whatever the text, the reader returns a tree or says what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import MAX_ERRORS, read_file
from tenure.dsl.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus" / "good"
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.rglob("*.tenure"))]

_TOKEN = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|\s+|[\w.]+|.')
TOKENS = sorted({token for text in TEXTS for token in _TOKEN.findall(text)})

texts = st.sampled_from(TEXTS)
noise = st.text(st.one_of(st.characters(), st.sampled_from('"#()\\\0\r\n\t.,=+/-“”')), max_size=8)


def check(text: str) -> None:
    """Read it; every message has its place in the text and says something short."""
    found: list[Diagnostic] = []
    tree = read_file(SourceFile(path="x", text=text), found.append)
    assert (tree is None) == bool(found)
    assert len(found) <= MAX_ERRORS
    for one in found:
        assert one.at is not None
        assert 0 <= one.at.start < one.at.end <= len(text)
        assert all(character.isprintable() for character in one.message)
        assert len(one.message) < 400
    assert [one.where for one in found] == sorted({one.where for one in found})


@given(texts, st.data())
def test_truncated(text: str, data: st.DataObject) -> None:
    check(text[: data.draw(st.integers(0, len(text)))])


@given(texts, st.data())
def test_with_pieces_cut_out(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + text[start + data.draw(st.integers(1, 20)) :]
    check(text)


@given(texts, st.data())
def test_with_words_shuffled(text: str, data: st.DataObject) -> None:
    tokens = _TOKEN.findall(text)
    places = st.integers(0, max(0, len(tokens) - 1))
    for _ in range(data.draw(st.integers(1, 4))):
        one, other = data.draw(places), data.draw(places)
        tokens[one], tokens[other] = tokens[other], tokens[one]
    check("".join(tokens))


@given(texts, st.data())
def test_with_words_of_other_policies(text: str, data: st.DataObject) -> None:
    tokens = _TOKEN.findall(text)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(tokens) - 1)))
        tokens[place : place + data.draw(st.integers(0, 1))] = [data.draw(st.sampled_from(TOKENS))]
    check(" ".join(tokens) if data.draw(st.booleans()) else "".join(tokens))


@given(texts, st.data())
def test_with_noise(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(noise) + text[start + data.draw(st.integers(0, 3)) :]
    check(text)


@given(texts, st.data())
def test_with_bytes_changed(text: str, data: st.DataObject) -> None:
    """As an old editor or a broken disk would leave it, read as well as it can be."""
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(content.decode("utf-8", "replace"))


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map(" ".join))
def test_words_at_random(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
def test_text_at_random(text: str) -> None:
    check(text)
