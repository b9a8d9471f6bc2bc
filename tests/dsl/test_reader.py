"""From text to tree: values as meant, comments kept, every mistake reported, help that helps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tenure.dsl import reader
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes import calendars
from tenure.dsl.nodes import declarations as d
from tenure.dsl.nodes.conditions import AllOf, AnyOf, IsTrue, IsValue, Not
from tenure.dsl.nodes.declarations import File
from tenure.dsl.source import SourceFile
from tenure.dsl.suggest import did_you_mean
from tenure.dsl.syntax_errors import DECLARATION_WORDS

Read = Callable[[str], tuple[File | None, list[Diagnostic]]]


def tree_of(read: Read, text: str) -> File:
    tree, found = read(text)
    assert [f.message for f in found] == []
    assert tree is not None
    return tree


def error_of(read: Read, text: str) -> Diagnostic:
    """The one thing that is wrong with a text."""
    tree, found = read(text)
    assert tree is None
    assert len(found) == 1, [f.message for f in found]
    return found[0]


# --- values -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True),
        ("no", False),
        ("pilot", "pilot"),
        ('"pilot phase"', "pilot phase"),
        ("12", Decimal(12)),
        ("-0.50", Decimal("-0.50")),
        ("2028-02-29", date(2028, 2, 29)),
        ("2028-02-29T09:05", datetime(2028, 2, 29, 9, 5)),
    ],
)
def test_a_value(read: Read, written: str, meant: object) -> None:
    (fact,) = tree_of(read, f"fact x text = {written}").declarations
    assert isinstance(fact, d.FactDecl)
    assert fact.value.value == meant
    assert type(fact.value.value) is type(meant)
    assert fact.value.bare == (written == "pilot")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('""', ""),
        ('"a # b"', "a # b"),
        (r'"say \"no\" \\ then\nstop\t."', 'say "no" \\ then\nstop\t.'),
        ('"""one "word" in it"""', 'one "word" in it'),
        ('"""\n    first\n      second\n    third\n  """', "first\n  second\nthird"),
        ('"""\r\n    first\r\n    second\r\n    """', "first\nsecond"),
        ('"""# not a comment"""', "# not a comment"),
        ('"ünïcødé 記録"', "ünïcødé 記録"),
    ],
)
def test_a_text(read: Read, written: str, meant: str) -> None:
    (policy,) = tree_of(read, f"policy {written}").declarations
    assert isinstance(policy, d.PolicyDecl)
    assert policy.title.text == meant
    assert policy.title.span.text == written


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Monday to Friday", (0, 1, 2, 3, 4)),
        ("Saturday to Wednesday", (5, 6, 0, 1, 2)),
        ("Sunday to Saturday", (6, 0, 1, 2, 3, 4, 5)),
        ("Tuesday to Tuesday", (1,)),
        ("Friday, Monday", (4, 0)),
        ("Sunday", (6,)),
    ],
)
def test_a_working_week(read: Read, written: str, days: tuple[int, ...]) -> None:
    (calendar,) = tree_of(read, f"calendar x working week {written}").declarations
    assert isinstance(calendar, calendars.CalendarDecl)
    assert calendar.clauses == (calendars.WorkingWeek(days=days, span=calendar.clauses[0].span),)


def test_and_binds_more_tightly_than_or_and_not_than_and(read: Read) -> None:
    def when(text: str) -> object:
        (rule,) = tree_of(read, f"rule x when {text}").declarations
        assert isinstance(rule, d.RuleDecl)
        return getattr(rule.clauses[0], "condition", None)

    assert when("a or b and not c") == when("a or (b and (not c))")
    assert when("a or b and not c") != when("(a or b) and not c")
    assert when("not a and b") == when("(not a) and b")
    assert when("not not not a") == when("not a")
    assert isinstance(when("a or b or c"), AnyOf)
    assert isinstance(when("a and b"), AllOf)
    assert isinstance(when("not a"), Not)
    assert isinstance(when("((a))"), IsTrue)
    assert isinstance(when("a is not b"), IsValue)


