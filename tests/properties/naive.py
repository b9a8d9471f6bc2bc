"""What a policy means, said once more: S2 to S5 and S7 to S10 as plainly as they can be.

Two-valued, for records that lack nothing that matters: where a comparison or a period needs
a value that is not there, `NotSaid` is raised and the reading says nothing. It works on the
trees of `spec`, with date arithmetic from python-dateutil, and shares no code with the
product apart from the record itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from dateutil.relativedelta import relativedelta

from tenure.compiler.records import Record
from tests.properties import spec
from tests.properties.naive_rules import Flat, flatten, uppers_of

FOREVER = date.max
_DAY = timedelta(days=1)
_DONE = {
    "destroy": "destroyed",
    "anonymise": "anonymised",
    "pseudonymise": "pseudonymised",
    "review": "reviewed",
    'transfer to "Archive"': "transferred",
}


class NotSaid(Exception):  # noqa: N818 - not an error: the naive reading has no answer
    """Something unknown matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the naive reading says of a record; no day unless it is settled."""

    status: str
    keep_until: date | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    rule: Flat
    until: date
    action: str

    def same_as(self, other: _Answer) -> bool:
        if self.until == other.until == FOREVER:
            return True
        return (self.until, self.action) == (other.until, other.action)


# --- days (S2) --------------------------------------------------------------------


def later_by(day: date, length: spec.Duration) -> date:
    """The corresponding date, then days."""
    return day + relativedelta(months=length.months) + timedelta(days=length.days)


def earlier_by(day: date, length: spec.Duration) -> date:
    """The same backwards."""
    return day - relativedelta(months=length.months) - timedelta(days=length.days)


def last_day_from(day: date, length: spec.Duration) -> date:
    """The last day where the event's own day is the first; a clamped month end stays."""
    corresponding = day + relativedelta(months=length.months)
    clamped = corresponding.day != day.day
    return corresponding + timedelta(days=length.days - (0 if clamped else 1))


def year_end(kind: str, plus: int, day: date) -> date:
    """The 31 December, or the 31 March, on or after the day; then whole years."""
    if kind == "CY":
        return date(day.year + plus, 12, 31)
    end = date(day.year, 3, 31)
    return date((day.year if day <= end else day.year + 1) + plus, 3, 31)


# --- the reading ------------------------------------------------------------------


