"""Excerpts: whatever the line holds, the underline stands under what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.dsl.source import SourceFile
from tenure.reports.findings.characters import width
from tenure.reports.findings.excerpts import Mark, excerpt, gutter
from tenure.reports.findings.lines import WIDEST, shown_line
from tenure.reports.findings.paint import Paint


def shown(text: str, *marks: tuple[str, str]) -> str:
    """The excerpt of a text with parts of it marked; the first mark is the primary one."""
    source = SourceFile(path="x.tenure", text=text)
    found = []
    for index, (part, label) in enumerate(marks):
        start = text.index(part)
        span = source.span(start, start + len(part))
        found.append(Mark(span=span, text=label, primary=index == 0))
    return "\n".join(excerpt(found, Paint(), gutter(found)))


def test_one_mark() -> None:
    assert shown("policy\nrecord x\n", ("x", "here")) == (
        " --> x.tenure:2:8\n  |\n2 | record x\n  |        ^ here\n  |"
    )


def test_lines_between_are_left_out_and_numbers_are_aligned() -> None:
    text = "first\n" + "\n" * 8 + "second\nthird\n"
    assert shown(text, ("third", ""), ("first", "why"), ("second", "too")) == (
        "  --> x.tenure:11:1\n"
        "   |\n"
        " 1 | first\n"
        "   | ----- why\n"
        "...\n"
        "10 | second\n"
        "   | ------ too\n"
        "11 | third\n"
        "   | ^^^^^\n"
        "   |"
    )


def test_two_marks_on_a_line_have_a_row_each() -> None:
    assert shown("one two", ("two", "b"), ("one", "a")).splitlines()[2:5] == [
        "1 | one two",
        "  |     ^^^ b",
        "  | --- a",
    ]


def test_a_span_of_several_lines_is_underlined_at_both_ends() -> None:
    text = "when (a\n  and b\n  and c)\nkeep"
    assert shown(text, ("(a\n  and b\n  and c)", "this")).splitlines()[2:] == [
        "1 | when (a",
        "  |      ^^",
        "...",
        "3 |   and c)",
        "  |   ^^^^^^ this",
        "  |",
    ]


@pytest.mark.parametrize(
    ("line", "under"),
    [
        ("\tx", "    ^"),
        ("ab\tx", "    ^"),
        ("abcd\tx", "        ^"),
        ("手紙 x", "     ^"),
        ("e\u0301 x", "  ^"),
        ("\x1b x", "         ^"),
        ("x", "^"),
    ],
)
def test_underlines_under_tabs_wide_and_invisible_characters(line: str, under: str) -> None:
    rows = shown(line, ("x", "")).splitlines()
    assert rows[3] == f"  | {under}"


def test_a_wide_character_has_a_wide_underline() -> None:
    assert shown("a 手紙", ("手紙", "")).splitlines()[3] == "  |   ^^^^"


@pytest.mark.parametrize("text", ["", "abc", "abc\n"])
def test_the_end_of_a_file_can_be_marked(text: str) -> None:
    source = SourceFile(path="x.tenure", text=text)
    mark = Mark(span=source.span(len(text), len(text)), primary=True)
    assert excerpt([mark], Paint(), 1)[3].endswith("^")


def test_other_files_follow() -> None:
    one = SourceFile(path="one.tenure", text="aa bb")
    two = SourceFile(path="two.tenure", text="cc")
    marks = [
        Mark(span=one.span(3, 5), primary=True),
        Mark(span=two.span(0, 2), text="there"),
        Mark(span=one.span(0, 2), text="here"),
    ]
    assert excerpt(marks, Paint(), 1) == [
        " --> one.tenure:1:4",
        "  |",
        "1 | aa bb",
        "  |    ^^",
        "  | -- here",
        "  |",
        " ::: two.tenure:1:1",
        "  |",
        "1 | cc",
        "  | -- there",
        "  |",
    ]


def test_a_line_of_a_million_characters_is_cut_around_the_mark() -> None:
    text = "a" * 500_000 + " here " + "b" * 500_000
    rows = shown(text, ("here", "")).splitlines()
    at = rows[3].index("^")
    assert rows[2][at : at + 4] == "here"
    assert len(rows[2]) < WIDEST + 10
    assert rows[2][4] == rows[2][-1] == "…"


LINES = st.text(
    alphabet=st.sampled_from("ab \t手\u0301\x1b\u202e") | st.characters(exclude_characters="\n"),
    max_size=300,
)


@given(LINES, st.data())
def test_what_matters_is_always_shown_and_nothing_is_too_wide(
    line: str, data: st.DataObject
) -> None:
    focus = data.draw(st.integers(0, len(line)))
    result = shown_line(line, focus)
    assert width(result.text) <= WIDEST + 2
    assert result.first <= focus <= result.first + len(result.columns) - 1
    assert list(result.columns) == sorted(result.columns)
    assert result.column(focus) <= width(result.text)


def test_a_line_that_ends_before_what_matters_is_shown_to_its_end() -> None:
    """An edit puts a short line in where a long one ends."""
    assert shown_line("    overrides one", 3 * WIDEST).text == "    overrides one"
    assert shown_line("", WIDEST + 1).text == ""
