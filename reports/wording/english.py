"""English: every phrase of every document, in one place.

A translation is a module like this one. Keys before a dot say where a phrase belongs;
`.not` is the same phrase denied.
"""

from __future__ import annotations

from tenure.reports.wording import english_changes as changes
from tenure.reports.wording import english_contact as contact
from tenure.reports.wording.answers_english import ANSWERS
from tenure.reports.wording.audit_english import AUDIT
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.titles import Naming

_LISTS = {
    "list.separator": ", ",
    "list.then": ", then ",
    "list.and": " and ",
    "list.or": " or ",
    "list.and.labelled": ", and ",
    "list.or.labelled": ", or ",
    "list.item": "({label}) {item}",
    "list.both": "both {items}",
    "list.all": "all of {items}",
    "list.either": "either {items}",
    "list.any": "any of {items}",
}

_PERIODS = {
    "keep.after": "for {bound}{length} after {event}",
    "keep.beginning": "for {bound}{length} beginning with {event}",
    "keep.year": "{bound}to the end of the {year} {event} ({code})",
    "keep.year.plus": "{bound}to the end of the {year} {event}, plus {years} ({code})",
    "keep.until": "{bound}until {event}",
    "keep.link": "{bound}for as long as {record}{rules}",
    "keep.permanently": "{bound}permanently",
    "keep.latest": "{bound}while it is one of the latest {count} that share {group}, "
    "in order of {order}",
    "keep.latest.one": "{bound}while it is the latest that shares {group}, in order of {order}",
    "keep.longer": "{terms}, whichever is longer",
    "keep.longest": "{terms}, whichever is longest",
    "keep.shorter": "{terms}, whichever is shorter",
    "keep.shortest": "{terms}, whichever is shortest",
    "keep.if known": "{period}, if known",
    "keep.if all known": "if known, {period}",
    "bound.at least": "at least ",
    "bound.at most": "at most ",
    "rules.see": " ({rules})",
    "year.named": "year {name}",
    "year.ending": "{year} ending {day}",
    "year.of": "of {event}",
    "year.in": "in which {event}",
}

_NAMES = {
    "titled": "the {noun}",
    "named.event": "the {noun}",
    "named.link": "the {noun}",
    "named.value": "the {noun}",
    "office": "the {noun}",
    "a": "a {noun}",
    "an": "an {noun}",
    "event.the date": "the date {event}",
    "event.the date when": "the date when {event}",
    "link.one": "the {target} recorded as {name}",
    "link.each": "each {target} recorded as {name}",
    "linked": "{phrase} (for {record})",
    "named": "{phrase} ({name})",
    "closed": "{noun},",
    "class.linked": "{title} ({name})",
}

_CONDITIONS = {
    "flag.it": "it {rest}",
    "flag.is": "{thing} is {state}",
    "flag.is.not": "{thing} is not {state}",
    "flag.not": "not {phrase}",
    "flag.untrue": "it is not the case that {clause}",
    "flag.applies": "{title} applies",
    "flag.applies.not": "{title} does not apply",
    "known.event": "{field} is known",
    "known.event.not": "{field} is not known",
    "known.value": "{field} is recorded",
    "known.value.not": "{field} is not recorded",
    "known.answer": "there is an answer to {field}",
    "known.answer.not": "there is no answer to {field}",
    "known.link": "{link} is recorded",
    "known.link.not": "{link} is not recorded",
    "known.links": "{link} are recorded",
    "known.links.not": "{link} are not recorded",
    "known.any": "{target} is recorded",
    "known.any.not": "no {target} is recorded",
    "known.some": "at least one {target} is recorded",
    "known.some.not": "not even one {target} is recorded",
    "known.as": "{known} as {name}",
    "value.is": "{field} is {values}",
    "value.is.not": "{field} is not {values}",
    "value.is none": "{field} is none of {values}",
    "answer.yes": "Yes",
    "answer.no": "No",
    "value.yes": "yes",
    "value.no": "no",
    "number.at least": "{field} is at least {bound}",
    "number.at least.not": "{field} is not at least {bound}",
    "number.at most": "{field} is at most {bound}",
    "number.at most.not": "{field} is not at most {bound}",
    "number.more than": "{field} is more than {bound}",
    "number.more than.not": "{field} is not more than {bound}",
    "number.less than": "{field} is less than {bound}",
    "number.less than.not": "{field} is not less than {bound}",
    "date.before": "{left} is before {right}",
    "date.before.not": "{left} is not before {right}",
    "date.on or before": "{left} is on or before {right}",
    "date.on or before.not": "{left} is not on or before {right}",
    "date.on": "{left} is on {right}",
    "date.on.not": "{left} is not on {right}",
    "date.after": "{left} is after {right}",
    "date.after.not": "{left} is not after {right}",
    "date.on or after": "{left} is on or after {right}",
    "date.on or after.not": "{left} is not on or after {right}",
    "near.of": "{left} is within {length} of {right}",
    "near.of.not": "{left} is not within {length} of {right}",
    "near.after": "{left} is within {length} after {right}",
    "near.after.not": "{left} is not within {length} after {right}",
    "near.before": "{left} is within {length} before {right}",
    "near.before.not": "{left} is not within {length} before {right}",
    "point.after": "the day {length} after {point}",
    "point.before": "the day {length} before {point}",
    "untrue": "it is not the case that ({condition})",
}

