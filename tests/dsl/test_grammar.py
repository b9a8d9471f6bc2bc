"""The grammar is LALR(1) as it stands, and every construct of it has a builder and a test."""

from __future__ import annotations

import logging
from importlib.resources import files

import pytest
from lark import Lark, logger

from tenure.dsl.build.trees import TreeBuilder
from tenure.dsl.syntax_errors import DECLARATION_WORDS

GRAMMAR = files("tenure.dsl").joinpath("grammar.lark").read_text(encoding="utf-8")


class Listener(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage().lower())


def said_of(grammar: str) -> list[str]:
    """What lark says while it builds parse tables: it settles conflicts quietly."""
    listener, level = Listener(), logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    try:
        Lark(grammar, parser="lalr", debug=True, keep_all_tokens=True, maybe_placeholders=False)
    finally:
        logger.setLevel(level)
        logger.removeHandler(listener)
    return listener.messages


@pytest.fixture(scope="module")
def parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", keep_all_tokens=True, maybe_placeholders=False)


def test_the_grammar_has_no_conflicts() -> None:
    assert [m for m in said_of(GRAMMAR) if "shift/reduce" in m or "reduce/reduce" in m] == []


def test_a_conflict_would_be_heard() -> None:
    assert any("shift/reduce" in m for m in said_of('start: a\na: "x" | a "or" a'))


def test_every_reduction_has_a_builder(parser: Lark) -> None:
    """A rule without one would leave a piece of raw parse tree among the nodes."""
    named = {
        str(rule.alias or rule.origin.name)
        for rule in parser.rules
        if not rule.origin.name.startswith("_")
        and not (rule.options.expand1 and len(rule.expansion) == 1 and not rule.alias)
    }
    assert {name for name in named if not hasattr(TreeBuilder, name)} == set()


def test_every_word_that_begins_a_declaration_is_known_to_the_reader(parser: Lark) -> None:
    """After a mistake the reader looks for these to go on."""
    options = [rule for rule in parser.rules if rule.origin.name == "declaration"]
    names = {rule.expansion[0].name for rule in options}
    first = {rule.expansion[0].name.lower() for rule in parser.rules if rule.origin.name in names}
    assert first == DECLARATION_WORDS


def test_every_word_ends_where_the_word_ends(parser: Lark) -> None:
    """`recordings` is a name, not the word `record` and then `ings`."""
    words = [
        t for t in parser.terminals if t.pattern.value[:1].isalpha() and t.pattern.type == "re"
    ]
    assert len(words) > 50
    assert [t.name for t in words if not t.pattern.value.endswith(r"\b")] == []