class Naive:
    """Reads a policy for the records of one inventory, as of one day."""

    def __init__(
        self,
        policy: spec.Policy,
        records: Mapping[str, Record],
        facts: Mapping[str, spec.Constant],
        as_of: date,
    ) -> None:
        self._policy = policy
        self._rules = flatten(policy)
        uppers = uppers_of(policy)
        assert uppers is not None, "a policy with a circle has no meaning"
        self._uppers = uppers
        self._records = records
        self._facts = {**{f.name: f.values[0] for f in policy.facts}, **facts}
        self._as_of = as_of
        self._working: list[str] = []

    def decide(self, record: Record) -> Said:
        """What is said of a record, holds and the day of the decision included."""
        said = self._kept(record)
        if any(self._on_hold(one) for one in self._kept_with(record)):
            return Said(status="held")
        if said.status != "kept" or said.keep_until is None:
            return said
        if said.keep_until == FOREVER:
            return Said(status="permanent", rule=said.rule)
        return Said(
            status=self._status_of(said.keep_until), keep_until=said.keep_until, rule=said.rule
        )

    def _status_of(self, keep_until: date) -> str:
        if self._as_of <= keep_until:
            return "retain"
        window = self._policy.window
        if window is not None and self._as_of > later_by(keep_until + _DAY, window):
            return "overdue"
        return "due"

    # --- values and conditions --------------------------------------------------------

    def _value(self, record: Record, path: spec.Path) -> object | None:
        if len(path) == 1 and path[0] in self._facts:
            return self._facts[path[0]]
        *links, last = path
        for link in links:
            id_ = record.fields.get(link)
            if id_ is None:
                return None
            found = self._records.get(str(id_))
            if found is None:
                raise NotSaid
            record = found
        value = record.fields.get(last)
        return None if value == () else value

    def _said(self, record: Record, path: spec.Path) -> object:
        value = self._value(record, path)
        if value is None:
            raise NotSaid
        return value

    def _day(self, record: Record, point: spec.Point) -> date:
        if isinstance(point, spec.Shifted):
            start = self._day(record, point.point)
            return (earlier_by if point.back else later_by)(start, point.duration)
        value = self._said(record, point) if isinstance(point, tuple) else point
        assert isinstance(value, date)
        return value.date() if isinstance(value, datetime) else value

    def _true(self, condition: spec.Condition, record: Record) -> bool:
        match condition:
            case spec.Join(word=word, parts=parts):
                truths = [self._true(part, record) for part in parts]
                return all(truths) if word == "and" else any(truths)
            case spec.Not(part=part):
                return not self._true(part, record)
            case spec.Flag(path=path):
                return self._said(record, path) is True
            case spec.Known(path=path, negated=negated):
                return (self._value(record, path) is not None) is not negated
            case spec.Among(path=path, values=values, negated=negated):
                return (self._said(record, path) in values) is not negated
            case spec.Compared():
                return self._compared(condition, record)
            case spec.Dates():
                return self._dates(condition, record)
            case spec.Near():
                return self._near(condition, record)
        assert_never(condition)

    def _compared(self, condition: spec.Compared, record: Record) -> bool:
        value = self._said(record, condition.path)
        assert isinstance(value, Decimal)
        return {
            "at least": value >= condition.bound,
            "at most": value <= condition.bound,
            "more than": value > condition.bound,
            "less than": value < condition.bound,
        }[condition.order]

    def _dates(self, condition: spec.Dates, record: Record) -> bool:
        left, right = self._day(record, condition.left), self._day(record, condition.right)
        return {
            "before": left < right,
            "after": left > right,
            "on": left == right,
            "on or before": left <= right,
            "on or after": left >= right,
        }[condition.order]

    def _near(self, condition: spec.Near, record: Record) -> bool:
        left, right = self._day(record, condition.left), self._day(record, condition.right)
        after = right <= left <= later_by(right, condition.duration)
        before = left <= right <= later_by(left, condition.duration)
        return {"after": after, "before": before, "of": after or before}[condition.side]

    # --- which rules govern (S3, S4) ----------------------------------------------------

    def _is_of(self, record: Record, name: str) -> bool:
        if name in self._policy.lineage(record.record_class):
            return True
        found = next(c for c in self._policy.classes if c.name == name)
        if found.where is None or found.parent is None:
            return False
        return self._is_of(record, found.parent) and self._true(found.where, record)

    def _applies(self, rule: Flat, record: Record) -> bool:
        return (
            rule.in_force(self._as_of)
            and any(self._is_of(record, name) for name in rule.classes)
            and all(self._true(condition, record) for condition in rule.conditions)
        )

    def _remaining(self, record: Record) -> set[str]:
        applying = [rule for rule in self._rules.values() if self._applies(rule, record)]

        def off(ref: str) -> bool:
            return any(ref in rule.disapplies and not off(rule.ref) for rule in applying)

        return {rule.ref for rule in applying if not off(rule.ref)}

    def _unbeaten(self, record: Record) -> list[Flat]:
        nodes = {
            (ref, name)
            for ref in self._remaining(record)
            for name in self._rules[ref].classes
            if self._is_of(record, name)
        }
        left = {ref for ref, name in nodes if not self._uppers[ref, name] & nodes}
        return [rule for rule in self._rules.values() if rule.ref in left]

    # --- what they answer -----------------------------------------------------------------

    def _kept(self, record: Record) -> Said:
        """How long the rules keep a record, before holds; `kept` where they agree."""
        if record.id in self._working:
            raise NotSaid  # a circle of links
        self._working.append(record.id)
        try:
            return self._worked_out(record)
        finally:
            self._working.pop()

    def _worked_out(self, record: Record) -> Said:
        if not self._good(record):
            return Said(status="undetermined")
        unbeaten = self._unbeaten(record)
        governing = [rule for rule in unbeaten if rule.kind == "schedule"]
        if not governing:
            return Said(status="uncovered")
        if any(rule.follow for rule in governing):
            if len(governing) == 1:
                return Said(status="undetermined")
            raise NotSaid
        answers = self._preferred([self._answer(rule, record) for rule in governing])
        if not all(one.same_as(answers[0]) for one in answers):
            return Said(status="conflict")
        until = self._extended(answers, record)
        if until is None:
            return Said(status="undetermined")
        if not self._within_limits(until, unbeaten, record):
            return Said(status="conflict")
        lead = min(answers, key=lambda one: (-one.rule.rank, one.rule.ref))
        return Said(status="kept", keep_until=until, rule=lead.rule.ref)

    def _good(self, record: Record) -> bool:
        fields = self._policy.fields(record.record_class)
        if any(f.required and self._value(record, (f.name,)) is None for f in fields.values()):
            return False
        wheres = [
            c.where
            for c in self._policy.classes
            if c.where is not None and self._states(record, c.name)
        ]
        return all(self._true(where, record) for where in wheres)

    def _states(self, record: Record, name: str) -> bool:
        return name in self._policy.lineage(record.record_class)

    def _preferred(self, answers: list[_Answer]) -> list[_Answer]:
        for tie_break in self._policy.resolve_by:
            if all(one.same_as(answers[0]) for one in answers):
                break
            match tie_break:
                case "longest":
                    best = max(one.until for one in answers)
                    answers = [one for one in answers if one.until == best]
                case "shortest":
                    best = min(one.until for one in answers)
                    answers = [one for one in answers if one.until == best]
                case "authority":
                    rank = max(one.rule.rank for one in answers)
                    answers = [one for one in answers if one.rule.rank == rank]
                case "latest":
                    best = max(one.rule.since for one in answers)
                    answers = [one for one in answers if one.rule.since == best]
        return answers

    def _answer(self, rule: Flat, record: Record) -> _Answer:
        done = [_DONE[action] for _, action in rule.phases]
        position = 0
        if record.disposed_as is not None:
            if record.disposed_as not in done[:-1]:
                raise NotSaid
            position = done.index(record.disposed_as) + 1
        keep, action = rule.phases[position]
        return _Answer(rule=rule, until=self._until(keep, rule, record), action=action)

    def _until(self, period: spec.Period, rule: Flat, record: Record) -> date:
        match period:
            case spec.After(duration=length, anchor=anchor, inclusive=inclusive):
                run = last_day_from if inclusive else later_by
                return run(self._day(record, anchor), length)
            case spec.YearEnd(year=year, plus=plus, anchor=anchor):
                return year_end(year, plus, self._day(record, anchor))
            case spec.Until(anchor=anchor):
                return self._day(record, anchor)
            case spec.Choice(later=later, terms=terms):
                days = list(self._terms(terms, rule, record))
                return max(days) if later else min(days)
            case spec.AsLongAs(link=link):
                return max(self._linked_until(one) for one in self._linked(link, record))
            case spec.Permanently():
                return FOREVER
            case spec.Latest():
                return self._dropped(period, rule, record)
        assert_never(period)

    def _terms(self, terms: tuple[spec.Term, ...], rule: Flat, record: Record) -> Iterator[date]:
        for term in terms:
            if term.if_known and self._value(record, _event(term.period)) is None:
                continue
            yield self._until(term.period, rule, record)

    def _linked(self, link: spec.Path, record: Record) -> list[Record]:
        value = self._said(record, link)
        ids = value if isinstance(value, tuple) else (value,)
        found = [self._records.get(str(id_)) for id_ in ids]
        if None in found:
            raise NotSaid
        return [one for one in found if one is not None]

    def _linked_until(self, record: Record) -> date:
        said = self._kept(record)
        if said.status != "kept" or said.keep_until is None:
            raise NotSaid
        return said.keep_until

    def _dropped(self, period: spec.Latest, rule: Flat, record: Record) -> date:
        group, own = self._said(record, (period.by,)), self._day(record, (period.order,))
        newer = sorted(
            self._day(other, (period.order,))
            for other in self._records.values()
            if self._applies(rule, other)
            and self._value(other, (period.by,)) == group
            and self._value(other, (period.order,)) is not None
            and self._day(other, (period.order,)) > own
        )
        if len(newer) < period.count:
            raise NotSaid  # still among the latest
        return newer[period.count - 1]

    def _extended(self, answers: list[_Answer], record: Record) -> date | None:
        until = answers[0].until
        if record.extended_until is None or record.extended_until <= until:
            return until
        return record.extended_until if any(one.rule.extendable for one in answers) else None

    def _within_limits(self, until: date, unbeaten: list[Flat], record: Record) -> bool:
        days = {
            kind: [
                self._until(rule.phases[0][0], rule, record)
                for rule in unbeaten
                if rule.kind == kind
            ]
            for kind in ("floor", "ceiling")
        }
        floor = max(days["floor"], default=date.min)
        ceiling = min(days["ceiling"], default=FOREVER)
        return floor <= until <= ceiling

    # --- holds (S8) -----------------------------------------------------------------------

    def _on_hold(self, record: Record) -> bool:
        return any(
            any(self._is_of(record, name) for name in hold.classes)
            and self._true(hold.condition, record)
            for hold in self._policy.holds
        )

    def _kept_with(self, record: Record) -> list[Record]:
        found = {record.id: record}
        queue = [record]
        while queue:
            current = queue.pop()
            for rule in self._rules.values():
                if self._applies(rule, current):
                    for link in _links(rule):
                        if self._value(current, link) is None:
                            continue
                        for target in self._linked(link, current):
                            if target.id not in found:
                                found[target.id] = target
                                queue.append(target)
        return list(found.values())


def _event(period: spec.Period) -> spec.Path:
    """The event, or the link, that `if known` asks about."""
    match period:
        case spec.After(anchor=anchor) | spec.YearEnd(anchor=anchor) | spec.Until(anchor=anchor):
            assert isinstance(anchor, tuple)
            return anchor
        case spec.AsLongAs(link=link):
            return link
        case _:
            raise NotSaid


def _links(rule: Flat) -> Iterator[spec.Path]:
    for keep, _ in rule.phases:
        for period in spec.parts_of(keep):
            if isinstance(period, spec.AsLongAs):
                yield period.link
