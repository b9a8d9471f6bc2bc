"""Generated policies: small, nasty, and written from the same few days and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from hypothesis import strategies as st

from tests.properties import spec

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

DAYS = (
    date(2020, 2, 29),
    date(2020, 2, 28),
    date(2020, 3, 1),
    date(2019, 2, 28),
    date(2020, 8, 31),
    date(2020, 8, 30),
    date(2021, 3, 31),
    date(2021, 4, 1),
    date(2020, 12, 31),
    date(2021, 1, 1),
)
"""The days of events: month ends, leap days, year ends, and their neighbours."""

TURNS = (date(2021, 1, 1), date(2022, 3, 1), date(2026, 6, 1))
"""The days on which rules come into force or end."""

LENGTHS: tuple[spec.Duration, ...] = tuple(
    spec.Duration(parts=parts)
    for parts in (
        ((1, "year"),),
        ((12, "month"),),
        ((365, "day"),),
        ((2, "year"),),
        ((6, "month"),),
        ((1, "month"),),
        ((30, "day"),),
        ((0, "day"),),
        ((1, "week"),),
        ((1, "month"), (1, "day")),
        ((3, "year"),),
        ((36, "month"),),
    )
)
ACTIONS = ("destroy", "anonymise", "review", 'transfer to "Archive"')
NUMBERS = (Decimal(5), Decimal("7.5"))
TEXTS = ("one two", "three four")
CHOICES = ("red", "green", "blue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What policies are made of."""

    rules: int = 5
    links: bool = True
    holds: bool = True
    limits: bool = True
    intervals: bool = True
    latest: bool = True
    phases: bool = True
    follow: bool = True
    extensions: bool = True
    required: bool = True
    tie_breaks: bool = True


FULL = Shape()


@st.composite
def policies(draw: Draw[object], shape: Shape = FULL) -> spec.Policy:
    """Policies; some have circles, which the compiler must report."""
    return _Maker(draw, shape).policy()


