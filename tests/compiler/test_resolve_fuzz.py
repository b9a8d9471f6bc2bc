"""Spoilt policies that still read: resolving gives a policy, or says what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.load import LoadedFile
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus"
GOOD = [path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.glob("good/*.tenure"))]

_NAME = re.compile(r"(?<![\"\w])[a-z_]\w*(?![\"\w])|\b\d[\d.]*(?:/\w+)*\b")

texts = st.sampled_from(GOOD)


def check(text: str) -> None:
    """Resolve what reads; every error is reported, and nothing is raised."""
    found: list[Diagnostic] = []
    source = SourceFile(path="x", text=text)
    tree = read_file(source, found.append)
    if tree is None:
        return
    file = LoadedFile(source=source, declarations=tree.declarations, own=True)
    policy = resolve((file,), found.append)
    assert (policy is None) == bool(found)
    assert all(one.message and one.where[0] == "x" for one in found)
    assert len({(one.code, one.where, one.message) for one in found}) == len(found)


@given(texts, st.data())
def test_lines_taken_out(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        lines = lines or [""]
    check("".join(lines))


@given(texts, st.data())
def test_lines_moved_and_repeated(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        line = lines[data.draw(st.integers(0, len(lines) - 1))]
        lines.insert(data.draw(st.integers(0, len(lines))), line)
    check("\n".join(lines))


@given(texts, st.data())
def test_names_mixed_up(text: str, data: st.DataObject) -> None:
    """Another name of the same policy in the place of one, so that it mostly still reads."""
    names = list(_NAME.finditer(text))
    for _ in range(data.draw(st.integers(1, 3))):
        place, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
        if place.end() <= len(text):
            text = text[: place.start()] + other[0] + text[place.end() :]
    check(text)


@given(texts, texts)
def test_two_policies_in_one_file(one: str, other: str) -> None:
    check(one + "\n" + other)


@given(texts, texts)
def test_two_policies_without_the_second_header(one: str, other: str) -> None:
    check(one + "\n" + re.sub(r'\A(?:[^"]|"")*?policy "[^"]*"[^"]*?(?=^record|^\w+ )', "", other))
