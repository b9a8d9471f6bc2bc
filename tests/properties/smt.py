"""A pair of rules as a question for z3: is there a record on which both govern and disagree?

Written from S2 to S5, apart from the analysis: three-valued conditions as pairs of formulas,
days in integer arithmetic. Taken from the product are the resolved policy and the order of its
rules. What is outside (counts of newer records, other policies, `resolve by latest`) is refused; a
linked record may be kept through any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

import z3

from tenure.compiler.dates import Length
from tenure.compiler.order import Covering
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateIs,
    Flag,
    Known,
    Near,
    Not,
    NumberIs,
    OneOf,
    Point,
    Shifted,
)
from tenure.compiler.policy.fields import ChoiceType, FieldRef, TextType
from tenure.compiler.policy.periods import (
    After,
    Anchor,
    AsLongAs,
    Choice,
    FixedDay,
    IfKnown,
    Latest,
    Period,
    Permanently,
    Until,
    YearEnd,
    subperiods,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule
from tests.properties.civil import Civil, Days

FOREVER = 10_000_000
SURE, MONTHS = range(2000, 2060), 1200
"""The years of fixed days, and the longest period: no day leaves the years of `civil`."""


class OutsideError(Exception):
    """The pair uses what is not translated."""


@dataclass(frozen=True, slots=True)
class Kleene:
    """Where something is certainly true, and where it is certainly false."""

    true: z3.BoolRef
    false: z3.BoolRef

    def __invert__(self) -> Kleene:
        return Kleene(self.false, self.true)


def both(parts: Iterable[Kleene]) -> Kleene:
    listed = list(parts)
    return Kleene(z3.And([p.true for p in listed]), z3.Or([p.false for p in listed]))


def either(parts: Iterable[Kleene]) -> Kleene:
    return ~both(~part for part in parts)


def if_known(known: z3.BoolRef, test: z3.BoolRef) -> Kleene:
    return Kleene(z3.And(known, test), z3.And(known, z3.Not(test)))


def always(value: bool) -> Kleene:
    return Kleene(z3.BoolVal(value), z3.BoolVal(not value))


@dataclass(frozen=True, slots=True)
class Kept:
    """Through which day at least and at most, `FOREVER` without end; and whether a term is left."""

    least: z3.ArithRef
    most: z3.ArithRef
    there: z3.BoolRef


class Question:
    """The records of one policy, as variables of one solver.

    Attributes:
        exact: whether a record that z3 finds must exist; not where a linked record is said
            to be kept through any day at all.
    """

    def __init__(self, policy: Policy, days: tuple[date, date], timeout: int) -> None:
        """Prepare; `days` is the horizon, both ends included, `timeout` in milliseconds."""
        self._policy = policy
        self._horizon = [day.toordinal() for day in days]
        self._solver = z3.Solver()
        self._solver.set("timeout", timeout)
        self._days = Days(self._solver)
        self._events: dict[str, Civil] = {}
        self._texts: dict[str, int] = {}
        self._conditions_met: dict[Condition, Kleene] = {}
        self._applying: dict[Covering, Kleene] = {}
        self.exact = True
        self._as_of = z3.Int("as of")
        self._stated = z3.Int("stated class")

    def disagree(self, one: Rule, other: Rule) -> z3.CheckSatResult:
        """Whether the two rules certainly govern some record, and certainly disagree on it."""
        tie_breaks = self._policy.resolve_by
        if one.follows or other.follows or "latest" in tie_breaks:
            raise OutsideError
        if "authority" in tie_breaks and one.rank != other.rank:
            return z3.unsat
        self._record_is_good()
        ways = [
            z3.And(self._unbeaten(cover), self._unbeaten(other_cover))
            for cover in self._covers(one)
            for other_cover in self._covers(other)
        ]
        differ = [self._differ(one, i, other, j) for i, j in _shared_phases(one, other)]
        self._solver.add(z3.Or(ways), z3.Or(differ))
        return self._solver.check()

    # --- fields -------------------------------------------------------------------

    def _known(self, ref: FieldRef) -> z3.BoolRef:
        if ref.fact:
            return z3.BoolVal(True)
        steps = (*ref.links, ref.name)
        paths = [".".join(steps[: n + 1]) for n in range(len(steps))]
        return z3.And([z3.Bool(f"known {path}") for path in paths])

    def _event(self, ref: FieldRef) -> Civil:
        name = f"fact {ref.name}" if ref.fact else ref.path
        if name not in self._events:
            ordinal = z3.Int(name)
            self._solver.add(ordinal >= self._horizon[0], ordinal <= self._horizon[1])
            self._events[name] = self._days.on(ordinal)
        return self._events[name]

    def _value(self, ref: FieldRef) -> z3.ArithRef:
        """A value's number; a text that no rule mentions has any other number."""
        name = f"fact {ref.name}" if ref.fact else f"value {ref.path}"
        value = z3.Int(name)
        if isinstance(ref.type, ChoiceType):
            self._solver.add(z3.Or([value == self._code(choice) for choice in ref.type.values]))
        elif isinstance(ref.type, TextType):
            self._solver.add(value >= 0)
        else:
            self._solver.add(value >= 0, value <= 1)
        return value

    def _code(self, value: str | bool) -> int:
        if isinstance(value, bool):
            return int(value)
        return self._texts.setdefault(value, len(self._texts) + 2)

    # --- conditions (S3) ------------------------------------------------------------

    def _condition(self, condition: Condition) -> Kleene:
        if condition not in self._conditions_met:
            self._conditions_met[condition] = self._translated(condition)
        return self._conditions_met[condition]

    def _translated(self, condition: Condition) -> Kleene:
        match condition:
            case AllOf(parts=parts):
                return both(self._condition(part) for part in parts)
            case AnyOf(parts=parts):
                return either(self._condition(part) for part in parts)
            case Not(part=part):
                return ~self._condition(part)
            case Known(ref=ref):
                known = self._known(ref)
                return Kleene(known, z3.Not(known))
            case Flag(ref=ref):
                return if_known(self._known(ref), self._value(ref) == 1)
            case OneOf(ref=ref, values=values):
                return if_known(self._known(ref), self._among(ref, values))
            case NumberIs():
                return if_known(self._known(condition.ref), _number(condition))
            case DateIs():
                return self._compared(condition)
            case Near():
                return self._near(condition)
        assert_never(condition)

    def _among(self, ref: FieldRef, values: tuple[bool | str | Decimal, ...]) -> z3.BoolRef:
        numbers = [value for value in values if isinstance(value, Decimal)]
        if numbers:
            return z3.Or([z3.Real(f"number {ref.path}") == z3.RealVal(str(n)) for n in numbers])
        codes = [self._code(value) for value in values if not isinstance(value, Decimal)]
        return z3.Or([self._value(ref) == code for code in codes])

    def _compared(self, condition: DateIs) -> Kleene:
        (known, left), (also, right) = self._point(condition.left), self._point(condition.right)
        tests = {
            "before": left.ordinal < right.ordinal,
            "on or before": left.ordinal <= right.ordinal,
            "on": left.ordinal == right.ordinal,
        }
        return if_known(z3.And(known, also), tests[condition.order])

    def _near(self, condition: Near) -> Kleene:
        (known, left), (also, right) = self._point(condition.left), self._point(condition.right)
        length = condition.duration.length

        def follows(first: Civil, second: Civil) -> z3.BoolRef:
            end = self._moved(first, length)
            return z3.And(first.ordinal <= second.ordinal, second.ordinal <= end.ordinal)

        after, before = follows(right, left), follows(left, right)
        tests = {"after": after, "before": before, "of": z3.Or(after, before)}
        return if_known(z3.And(known, also), tests[condition.side])

    def _point(self, point: Point) -> tuple[z3.BoolRef, Civil]:
        match point:
            case FixedDay():
                return z3.BoolVal(True), self._anchor(point)
            case FieldRef():
                return self._known(point), self._event(point)
            case Shifted(duration=duration, back=back, point=inner):
                known, day = self._point(inner)
                sign = -1 if back else 1
                return known, self._moved(day, duration.length, sign)
        assert_never(point)

    # --- which rules stand (S4) -------------------------------------------------------

    def _record_is_good(self) -> None:
        """The record states a class, has what that requires, and meets its conditions."""
        kinds = []
        for number, record_class in enumerate(self._policy.classes.values()):
            if record_class.where is not None:
                continue  # stated as well, but then it says nothing new: the condition must hold
            needed = [
                z3.Bool(f"known {field.name}")
                for field in record_class.fields.values()
                if field.required
            ]
            needed += [
                self._condition(where).true
                for where in (self._policy.classes[name].where for name in record_class.lineage)
                if where is not None
            ]
            kinds.append(z3.And(self._stated == number, *needed))
        self._solver.add(z3.Or(kinds))

    def _member(self, name: str) -> Kleene:
        classes = self._policy.classes
        below = [
            self._stated == number
            for number, other in enumerate(classes.values())
            if name in other.lineage and other.where is None
        ]
        stated = z3.Or(below)
        found = Kleene(stated, z3.Not(stated))
        record_class = classes[name]
        if record_class.where is None or record_class.parent is None:
            return found
        by_condition = both(
            (self._member(record_class.parent), self._condition(record_class.where))
        )
        return either((found, by_condition))

    def _covers(self, rule: Rule) -> list[Covering]:
        return [Covering(rule.ref, name) for name in rule.classes]

    def _conditions(self, rule: Rule) -> Iterator[Kleene]:
        if rule.condition is not None:
            yield self._condition(rule.condition)
        if rule.parent is not None:
            yield from self._conditions(self._policy.rules[rule.parent])

    def _applies(self, cover: Covering) -> Kleene:
        if cover not in self._applying:
            self._applying[cover] = self._applies_by(cover)
        return self._applying[cover]

    def _applies_by(self, cover: Covering) -> Kleene:
        rule = self._policy.rules[cover.rule]
        start, end = rule.in_force.start, rule.in_force.end
        days = [self._as_of >= start.toordinal()] if start else []
        days += [self._as_of <= end.toordinal()] if end else []
        in_force = z3.And(days)
        known = Kleene(in_force, z3.Not(in_force))
        return both((self._member(cover.record_class), known, *self._conditions(rule)))

    def _off(self, ref: str) -> Kleene:
        switches = [r for r in self._policy.rules.values() if ref in {d.ref for d in r.disapplies}]
        return either(
            (
                always(False),
                *(
                    both((either(self._applies(c) for c in self._covers(r)), ~self._off(r.ref)))
                    for r in switches
                ),
            )
        )

    def _remains(self, cover: Covering) -> Kleene:
        return both((self._applies(cover), ~self._off(cover.rule)))

    def _unbeaten(self, cover: Covering) -> z3.BoolRef:
        above = self._policy.order.above[cover]
        return both((self._remains(cover), *(~self._remains(upper) for upper in above))).true

    # --- what they answer (S2, S10) -------------------------------------------------------

    def _differ(self, one: Rule, i: int, other: Rule, j: int) -> z3.BoolRef:
        first, second = self._kept(one.phases[i].keep), self._kept(other.phases[j].keep)
        forever = z3.And(first.least == FOREVER, second.least == FOREVER)
        if {"longest", "shortest"} & set(self._policy.resolve_by):
            if one.phases[i].action == other.phases[j].action:
                return z3.BoolVal(False)
            days = (first.most, second.least, second.most)
            return z3.And(z3.Not(forever), *(first.least == day for day in days))
        if one.phases[i].action != other.phases[j].action:
            return z3.Not(forever)
        return z3.Or(first.most < second.least, second.most < first.least)

    def _kept(self, period: Period) -> Kept:
        match period:
            case After(duration=duration, anchor=anchor, inclusive=inclusive):
                length = duration.length
                day = self._anchor(anchor)
                if inclusive:
                    return self._from(anchor, self._days.beginning(day, length.months, length.days))
                return self._from(anchor, self._moved(day, length).ordinal)
            case YearEnd(year=year, plus=plus, anchor=anchor):
                day = self._anchor(anchor)
                return self._from(anchor, self._days.year_end(day, year.month, year.day, plus))
            case Until(anchor=anchor):
                return self._from(anchor, self._anchor(anchor).ordinal)
            case Choice(later=later, terms=terms):
                return _chosen([self._kept(term) for term in terms], later=later)
            case IfKnown(term=term):
                kept = self._kept(term)
                return Kept(kept.least, kept.most, z3.And([self._known(r) for r in _refs(term)]))
            case Permanently():
                return Kept(z3.IntVal(FOREVER), z3.IntVal(FOREVER), z3.BoolVal(True))
            case AsLongAs(link=link):
                self.exact = False
                kept, known = z3.Int(f"kept {link.path}"), self._known(link)
                self._solver.add(kept >= 1, kept <= FOREVER)
                least, most = (z3.If(known, kept, z3.IntVal(end)) for end in (0, FOREVER))
                return Kept(least, most, z3.BoolVal(True))
            case Latest():
                raise OutsideError
        assert_never(period)

    def _anchor(self, anchor: Anchor) -> Civil:
        if isinstance(anchor, FieldRef):
            return self._event(anchor)
        if not SURE.start <= anchor.day.year < SURE.stop:
            raise OutsideError
        return self._days.fixed(anchor.day)

    def _moved(self, start: Civil, length: Length, sign: int = 1) -> Civil:
        if length.months > MONTHS:
            raise OutsideError
        return self._days.moved(start, sign * length.months, sign * length.days)

    def _from(self, anchor: Anchor, day: z3.ArithRef) -> Kept:
        known = z3.BoolVal(True) if isinstance(anchor, FixedDay) else self._known(anchor)
        least, most = z3.If(known, day, z3.IntVal(0)), z3.If(known, day, z3.IntVal(FOREVER))
        return Kept(least, most, z3.BoolVal(True))


