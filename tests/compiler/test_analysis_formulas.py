"""Formulas: true and false are found as they are built, and nothing is said twice."""

from __future__ import annotations

from tenure.compiler.analysis.formulas import (
    FALSE,
    TRUE,
    All,
    Any,
    In,
    Le,
    all_of,
    any_of,
    box,
    disjoint,
)
from tenure.compiler.analysis.terms import DayTerm

RED = In("colour", frozenset({"red"}))
BLUE = In("colour", frozenset({"blue"}))
EITHER = In("colour", frozenset({"red", "blue"}))
SMALL = In("size", frozenset({1, 2}))
LATER = Le(DayTerm(event="opened"), 1, DayTerm(event="closed"))


def test_no_part_at_all() -> None:
    assert (all_of(()), any_of(())) == (TRUE, FALSE)


def test_one_part_is_itself() -> None:
    assert all_of((RED,)) == any_of((RED,)) == RED


def test_a_false_part_makes_all_false_and_a_true_one_makes_any_true() -> None:
    assert all_of((RED, FALSE, SMALL)) == FALSE
    assert any_of((RED, TRUE, SMALL)) == TRUE
    assert all_of((RED, TRUE)) == RED
    assert any_of((RED, FALSE)) == RED


def test_parts_of_the_same_kind_are_taken_up() -> None:
    assert all_of((RED, all_of((SMALL, LATER)))) == All((RED, SMALL, LATER))
    assert any_of((RED, any_of((SMALL, LATER)))) == Any((RED, SMALL, LATER))
    assert all_of((RED, any_of((SMALL, LATER)))) == All((RED, Any((SMALL, LATER))))


def test_what_is_said_twice_is_kept_once() -> None:
    assert all_of((RED, SMALL, RED)) == All((RED, SMALL))
    assert any_of((LATER, LATER)) == LATER


def test_a_box_is_what_must_hold_of_single_variables() -> None:
    assert box(all_of((EITHER, SMALL, LATER))) == {
        "colour": EITHER.values,
        "size": SMALL.values,
    }
    assert box(all_of((EITHER, RED))) == {"colour": frozenset({"red"})}
    assert box(any_of((RED, SMALL))) == {}, "alternatives demand nothing by themselves"


def test_boxes_are_disjoint_where_one_variable_has_no_value_left() -> None:
    assert disjoint(box(RED), box(all_of((BLUE, SMALL))))
    assert disjoint(box(all_of((BLUE, SMALL))), box(RED))
    assert not disjoint(box(RED), box(SMALL))
    assert not disjoint(box(EITHER), box(RED))
    assert not disjoint({}, box(RED))
