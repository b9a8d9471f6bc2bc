"""What a hostile or a foreign text looks like on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.reports.findings.characters import one_line, padded, visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Café 手紙 “x”", "Café 手紙 “x”"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u202eb\u202c", "a<U+202E>b<U+202C>"),
        ("no\u00a0break", "no<U+00A0>break"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("\u2028", "<U+2028>"),
        ("\udcff", "<U+DCFF>"),
        ("\u3000", "\u3000"),
    ],
)
def test_what_drives_a_terminal_or_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_visible_is_a_control_character(text: str) -> None:
    categories = {unicodedata.category(character) for character in visible(text)}
    assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_one_line_is_one_line_that_every_encoding_of_unicode_can_carry(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    one_line(text).encode("utf-8")


def test_a_long_text_is_cut() -> None:
    assert one_line("x" * 2000, 10) == "xxxxxxxxx…"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("手紙", 4), ("e\u0301", 1), ("\uff46\uff55", 4), ("\u200c", 0)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(padded(text, 10)) == 10