def test_layout_means_nothing(read: Read, good_texts: tuple[str, ...]) -> None:
    """Without its comments a policy may stand on one line; only long texts need several."""
    plain = [text for text in good_texts if '"""' not in text]
    assert len(plain) > 50
    for text in plain:
        tree = tree_of(read, text)
        bare = text
        for comment in reversed(tree.source.comments):
            bare = bare[: comment.start] + bare[comment.end :]
        assert tree_of(read, " ".join(bare.splitlines())).declarations == tree.declarations


def test_an_empty_file_is_no_mistake(read: Read) -> None:
    for text in ("", " \t\r\n", "# only a comment", "# with its line end\n"):
        assert tree_of(read, text).declarations == ()


# --- comments and positions ------------------------------------------------------


def test_comments_are_kept(read: Read) -> None:
    text = '# one\npolicy "a # b"  # two\n  description """\n  # three """ # four\r\n# "five'
    comments = tree_of(read, text).source.comments
    assert [comment.text.rstrip() for comment in comments] == [
        "# one",
        "# two",
        "# four",
        '# "five',
    ]
    assert [(c.line, c.column) for c in comments] == [(1, 1), (2, 17), (4, 15), (5, 1)]


def test_lines_and_columns_count_characters() -> None:
    source = SourceFile(path="x", text="größe\r\n記 録\n")
    at = source.span(source.text.index("録"), source.text.index("録") + 1)
    assert (at.line, at.column, at.text) == (2, 3, "録")
    assert [source.line(n) for n in (1, 2, 3)] == ["größe", "記 録", ""]


# --- mistakes -----------------------------------------------------------------


def test_five_mistakes_are_five_diagnostics(read: Read) -> None:
    mistakes = [
        'policy "Schedule" publsher "Northam"',
        "record letter received data",
        "rule 1 for letter keep 2 years or 3 years after received",
        "rule 2 for letter keep 2 years after 2026-02-30",
        'hold legal "unfinished',
    ]
    good = "rule 9 for letter keep 2 years after received"
    tree, found = read("\n".join([*mistakes[:3], good, *mistakes[3:], good]))
    assert tree is None
    assert [f.code for f in found] == [
        Code.UNEXPECTED_WORD,
        Code.UNEXPECTED_WORD,
        Code.BARE_OR,
        Code.NOT_A_DAY,
        Code.UNCLOSED_TEXT,
    ]
    assert [f.where[1] for f in found] == [1, 2, 3, 5, 6]


def test_a_file_of_mistakes_reports_the_first_twenty(read: Read) -> None:
    _, found = read("\n".join("rule 1 fro letter" for _ in range(100)))
    assert [f.where[1] for f in found] == list(range(1, reader.MAX_ERRORS + 1))


def test_a_mistake_in_a_text_or_a_comment_is_none(read: Read) -> None:
    _, found = read('policy """\nrule x fro y\n"""\n# rule x fro y\nrecord letter received dat')
    assert [f.where[1] for f in found] == [5]


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("polcy", "did you mean `policy`?"),
        ('policy "x" publsher', "did you mean `publisher`?"),
        ("rule x for y keep 2 yeras", "did you mean `years`?"),
        ("rule x for y keep 2 Years", "did you mean `years`?"),
        ("rule x for y keep 2 years aftre z", "did you mean `after`?"),
        ("rule x for y keep the latter of", "did you mean `later`?"),
        ("rule x for y because z except w en", "did you mean `end`?"),
        ("record x y txet", "did you mean `text`?"),
        ("record x y yesno", "did you mean `yes/no`?"),
        ('authority x "y" kind statue', "did you mean `statute`?"),
        ("calendar x working week Mondy", "did you mean `Monday`?"),
        ("calendar x year FY ends 31 Marsh", "did you mean `March`?"),
        ('test "x" expect y retian', "did you mean `retain`?"),
    ],
)
def test_did_you_mean(read: Read, text: str, help_: str) -> None:
    error = error_of(read, text)
    assert error.code is Code.UNEXPECTED_WORD
    assert error.help == (help_,)


