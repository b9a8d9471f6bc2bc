"""Welsh: the phrases of every document, as `english` has them.

Made by machine: it is to be read by somebody whose language it is before anything is
published with it. How it is made:

- The words of the policy stand in quotation marks, so that nothing has to mutate them; no
  phrase puts them where its own words would have to mutate.
- A condition carries its own `os`, so that one clause can follow any other: `os yw … ac os
  nad yw …`. The phrases around it have none.
- `a(c)`, `â(g)`, `na(g)` and `neu(L)` are settled by what comes after them: see
  `welsh_sounds`.
"""

from __future__ import annotations

from tenure.reports.wording import welsh_changes as changes
from tenure.reports.wording import welsh_contact as contact
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.welsh_answers import ANSWERS
from tenure.reports.wording.welsh_audit import AUDIT
from tenure.reports.wording.welsh_document import DOCUMENT
from tenure.reports.wording.welsh_sounds import settle

_LISTS = {
    "list.separator": ", ",
    "list.then": ", yna ",
    "list.and": " a(c) ",
    "list.or": " neu(L) ",
    "list.and.labelled": ", a(c) ",
    "list.or.labelled": ", neu ",
    "list.item": "({label}) {item}",
    "list.both": "y ddau amod hyn: {items}",
    "list.all": "pob un o'r amodau hyn: {items}",
    "list.either": "un o'r ddau amod hyn: {items}",
    "list.any": "unrhyw un o'r amodau hyn: {items}",
}

_PERIODS = {
    "keep.after": "{bound}am {length} ar ôl {event}",
    "keep.beginning": "{bound}am {length} gan gyfrif {event} yn ddiwrnod cyntaf",
    "keep.year": "{bound}hyd ddiwedd {year} {event} ({code})",
    "keep.year.plus": "{bound}hyd ddiwedd {year} {event}, ynghyd â(g) {years} ({code})",
    "keep.until": "{bound}nes cyrraedd {event}",
    "keep.link": "{bound}cyhyd â(g) {record}{rules}",
    "keep.permanently": "{bound}yn barhaol",
    "keep.latest": "{bound}tra bo'n un o'r {count} diweddaraf sy'n rhannu {group}, "
    "yn nhrefn {order}",
    "keep.latest.one": "{bound}tra mai hwn yw'r diweddaraf sy'n rhannu {group}, yn nhrefn {order}",
    "keep.longer": "{terms}, pa un bynnag yw'r hwyaf o'r ddau",
    "keep.longest": "{terms}, pa un bynnag yw'r hwyaf",
    "keep.shorter": "{terms}, pa un bynnag yw'r byrraf o'r ddau",
    "keep.shortest": "{terms}, pa un bynnag yw'r byrraf",
    "keep.if known": "{period}, os yw'n hysbys",
    "keep.if all known": "os yw'n hysbys, {period}",
    "bound.at least": "o leiaf ",
    "bound.at most": "ar y mwyaf ",
    "rules.see": " ({rules})",
    "year.named": "y flwyddyn {name}",
    "year.ending": "{year} sy'n gorffen ar {day}",
    "year.of": "y mae {event} ynddi",
    "year.in": "y mae {event} ynddi",
}

_NAMES = {
    "titled": "{noun}",
    "named.event": "y dyddiad {noun}",
    "named.link": "y cofnod {noun}",
    "named.value": "{noun}",
    "office": "{noun}",
    "a": "cofnod {noun}",
    "an": "cofnod {noun}",
    "event.the date": "y dyddiad {event}",
    "event.the date when": "y dyddiad pan {event}",
    "link.one": "y cofnod {target} a gofnodwyd fel {name}",
    "link.each": "pob cofnod {target} a gofnodwyd fel {name}",
    "linked": "{phrase} (ar gyfer {record})",
    "named": "{phrase} ({name})",
    "closed": "{noun},",
    "class.linked": "{title} ({name})",
}

