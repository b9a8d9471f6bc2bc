"""The layout: the same meaning, the same comments, and one layout however the text was broken."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.format import layout
from tenure.dsl.format.layout import LayoutError, formatted, laid_out
from tenure.dsl.format.rows import words_of
from tenure.dsl.format.spacing import spelling
from tenure.dsl.nodes.declarations import File
from tenure.dsl.reader import read_file, syntax_tree
from tenure.dsl.source import SourceFile
from tests.properties import spec
from tests.properties.generated import policies
from tests.properties.scale import tried
from tests.properties.written import Writer

ROOT = Path(__file__).parents[2]
LAYOUTS = ROOT / "tests" / "golden" / "layouts"


def source(text: str) -> SourceFile:
    return SourceFile(path="schedule.tenure", text=text)


def tree_of(text: str) -> File | None:
    return read_file(source(text), lambda _: None)


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.tenure"))


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


READABLE = [
    path
    for path in files("policies", "tests/corpus", "tests/golden/policies")
    if b"\0" not in path.read_bytes() and tree_of(path.read_text("utf-8-sig", "replace"))
]
TEXTS = [text_of(path) for path in READABLE]


def comments_of(text: str) -> list[str]:
    return [span.text.rstrip() for span in source(text).comments]


def held(text: str) -> str:
    """The layout of a text, after a look at all that it promises."""
    found: list[Diagnostic] = []
    after = formatted(source(text), found.append)
    assert found == []
    assert after is not None
    assert tree_of(after) == tree_of(text)
    assert comments_of(after) == comments_of(text)
    assert formatted(source(after), found.append) == after
    return after


@pytest.mark.parametrize("path", READABLE, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_layout_of_a_policy(path: Path) -> None:
    after = held(text_of(path))
    assert not re.search(r"\n\n\n\n|\r|\A\n|\n\n\Z", after) or '"""' in after


@pytest.mark.parametrize("name", ["everything", "comments", "long"])
def test_golden_layouts(name: str, golden: object) -> None:
    assert callable(golden)
    golden(f"layouts/{name}.out", held((LAYOUTS / f"{name}.in").read_text(encoding="utf-8")))


@tried(quick=60, nightly=2000)
@given(policy=policies(), seed=st.integers(0, 1000))
def test_generated_policies(policy: spec.Policy, seed: int) -> None:
    held(Writer(seed).policy(policy))


def broken_up(text: str, blanks: random.Random | None, between: str = " ") -> str:
    """The words of a text, with something else between them."""
    words = [spelling(word) for word in words_of(syntax_tree(source(text)).children)]
    if blanks is None:
        return between.join(words)
    choice = (" ", "  ", "\n", "\t", "\r\n", "\n\n\n", " \n   ", " # why\n", "\n# because\n  ")
    return "".join(part for word in words for part in (word, blanks.choice(choice)))


@tried(quick=150, nightly=3000)
@given(text=st.sampled_from(TEXTS), seed=st.integers(0, 2**32))
def test_comments_and_blanks_anywhere(text: str, seed: int) -> None:
    held(broken_up(text, random.Random(seed)))


@pytest.mark.parametrize("text", TEXTS, ids=[str(path.relative_to(ROOT)) for path in READABLE])
def test_where_lines_end_does_not_matter(text: str) -> None:
    assert laid_out(source(broken_up(text, None, "\n"))) == laid_out(source(broken_up(text, None)))


def test_a_syntax_error_is_reported_and_nothing_returned() -> None:
    found: list[Diagnostic] = []
    assert formatted(source('rule 1 for "x"'), found.append) is None
    assert [one.code.number for one in found] == ["TN103"]


@pytest.mark.parametrize("text", ["", "\n\n", "   \r\n"])
def test_nothing_stays_nothing(text: str) -> None:
    assert held(text) == ""


def test_a_layout_that_would_change_something_is_not_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "laid_out", lambda _: "rule 2 for x keep 1 day after y\n")
    with pytest.raises(LayoutError, match=r"schedule\.tenure"):
        formatted(source("rule 1 for x keep 1 day after y"), lambda _: None)


def test_a_layout_that_would_lose_a_comment_is_not_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "laid_out", lambda _: 'policy "x"\n')
    with pytest.raises(LayoutError):
        formatted(source('policy "x"  # agreed'), lambda _: None)


@pytest.mark.parametrize("path", files("policies"), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_worked_policies_are_laid_out(path: Path) -> None:
    assert laid_out(source(text_of(path))) == path.read_bytes().decode()


def test_a_very_long_cell_has_a_gap_after_it() -> None:
    text = 'test "t"\n  given a_class_with_a_long_name a_record_with_a_long_name  sent 2026-01-01\n'
    text += "  on 2026-01-01\n  expect a_record_with_a_long_name due\n"
    assert formatted(SourceFile(path="t", text=text), lambda _: None) == text