_RULES = {
    "rule.plain": "{what}.",
    "rule.if": "if {condition}, {what}.",
    "rule.if.long": "if {condition}: {what}.",
    "rule.unless": "unless {condition}, {what}.",
    "rule.unless.long": "unless {condition}: {what}.",
    "rule.when": "when {condition}, {what}.",
    "rule.when.long": "when {condition}: {what}.",
    "rule.keep": "keep {period}",
    "rule.keep then": "keep {period}, then {action}",
    "rule.floor": "keep {period}: no other rule may end sooner",
    "rule.ceiling": "keep {period}: no other rule may run longer",
    "rule.follow": "follow the policy {policy}",
    "rule.disapplies": "{rules} does not apply",
    "rule.disapplies.many": "{rules} do not apply",
    "rule.overrides": "Takes precedence over {rules}.",
    "rule.special": "Takes precedence over {rules}, which is more general.",
    "rule.special.many": "Takes precedence over {rules}, which are more general.",
    "rule.extendable": "May be kept longer by agreement with {who}.",
    "rule.in force.both": "In force from {start} to {end}.",
    "rule.in force.from": "In force from {start}.",
    "rule.in force.until": "In force until {end}.",
    "scope.for": "For: {classes}",
    "scope.exception": "Exception to {rule}",
    "action.destroy": "destroy",
    "action.anonymise": "anonymise",
    "action.pseudonymise": "pseudonymise",
    "action.review": "review",
    "action.transfer": "transfer to {to}",
    "phase.destroy": "the record",
    "phase.anonymise": "the anonymised record",
    "phase.pseudonymise": "the pseudonymised record",
    "phase.review": "the reviewed record",
    "phase.transfer": "the transferred record",
    "phase.keep": "keep {what} {period}",
    "phase.keep then": "keep {what} {period}, then {action}",
    "hold.while": "While {condition}, nothing is disposed of, whatever the schedule says.",
    "hold.while.long": "While {condition}: nothing is disposed of, whatever the schedule says.",
    "hold.because": " Rests on: {authorities}.",
    "definition": "{parent}, if {condition}.",
    "definition.plain": "A kind of {parent}.",
}

_DOCUMENT = {
    "doc.published": "This document",
    "doc.skip": "Skip to the main part",
    "doc.contents": "Contents",
    "doc.about": "How to read it",
    "doc.schedule": "Schedule",
    "doc.other entries": "Other entries",
    "doc.entries.of": "From {policy}",
    "doc.caption": "Retention schedule: {section}",
    "doc.exception": "Exception",
    "doc.definitions": "Kinds of record",
    "doc.facts": "What holds at present",
    "doc.facts.note": "Some entries depend on these. They are as stated when this was published.",
    "doc.holds": "When nothing is destroyed",
    "doc.holds.note": "A hold stops disposal for as long as its reason may apply. It also holds "
    "any record that is kept because a held record is.",
    "doc.hold.covers": "Covers: {classes}.",
    "doc.key": "Key",
    "doc.years": "Years",
    "doc.year": "{year}; {name}+2 is to the end of that year and two years more",
    "doc.authorities": "Authorities",
    "doc.externals": "Other policies",
    "doc.externals.note": "Entries that follow one of these are decided there, not here.",
    "doc.external.owner": "Owner: {owner}",
    "doc.documents": "Drawn from",
    "doc.as of": "As of {day}",
    "doc.dated": "As of {day}.",
    "doc.marked": "{name}: {value}",
    "doc.cited": "{authority}: {reason}",
    "doc.fingerprint": "Source fingerprint (SHA-256)",
    "doc.generated": "Every period and time limit here was written by tenure from the rules of "
    "the policy.",
    "doc.link": "Link to {what}",
    "doc.empty": "This schedule has no entries.",
    "filter.label": "Find in this document",
    "filter.found": "{found} of {all} entries",
    "sheet.section": "Section",
    "sheet.scope": "For",
    "sheet.state": "In force",
    "sheet.from": "In force from",
    "sheet.until": "In force until",
    "sheet.state.current": "Yes",
    "sheet.state.future": "Not yet",
    "sheet.state.past": "No longer",
    "sheet.processing": "Records of processing",
    "sheet.term": "What",
    "sheet.text": "Says",
    "sheet.as of": "As of",
    "sheet.publisher": "Publisher",
    "sheet.description": "Description",
    "sheet.cut": "(cut here: too long for a cell; the other formats have all of it)",
    "column.reference": "Reference",
    "column.title": "Title",
    "column.period": "Retention period",
    "column.format": "Format",
    "column.authority": "Authority",
    "column.notes": "Notes and access",
    "column.key": "Key",
    "access": "Access: {access}",
    "state.future": "Not yet in force",
    "state.past": "No longer in force",
    "fact.owner": "Owner",
    "fact.version": "Version",
    "fact.jurisdiction": "Jurisdiction",
    "fact.approved": "Approved",
    "fact.approved.by": "{day}, by {who}",
    "fact.review": "Review",
    "fact.review.every": "every {length}",
    "fact.review.next": "next {day}",
    "fact.review.both": "every {length}, next {day}",
    "fact.in force": "In force",
    "fact.in force.both": "from {start} to {end}",
    "fact.in force.from": "from {start}",
    "fact.in force.until": "until {end}",
    "fact.dispose": "Disposal",
    "fact.dispose.within": "within {length} after the period ends",
    "fact.resolve": "Where entries disagree",
    "resolve.longest": "the longest period counts",
    "resolve.shortest": "the shortest period counts",
    "resolve.authority": "the strongest authority counts",
    "resolve.latest": "the newest rule counts",
    "kind.STATUTE": "statute",
    "kind.REGULATION": "regulation",
    "kind.CONTRACT": "contract",
    "kind.CORPORATE_POLICY": "corporate policy",
    "kind.GOOD_PRACTICE": "good practice",
}

