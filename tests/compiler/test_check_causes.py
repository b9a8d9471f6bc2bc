"""Which pairs of rules have a common cause, and what is said of them."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.check import check_policy
from tenure.compiler.check.causes import FEWEST, Cause, Pair, causes
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tests.properties.compiled import policy_of

ORDER = tuple("abcdefgh")


def alike(*pairs: str) -> dict[Pair, tuple[str, str]]:
    return {(pair[0], pair[1]): ("", "") for pair in pairs}


def found(*pairs: str) -> list[tuple[str | None, str]]:
    return [(cause.centre, "".join(cause.rules)) for cause in causes(alike(*pairs), ORDER)]


def test_a_rule_against_three_others() -> None:
    assert found("ba", "cb", "db") == [("b", "acd")]


def test_two_pairs_and_three_rules_stand_alone() -> None:
    assert found("ab", "ac") == []
    assert found("ab", "bc", "ac") == []


def test_four_rules_of_which_every_two_are_a_pair() -> None:
    assert found("ab", "ac", "ad", "bc", "bd", "cd") == [(None, "abcd")]


def test_a_general_rule_comes_before_what_its_others_have_among_themselves() -> None:
    mutual = ["cd", "ce", "cf", "de", "df", "ef"]
    assert found(*mutual, "ab", "ac", "ad", "ae", "af") == [("a", "bcdef"), (None, "cdef")]


def test_pairs_of_different_ways_have_no_common_cause() -> None:
    ways: dict[Pair, tuple[str, str]] = {
        ("a", "b"): ("stronger", "weaker"),
        ("a", "c"): ("stronger", "weaker"),
        ("d", "a"): ("stronger", "weaker"),
    }
    assert causes(ways, ORDER) == []
    ways["a", "e"] = ("stronger", "weaker")
    assert causes(ways, ORDER) == [Cause(centre="a", rules=("b", "c", "e"))]


GRAPHS = st.lists(st.sampled_from(list(combinations(ORDER, 2))), unique=True)


@given(pairs=GRAPHS, ways=st.lists(st.sampled_from(["", "x"]), min_size=28, max_size=28))
def test_every_cause_is_made_of_pairs_and_no_pair_is_in_two(
    pairs: list[Pair], ways: list[str]
) -> None:
    given_ways = {pair: (way, way) for pair, way in zip(pairs, ways, strict=False)}
    explained = [frozenset(pair) for cause in causes(given_ways, ORDER) for pair in cause.pairs]
    assert len(set(explained)) == len(explained)
    assert set(explained) <= {frozenset(pair) for pair in pairs}


@given(pairs=GRAPHS, seed=st.integers())
def test_what_is_left_has_nothing_in_common(pairs: list[Pair], seed: int) -> None:
    """No rule is left in as many pairs as a cause takes, in whatever order the pairs come."""
    together = causes(alike(*map("".join, pairs)), ORDER)
    explained = {frozenset(pair) for cause in together for pair in cause.pairs}
    left = [rule for pair in pairs if frozenset(pair) not in explained for rule in pair]
    assert all(left.count(rule) < FEWEST for rule in left)
    shuffled = list(pairs)
    random.Random(seed).shuffle(shuffled)
    assert causes(alike(*map("".join, shuffled)), ORDER) == together


# --- what is said ---------------------------------------------------------------

HEAD = """
policy "Schedule"
authority law "An act" kind statute
record file
  closed date required
  kind   one of a, b, c, d
"""


def special(kind: str, years: int, more: str = "") -> str:
    return f"rule {kind} for file when kind is {kind}\n  keep {years} years after closed\n{more}\n"


def checked(text: str, code: Code) -> list[Diagnostic]:
    return [f for f in check_policy(policy_of(text), date(2026, 6, 1)).findings if f.code is code]


def test_one_general_rule_gives_one_finding_with_its_instances() -> None:
    general = "rule all for file\n  keep 7 years after closed\n"
    text = HEAD + general + "".join(special(kind, i + 1) for i, kind in enumerate("abcd"))
    (finding,) = checked(text, Code.AMBIGUOUS_OUTCOME)
    assert finding.rules == ("all", "a", "b", "c", "d")
    assert finding.at is not None
    assert finding.at.text == "rule all"
    assert [one.rules for one in finding.instances] == [("all", k) for k in "abcd"]
    assert [one.at.text for one in finding.instances] == [f"rule {kind}" for kind in "abcd"]
    for one in finding.instances:
        assert one.witness is not None
        assert {saying.rule for saying in one.witness.sayings} == set(one.rules)
    assert "`all`: keep until " in finding.instances[0].text
    assert "or, if `all` is meant to prevail: write `overrides a, b, c, d` in `all`" in finding.help


def test_the_counts_are_counts_of_pairs() -> None:
    general = "rule all for file\n  keep 7 years after closed\n"
    text = HEAD + general + "".join(special(kind, i + 1) for i, kind in enumerate("abcd"))
    proof = check_policy(policy_of(text), date(2026, 6, 1)).proof
    assert (proof.pairs, proof.witnessed) == (10, 4)


@pytest.mark.parametrize("winner", ["all", "others"])
def test_the_help_of_a_group_mends_all_of_it(winner: str) -> None:
    above = "  overrides a, b, c, d\n" if winner == "all" else ""
    below = "  overrides all" if winner == "others" else ""
    general = f"rule all for file\n  keep 7 years after closed\n{above}"
    text = HEAD + general + "".join(special(kind, i + 1, below) for i, kind in enumerate("abcd"))
    assert checked(text, Code.AMBIGUOUS_OUTCOME) == []


def test_pairs_that_another_principle_would_settle_stand_apart() -> None:
    general = "rule all for file\n  keep 7 years after closed\n"
    rules = special("a", 1) + special("b", 2) + special("c", 3) + special("d", 4, "  because law")
    group, single = checked(HEAD + general + rules, Code.AMBIGUOUS_OUTCOME)
    assert (group.rules, single.rules) == (("all", "a", "b", "c"), ("all", "d"))
    assert single.instances == ()
    assert single.help[0].startswith("lex superior: `d`")


def test_a_limit_that_many_rules_break() -> None:
    rules = "".join(special(kind, i + 1) for i, kind in enumerate("abcd"))
    text = HEAD + rules + "rule least for file\n  keep at least 4 years after closed\n"
    (finding,) = checked(text, Code.OUTSIDE_LIMIT)
    assert finding.rules == ("least", "a", "b", "c")
    assert "3 rules can end a record's retention earlier than the legal minimum" in finding.message