def _number(condition: NumberIs) -> z3.BoolRef:
    number, bound = z3.Real(f"number {condition.ref.path}"), z3.RealVal(str(condition.bound))
    return {
        "at least": number >= bound,
        "at most": number <= bound,
        "more than": number > bound,
        "less than": number < bound,
    }[condition.order]


def _chosen(terms: list[Kept], *, later: bool) -> Kept:
    """The later or earlier of the terms that are there; a policy sees to it that one is."""
    idle = z3.IntVal(-1) if later else z3.IntVal(FOREVER + 1)

    def pick(days: list[z3.ArithRef]) -> z3.ArithRef:
        found = days[0]
        for day in days[1:]:
            found = z3.If(day > found if later else day < found, day, found)
        return found

    least = pick([z3.If(term.there, term.least, idle) for term in terms])
    most = pick([z3.If(term.there, term.most, idle) for term in terms])
    return Kept(least, most, z3.BoolVal(True))


def _refs(period: Period) -> Iterator[FieldRef]:
    for part in subperiods(period):
        match part:
            case After(anchor=anchor) | YearEnd(anchor=anchor) | Until(anchor=anchor):
                if isinstance(anchor, FieldRef):
                    yield anchor
            case AsLongAs(link=link):
                yield link


def _shared_phases(one: Rule, other: Rule) -> Iterator[tuple[int, int]]:
    """The phases that a record can be in under both rules."""
    yield 0, 0
    done = [PAST_PARTICIPLES[phase.action.verb] for phase in one.phases]
    for j, phase in enumerate(other.phases[:-1]):
        participle = PAST_PARTICIPLES[phase.action.verb]
        if participle in done[:-1]:
            yield done.index(participle) + 1, j + 1
