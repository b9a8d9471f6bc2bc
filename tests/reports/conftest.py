"""What the tests of documents share: a policy from its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy import Policy

Compiled = Callable[[str], Policy]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The policy that a text means."""
    folder = tmp_path_factory.mktemp("policies")

    def compile_text(text: str) -> Policy:
        path = folder / "schedule.tenure"
        path.write_text(text, encoding="utf-8")
        compilation = compile_policy(path)
        assert compilation.policy is not None, compilation.diagnostics
        return compilation.policy

    return compile_text


SAMPLE = '''
policy "Customer Services retention schedule"
  publisher     "Surrey County Council"
  owner         "Customer Relations Manager"
  version       "2.1"
  description   "What Customer Services keeps, for how long and why."
  jurisdiction  GB-ENG, GB-WLS
  approved      2016-09 by "Leadership Team"
  review        every 3 years
  next review   2027-01-31
  dispose       within 30 days
  resolve by    authority, longest
  in force from 2016-10-01

calendar office
  year FY  ends 31 March

section 6    "Customer Relations Team"  note "Ask the team before destroying anything."
section 6.1  "Contact Centre"
section 6.10 "Archive"
mark M "Management documentation"
mark P "Prime document"
authority good_practice "Good Practice" kind good_practice
authority dfe_statute "Children Act" kind statute citation "1989 c. 41"
external "Elsewhere" owner "Somebody" note "Not loaded."
fact live yes/no = no "the new Blue Badge system is in place"
fact limit number = 12
fact since date = 2026-01-01 "the day the limit was set"
fact place one of north_end, south = north_end

record complaint "Complaint records"
  closed          date    "the complaint was closed"
  child_assessed  yes/no
  open            yes/no  "legal action is open"
record formal "Formal complaints" is complaint where child_assessed
record call_recording "Call recordings"
  recorded        date required
  complaint       link to complaint
  training_case   yes/no

hold legal "Subject to legal action"
  for complaint
  while open
  because dfe_statute
  note "Ask Legal Services."
record badge "Badges"
  decided  date

rule 6.0.10 "Badges"
  for badge
  keep FY+1 from decided
  because good_practice
  except new "Badges, new system" when live
    keep FY+6 from decided
    in force from 2027-01-01
  end
rule 6.0.2 "Complaint records"
  for       complaint
  keep      3 years after closed
  then      anonymise and keep 10 years after closed then destroy
  because   good_practice "so that a repeat can be recognised"
  format    "paper and electronic"
  format    "feedback database"
  note      """First line
               second line

               A second paragraph."""
  access    "Customer Relations only"
  marked    P, M
  extendable by "Customer Relations Manager"
  except child when child_assessed
    keep 75 years after closed
    because dfe_statute
    except open when open
      keep permanently
    end
  end
rule 6.1.2 "Recordings of calls"
  for call_recording
  keep 62 days after recorded
  except complaint when complaint is known
    keep as long as complaint
  end
rule 6.10.1 "Formal complaints"
  for formal
  keep 4 years after closed
  in force until 2020-12-31
rule X.1 "Odd ones"
  for badge when live
  follow "Elsewhere"
'''

NASTY = (
    "<script>alert(1)</script> | `code` *bold* _it_ [l](http://e.org) {{ x }} & &lt; # \u202e\u2067"
)
ARABIC = "\u0633\u062c\u0644\u0627\u062a \u0627\u0644\u0634\u0643\u0627\u0648\u0649"
LONG = "Donaudampfschiff" * 60
HOSTILE = f'''
policy "{NASTY}{LONG}"
  publisher "{NASTY}"
  owner "{LONG}"
  description "</style><style>*{{display:none}}</style>"
  version "1.0\\n# 2"
external "{NASTY}" owner "{NASTY}" note "{LONG}"
section 1 "{NASTY} {LONG}" note "| a | b |\\n| --- | --- |"
mark M "{NASTY}"
authority law "{NASTY}" kind statute citation "javascript:alert(1)"
fact live yes/no = no "{NASTY}"
record item "{NASTY}"
  ended  date  "{NASTY}"
  odd    yes/no  "{LONG}"
  {"long_name" * 40} date
  town   text
  item   link to item "{ARABIC}"
record other "{NASTY}"
  ended date "\u202eevil\u202c {ARABIC}"
hold h "{NASTY}" for item while odd because law "{NASTY}" note "{LONG}"
rule 1.1 "{NASTY}"
  for item when town is "{NASTY}" and odd
  keep the later of (1 year after ended, as long as item, 2 days after {"long_name" * 40})
  then transfer to "{NASTY}"
  because law "{NASTY}"
  format "{LONG}"
  note "- one\\n- two\\n1. three\\n# four\\n\\n> five\\n---\\n***"
  note "\\tindented | piped \\\\| twice \\\\\\\\| thrice\\\\"
  access "{NASTY}"
  marked M
  extendable by "{NASTY}"
  except x when live
    follow "{NASTY}"
  end
rule 1.1-x "{ARABIC}" for other keep 1 day after ended
rule {"9" * 300} "{LONG}" for other keep 2 days after ended overrides 1.1-x
'''


@pytest.fixture(scope="session")
def sample(compiled: Compiled) -> Policy:
    """A small policy with something of everything that a schedule shows."""
    return compiled(SAMPLE)


@pytest.fixture(scope="session")
def hostile(compiled: Compiled) -> Policy:
    """A policy whose every text tries to break the document."""
    return compiled(HOSTILE)


@pytest.fixture(scope="session")
def surrey() -> Policy:
    """The worked policy of a whole schedule."""
    policy = compile_policy(Path(__file__).parents[2] / "policies" / "surrey").policy
    assert policy is not None
    return policy
