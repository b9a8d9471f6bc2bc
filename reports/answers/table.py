"""The rules of a policy as data, so that a page can work out its answers without a server.

The script `decide.js` gives this table the meaning that `tenure.compiler.evaluate` gives the
policy. What it would have to look at another record for (the record that a link names, the
newest of several) is written as `elsewhere`: where the answer turns on that, the page says
that it has none.

Days are ordinals, lengths `[months, days]`, numbers texts. A condition, point in time or
period is a list that begins with its kind. A field is its name; a fact has its value in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, assert_never

from tenure.compiler.dates import Length
from tenure.compiler.evaluate.answers import since_of
from tenure.compiler.evaluate.conditions import number_is
from tenure.compiler.order import Covering, Family
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
from tenure.compiler.policy.fields import FieldRef
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

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

_ELSEWHERE: Json = ["elsewhere"]


def decision_table(policy: Policy) -> dict[str, Json]:
    """Return the rules and holds of a policy, family by family, and how they are settled."""
    window = policy.dispose_within
    return {
        "resolve": list(policy.resolve_by),
        "window": _length(window) if window is not None else None,
        "families": [_family(family, policy) for family in policy.order.families.values()],
    }


def reaches_others(rule: Rule) -> bool:
    """Return whether some phase of a rule lasts as long as another record is kept."""
    periods = (part for phase in rule.phases for part in subperiods(phase.keep))
    return any(isinstance(part, AsLongAs) for part in periods)


def _family(family: Family, policy: Policy) -> dict[str, Json]:
    values = _Values(policy)
    coverings = [
        Covering(ref, name)
        for ref in family.rules
        for name in policy.rules[ref].classes
        if name in family.classes
    ]
    number = {cover: place for place, cover in enumerate(coverings)}
    place = {ref: n for n, ref in enumerate(family.rules)}
    sequence: list[Json] = [place[ref] for ref in family.disapply_sequence]
    return {
        "classes": [values.record_class(name) for name in family.classes],
        "rules": [values.rule(policy.rules[ref], place) for ref in family.rules],
        "sequence": sequence,
        "covers": [
            {
                "rule": place[cover.rule],
                "of": cover.record_class,
                "above": _numbers(
                    number[upper] for upper in policy.order.above[cover] if upper in number
                ),
            }
            for cover in coverings
        ],
        "holds": list(values.holds(family)),
        "held": bool(policy.holds),
    }


@dataclass(frozen=True, slots=True)
class _Values:
    """Writes what a policy means as data."""

    policy: Policy

    def record_class(self, name: str) -> dict[str, Json]:
        found = self.policy.classes[name]
        return {
            "name": name,
            "lineage": list(found.lineage),
            "where": self.condition(found.where),
            "required": [field.name for field in found.fields.values() if field.required],
        }

    def rule(self, rule: Rule, place: Mapping[str, int]) -> dict[str, Json]:
        off_by = self.policy.order.disapplied_by.get(rule.ref, ())
        found: dict[str, Json] = {
            "ref": rule.ref,
            "kind": rule.kind.value,
            "for": list(rule.classes),
            "parent": place.get(rule.parent) if rule.parent else None,
            "when": self.condition(rule.condition),
            "phases": [
                {
                    "keep": self.period(phase.keep),
                    "action": phase.action.text,
                    "done": PAST_PARTICIPLES[phase.action.verb],
                }
                for phase in rule.phases
            ],
            "off": [place[ref] for ref in off_by if ref in place],
            "rank": int(rule.rank),
            "since": since_of(self.policy, rule).toordinal(),
        }
        start, end = rule.in_force.start, rule.in_force.end
        optional: dict[str, Json] = {
            "from": start.toordinal() if start else None,
            "to": end.toordinal() if end else None,
            "follows": rule.follows,
            "loaded": rule.follows in self.policy.documents and rule.follows != rule.document,
            "extendable": rule.extendable_by is not None,
            "linked": reaches_others(rule),
        }
        return found | {key: value for key, value in optional.items() if value}

    def holds(self, family: Family) -> Iterator[dict[str, Json]]:
        for hold in self.policy.holds.values():
            classes: list[Json] = [name for name in hold.classes if name in family.classes]
            if classes:
                condition = self.condition(hold.condition)
                yield {"name": hold.name, "for": classes, "while": condition}

    # --- conditions ---------------------------------------------------------------

    def condition(self, condition: Condition | None) -> Json:
        """Return a condition; nothing where there is none."""
        match condition:
            case None:
                return None
            case AllOf(parts=parts):
                return ["all", *map(self.condition, parts)]
            case AnyOf(parts=parts):
                return ["any", *map(self.condition, parts)]
            case Not(part=part):
                return ["not", self.condition(part)]
            case Known(ref=ref):
                return self._of(ref, "known", known=True)
            case Flag(ref=ref):
                return self._of(ref, "yes", known=self._fact(ref) is True)
            case OneOf(ref=ref, values=values):
                listed: list[Json] = list(map(_scalar, values))
                return self._of(ref, "in", listed, known=self._fact(ref) in values)
            case NumberIs(ref=ref, order=order, bound=bound):
                value = self._fact(ref)
                holds = isinstance(value, Decimal) and number_is(value, order, bound)
                return self._of(ref, "number", order, _scalar(bound), known=holds)
            case DateIs(left=left, order=order, right=right):
                return self._dates("date", left, right, order)
            case Near(left=left, duration=duration, side=side, right=right):
                return self._dates("near", left, right, side, _length(duration.length))
        assert_never(condition)

    def _of(self, ref: FieldRef, kind: str, *more: Json, known: bool) -> Json:
        """Return a condition on a field; of a fact, its truth; of another record, elsewhere."""
        if ref.fact:
            return ["always"] if known else ["never"]
        return _ELSEWHERE if ref.links else [kind, ref.name, *more]

    def _dates(self, kind: str, left: Point, right: Point, *more: Json) -> Json:
        first, second = self._point(left), self._point(right)
        if first is None or second is None:
            return _ELSEWHERE
        return [kind, first, second, *more]

    def _point(self, point: Point) -> Json:
        """Return a point in time; nothing for one that only another record tells."""
        match point:
            case FixedDay() | FieldRef():
                return self._anchor(point)
            case Shifted(duration=duration, back=back, point=inner):
                start = self._point(inner)
                kind = "before" if back else "after"
                return None if start is None else [kind, _length(duration.length), start]
        assert_never(point)

    # --- periods ------------------------------------------------------------------

    def period(self, period: Period) -> Json:
        """Return a period; two are equal as data exactly when they are equal."""
        match period:
            case After(duration=duration, anchor=anchor, inclusive=inclusive):
                kind = "beginning" if inclusive else "after"
                return self._from(anchor, kind, _length(duration.length))
            case YearEnd(year=year, plus=plus, anchor=anchor):
                return self._from(anchor, "year", [year.month, year.day, year.name], plus)
            case Until(anchor=anchor):
                return self._from(anchor, "until")
            case Choice(later=later, terms=terms):
                return ["later" if later else "earlier", *map(self.period, terms)]
            case IfKnown(term=term):
                return ["if known", self.period(term)]
            case Permanently():
                return ["permanently"]
            case AsLongAs() | Latest():
                return _ELSEWHERE
        assert_never(period)

    def _from(self, anchor: Anchor, kind: str, *more: Json) -> Json:
        event = self._anchor(anchor)
        return _ELSEWHERE if event is None else [kind, event, *more]

    def _anchor(self, anchor: Anchor) -> Json:
        if isinstance(anchor, FixedDay):
            return ["day", anchor.day.toordinal()]
        if not anchor.fact:
            return None if anchor.links else anchor.name
        value = self._fact(anchor)
        if not isinstance(value, date):
            raise TypeError(f"the fact `{anchor.name}` is no day")
        day = value.date() if isinstance(value, datetime) else value
        return ["fact", day.toordinal(), anchor.name]

    def _fact(self, ref: FieldRef) -> object:
        return self.policy.facts[ref.name].value if ref.fact else None


def _numbers(numbers: Iterable[int]) -> list[Json]:
    return [*sorted(numbers)]


def _length(length: Length) -> list[Json]:
    return [length.months, length.days]


def _scalar(value: bool | str | Decimal) -> Json:
    """Return a value; a number as a list, for a text may look like one."""
    return [f"{value:f}"] if isinstance(value, Decimal) else value
