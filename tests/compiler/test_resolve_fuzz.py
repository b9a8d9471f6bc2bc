"""Spoilt policies that still read: resolving gives a policy, or says what is wrong with it.

A policy that resolves decides: its own tests run, whatever their outcome.
"""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.load import LoadedFile
from tenure.compiler.resolve.policies import resolve
from tenure.compiler.selftest import run_tests
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus"
GOOD = [path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.glob("good/*.tenure"))]

_NAME = re.compile(r"(?<![\"\w])[a-z_]\w*(?![\"\w])|\b\d[\d.]*(?:/\w+)*\b")

texts = st.sampled_from(GOOD)
CONTACT = [
    (CORPUS / "good" / f"{name}.tenure").read_text(encoding="utf-8")
    for name in ("standards", "procedures", "accountability")
]
contact = st.sampled_from(CONTACT)
_WORDS = (
    "hours minutes days weeks months working optional date time received responded reported "
    "decided office school of 0 1 9999 2026-02-28 9999-12-31 0001-01-01 2026-03-02T23:59"
).split()
_PLACE = re.compile(
    r"\b(?:\d[\w:-]*|hours?|days?|weeks?|months?|working|date|time|[a-z]+_?[a-z]+)\b"
)


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
    if policy is not None:
        report = run_tests(policy)
        assert len(report.results) == len(policy.tests)


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


@given(contact, st.data())
def test_deadlines_with_words_and_days_changed(text: str, data: st.DataObject) -> None:
    """Another unit, another day, a day where a minute was: what reads decides, or is refused."""
    for _ in range(data.draw(st.integers(1, 5))):
        places = list(_PLACE.finditer(text))
        place = data.draw(st.sampled_from(places))
        text = text[: place.start()] + data.draw(st.sampled_from(_WORDS)) + text[place.end() :]
    check(text)


@given(contact, st.data())
def test_deadlines_with_their_lines_mixed(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        one = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        lines[one], lines[other] = lines[other], lines[one]
    check("\n".join(lines))


@given(texts, texts)
def test_two_policies_in_one_file(one: str, other: str) -> None:
    check(one + "\n" + other)


@given(texts, texts)
def test_two_policies_without_the_second_header(one: str, other: str) -> None:
    check(one + "\n" + re.sub(r'\A(?:[^"]|"")*?policy "[^"]*"[^"]*?(?=^record|^\w+ )', "", other))
