"""Each form of period, and each kind of field title, as it reads in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.compiler.policy import Policy
from tenure.reports.wording import ENGLISH, plain, word_rules

RECORDS = """
policy "Schedule"
calendar office
  year FY  ends 31 March
  year HY  ends 30 June
fact go_live date = 2027-01-01 "the day the new system went live"

record complaint "Complaints"
  closed    date  "the complaint was closed"
  earlier   link to complaint
record asset "Assets"
  issued    date

record item "Items"
  recorded  date
  repaired  date
  issue_date  date
  last_contact  date
  treatment_ended  date
  reported  date  "date of the final report"
  Reported  date  "Date of the first report"
  told      date  "told to the customer"
  when_made date  "when the recording began"
  made      date  "the call was made"
  ended     date  "the agreement ended, or lapsed"
  lgo       date  "LGO decision"
  odd       date  "Christmas closure"
  long_one  date  "the last letter; not known while open"
  warranty  date  "end of the warranty"
  asset     link to asset
  asset_tag text
  complaint link to complaint
  previous  link to complaint
  assets    links to asset
  evidence  links to asset
  about     links to complaint  "the complaints it is evidence for, if any"

rule 1 "Complaints" for complaint keep 3 years after closed
rule 2 "Assets" for asset keep 3 years after issued
rule 10 "Items" for item keep {keep}
"""

PERIODS = {
    # every form
    "62 days after recorded": "for 62 days after the date recorded",
    "1 day after recorded": "for 1 day after the date recorded",
    "1 week after recorded": "for 1 week after the date recorded",
    "1 month after recorded": "for 1 month after the date recorded",
    "1 year after recorded": "for 1 year after the date recorded",
    "2 years and 6 months after recorded": "for 2 years and 6 months after the date recorded",
    "1 year and 1 month and 1 day after recorded": "for 1 year, 1 month and 1 day after the date "
    "recorded",
    "1000 days after recorded": "for 1,000 days after the date recorded",
    "6 months beginning with recorded": "for 6 months beginning with the date recorded",
    "CY+1 from recorded": "to the end of the calendar year of the date recorded, "
    "plus 1 year (CY+1)",
    "CY+0 from recorded": "to the end of the calendar year of the date recorded (CY+0)",
    "FY+6 from recorded": "to the end of the financial year ending 31 March of the date recorded, "
    "plus 6 years (FY+6)",
    "HY+2 from recorded": "to the end of the year HY ending 30 June of the date recorded, "
    "plus 2 years (HY+2)",
    "until warranty": "until the end of the warranty",
    "until 2027-03-31": "until 31 March 2027",
    "2 years after 2027-03-31": "for 2 years after 31 March 2027",
    "CY+2 from 2027-03-31": "to the end of the calendar year of 31 March 2027, plus 2 years (CY+2)",
    "the later of (2 years after repaired, until warranty if known)": "(a) for 2 years after the "
    "date repaired, or (b) until the end of the warranty, if known, whichever is longer",
    "the earlier of (2 years after repaired, until warranty)": "(a) for 2 years after the date "
    "repaired, or (b) until the end of the warranty, whichever is shorter",
    "the later of (1 day after made, 2 days after made, 3 days after made)": "(a) for 1 day after "
    "the call was made, (b) for 2 days after the call was made, or (c) for 3 days after the call "
    "was made, whichever is longest",
    "the earlier of (1 day after made, 2 days after made, until warranty)": "(a) for 1 day after "
    "the call was made, (b) for 2 days after the call was made, or (c) until the end of the "
    "warranty, whichever is shortest",
    "the later of (the earlier of (1 day after made, until warranty) if known,"
    " 9 days after made)": (
        "(a) if known, (a1) for 1 day after the call was made, or (a2) until the end of the "
        "warranty, whichever is shorter, or (b) for 9 days after the call was made, "
        "whichever is longer"
    ),
    "as long as complaint": "for as long as the complaint (1)",
    "as long as previous": "for as long as the complaint recorded as “previous” (1)",
    "as long as assets": "for as long as the assets (2)",
    "as long as evidence": "for as long as each asset recorded as “evidence” (2)",
    "as long as about": "for as long as the complaints it is evidence for, if any (1)",
    "as long as complaint.earlier": "for as long as the complaint recorded as “earlier” "
    "(for the complaint) (1)",
    "permanently": "permanently",
    "the latest 2 by asset_tag in order of recorded": "while it is one of the latest 2 that share "
    "the asset tag, in order of the date recorded",
    "the latest 1 by asset in order of recorded": "while it is the latest that shares the asset, "
    "in order of the date recorded",
    # every kind of name and title
    "1 year after last_contact": "for 1 year after the last contact",
    "1 year after issue_date": "for 1 year after the issue date",
    "1 year after treatment_ended": "for 1 year after the date treatment ended",
    "1 year after reported": "for 1 year after the date of the final report",
    "1 year after Reported": "for 1 year after the date of the first report",
    "1 year after told": "for 1 year after the date told to the customer",
    "1 year after when_made": "for 1 year after the date when the recording began",
    "1 year beginning with made": "for 1 year beginning with the date when the call was made",
    "CY+1 from made": "to the end of the calendar year in which the call was made, plus 1 year "
    "(CY+1)",
    "1 year after ended": "for 1 year after the agreement ended, or lapsed",
    "1 year after lgo": "for 1 year after the LGO decision",
    "1 year after odd": "for 1 year after “Christmas closure”",
    "1 year after long_one": "for 1 year after “the last letter; not known while open”",
    "1 year after complaint.closed": "for 1 year after the complaint was closed "
    "(for the complaint)",
    "1 year after go_live": "for 1 year after the day the new system went live",
}


@pytest.mark.parametrize(("keep", "words"), PERIODS.items(), ids=PERIODS)
def test_period(compiled: Callable[[str], Policy], keep: str, words: str) -> None:
    policy = compiled(RECORDS.replace("{keep}", keep))
    (sentence,) = word_rules(policy, ENGLISH)["10"].sentences
    ending = "." if keep == "permanently" else ", then destroy."
    assert plain(sentence) == f"Keep {words}{ending}"


BOUNDS = {
    "at least 6 years after made": "Keep for at least 6 years after the call was made: "
    "no other rule may end sooner.",
    "at most 30 days after made": "Keep for at most 30 days after the call was made: "
    "no other rule may run longer.",
    "at least CY+1 from made": "Keep at least to the end of the calendar year in which the call "
    "was made, plus 1 year (CY+1): no other rule may end sooner.",
    "at most until warranty": "Keep at most until the end of the warranty: "
    "no other rule may run longer.",
    "at least as long as complaint": "Keep at least for as long as the complaint (1): "
    "no other rule may end sooner.",
    "at least permanently": "Keep at least permanently: no other rule may end sooner.",
    "at least the later of (1 day after made, until warranty)": "Keep at least (a) for 1 day after "
    "the call was made, or (b) until the end of the warranty, whichever is longer: "
    "no other rule may end sooner.",
}


@pytest.mark.parametrize(("keep", "sentence"), BOUNDS.items(), ids=BOUNDS)
def test_floor_and_ceiling(compiled: Callable[[str], Policy], keep: str, sentence: str) -> None:
    policy = compiled(RECORDS.replace("{keep}", keep))
    assert [plain(each) for each in word_rules(policy, ENGLISH)["10"].sentences] == [sentence]
