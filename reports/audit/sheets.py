"""The lists of an audit, as rows of sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Citation
from tenure.engine.audit.promises import steps_of
from tenure.engine.audit.results import Exceptional, Found, Listed, Owed
from tenure.engine.audit.verify import APPROVED, CODES, Logged, Verification
from tenure.reports.audit.reasons import BY_NUMBER, reason
from tenure.reports.wording import ENGLISH, plain, word_rules
from tenure.reports.wording.prose import clean

Rows = Iterator[Sequence[object]]

DISPOSAL_HEADER = (
    "record",
    "class",
    "class title",
    "action",
    "kept through",
    "due",
    "days due",
    "status",
    "rule",
    "rule title",
    "authority",
    "reason",
    "source",
    "row",
    APPROVED,
    "by",
    "on",
)
"""The last three are empty: they are for whoever signs the list off."""

EXCEPTIONS_HEADER = (
    "record",
    "class",
    "status",
    "missing",
    "answer in",
    "hold",
    "kept at least through",
    "source",
    "row",
)
DEADLINE_HEADER = (
    "record",
    "class",
    "class title",
    "promise",
    "promise title",
    "channel",
    "owner",
    "status",
    "began",
    "deadline",
    "not before",
    "not after",
    "left",
    "counted in",
    "missing",
    "source",
    "row",
)
FOUND_HEADER = ("source", "row", "record", "class", "code", "name", "field", "value", "reason")
LOG_HEADER = ("record", "class", "outcome", "code", "listed on", "due", "action", "rule", "seen on")


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleTexts:
    """What every record of a rule has in common on the list."""

    title: str
    authority: str
    period: str


def disposal_rows(listed: Iterable[Listed], policy: Policy, as_of: date) -> Rows:
    """Yield the disposal list."""
    texts = _rule_texts(policy)
    titles = {name: clean(of.title) for name, of in policy.classes.items()}
    for one in listed:
        rule = texts[one.rule]
        yield (
            one.record,
            one.record_class,
            titles[one.record_class],
            one.action,
            one.keep_until,
            one.due,
            (as_of - one.due).days,
            one.status,
            one.rule,
            rule.title,
            rule.authority,
            rule.period,
            one.source,
            one.row,
            None,
            None,
            None,
        )


def _rule_texts(policy: Policy) -> dict[str, _RuleTexts]:
    wordings = word_rules(policy, ENGLISH)
    return {
        ref: _RuleTexts(
            title=clean(rule.title),
            authority="; ".join(_cited(each) for each in rule.citations),
            period=" ".join(plain(sentence) for sentence in wordings[ref].sentences),
        )
        for ref, rule in policy.rules.items()
    }


def _cited(citation: Citation) -> str:
    authority = citation.authority
    named = f"{authority.title}, {authority.citation}" if authority.citation else authority.title
    return clean(f"{named} ({citation.reason})" if citation.reason else named)


def deadline_rows(owed: Iterable[Owed], policy: Policy) -> Rows:
    """Yield what is owed, or may be."""
    steps = {step.ref: (of, step) for of, step in steps_of(policy)}
    for one in owed:
        obligation, step = steps[one.step]
        alone = len(obligation.steps) == 1
        yield (
            one.record,
            one.record_class,
            clean(policy.classes[one.record_class].title),
            one.step,
            clean(obligation.title if alone else f"{obligation.title}: {step.title}"),
            one.channel,
            clean(step.owner or obligation.owner or ""),
            one.status,
            one.started,
            one.deadline_at.strftime("%Y-%m-%dT%H:%M") if one.deadline_at else one.deadline,
            one.not_before,
            one.not_after,
            one.time_left,
            one.time_left_unit,
            ", ".join(one.missing),
            one.source,
            one.row,
        )


def exception_rows(exceptions: Iterable[Exceptional]) -> Rows:
    """Yield the records without an answer."""
    for one in exceptions:
        yield (
            one.record,
            one.record_class,
            one.status,
            ", ".join(one.missing),
            one.follows,
            ", ".join(one.held_by),
            one.not_before,
            one.source,
            one.row,
        )


def found_rows(found: Iterable[Found], policy: Policy) -> Rows:
    """Yield what was found in rows: rejects, or notes."""
    for one in found:
        yield (
            one.source,
            one.row,
            one.record,
            one.record_class,
            one.code,
            BY_NUMBER[one.code].slug,
            one.field,
            one.said,
            reason(one, policy),
        )


def log_rows(logged: Iterable[Logged], verification: Verification) -> Rows:
    """Yield the disposal log."""
    for one in logged:
        code = CODES.get(one.outcome)
        yield (
            one.record,
            one.record_class,
            one.outcome.value,
            code.number if code else None,
            verification.listed_on if one.action else None,
            one.due,
            one.action,
            one.rule,
            verification.seen_on,
        )
