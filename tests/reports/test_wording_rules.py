"""Whole rules in words: phases, exceptions, order, follows, bounds, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.compiler.policy import Policy
from tenure.reports.wording import ENGLISH, plain, word_hold, word_rules

RECORDS = """
policy "Schedule"
authority law "Some Act" kind statute
external "Elsewhere"

record contact "Contacts"
  received  date  "it was received"
  reason    one of failure, staff, other
record complaint "Complaints" is contact where reason in (failure, staff)
record call "Calls"
  recorded  date     "the call was made"
  complaint link to contact
  open      yes/no   "a court case is open"
record old_call "Calls" is call

rule 1 "Contacts"
  for contact
  keep 1 year after received
"""

RULES = {
    "rule 2 for call keep 62 days after recorded": [
        "For: Calls (call)",
        "Keep for 62 days after the call was made, then destroy.",
    ],
    "rule 2 for call, contact keep permanently": [
        "For: Calls (call) and Contacts",
        "Keep permanently.",
    ],
    "rule 2 for call keep permanently then review": [
        "For: Calls (call)",
        "Keep permanently.",
    ],
    'rule 2 for call keep 1 day after recorded then transfer to "the archive"': [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then transfer to the archive.",
    ],
    "rule 2 for call keep 3 years after recorded then anonymise and keep 10 years after recorded"
    " then review and keep permanently": [
        "For: Calls (call)",
        "Keep for 3 years after the call was made, then anonymise.",
        "Keep the anonymised record for 10 years after the call was made, then review.",
        "Keep the reviewed record permanently.",
    ],
    "rule 2 for call keep 3 years after recorded then pseudonymise"
    " and keep 10 years after recorded": [
        "For: Calls (call)",
        "Keep for 3 years after the call was made, then pseudonymise.",
        "Keep the pseudonymised record for 10 years after the call was made, then destroy.",
    ],
    'rule 2 for call when open follow "Elsewhere"': [
        "For: Calls (call)",
        "If a court case is open, follow the policy “Elsewhere”.",
    ],
    "rule 2 for call when open disapplies 1": [
        "For: Calls (call)",
        "If a court case is open, 1 does not apply.",
    ],
    "rule 2 for complaint disapplies 1, 3 rule 3 for contact keep 2 years after received": [
        "For: Complaints",
        "1 and 3 do not apply.",
    ],
    "rule 2 for contact keep 2 days after received overrides 1 disapplies 3"
    " rule 3 for contact keep 3 days after received": [
        "For: Contacts",
        "Keep for 2 days after it was received, then destroy.",
        "3 does not apply.",
        "Takes precedence over 1.",
    ],
    "rule 2 for complaint keep 3 years after received": [
        "For: Complaints",
        "Keep for 3 years after it was received, then destroy.",
        "Takes precedence over 1, which is more general.",
    ],
    'rule 2 for call keep 1 day after recorded extendable by "Records Manager"': [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then destroy.",
        "May be kept longer by agreement with the Records Manager.",
    ],
    'rule 2 for call keep 1 day after recorded extendable by "Jo Bloggs"': [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then destroy.",
        "May be kept longer by agreement with Jo Bloggs.",
    ],
    "rule 2 for call keep 1 day after recorded in force from 2027-01-01": [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then destroy.",
        "In force from 1 January 2027.",
    ],
    "rule 2 for call keep 1 day after recorded in force from 2027-01-01 until 2028-12-31": [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then destroy.",
        "In force from 1 January 2027 to 31 December 2028.",
    ],
    "rule 2 for call keep 1 day after recorded in force until 2028-12-31": [
        "For: Calls (call)",
        "Keep for 1 day after the call was made, then destroy.",
        "In force until 31 December 2028.",
    ],
}


@pytest.mark.parametrize(("rule", "sentences"), RULES.items(), ids=RULES)
def test_rule(compiled: Callable[[str], Policy], rule: str, sentences: list[str]) -> None:
    worded = word_rules(compiled(RECORDS + rule), ENGLISH)["2"]
    assert [plain(worded.scope), *map(plain, worded.sentences)] == sentences


EXCEPTIONS = """
rule 2 "Calls"
  for call
  keep 62 days after recorded
  then anonymise and keep 2 years after recorded
  extendable by "Records Manager"
  except used when complaint is known
    keep as long as complaint
    except open when open
      then review
    end
  end
  except elsewhere when open
    follow "Elsewhere"
    overrides used
  end