@pytest.mark.parametrize("type_", ["date", "yes/no", "text", "number"])
@pytest.mark.parametrize("word", sorted(DECLARATION_WORDS - {"record", "rule"}))
def test_a_field_with_the_name_of_a_declaration(read: Read, word: str, type_: str) -> None:
    """Apart from `record date` and `rule date`, which are a record and a rule of that name."""
    error = error_of(read, f"record letter\n  received date\n  {word} {type_}\n  answered date\n")
    assert error.code is Code.UNEXPECTED_WORD
    assert error.help == (f"`{word}` begins a declaration; give the field another name",)


def test_a_declaration_before_the_last_is_finished(read: Read) -> None:
    error = error_of(read, 'policy "x" owner policy "y"')
    assert error.help == ("`policy` begins a new declaration; is the one before it finished?",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("record", "the file ends where a name was expected"),
        ("rule 1 for x keep", "the file ends where "),
        ("record\nrule 1", "the next declaration begins where a name was expected"),
        ("rule 1 for x keep 2 forever", "expected `days`, `weeks`, `months` or `years`, found "),
        ('policy "x" approved soon', "expected a day such as `2026-02-28` or a month such as "),
        ('policy "x" %', "the character `%` has no meaning here"),
        ('policy "x" \x07', r"the character `\x07` has no meaning here"),
    ],
)
def test_a_message_says_what_was_expected(read: Read, text: str, message: str) -> None:
    assert read(text)[1][0].message.startswith(message)


def test_no_message_speaks_of_the_machinery(read: Read) -> None:
    """A records manager has not heard of tokens, terminals or LPAR."""
    words = ["policy", "rule 1", "rule 1 for x keep", "test", "record x y", "calendar x", "("]
    texts = [f"{a} {b}" for a in words for b in (*words, ")", "=", "2026-01-01", "5", '"x"', ";")]
    for text in texts:
        for found in read(text)[1]:
            assert not any(c.isupper() for c in found.message.replace("`GB-ENG`", "").split("`")[0])
            assert "token" not in found.message
            assert found.message[:1].islower()
            assert not found.message.endswith(".")


@pytest.mark.parametrize(
    ("written", "known", "what", "help_"),
    [
        ("recieved", ["received", "closed"], "", ("did you mean `received`?",)),
        ("RECEIVED", ["received"], "", ("did you mean `received`?",)),
        ("FY", ["CY"], "", ()),
        ("zzz", ["b", "a", "a"], "fields", ("fields: `a`, `b`",)),
        ("zzz", [], "fields", ()),
        ("zzz", "abcdefghij", "f", ("f: `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`, …",)),
    ],
)
def test_suggestions(written: str, known: list[str], what: str, help_: tuple[str, ...]) -> None:
    assert did_you_mean(written, known, what=what) == help_


# --- the reader as a whole --------------------------------------------------------


def test_several_threads_may_read(good_texts: tuple[str, ...]) -> None:
    """Spans must not point into another thread's text."""

    def read_own(text: str) -> bool:
        tree = reader.read_file(SourceFile(path="x", text=text), lambda _: None)
        return tree is not None and all(
            decl.span.source.text == text and decl.span.text.split()[0] in DECLARATION_WORDS
            for decl in tree.declarations
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read_own, good_texts * 3))


@pytest.fixture
def new_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A reader that has not read yet, with its tables' folder elsewhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    reader._parser.cache_clear()
    return tmp_path / "tenure"


def test_the_tables_are_kept(new_reader: Path, read: Read) -> None:
    tree_of(read, 'policy "x"')
    (tables,) = new_reader.iterdir()
    reader._parser.cache_clear()
    assert tree_of(read, 'policy "x"').declarations == tree_of(read, 'policy "x"').declarations
    assert list(new_reader.iterdir()) == [tables]


def test_spoilt_tables_are_made_anew(new_reader: Path, read: Read) -> None:
    tree_of(read, 'policy "x"')
    (tables,) = new_reader.iterdir()
    for spoilt in (b"", b"nonsense\n", tables.read_bytes()[:1000]):
        tables.write_bytes(spoilt)
        reader._parser.cache_clear()
        tree_of(read, 'policy "x"')


def test_no_folder_for_the_tables_is_no_mistake(new_reader: Path, read: Read) -> None:
    new_reader.write_text("a file stands where the folder should be", encoding="utf-8")
    tree_of(read, 'policy "x"')
