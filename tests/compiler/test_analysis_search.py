"""The search: what must hold is taken up, alternatives are tried, nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.analysis import search
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, TRUE, Formula, Le, all_of, any_of
from tenure.compiler.analysis.search import Horizon, Search
from tenure.compiler.analysis.space import Space, constants_of
from tenure.compiler.analysis.terms import DayTerm
from tests.properties.compiled import policy_of

TODAY = date(2026, 6, 1)
HORIZON = Horizon(
    first=date(1900, 1, 1).toordinal(),
    recent=TODAY.toordinal(),
    last=date(2199, 12, 31).toordinal(),
)
X, Y = DayTerm(event="x"), DayTerm(event="y")


@pytest.fixture
def space() -> Space:
    policy = policy_of('policy "P"\nrecord file\n  closed date\nrule 1 for file keep permanently')
    return Space(policy=policy, as_of=TODAY, constants=constants_of(policy, TODAY))


def colour(space: Space, *values: str) -> Formula:
    return space.within("colour", ("red", "green", "blue"), values)


def size(space: Space, *values: int) -> Formula:
    return space.within("size", (1, 2, 3), values)


def fixed(day: date) -> DayTerm:
    return DayTerm(day=day.toordinal())


def test_true_and_false(space: Space) -> None:
    assert Search(space, HORIZON).solve(TRUE) is not None
    assert Search(space, HORIZON).solve(FALSE) is None


def test_the_value_named_first_is_preferred(space: Space) -> None:
    found = Search(space, HORIZON).solve(all_of((colour(space, "green", "blue"),)))
    assert found is not None
    assert found.choices["colour"] == "green"


def test_what_must_hold_contradicts_itself(space: Space) -> None:
    question = all_of((colour(space, "red"), colour(space, "blue")))
    assert Search(space, HORIZON).solve(question) is None


def test_alternatives_are_tried_until_one_fits(space: Space) -> None:
    question = all_of(
        (
            any_of((colour(space, "red"), all_of((size(space, 3), Le(X, 1, Y))))),
            any_of((colour(space, "blue"), size(space, 3))),
            any_of((Le(Y, 0, X), colour(space, "green"))),
        )
    )
    found = Search(space, HORIZON).solve(question)
    assert found is not None
    assert (found.choices["colour"], found.choices["size"]) in {("red", 3), ("green", 3)}


def test_no_combination_of_alternatives_fits(space: Space) -> None:
    question = all_of(
        (
            any_of((colour(space, "red"), size(space, 1))),
            any_of((colour(space, "blue"), size(space, 2))),
            any_of((colour(space, "green"), size(space, 3))),
        )
    )
    assert Search(space, HORIZON).solve(question) is None


def test_days_are_recent_where_they_can_be(space: Space) -> None:
    near = Search(space, HORIZON).solve(Le(X, 1, Y))
    assert near is not None
    assert near.days["y"] == HORIZON.recent
    far = Search(space, HORIZON).solve(Le(fixed(date(2100, 1, 1)), 0, X))
    assert far is not None
    assert far.days["x"] == HORIZON.last


def test_a_wish_is_granted_only_where_there_is_a_solution_with_it(space: Space) -> None:
    wishing = Search(space, HORIZON, lambda _: (Le(X, 1, Y),))
    free = wishing.solve(all_of((Le(X, 0, fixed(TODAY)), Le(Y, 0, fixed(TODAY)))))
    assert free is not None
    assert free.days["x"] < free.days["y"]
    bound = wishing.solve(Le(Y, 0, X))
    assert bound is not None
    assert bound.days["y"] <= bound.days["x"]


def test_too_many_alternatives_are_not_taken_for_none(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MAX_BRANCHES", 1)
    question = any_of(
        (all_of((colour(space, "red"), Le(X, 1, Y))), all_of((size(space, 1), Le(Y, 1, X))))
    )
    with pytest.raises(GaveUpError):
        Search(space, HORIZON).solve(question)
