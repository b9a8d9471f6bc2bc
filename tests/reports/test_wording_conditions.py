"""Each form of condition, as it reads in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.compiler.policy import Policy
from tenure.reports.wording import ENGLISH, plain, word_rules

RECORDS = """
policy "Schedule"
fact live   yes/no = no  "the new Blue Badge system is in place"
fact region one of north, south = north

record complaint "Complaints"
  closed     date    "the complaint was closed"
  upheld     yes/no
record item "Items"
  received   date
  born       date
  treatment_ended date
  final      date    "the final report, or the last letter"
  medium     one of paper, electronic, micro_film
  stage      one of one, two  "the stage, by its number"
  amount     number
  town       text
  training_case      yes/no
  urgent             yes/no
  legal_action_open  yes/no
  is_repeat          yes/no
  assessed   yes/no  "whether the child was assessed"
  used       yes/no  "used for training"
  ongoing    yes/no  "Ongoing complaint with ICO"
  agreed     yes/no  "the customer agreed"
  complaint  link to complaint
  previous   link to complaint
  complaints links to complaint
  later      link to complaint   "the later complaint, if any"
  evidence   links to complaint  "the complaints it is evidence for"

rule 1 "Items" for item when {when} keep 1 day after received
"""

CONDITIONS = {
    # yes or no
    "training_case": "If a training case, ",
    "not training_case": "Unless a training case, ",
    "urgent": "If urgent, ",
    "not urgent": "Unless urgent, ",
    "legal_action_open": "If legal action is open, ",
    "not legal_action_open": "Unless legal action is open, ",
    "is_repeat": "If it is repeat, ",
    "not is_repeat": "Unless it is repeat, ",
    "assessed": "If the child was assessed, ",
    "not assessed": "Unless the child was assessed, ",
    "used": "If used for training, ",
    "not used": "Unless used for training, ",
    "ongoing": "If “Ongoing complaint with ICO” applies, ",
    "not ongoing": "Unless “Ongoing complaint with ICO” applies, ",
    "agreed": "If the customer agreed, ",
    "not agreed": "Unless the customer agreed, ",
    "used is yes": "If “used for training” is yes, ",
    "complaint.upheld": "If upheld (for the complaint), ",
    "live": "When the new Blue Badge system is in place, ",
    "not live": "When it is not the case that the new Blue Badge system is in place, ",
    "region is north": "If the region is north, ",
    # known
    "received is known": "If the date received is known, ",
    "received is not known": "If the date received is not known, ",
    "final is known": "If the final report, or the last letter, is known: ",
    "complaint.closed is known": "If the date when the complaint was closed (for the complaint) "
    "is known, ",
    "complaint is known": "If a complaint is recorded, ",
    "complaint is not known": "If no complaint is recorded, ",
    "previous is known": "If a complaint is recorded as “previous”, ",
    "complaints is known": "If at least one complaint is recorded, ",
    "complaints is not known": "If not even one complaint is recorded, ",
    "later is known": "If the later complaint, if any, is recorded: ",
    "evidence is known": "If the complaints it is evidence for are recorded, ",
    "evidence is not known": "If the complaints it is evidence for are not recorded, ",
    "medium is known": "If the medium is recorded, ",
    "used is known": "If there is an answer to “used for training”, ",
    # values
    "medium is paper": "If the medium is paper, ",
    "medium is not paper": "If the medium is not paper, ",
    "medium in (paper, micro_film)": "If the medium is paper or “micro film”, ",
    "medium not in (paper, electronic)": "If the medium is none of paper and electronic, ",
    "stage is two": "If the stage is two, ",
    'town is "Guildford or Woking"': "If the town is “Guildford or Woking”, ",
    'town in ("Guildford", "Woking")': "If the town is “Guildford” or “Woking”, ",
    "amount is 5": "If the amount is 5, ",
    "amount is at least 10000.50": "If the amount is at least 10,000.5: ",
    "amount is at most 5": "If the amount is at most 5, ",
    "amount is more than 5": "If the amount is more than 5, ",
    "amount is less than 5": "If the amount is less than 5, ",
    "not amount is less than 5": "If the amount is not less than 5, ",
    # dates
    "received before 2026-03-01": "If the date received is before 1 March 2026, ",
    "received after 2026-03-01": "If the date received is after 1 March 2026, ",
    "received on 2026-03-01": "If the date received is on 1 March 2026, ",
    "received on or before born": "If the date received is on or before the date born, ",
    "received on or after 2026-03-01": "If the date received is on or after 1 March 2026, ",
    "treatment_ended before 17 years after born": "If the date treatment ended is before the day "
    "17 years after the date born, ",
    "received after 2 days before 2026-03-01": "If the date received is after the day 2 days "
    "before 1 March 2026, ",
    "not received before born": "If the date received is not before the date born, ",
    "received within 12 months of complaint.closed": "If the date received is within 12 months of "
    "the date when the complaint was closed (for the complaint), ",
    "received within 1 year after born": "If the date received is within 1 year after the date "
    "born, ",
    "received within 1 year before born": "If the date received is within 1 year before the date "
    "born, ",
    "not received within 1 year of born": "If the date received is not within 1 year of the date "
    "born, ",
    # together
    "urgent and used": "If urgent and used for training, ",
    "urgent or used": "If urgent or used for training, ",
    "urgent and used and training_case": "If urgent, used for training and a training case: ",
    "not (urgent and used)": "If it is not the case that (urgent and used for training), ",
    "urgent and (used or training_case)": "If (1) urgent, and (2) either (2a) used for training, "
    "or (2b) a training case: ",
    "urgent or used and training_case": "If (1) urgent, or (2) both (2a) used for training, and "
    "(2b) a training case: ",
    "urgent and later is known": "If (1) urgent, and (2) the later complaint, if any, is "
    "recorded: ",
}


@pytest.mark.parametrize(("when", "words"), CONDITIONS.items(), ids=CONDITIONS)
def test_condition(compiled: Callable[[str], Policy], when: str, words: str) -> None:
    policy = compiled(RECORDS.replace("{when}", when))
    (sentence,) = word_rules(policy, ENGLISH)["1"].sentences
    assert plain(sentence) == f"{words}keep for 1 day after the date received, then destroy."
