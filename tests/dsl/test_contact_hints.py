"""What a newcomer writes wrong in standards, procedures and duties, and what is said of it.

To add a mistake, add a line: the clause as it is written, the words that are underlined, and
what the help says, or begins with.
"""

from __future__ import annotations

import pytest

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

STANDARD = [
    ("respond within 3 business days of received", "business days", "write `3 working days`"),
    ("respond within 3 workdays of received", "workdays", "write `3 working days`"),
    ("respond within 3 bank days of received", "bank days", "write `3 working days`"),
    ("respond within 3 calendar days of received", "calendar days", "write `3 days`: calendar"),
    ("respond within 3 clear days of received", "clear days", "write `3 days`: calendar days"),
    ("respond within 24 hrs of received", "hrs", "write `24 hours`"),
    ("respond within 30 mins of received", "mins", "write `30 minutes`"),
    ("respond within 2 to 3 days of received", "to 3 days", "give the day by which it is done"),
    ("respond within a day of received", "a day", "write numbers in figures: `1 day`"),
    ("respond within a working day of received", "a working day", "write numbers in figures: `1 w"),
    ("respond within three days of received", "three", "write numbers in figures: `3`"),
    ("respond within 3 working days from received", "from received", "write `3 working days of re"),
    ("respond within 3 days after received", "after received", "write `3 days of received`"),
    ("respond in 3 days", "in 3 days", "write `within 3 days of …`"),
    ("respond after 3 working days", "after 3 working days", "write `within 3 working days of …`"),
    ("respond within 3 working days", "days", "for example `within 3 working days of received`"),
    ("respond within 3 days target 95%", "target", "for example `within 3 days of received`"),
    ("respond same day", "same day", "write `on the same day as received`"),
    ("respond the same day as received", "the same day", "write `on the same day as received`"),
    ("respond on the same day", "day", "for example `on the same day as received`"),
    ("respond by the next working day", "next working day", "write `by the end of the next work"),
    ("respond by the end of the next working day", "day", "for example `by the end of the next w"),
    ("respond immediately", "immediately", "say by when: "),
    ("reply within 3 days of received", "reply", "choose the nearest, such as `respond`"),
    ("callback within 3 days of received", "callback", "write `call back`"),
    ("respond within 3 days of received marked answered", "marked", "write `marks` and the event"),
    ("respond within 3 days of received target 95 percent", "95 percent", "write `95%`"),
    ("respond within 3 days of received target 95", "95", "write `95%`"),
    ('respond within 3 days of received target "95%"', '"95%"', "write `95%`"),
    ("respond within 3 days of received extended by 5 days", "by", "say how long there is in all"),
    ("respond within 3 days of received extended to 9 days when ok", "when", "for example `extend"),
    ("respond within 3 days of received paused while asked", "while", "name the event that begins"),
    ("respond within 3 days of received paused from a until b", "until", "write `to`"),
    ("respond within 3 days of received by Manager", "Manager", 'put the text in quotes: `by "Man'),
    ("using office respond within 3 days of received", "office", "write `using calendar office`"),
    ("use calendar office", "calendar office", "write `using calendar office`"),
]
PROCEDURE = [
    ('stage 1 "One" within 3 days of received', "1", "give the stage a name, and then its title"),
    ('stage "One" within 3 days of received', '"One"', "give the stage a name, and then its title"),
    ("stage a by the customer within 3 days of b", "customer", "write `by customer`, before `wit"),
    ("stage a within 3 days of b by the customer", "the customer", "write `by customer`, before "),
    ("stage a by client within 3 days of b", "within", "write `by customer` for the customer's"),
    ("stage a customer within 3 days of b", "customer", "write `by customer`"),
    ("stage a optional by customer within 3 days of b", "within", "write `by customer optional`"),
    ("step a within 3 days of b", "step", "did you mean `stage`?"),
    ("stage a within 3 days of stage b marks c", "b", "name the event that the other stage m"),
    ("total within 8 weeks of received", "total", "write `overall within …`"),
    ("overall 8 weeks", "8 weeks", "write `within 8 weeks of …`"),
]
DUTY = [
    ("every six months", "six", "write numbers in figures: `6`"),
    ("every month", "month", "write `every 1 month`"),
    ("every quarter", "quarter", "write `every 3 months`"),
    ("annually", "annually", "write `every 1 year`"),
    ("twice a year", "twice a year", "write `every 6 months`"),
    ("due every 6 months", "due", "leave out `due`"),
    ("every 6 months on system_change", "on system_change", "write `or when system_change`"),
    ("every 6 months or system_change", "system_change", "write `or when system_change`"),
    ("every 6 months from 2026-01-01", "from 2026-01-01", "write `starting 2026-01-01`"),
    ("every 6 months starting March 2026", "March 2026", "write the whole day: `starting 2026-"),
    ("every 6 months evidence log", "log", 'put the text in quotes: `evidence "log"`'),
]
ACTIVITY = [
    ("purpose faults", "faults", 'put the text in quotes: `purpose "faults"`'),
    ("kept under rule 4.1", "4.1", "leave out `rule`: `kept under 4.1`"),
    ("retention 4.1", "retention 4.1", "name the rule: `kept under 4.1`"),
    ('holds "name"', '"name"', "write names without quotes"),
    ("holds names and addresses", "and addresses", "put a comma: `, addresses`"),
    ("recipients couriers", "couriers", 'put the text in quotes: `recipients "couriers"`'),
    ('recipients "A" checked March 2026', "March 2026", "write the whole day: `checked 2026-03"),
    ("recipients checked annually", "annually", "write `recipients checked every 12 months`"),
]
ORGANISATION = [
    ('regulator "X"', "regulator", 'write `regulated by "…"`'),
    ('part of "Group"', '"Group"', "write its name, as it is declared, without quotes"),
    ("parent northam", "parent", "write `part of` and the name of the organisation"),
    ("jurisdiction Scotland", "Scotland", "write the ISO 3166 code: `jurisdiction GB-SCT`"),
]
CALENDAR = [
    ("working days Monday to Friday", "days", "write `working week Monday to Friday`"),
    ("working week Monday-Friday", "-Friday", "write `to Friday`"),
    ("working hours 09:00 to 17:00", "hours", "write `hours 09:00 to 17:00`"),
    ("hours 9 to 5", "9 to 5", "write both times with hours and minutes"),
    ("hours 9am to 5pm", "9am to 5pm", "write both times with hours and minutes"),
    ("hours 09:00-17:00", "-17:00", "write `09:00 to 17:00`"),
    ("bank holidays GB-ENG", "bank holidays", "write `holidays GB-ENG`"),
    ("holidays England", "England", "write the ISO 3166 code: `holidays GB-ENG`"),
    ("closed on 2026-12-25", "on 2026-12-25", "leave out `on`: `closed 2026-12-25`"),
    ("closed 25 December", "25 December", "write the day with its year, once for each year"),
    ("term 2026-09-02 until 2026-12-18", "until", "write `to`"),
    ("received after hours counts", "after hours counts", "write `received when closed counts a"),
]
HEADS = {
    'standard 1 "T" for e': STANDARD,
    'procedure 1 "T" for e': PROCEDURE,
    'duty audit "T"': DUTY,
    'activity helpline "T"': ACTIVITY,
    'organisation northam "T"': ORGANISATION,
    "calendar office": CALENDAR,
}


@pytest.mark.parametrize(
    ("head", "clause", "underlined", "help_"),
    [(head, *slip) for head, slips in HEADS.items() for slip in slips],
    ids=[slip[0] for slips in HEADS.values() for slip in slips],
)
def test_the_help_says_what_to_write(head: str, clause: str, underlined: str, help_: str) -> None:
    found: list[Diagnostic] = []
    text = f'policy "P"\n{head}\n  {clause}\n'
    assert read_file(SourceFile(path="x", text=text), found.append) is None
    (one,) = found
    assert one.at is not None
    assert one.at.text == underlined
    assert one.help[0].startswith(help_)
    assert one.message