_CONDITIONS = {
    "flag.it": "os yw'n wir {rest}",
    "flag.is": "os yw {thing} yn {state}",
    "flag.is.not": "os nad yw {thing} yn {state}",
    "flag.not": "os nad yw'n wir {phrase}",
    "flag.untrue": "os nad yw'n wir: {clause}",
    "flag.applies": "os yw {title} yn gymwys",
    "flag.applies.not": "os nad yw {title} yn gymwys",
    "known.event": "os yw {field} yn hysbys",
    "known.event.not": "os nad yw {field} yn hysbys",
    "known.value": "os cofnodwyd {field}",
    "known.value.not": "os na chofnodwyd {field}",
    "known.answer": "os oes ateb i(L) {field}",
    "known.answer.not": "os nad oes ateb i(L) {field}",
    "known.link": "os cofnodwyd {link}",
    "known.link.not": "os na chofnodwyd {link}",
    "known.links": "os cofnodwyd {link}",
    "known.links.not": "os na chofnodwyd {link}",
    "known.any": "os cofnodwyd {target}",
    "known.any.not": "os na chofnodwyd unrhyw gofnod {target}",
    "known.some": "os cofnodwyd o leiaf un cofnod {target}",
    "known.some.not": "os na chofnodwyd cymaint ag un cofnod {target}",
    "known.as": "{known} fel {name}",
    "value.is": "os {values} yw {field}",
    "value.is.not": "os nad {values} yw {field}",
    "value.is none": "os nad yr un o(L) {values} yw {field}",
    "answer.yes": "Ie",
    "answer.no": "Na",
    "value.yes": "ie",
    "value.no": "na",
    "number.at least": "os yw {field} yn {bound} o leiaf",
    "number.at least.not": "os nad yw {field} yn {bound} o leiaf",
    "number.at most": "os yw {field} yn {bound} ar y mwyaf",
    "number.at most.not": "os nad yw {field} yn {bound} ar y mwyaf",
    "number.more than": "os yw {field} yn fwy na(g) {bound}",
    "number.more than.not": "os nad yw {field} yn fwy na(g) {bound}",
    "number.less than": "os yw {field} yn llai na(g) {bound}",
    "number.less than.not": "os nad yw {field} yn llai na(g) {bound}",
    "date.before": "os yw {left} cyn {right}",
    "date.before.not": "os nad yw {left} cyn {right}",
    "date.on or before": "os yw {left} ar neu cyn {right}",
    "date.on or before.not": "os nad yw {left} ar neu cyn {right}",
    "date.on": "os yw {left} ar {right}",
    "date.on.not": "os nad yw {left} ar {right}",
    "date.after": "os yw {left} ar ôl {right}",
    "date.after.not": "os nad yw {left} ar ôl {right}",
    "date.on or after": "os yw {left} ar neu ar ôl {right}",
    "date.on or after.not": "os nad yw {left} ar neu ar ôl {right}",
    "near.of": "os yw {left} o fewn {length} cyn neu ar ôl {right}",
    "near.of.not": "os nad yw {left} o fewn {length} cyn neu ar ôl {right}",
    "near.after": "os yw {left} o fewn {length} ar ôl {right}",
    "near.after.not": "os nad yw {left} o fewn {length} ar ôl {right}",
    "near.before": "os yw {left} o fewn {length} cyn {right}",
    "near.before.not": "os nad yw {left} o fewn {length} cyn {right}",
    "point.after": "y diwrnod sydd {length} ar ôl {point}",
    "point.before": "y diwrnod sydd {length} cyn {point}",
    "untrue": "os nad yw'n wir: ({condition})",
}