ENGLISH = Catalogue(
    language="en",
    phrases=_LISTS
    | _PERIODS
    | _NAMES
    | _CONDITIONS
    | _RULES
    | _DOCUMENT
    | contact.PHRASES
    | AUDIT
    | ANSWERS
    | changes.PHRASES,
    units={
        "day": ("day", "days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years"),
        **contact.UNITS,
    },
    plural=lambda count: 0 if count == 1 else 1,
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=contact.WEEKDAYS,
    date_format="{day} {month} {year}",
    month_format="{month} {year}",
    day_format="{day} {month}",
    time_format="%H:%M",
    grouping=",",
    point=".",
    joints=(_LISTS["list.separator"], _LISTS["list.and"], _LISTS["list.or"]),
    years={
        "CY": "calendar year",
        "FY": "financial year",
        "AY": "academic year",
        "SY": "school year",
        "TY": "tax year",
    },
    happenings=contact.HAPPENINGS,
    regions={
        "CA": "Canada",
        "GB": "United Kingdom",
        "GB-ENG": "England",
        "GB-NIR": "Northern Ireland",
        "GB-SCT": "Scotland",
        "GB-WLS": "Wales",
        "IE": "Ireland",
        "US": "United States",
    },
    naming=Naming(
        determiners=frozenset(
            "the a an any each every this that these those its their his her our your no some "
            "all both either".split()
        ),
        openers=frozenset(
            "the a an any each every this its their date day time month year end start last first "
            "final latest earliest next when whether if about used needed record records".split()
        ),
        moments=frozenset("date day time datetime dates deadline birthday anniversary".split()),
        participles=frozenset(
            "born begun bought broken brought built chosen dealt done drawn driven fallen felt "
            "found forgotten given gone grown heard held kept known laid left lent lost made meant "
            "met paid put read run said sat seen sent set shown signed sold spent sung taken "
            "taught told thrown understood withdrawn won written".split()
        ),
        participle_ending="ed",
        several_ending="s",
        questions=frozenset("when whether why how what which who whose where if".split()),
        when=frozenset({"when"}),
        whether=frozenset({"whether", "if"}),
        finite=frozenset(
            "is are was were came went has have had does do did can could will would may might "
            "must shall should ends begins starts expires lapses closes ended began expired ceased "
            "lapsed died left".split()
        ),
        relative=frozenset("which that who whom whose where why how".split()),
        subjectless=frozenset("is was has had can will does did may must needs".split()),
        states=frozenset("open pending active ongoing outstanding live complete due".split()),
        countable=frozenset(
            "case complaint copy document duplicate enquiry file form letter minor child person "
            "record recording referral repeat report request segment visit vulnerable_adult "
            "claim dispute appeal customer".split()
        ),
        roles=frozenset(
            "administrator archivist board chair chief clerk committee controller coordinator "
            "council department director directorate group head lead leader manager office "
            "officer owner panel president registrar secretary service solicitor supervisor "
            "team unit".split()
        ),
        vowels=frozenset("aeiou"),
    ),
)