class _Maker:
    """Draws one policy, the names it may use entered as they come."""

    def __init__(self, draw: Draw[T], shape: Shape) -> None:
        self._draw = draw
        self._shape = shape
        self._policy = spec.Policy()

    def policy(self) -> spec.Policy:
        facts: tuple[spec.Fact, ...] = (
            spec.Fact(name="live", kind="yes/no", values=(False, True)),
        )
        if self._chance(3):
            day = spec.Fact(name="moved_on", kind="date", values=(DAYS[0], DAYS[6]))
            facts = (*facts, day)
        self._policy = replace(self._policy, classes=self._classes())
        self._policy = replace(self._policy, facts=facts)  # a `where` cannot ask for a fact
        tie_breaks: tuple[str, ...] = ()
        if self._shape.tie_breaks and self._chance(3):
            by_length = self._of(("longest", "shortest"))
            tie_breaks = self._of(
                (
                    (by_length,),
                    ("authority",),
                    ("latest",),
                    (by_length, "authority"),
                    ("authority", by_length),
                    ("latest", by_length),
                )
            )
        self._policy = replace(
            self._policy,
            resolve_by=tie_breaks,
            window=self._of((None, spec.Duration(parts=((30, "day"),)))),
        )
        rules = tuple(self._rule(f"{n + 1}") for n in range(self._number(1, self._shape.rules)))
        self._policy = replace(self._policy, rules=rules)
        self._policy = replace(self._policy, rules=tuple(self._ordered()))
        if self._shape.holds and self._chance(3):
            self._policy = replace(self._policy, holds=(self._hold(),))
        return self._policy

    # --- draws ----------------------------------------------------------------------

    def _of(self, items: Sequence[T]) -> T:
        return self._draw(st.sampled_from(items))  # type: ignore[return-value]

    def _number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))  # type: ignore[arg-type, return-value]

    def _chance(self, of: int) -> bool:
        """Return true once in so many draws, and false for the smallest example."""
        return self._number(0, of - 1) == of - 1

    def _some(self, items: Sequence[T], most: int) -> tuple[T, ...]:
        indices = st.lists(st.integers(0, len(items) - 1), min_size=1, max_size=most, unique=True)
        return tuple(items[index] for index in sorted(self._draw(indices)))  # type: ignore[arg-type, call-overload]

    # --- classes ----------------------------------------------------------------------

    def _classes(self) -> tuple[spec.Class, ...]:
        fields = [
            spec.Field(name="opened", kind="date", required=self._required()),
            spec.Field(name="flag", kind="yes/no", required=self._required()),
            *self._more_fields(),
        ]
        box = self._shape.links and self._chance(2)
        if self._shape.links and self._chance(2):
            fields.append(spec.Field(name="prev", kind="link", target="doc"))
        if box:
            fields.append(spec.Field(name="box", kind="link", target="box"))
        classes = [spec.Class(name="doc", fields=tuple(fields))]
        if box:
            classes.append(self._box())
        self._policy = replace(self._policy, classes=tuple(classes))
        if self._chance(2):
            late = spec.Field(name="late", kind="date")
            own = (late,) if self._chance(2) else ()
            classes.append(spec.Class(name="memo", parent="doc", fields=own))
        if self._chance(3):
            parent = "memo" if classes[-1].name == "memo" and self._chance(2) else "doc"
            where = self._condition(("doc",), 1)
            classes.append(spec.Class(name="hot", parent=parent, where=where))
        return tuple(classes)

    def _required(self) -> bool:
        return self._shape.required and self._chance(8)

    def _more_fields(self) -> Iterator[spec.Field]:
        if self._chance(2):
            yield spec.Field(name="closed", kind="date")
        if self._chance(4):
            yield spec.Field(name="sent", kind="time")
        if self._chance(2):
            yield spec.Field(name="medium", kind="choice", values=CHOICES)
        if self._chance(4):
            yield spec.Field(name="pages", kind="number", required=self._required())
        if self._chance(6):
            yield spec.Field(name="word", kind="text")
        if self._chance(3):
            yield spec.Field(name="child", kind="yes/no")

    def _box(self) -> spec.Class:
        fields = [
            spec.Field(name="opened", kind="date"),
            spec.Field(name="legal", kind="yes/no"),
        ]
        if self._chance(2):
            fields.append(spec.Field(name="docs", kind="links", target="doc"))
        if self._chance(3):
            fields.append(spec.Field(name="prev", kind="link", target="doc"))
        return spec.Class(name="box", fields=tuple(fields))

    # --- fields that a rule can name ----------------------------------------------------

    def _own(self, path: spec.Path) -> bool:
        return len(path) == 1 and path[0] not in {fact.name for fact in self._policy.facts}

    def _fields(self, classes: Sequence[str], kinds: Sequence[str]) -> list[spec.Path]:
        """Return the fields of these kinds that all the classes have alike."""
        return [path for path, field in self._paths(classes, 2) if field.kind in kinds]

    def _paths(self, classes: Sequence[str], links: int) -> Iterator[tuple[spec.Path, spec.Field]]:
        first, *others = (self._policy.fields(name) for name in classes)
        for field in first.values():
            alike = [
                replace(fields[field.name], required=field.required)
                for fields in others
                if field.name in fields
            ]
            if len(alike) < len(others) or any(other != field for other in alike):
                continue
            yield (field.name,), field
            if field.kind == "link" and links:
                for path, inner in self._paths((field.target,), links - 1):
                    yield (field.name, *path), inner
        if links == 2:
            for fact in self._policy.facts:
                yield (fact.name,), spec.Field(name=fact.name, kind=fact.kind)

    # --- conditions -----------------------------------------------------------------------

    def _condition(self, classes: Sequence[str], depth: int = 2) -> spec.Condition:
        how = self._number(0, 9) if depth else 0
        if how == 7:
            return spec.Not(part=self._condition(classes, depth - 1))
        if how > 7:
            parts = tuple(self._condition(classes, depth - 1) for _ in range(self._number(2, 3)))
            return spec.Join(word="and" if how == 8 else "or", parts=parts)
        return self._test(classes)

    def _test(self, classes: Sequence[str]) -> spec.Condition:
        flags = self._fields(classes, ("yes/no",))
        path, field = self._of(list(self._paths(classes, 2)))
        match self._number(0, 3):
            case 0 if flags:
                return spec.Flag(path=self._of(flags))
            case 1 if path[0] not in {fact.name for fact in self._policy.facts}:
                return spec.Known(path=path, negated=self._chance(2))
            case 2:
                return self._dates(classes)
        return self._value_test(path, field, classes)

    def _value_test(
        self, path: spec.Path, field: spec.Field, classes: Sequence[str]
    ) -> spec.Condition:
        match field.kind:
            case "yes/no":
                return spec.Among(path=path, values=(self._chance(2),), negated=self._chance(2))
            case "choice":
                values = self._some(CHOICES, 2)
                return spec.Among(path=path, values=values, negated=self._chance(2))
            case "text":
                values = self._some(TEXTS, 2)
                return spec.Among(path=path, values=values, negated=self._chance(2))
            case "number" if self._chance(3):
                return spec.Among(path=path, values=(self._of(NUMBERS),), negated=self._chance(2))
            case "number":
                order: Literal["at least", "at most", "more than", "less than"] = self._of(
                    ("at least", "at most", "more than", "less than")
                )
                return spec.Compared(path=path, order=order, bound=self._of(NUMBERS))
            case "link" | "links":
                return spec.Known(path=path, negated=self._chance(2))
        return self._dates(classes)

    def _dates(self, classes: Sequence[str]) -> spec.Condition:
        left, right = self._point(classes), self._point(classes)
        if self._chance(3):
            side: Literal["of", "after", "before"] = self._of(("of", "after", "before"))
            return spec.Near(left=left, duration=self._of(LENGTHS), side=side, right=right)
        order: Literal["before", "after", "on", "on or before", "on or after"] = self._of(
            ("before", "after", "on", "on or before", "on or after")
        )
        return spec.Dates(left=left, order=order, right=right)

    def _point(self, classes: Sequence[str]) -> spec.Point:
        point: spec.Point = self._of(self._fields(classes, ("date", "time")))
        if self._chance(4):
            point = self._of(DAYS)
        if self._chance(4):
            point = spec.Shifted(duration=self._of(LENGTHS), back=self._chance(2), point=point)
        return point

    # --- periods --------------------------------------------------------------------------

    def _period(self, classes: Sequence[str], depth: int = 2) -> spec.Period:
        links = self._fields(classes, ("link", "links"))
        match self._number(0, 12):
            case 0 | 1 | 2 | 3:
                return spec.After(duration=self._of(LENGTHS), anchor=self._anchor(classes))
            case 4:
                anchor = self._anchor(classes)
                length = self._of([one for one in LENGTHS if one.months or one.days])
                return spec.After(duration=length, anchor=anchor, inclusive=True)
            case 5:
                year: Literal["CY", "FY"] = self._of(("CY", "FY"))
                return spec.YearEnd(
                    year=year, plus=self._number(0, 2), anchor=self._anchor(classes)
                )
            case 6:
                return spec.Until(anchor=self._anchor(classes))
            case 7 | 8 if links:
                return spec.AsLongAs(link=self._of(links))
            case 9:
                return spec.Permanently()
            case 10 if self._shape.latest:
                kinds = ("yes/no", "choice", "number", "text", "link")
                groups = [path for path in self._fields(classes, kinds) if self._own(path)]
                if not groups:
                    return spec.Until(anchor=self._anchor(classes))
                (by,) = self._of(groups)
                return spec.Latest(count=self._number(1, 2), by=by, order="opened")
            case n if n > 9 and depth:
                return self._choice(classes, depth)
        return spec.After(duration=self._of(LENGTHS), anchor=self._anchor(classes))

    def _choice(self, classes: Sequence[str], depth: int) -> spec.Choice:
        terms = [
            spec.Term(period=self._period(classes, depth - 1)) for _ in range(self._number(1, 3))
        ]
        for index in range(1, len(terms)):
            if _can_be_unknown(terms[index].period) and self._chance(2):
                terms[index] = replace(terms[index], if_known=True)
        return spec.Choice(later=not self._chance(2), terms=tuple(terms))

    def _anchor(self, classes: Sequence[str]) -> spec.Path | date:
        if self._chance(12):
            return self._of(DAYS)
        own = [path for path in self._fields(classes, ("date", "time")) if self._own(path)]
        if self._chance(6):
            return self._of(self._fields(classes, ("date", "time")))
        return self._of(own)

    # --- rules and holds --------------------------------------------------------------------

    def _rule(self, name: str) -> spec.Rule:
        classes = self._some([c.name for c in self._policy.classes], 2)
        bound: Literal["at least", "at most"] | None = None
        if self._shape.limits and self._chance(5):
            bound = self._of(("at least", "at most"))
        rule = spec.Rule(name=name, classes=classes, bound=bound)
        if self._chance(2):
            rule = replace(rule, when=self._condition(classes))
        if self._chance(8):
            return self._dressed(rule)  # says nothing of its own: a switch, see `_ordered`
        rule = self._dressed(self._answering(rule, classes))
        return replace(rule, exceptions=self._exceptions(rule, classes, 2))

    def _answering(self, rule: spec.Rule, classes: Sequence[str]) -> spec.Rule:
        """Return the rule with what it says of how long."""
        if self._shape.follow and rule.bound is None and self._chance(12):
            return replace(rule, follow=self._of(("Elsewhere", "Abroad")))
        keep = self._period(classes)
        if rule.bound == "at most" and isinstance(keep, spec.Permanently):
            keep = spec.After(duration=LENGTHS[0], anchor=("opened",))
        rule = replace(rule, keep=keep)
        if rule.bound is None:
            rule = replace(
                rule,
                thens=self._thens(classes),
                extendable=self._shape.extensions and self._chance(5),
            )
        return rule

    def _thens(self, classes: Sequence[str]) -> tuple[spec.Then, ...]:
        if not self._chance(2):
            return ()
        if not self._shape.phases or not self._chance(3):
            return (spec.Then(action=self._of(ACTIONS)),)
        first, second, *_ = self._of(
            (("anonymise", "destroy"), ("review", "anonymise"), ("anonymise", "review"))
        )
        return (spec.Then(action=first, keep=self._period(classes, 1)), spec.Then(action=second))

    def _dressed(self, rule: spec.Rule) -> spec.Rule:
        """Return the rule with its authority and its interval."""
        if self._chance(2):
            rule = replace(rule, because=self._of(tuple(spec.AUTHORITIES)))
        if self._shape.intervals and self._chance(4):
            start = self._of((None, *TURNS))
            ends = [day for day in TURNS if start is None or day >= start]
            rule = replace(
                rule, start=start, end=self._of((None, *ends)) if start else self._of(ends)
            )
        return rule

    def _exceptions(
        self, parent: spec.Rule, classes: Sequence[str], depth: int
    ) -> tuple[spec.Rule, ...]:
        found = []
        for number in range(self._number(0, depth)):
            rule = spec.Rule(name=f"e{number + 1}", bound=parent.bound)
            if not self._chance(4):
                rule = replace(rule, when=self._condition(classes, 1))
            silent = parent.keep is not None and parent.bound is None and self._chance(4)
            if silent:
                rule = replace(rule, thens=(spec.Then(action=self._of(ACTIONS)),))
            else:
                rule = self._answering(rule, classes)
            rule = self._dressed(rule)
            if parent.start or parent.end:
                rule = replace(rule, start=None, end=None)
            heir = replace(
                rule,
                keep=rule.keep or (None if rule.follow else parent.keep),
                start=rule.start or parent.start,
                end=rule.end or parent.end,
            )
            exceptions = self._exceptions(heir, classes, depth - 1)
            found.append(replace(rule, exceptions=exceptions))
        return tuple(found)

    def _ordered(self) -> Iterator[spec.Rule]:
        """Return the rules with `overrides` and `disapplies` between any of them."""
        refs = [ref for rule in self._policy.rules for ref, _ in refs_of(rule)]
        for rule in self._policy.rules:
            yield self._with_orders(rule, rule.name, refs)

    def _with_orders(self, rule: spec.Rule, ref: str, refs: Sequence[str]) -> spec.Rule:
        others = [other for other in refs if other != ref and not ref.startswith(f"{other}/")]
        earlier = [other for other in others if refs.index(other) < refs.index(ref)]
        if earlier and not self._chance(40):
            others = earlier  # seldom the other way, or most policies would have circles
        if others and self._chance(4):
            rule = replace(rule, overrides=self._some(others, 2))
        switch = rule.keep is None and rule.follow is None and not rule.thens
        if others and (switch or self._chance(8)):
            rule = replace(rule, disapplies=self._some(others, 2))
        elif switch:
            rule = replace(rule, keep=spec.Until(anchor=("opened",)))
        inner = tuple(self._with_orders(e, f"{ref}/{e.name}", refs) for e in rule.exceptions)
        return replace(rule, exceptions=inner)

    def _hold(self) -> spec.Hold:
        classes = self._some([c.name for c in self._policy.classes], 1)
        return spec.Hold(name="lawsuit", classes=classes, condition=self._condition(classes, 1))


def _can_be_unknown(period: spec.Period) -> bool:
    """Whether a term asks for an event or a link, so that `if known` means something."""
    match period:
        case spec.After(anchor=anchor) | spec.YearEnd(anchor=anchor) | spec.Until(anchor=anchor):
            return isinstance(anchor, tuple)
        case spec.AsLongAs():
            return True
    return False


def refs_of(rule: spec.Rule, parent: str = "") -> Iterator[tuple[str, spec.Rule]]:
    """Return a rule and its exceptions with their references."""
    ref = f"{parent}/{rule.name}" if parent else rule.name
    yield ref, rule
    for inner in rule.exceptions:
        yield from refs_of(inner, ref)
