"""What nobody would write: depth, length and bytes that are no text. One message, no traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.dsl.build.names import MAX_TEXT
from tenure.dsl.build.spans import MAX_DEPTH
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes.declarations import File

Read = Callable[[str], tuple[File | None, list[Diagnostic]]]

MANY = 10_000


def nested(levels: int, opening: str, inner: str, closing: str = "") -> str:
    return opening * levels + inner + closing * levels


WHEN = "rule x for y when "
DEEP = {
    "parentheses": (WHEN, "(", "a", ")"),
    "not and parentheses": (WHEN, "not (", "a", ")"),
    "and and parentheses": (WHEN, "a and (", "a", ")"),
    "or and parentheses": (WHEN, "a or (", "a", ")"),
    "exceptions": ("rule x for y ", "except z ", "", " end"),
    "choices": ("rule x for y keep ", "the later of (", "permanently", ")"),
    "choices if known": ("rule x for y keep ", "the later of (until a, ", "until b", ") if known"),
    "computed points": (WHEN + "a before ", "1 day after ", "b", ""),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply(name: str, read: Read) -> None:
    start, opening, inner, closing = DEEP[name]
    tree, found = read(start + nested(MANY, opening, inner, closing))
    assert tree is None
    assert [f.code for f in found] == [Code.NESTED_TOO_DEEPLY]


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_deeply_enough_for_anybody(name: str, read: Read) -> None:
    """And one level more than the limit is one too many."""
    start, opening, inner, closing = DEEP[name]
    levels = MAX_DEPTH // 4
    assert read(start + nested(levels, opening, inner, closing))[1] == []
    assert read(start + nested(MAX_DEPTH + 1, opening, inner, closing))[0] is None


@pytest.mark.parametrize("name", [name for name in DEEP if DEEP[name][3]])
def test_what_is_never_closed(name: str, read: Read) -> None:
    start, opening, inner, _ = DEEP[name]
    tree, found = read(start + nested(MANY, opening, inner))
    assert tree is None
    assert [f.code for f in found] == [Code.UNFINISHED]


@pytest.mark.parametrize(
    "text",
    [
        WHEN + "not " * MANY + "a",
        WHEN + "a and " * MANY + "a",
        WHEN + "a or " * MANY + "a",
        WHEN + "a." * MANY + "a",
        WHEN + "a in (" + "b, " * MANY + "b)",
        "rule x for y keep " + "1 day and " * MANY + "1 day after a",
        "rule x for y keep the later of (" + "until a, " * MANY + "until a)",
        "rule x for " + "y, " * MANY + "y",
        "rule x " + 'note "z" ' * MANY,
        "rule x for y " + "except z end " * MANY,
        "record x " + "y date " * MANY,
        'mark x "y" ' * MANY,
        "# comment\n" * MANY,
        "\n" * 10 * MANY,
        WHEN + "a" * 1_000_000,
        WHEN + "a is " + "1" * 1_000_000,
    ],
    ids=lambda text: text[:40].strip(),
)
def test_what_is_long_but_not_deep(text: str, read: Read) -> None:
    tree, found = read(text)
    assert (tree is not None, found) == (True, [])


@pytest.mark.parametrize("quotes", ['"', '"""'])
def test_a_text_of_a_megabyte(quotes: str, read: Read) -> None:
    tree, found = read(f"policy {quotes}{'x' * 1_000_000}{quotes}")
    assert tree is None
    assert [(f.code, f.where[1:]) for f in found] == [(Code.TEXT_TOO_LONG, (1, 8))]
    assert found[0].at is not None
    assert len(found[0].at.text) < 10
    assert len(found[0].message) < 100


def test_a_text_as_long_as_may_be(read: Read) -> None:
    longest = f'policy "{"x" * (MAX_TEXT - 2)}"'
    assert read(longest)[1] == []
    assert [f.code for f in read(longest[:-1] + 'x"')[1]] == [Code.TEXT_TOO_LONG]


@pytest.mark.parametrize("quotes", ['"', '"""'])
def test_a_text_of_a_megabyte_that_never_ends(quotes: str, read: Read) -> None:
    tree, found = read(f"policy {quotes}{'x' * 1_000_000}")
    assert tree is None
    assert [f.code for f in found] == [Code.UNCLOSED_TEXT]


@pytest.mark.parametrize(
    "written",
    ["1" * MANY, "-" + "1" * MANY, "0." + "1" * MANY, "9" * 4301, "10000", "00000000000003"],
)
def test_a_number_that_counts_nothing(written: str, read: Read) -> None:
    _, found = read(f"rule x for y keep {written} days after z")
    assert [f.code for f in found] == [Code.NOT_A_WHOLE_NUMBER]
    assert len(found[0].message) < 100


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "\0" * MANY,
        'policy "x"\0',
        "pol\0icy",
        "\x1b[31m",
        "\ufeff\ufeffpolicy",
        "\ud800",
        "\N{ZERO WIDTH SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}rule",
        "policy\N{NO-BREAK SPACE}x",
        "٣",
        "²",
        '"',
        '""""',
        '"""""',
        '"' * 10_001,
        "'",
        "\\",
        "}{",
        "$END",
        "�" * MANY,
        bytes(range(256)).decode("latin-1"),
        bytes(range(256)).decode("utf-8", "replace"),
    ],
    ids=ascii,
)
def test_what_is_no_policy_at_all(text: str, read: Read) -> None:
    tree, found = read(text)
    assert tree is None
    assert len(found) == 1
    assert found[0].at is not None
    assert all(c.isprintable() for c in found[0].message)
    assert len(found[0].message) < 300


def test_lone_quotes_line_by_line(read: Read) -> None:
    tree, found = read('"\n' * MANY)
    assert tree is None
    assert [f.code for f in found] == [Code.UNCLOSED_TEXT]