"""


def test_exceptions_say_all_that_they_mean(compiled: Callable[[str], Policy]) -> None:
    worded = word_rules(compiled(RECORDS + EXCEPTIONS), ENGLISH)
    assert {ref: [plain(w.scope), *map(plain, w.sentences)] for ref, w in worded.items()} == {
        "1": ["For: Contacts", "Keep for 1 year after it was received, then destroy."],
        "2": [
            "For: Calls (call)",
            "Keep for 62 days after the call was made, then anonymise.",
            "Keep the anonymised record for 2 years after the call was made, then destroy.",
            "May be kept longer by agreement with the Records Manager.",
        ],
        "2/used": [
            "Exception to 2",
            "If a contact is recorded as “complaint”, keep for as long as the contact recorded as "
            "“complaint” (1), then anonymise.",
            "Keep the anonymised record for 2 years after the call was made, then destroy.",
            "May be kept longer by agreement with the Records Manager.",
        ],
        "2/used/open": [
            "Exception to 2/used",
            "If a court case is open, keep for as long as the contact recorded as “complaint” (1), "
            "then review.",
            "May be kept longer by agreement with the Records Manager.",
        ],
        "2/elsewhere": [
            "Exception to 2",
            "If a court case is open, follow the policy “Elsewhere”.",
            "Takes precedence over 2/used.",
        ],
    }


def test_rules_are_linked_where_they_are_named(compiled: Callable[[str], Policy]) -> None:
    worded = word_rules(compiled(RECORDS + EXCEPTIONS), ENGLISH)
    links = {
        ref: {run.text for part in (w.scope, *w.sentences) for run in part if run.kind == "rule"}
        for ref, w in worded.items()
    }
    assert links == {
        "1": set(),
        "2": set(),
        "2/used": {"2", "1"},
        "2/used/open": {"2/used", "1"},
        "2/elsewhere": {"2", "2/used"},
    }


def test_hold(compiled: Callable[[str], Policy]) -> None:
    policy = compiled(RECORDS + 'hold court "Court" for call, old_call while open')
    worded = word_hold(policy.holds["court"], policy, ENGLISH)
    assert plain(worded.covers) == "Covers: Calls (call) and Calls (old_call)."
    assert plain(worded.sentence) == (
        "While a court case is open, nothing is disposed of, whatever the schedule says."
    )


def test_fields_that_sound_alike_carry_their_names(compiled: Callable[[str], Policy]) -> None:
    policy = compiled(
        """policy "S"
record item
  ended date "the end"
  over  date "The end"
rule 1 for item keep the later of (1 day after ended, 2 days after over)
"""
    )
    (sentence,) = word_rules(policy, ENGLISH)["1"].sentences
    assert plain(sentence) == (
        "Keep (a) for 1 day after the end (ended), or (b) for 2 days after the end (over), "
        "whichever is longer, then destroy."
    )


def test_rules_that_would_read_the_same_are_worded_exactly(
    compiled: Callable[[str], Policy],
) -> None:
    policy = compiled(
        """policy "S"
record item
  at       date
  medium   one of paper, film
  on_paper yes/no "the medium is paper"
rule 1 for item when medium is paper keep 1 day after at
rule 2 for item when on_paper keep 1 day after at
rule 3 for item when medium is film keep 1 day after at
"""
    )
    worded = word_rules(policy, ENGLISH)
    assert [plain(w.sentences[0]) for w in worded.values()] == [
        "If “medium” (medium) is paper, keep for 1 day after “at” (at), then destroy.",
        "If “the medium is paper” (on_paper) applies, keep for 1 day after “at” (at), "
        "then destroy.",
        "If the medium is film, keep for 1 day after the at, then destroy.",
    ]