_RULES = {
    "rule.plain": "{what}.",
    "rule.if": "{condition}, {what}.",
    "rule.if.long": "{condition}: {what}.",
    "rule.unless": "ac eithrio {condition}, {what}.",
    "rule.unless.long": "ac eithrio {condition}: {what}.",
    "rule.when": "{condition}, {what}.",
    "rule.when.long": "{condition}: {what}.",
    "rule.keep": "cadwch {period}",
    "rule.keep then": "cadwch {period}, yna {action}",
    "rule.floor": "cadwch {period}: ni chaiff unrhyw reol arall ddod i ben yn gynt",
    "rule.ceiling": "cadwch {period}: ni chaiff unrhyw reol arall bara'n hwy",
    "rule.follow": "dilynwch y polisi {policy}",
    "rule.disapplies": "nid yw {rules} yn gymwys",
    "rule.disapplies.many": "nid yw {rules} yn gymwys",
    "rule.overrides": "Mae'n cael blaenoriaeth dros {rules}.",
    "rule.special": "Mae'n cael blaenoriaeth dros {rules}, sy'n fwy cyffredinol.",
    "rule.special.many": "Mae'n cael blaenoriaeth dros {rules}, sy'n fwy cyffredinol.",
    "rule.extendable": "Gellir ei gadw'n hwy drwy gytundeb â(g) {who}.",
    "rule.in force.both": "Mewn grym o {start} hyd {end}.",
    "rule.in force.from": "Mewn grym o {start} ymlaen.",
    "rule.in force.until": "Mewn grym hyd {end}.",
    "scope.for": "Ar gyfer: {classes}",
    "scope.exception": "Eithriad i {rule}",
    "action.destroy": "dinistriwch",
    "action.anonymise": "gwnewch yn ddienw",
    "action.pseudonymise": "rhowch ffugenw yn lle'r enw",
    "action.review": "adolygwch",
    "action.transfer": "trosglwyddwch i {to}",
    "phase.destroy": "y cofnod",
    "phase.anonymise": "y cofnod dienw",
    "phase.pseudonymise": "y cofnod dan ffugenw",
    "phase.review": "y cofnod a adolygwyd",
    "phase.transfer": "y cofnod a drosglwyddwyd",
    "phase.keep": "cadwch {what} {period}",
    "phase.keep then": "cadwch {what} {period}, yna {action}",
    "hold.while": "{condition}, a chyhyd ag y bo hynny'n wir, ni waredir dim, beth bynnag y mae'r "
    "amserlen yn ei ddweud.",
    "hold.while.long": "{condition}: cyhyd ag y bo hynny'n wir, ni waredir dim, beth bynnag y "
    "mae'r amserlen yn ei ddweud.",
    "hold.because": " Yn seiliedig ar: {authorities}.",
    "definition": "{parent}, {condition}.",
    "definition.plain": "Math o gofnod: {parent}.",
}

_FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 6: 4, 4: 6}
_OTHER = 5


def _form(count: int) -> int:
    """Return which form a count takes: CLDR's for 0, 1, 2, 3, 6 and others; 4 has its own.

    The noun stays singular after a numeral, and it is the numeral that mutates it. CLDR
    counts 4 with the others, but it is `pedair blynedd` and `pum mlynedd`.
    """
    return _FORMS.get(count, _OTHER)


def _forms(usual: str, two: str) -> tuple[str, ...]:
    """Return the forms of a noun that only 2 mutates."""
    return (usual, usual, two, usual, usual, usual, usual)


_UNITS = {
    "day": _forms("diwrnod", "ddiwrnod"),
    "week": _forms("wythnos", "wythnos"),
    "month": _forms("mis", "fis"),
    "year": ("mlynedd", "flwyddyn", "flynedd", "blynedd", "blynedd", "mlynedd", "blynedd"),
    "hour": _forms("awr", "awr"),
    "minute": _forms("munud", "funud"),
    "working day": _forms("diwrnod gwaith", "ddiwrnod gwaith"),
    "working hour": _forms("awr waith", "awr waith"),
    "working minute": _forms("munud gwaith", "funud gwaith"),
}

WELSH = Catalogue(
    language="cy",
    phrases=_LISTS
    | _PERIODS
    | _NAMES
    | _CONDITIONS
    | _RULES
    | DOCUMENT
    | contact.PHRASES
    | AUDIT
    | ANSWERS
    | changes.PHRASES,
    units=_UNITS,
    plural=_form,
    months=(
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ),
    weekdays=(
        "dydd Llun",
        "dydd Mawrth",
        "dydd Mercher",
        "dydd Iau",
        "dydd Gwener",
        "dydd Sadwrn",
        "dydd Sul",
    ),
    date_format="{day} {month} {year}",
    month_format="{month} {year}",
    day_format="{day} {month}",
    time_format="%H:%M",
    grouping=",",
    point=".",
    years={
        "CY": "y flwyddyn galendr",
        "FY": "y flwyddyn ariannol",
        "AY": "y flwyddyn academaidd",
        "SY": "y flwyddyn ysgol",
        "TY": "y flwyddyn dreth",
    },
    happenings={
        "received": "ei dderbyn",
        "reported": "yr adroddiad",
        "decided": "y penderfyniad",
        "appealed": "yr apêl",
    },
    regions={
        "CA": "Canada",
        "GB": "y Deyrnas Unedig",
        "GB-ENG": "Lloegr",
        "GB-NIR": "Gogledd Iwerddon",
        "GB-SCT": "yr Alban",
        "GB-WLS": "Cymru",
        "IE": "Iwerddon",
        "US": "yr Unol Daleithiau",
    },
    naming=None,
    joints=(", ", " a ", " ac ", " neu "),
    settle=settle,
)
