"""Help for the mistakes that newcomers make in standards, procedures, duties and the like.

Each slip is a line: in which declaration, what was read, what comes next, and what to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tenure.dsl.hints import Hint, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    """One mistake.

    Attributes:
        within: the words that begin the declarations in which it is made; any, where empty.
        before: what was read, up to its end.
        after: what comes next; what it matches is underlined.
        expects: a terminal that could stand there instead; any, where empty.
        help: what to write; `{0}` and so on are the groups of `before`, then of `after`.
        message: what is wrong; empty for a word without a meaning.
    """

    within: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    expects: str
    help: str
    message: str


def contact_hint(mistake: Mistake) -> Hint | None:
    """Return the first hint that fits, for a mistake in a declaration of the contact half."""
    found = re.match(r"\s*(\w+)", mistake.at.source.code[mistake.start : mistake.end])
    declaration = found[1] if found else ""
    quoted = mistake.at.text.startswith('"') and not mistake.ended
    follows = mistake.at.text if quoted else mistake.after
    for slip in _SLIPS:
        if slip.within and declaration not in slip.within:
            continue
        if slip.expects and slip.expects not in mistake.expected:
            continue
        before, after = slip.before.search(mistake.before), slip.after.match(follows)
        if before is not None and after is not None:
            return _said(slip, mistake, before, after)
    return None


def _said(slip: _Slip, mistake: Mistake, before: re.Match[str], after: re.Match[str]) -> Hint:
    groups = [" ".join((group or "").split())[:60] for group in (*before.groups(), *after.groups())]
    at = mistake.at
    if after[0].strip() and not at.text.startswith('"'):
        at = at.source.span(at.start, at.start + min(len(after[0].rstrip()), 60))
    text = " ".join(at.text.split())
    wrong = "words" if " " in text else "word"
    has = "have" if " " in text else "has"
    return Hint(
        message=slip.message.format(*groups, found=text[:40])
        or f"the {wrong} `{text}` {has} no meaning here",
        at=at,
        help=" ".join(slip.help.format(*groups).split()),
    )


_PROMISES = "standard procedure"
_STEP = r"(?:^|\s)(?:respond|acknowledge|answer|call\s+back|visit|attend|repair|resolve|complete|"
_STEP += r"decide|inform|arrange|overall|stage\s+\w+(?:\s+\"[^\"]*\")?)$"
_AMOUNT = r"(\d+\s+(?:working\s+)?(?:year|month|week|day|hour|minute)s?)"


def _slip(
    within: str, before: str, after: str, help_: str, *, expects: str = "", message: str = ""
) -> _Slip:
    return _Slip(
        within=frozenset(within.split()),
        before=re.compile(before),
        after=re.compile(after, re.IGNORECASE),
        expects=expects,
        help=help_,
        message=message,
    )


_LIMITS = (
    _slip(
        _PROMISES,
        r"(\d+)$",
        r"(?:business|bank|office|trading)\s+(days?|hours?)\b",
        "write `{0} working {1}`",
    ),
    _slip(_PROMISES, r"(\d+)$", r"(?:work|week)(days?)\b", "write `{0} working {1}`"),
    _slip(
        _PROMISES,
        r"(\d+)$",
        r"(?:calendar|clear)\s+(days?)\b",
        "write `{0} {1}`: calendar days, counted from the day after the event",
    ),
    _slip(_PROMISES, r"(\d+)$", r"hrs?\b", "write `{0} hours`"),
    _slip(_PROMISES, r"(\d+)$", r"mins?\b", "write `{0} minutes`"),
    _slip(
        _PROMISES,
        r"(\d+)$",
        r"to\s+(\d+)\s+(\w+)",
        "give the day by which it is done at the latest: `{1} {2}`",
        expects="UNIT",
    ),
    _slip(
        _PROMISES,
        r"\b(?:within|to)$",
        r"an?\s+(working\s+)?(\w+)",
        "write numbers in figures: `1 {0} {1}`",
        expects="NUMBER",
    ),
    _slip(
        _PROMISES,
        _AMOUNT + "$",
        r"(?:from|after|since|following)\s+([\w.]+)",
        "write `{0} of {1}`",
        expects="OF",
    ),
    _slip(
        _PROMISES,
        r"\bextended\s+to\s+" + _AMOUNT + "$",
        r"\w*",
        "for example `extended to {0} of received`",
        expects="OF",
        message="`{0}` of which event?",
    ),
    _slip(
        _PROMISES,
        _AMOUNT + "$",
        r"\w*",
        "for example `within {0} of received`",
        expects="OF",
        message="`{0}` of which event?",
    ),
    _slip(
        _PROMISES,
        _STEP,
        r"(?:in|after)\s+(\d+\s+(?:working\s+)?\w+)",
        "write `within {0} of …`, and the event",
    ),
    _slip(
        _PROMISES, _STEP, r"(\d+\s+(?:working\s+)?\w+)", "write `within {0} of …`, and the event"
    ),
    _slip(
        _PROMISES,
        _STEP + r"|\bon(?:\s+the)?$",
        r"(?:the\s+)?same(?:\s+(?:working\s+)?day)?",
        "write `on the same day as received`",
    ),
    _slip(
        _PROMISES,
        r"\bsame\s+day$",
        r"\w*",
        "for example `on the same day as received`",
        expects="AS",
        message="the same day as which event?",
    ),
    _slip(
        _PROMISES,
        r"\bby\s+the$",
        r"next(?:\s+working)?(?:\s+day)?",
        "write `by the end of the next working day after received`",
    ),
    _slip(
        _PROMISES,
        r"\bnext\s+working\s+day$",
        r"\w*",
        "for example `by the end of the next working day after received`",
        expects="AFTER",
        message="the next working day after which event?",
    ),
    _slip(
        _PROMISES,
        _STEP,
        r"(?:immediately|promptly|straight\s+away|at\s+once|asap)\b",
        "say by when: `within 2 hours of received`, or `on the same day as received`",
    ),
)
_STEPS = (
    _slip(
        "procedure",
        r"\bof\s+stage(?:\s+\w+)?$",
        r"",
        "name the event that the other stage marks: `within 10 days of acknowledged`",
        message="a limit runs from an event, not from a stage",
    ),
    _slip(
        "procedure",
        r"\bstage$",
        r"(?:\d[\w-]*|\")",
        'give the stage a name, and then its title: `stage first "Stage 1"`',
        message="a stage has a name that begins with a letter",
    ),
    _slip(
        "procedure",
        r"\bby$",
        r"the\s+(?:customer|client|complainant)\b",
        "write `by customer`, before `within`",
    ),
    _slip(
        "procedure",
        r"\bby\s+the$",
        r"(?:customer|client|complainant)\b",
        "write `by customer`, before `within`",
    ),
    _slip(
        "procedure",
        r"\boptional\s+by\s+customer$",
        r"",
        "write `by customer optional`",
        message="`optional` stands before `by customer`",
    ),
    _slip(
        "procedure",
        r"\bstage\s+\w+(?:\s+\"[^\"]*\")?\s+by\s+(\w+)$",
        r"within\b",
        "write `by customer` for the customer's own time; "
        'who of the organisation does it stands under the stage, in quotes: `by "{0}"`',
        message="`{0}` is not `customer`",
    ),
    _slip("procedure", r"\bstage\s+\w+(?:\s+\"[^\"]*\")?$", r"customer\b", "write `by customer`"),
    _slip(
        "procedure", r"", r"(?:total|whole|altogether)\s+(?=within|by)", "write `overall within …`"
    ),
    _slip("procedure", r"", r"step\b", "did you mean `stage`?", expects="STAGE"),
    _slip(
        "standard", r"", r"call(?:s|ed)?[-_ ]?back\b", "write `call back`", expects="PROMISE_VERB"
    ),
    _slip(
        "standard",
        r"",
        r"(\w+)\s+(?=within\b|by\b|on\s+the\b)",
        "choose the nearest, such as `respond`, `inform` or `complete`, and name the event that "
        "shows that it was done: `respond within … marks replied`",
        expects="PROMISE_VERB",
        message="`{0}` is not one of the promises",
    ),
    _slip(_PROMISES, r"", r"marked\b", "write `marks` and the event"),
    _slip(
        _PROMISES,
        r"\btarget$",
        r"\"?(\d+(?:\.\d+)?)\s*(?:%|per\s*cent\b|pc\b)?\"?",
        "write `{0}%`",
        message="a target has a percent sign",
    ),
    _slip(
        _PROMISES,
        r"\bextended$",
        r"by\b",
        "say how long there is in all, not how much is added: `extended to 10 days of received`",
    ),
    _slip(
        _PROMISES,
        r"\bpaused$",
        r"(?:while|when|until)\b",
        "name the event that begins the pause and the one that ends it: "
        "`paused from asked to answered`",
    ),
    _slip(_PROMISES, r"\bpaused\s+from\s+[\w.]+$", r"(?:until|till)\b", "write `to`"),
    _slip(
        "use " + _PROMISES,
        r"\b(?:using|use)$",
        r"(?:calendar\s+)?(\w+)",
        "write `using calendar {0}`",
        expects="CALENDAR",
    ),
    _slip("use", r"\buse$", r"calendar\s+(\w+)", "write `using calendar {0}`"),
)
_TURNS = {
    "daily": "1 day",
    "weekly": "1 week",
    "monthly": "1 month",
    "quarterly": "3 months",
    "(?:annual|year)ly": "1 year",
    "twice a year": "6 months",
    "every quarter": "3 months",
}
_DUTIES = (
    _slip("duty", r"", r"due\s+(?=every\b)", "leave out `due`"),
    *(
        _slip("duty", r"(?:\bevery)?$", rf"{turn}\b", f"write `every {length}`", expects="EVERY")
        for turn, length in _TURNS.items()
    ),
    _slip(
        "activity",
        r"\brecipients\s+checked$",
        r"\w+",
        "write `recipients checked every 12 months`",
        expects="EVERY",
    ),
    _slip("duty activity", r"\bevery$", r"quarter\b", "write `every 3 months`"),
    _slip("duty activity", r"\bevery$", r"(day|week|month|year)\b", "write `every 1 {0}`"),
    _slip("duty", r"", r"(?:on|upon|if)\s+(\w+)", "write `or when {0}`", expects="OR"),
    _slip("duty", r"\bor$", r"(?:on|if)?\s*(\w+)", "write `or when {0}`", expects="WHEN"),
    _slip("duty", r"", r"from\s+(\d{4}-\d\d-\d\d)", "write `starting {0}`"),
    _slip(
        "duty activity",
        r"\b(starting|checked)$",
        r"\w+(?:\s+\d{4})?",
        "write the whole day: `{0} 2026-03-01`",
        expects="DAY",
    ),
    _slip("activity", r"\bkept\s+under\s+rule$", r"([\w.]+)", "leave out `rule`: `kept under {0}`"),
    _slip(
        "activity",
        r"",
        r"(?:retention|kept|keep)(?:\s+(?:rule\s+)?(\d[\w.]*))?",
        "name the rule: `kept under {0}`",
    ),
    _slip(
        "activity",
        r"\bholds\b[\w\s,]*$",
        r"\"",
        "write names without quotes: `holds name, card_details`",
        expects="NAME",
        message="what is held is a name",
    ),
    _slip(
        "activity",
        r"\bholds\b[\w\s,]*\w$",
        r"(?:and\s+)?([a-z_]\w*)",
        "put a comma: `, {0}`",
        expects="COMMA",
        message="two names without a comma",
    ),
)
_REGIONS = {
    "England": "GB-ENG",
    "Scotland": "GB-SCT",
    "Wales": "GB-WLS",
    r"Northern\s+Ireland": "GB-NIR",
    r"UK|United\s+Kingdom|Britain": "GB",
    "Ireland": "IE",
    "Canada": "CA",
    r"United\s+States": "US",
}
_PLACES = (
    *(
        _slip(
            "",
            r"\b(holidays|jurisdiction)$",
            rf"(?:{name})\b",
            f"write the ISO 3166 code: `{{0}} {code}`",
            expects="REGION",
        )
        for name, code in _REGIONS.items()
    ),
    _slip("organisation", r"", r"regulators?\b", 'write `regulated by "…"`'),
    _slip("organisation", r"", r"parent\b", "write `part of` and the name of the organisation"),
    _slip(
        "organisation",
        r"\bpart\s+of$",
        r"\"",
        "write its name, as it is declared, without quotes",
        message="another organisation is named by its name",
    ),
    _slip("calendar", r"\bworking$", r"days\b", "write `working week Monday to Friday`"),
    _slip(
        "calendar",
        r"\bworking$",
        r"hours\b",
        "write `hours 09:00 to 17:00`",
        message="hours are always working hours",
    ),
    _slip("calendar", r"\bworking\s+week$", r"(\w+day)\s*-\s*(\w+day)\b", "write `{0} to {1}`"),
    _slip("calendar", r"", r"-\s*(\w+day)\b", "write `to {0}`", expects="TO"),
    _slip(
        "calendar",
        r"\bhours\b.*$",
        r"[\d:.]+\s*(?:[ap]m\b)?(?:\s*(?:to|-)\s*\S+)?",
        "write both times with hours and minutes: `hours 09:00 to 17:00`",
        expects="CLOCK",
    ),
    _slip("calendar", r"(\d\d:\d\d)$", r"-\s*(\d\d:\d\d)", "write `{0} to {1}`"),
    _slip("calendar", r"", r"(?:bank|public)\s+holidays\b", "write `holidays GB-ENG`"),
    _slip("calendar", r"\bclosed$", r"on\s+(\S+)", "leave out `on`: `closed {0}`"),
    _slip(
        "calendar",
        r"\bclosed$",
        r"\d{1,2}\s+[A-Z]\w+",
        "write the day with its year, once for each year: `closed 2026-12-25`",
    ),
    _slip("calendar", r"\d$", r"(?:until|till)\b", "write `to`", expects="TO"),
    _slip(
        "calendar",
        r"\breceived$",
        r"(?:after|outside|out)\b.*",
        "write `received when closed counts as the next working day`",
    ),
)
_TEXTS = (
    _slip(
        "duty activity organisation " + _PROMISES,
        r"\b(by|with|evidence|purpose|basis|subjects|source|stored|transfers|access|measures|service|"
        r"recipients|regulated\s+by|channel|note)$",
        r"(\w[\w-]*)",
        'put the text in quotes: `{0} "{1}"`',
        expects="STRING",
        message="`{1}` is not in quotes",
    ),
)
_SLIPS = (*_LIMITS, *_STEPS, *_DUTIES, *_PLACES, *_TEXTS)
