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


CONTACT = """
policy "Contact policy"
  publisher "The group"
  owner "Contact manager"
  next review 2027-06
  in force from 2026-01-01

calendar office
  working week Monday to Friday
  hours 09:00 to 17:00
  holidays GB-ENG, GB-SCT
  closed 2026-12-29 to 2026-12-31 "Christmas closure"
  closed 2027-01-05
  received when closed counts as the next working day
  deadlines roll forward
calendar shop
  working week Monday, Wednesday, Saturday, Sunday
  term 2026-09-02 to 2026-10-23 "Autumn"

authority charter "Customer charter" kind good_practice
authority gdpr "UK GDPR" kind regulation citation "article 30"

organisation group "The whole group" note "All companies."
  regulated by "Registrar"
organisation homes "Homes" part of group
  jurisdiction GB-ENG, IE
  service "Homes to rent" regulated by "Regulator of Social Housing", "Housing Ombudsman"
  service "Homes for sale"

record enquiry "Enquiries"
  company organisation
  country jurisdiction one of GB, IE
  channel one of email, letter, phone
  received time required
  extension_agreed yes/no
  asked date
  replied date
  acknowledged date
  responded date
  answered time
  called_back date
  decided date "the decision was sent"
  appealed date
  heard date
  referred date
  paid yes/no

rule 9 "Enquiries" for enquiry keep 3 years after received then destroy

standard 4.1 "Telephone" for enquiry when channel is phone
  using calendar office
  call back on the same day as received
  answer within 90 working minutes of received
standard 4.2 "Email and letters" for enquiry when channel in (email, letter)
  using calendar office
  by "Contact centre"
  note "A full answer, or word of when to expect one."
  acknowledge within 1 working day of received
  respond within 3 working days of received
    extended to 10 working days of received when extension_agreed
    paused from asked to replied
    target 95%
    channel "email or letter"
    because charter "page 2"
standard 4.2.old "Letters, as it was" for enquiry when channel is letter
  using calendar shop
  overrides 4.2
  in force until 2026-01-31
  respond within 7 working days beginning with received

procedure 9.2 "Formal investigation" for enquiry when company is homes
  using calendar office
  by "Service manager"
  stage acknowledge "Stage 1" within 2 working days of received marks acknowledged
  stage mediate "Mediation" optional within 5 working days of received marks answered
    when country is GB
  stage investigate "Stage 2" within 10 working days of received marks decided
  stage appeal "Stage 3" by customer within 10 working days of decided marks appealed
  stage hear "Appeal panel" within 20 working days of appealed marks heard
    by "Clerk to the panel"
    target 90.5%
  stage refer "Stage 4" by customer within 8 weeks of heard marks referred
  overall within 6 months of received marks heard

occasion system_changed "The call system is replaced"
duty audit "Retention audit" every 6 months
  starting 2026-01-10
  by "Call centre manager"
  with "a director"
  evidence "Electronic log"
  because gdpr
duty review "Process review" every 12 months or when system_changed within 30 days
duty notice "Tell customers" when system_changed

activity helpline "Technical helpline"
  purpose "Resolve product faults"
  basis "Contract"
  subjects "Customers"
  by "Call centre manager"
  holds name, card_details when paid
  recipients "Couriers" checked 2026-03-01, "IT support"
  recipients checked every 12 months
  measures "Passwords", "Firewalls"
  kept under 9
"""

HOSTILE_CONTACT = f'''
policy "{NASTY}{LONG}" owner "{NASTY}" next review 2027-06 in force from 2026-01-01
calendar office working week Monday to Friday closed 2026-12-29 "{NASTY}"
authority law "{NASTY}" kind statute
organisation {"long_name" * 30} "{NASTY}" note "{LONG}"
  service "{NASTY}" regulated by "{LONG}", "{ARABIC}"
record item "{NASTY}"
  company organisation
  ended time "{NASTY}"
  {"long_name" * 40} date
  done  date "{LONG}"
  odd   yes/no "{NASTY}"
rule 9 "{NASTY}" for item keep 3 years after done then destroy
standard {"1.2-" * 30}3 "{NASTY}" for item when odd
  by "{LONG}" note "| a | b |\\n| --- | --- |" because law "{NASTY}"
  respond within 3 working days of ended marks done channel "{NASTY}"
    extended to 4 working days of ended when odd
  visit within 4 days of ended marks {"long_name" * 40}
procedure 8 "{NASTY}{LONG}" for item
  stage one "{NASTY}{LONG}" by customer within 3 working days of ended marks done note "{NASTY}"
  stage two "{ARABIC}" optional within 3 working days of done marks {"long_name" * 40} by "{NASTY}"
  overall within 6 months of ended marks done
occasion o "{NASTY}"
duty d "{NASTY}" every 6 months or when o
  by "{LONG}" with "{NASTY}" evidence "{NASTY}" note "{LONG}"
activity a "{NASTY}" purpose "{LONG}" by "{NASTY}" holds {"long_name" * 40} when odd
  recipients "{NASTY}" measures "{NASTY}" kept under 9
  note "- one\\n- two"
'''


@pytest.fixture(scope="session")
def contact(compiled: Compiled) -> Policy:
    """A policy with something of everything of the contact half."""
    return compiled(CONTACT)


@pytest.fixture(scope="session")
def hostile_contact(compiled: Compiled) -> Policy:
    """A contact policy whose every text tries to break the document."""
    return compiled(HOSTILE_CONTACT)


@pytest.fixture(scope="session")
def sample(compiled: Compiled) -> Policy:
    """A small policy with something of everything that a schedule shows."""
    return compiled(SAMPLE)


@pytest.fixture(scope="session")
def hostile(compiled: Compiled) -> Policy:
    """A policy whose every text tries to break the document."""
    return compiled(HOSTILE)


def worked(name: str) -> Policy:
    """One of the worked policies."""
    policy = compile_policy(Path(__file__).parents[2] / "policies" / name).policy
    assert policy is not None
    return policy


@pytest.fixture(scope="session")
def surrey() -> Policy:
    """The worked policy of a whole schedule."""
    return worked("surrey")


@pytest.fixture(scope="session")
def calico() -> Policy:
    """The worked policy of a procedure with customer windows, and of several companies."""
    return worked("calico")


@pytest.fixture(scope="session")
def polha() -> Policy:
    """The worked policy of many service standards."""
    return worked("polha")


@pytest.fixture(scope="session")
def staffords() -> Policy:
    """The worked policy of processing and duties."""
    return worked("staffords")


@pytest.fixture(scope="session")
def chat() -> Policy:
    """The worked policy of classes by condition, two countries and a maximum for privacy."""
    return worked("chat")
