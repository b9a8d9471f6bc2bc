"""Spells a policy of `spec` as source text, in an order of its own if asked."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar, assert_never

from tests.properties import spec

T = TypeVar("T")

HEAD = """\
calendar office
  year FY ends 31 March
external "Elsewhere"
external "Abroad"
authority good "Good practice" kind good_practice
authority contract "Contract" kind contract
authority law "Act" kind statute
authority habit "Habit"
"""


class Writer:
    """Writes policies; with a seed, what has no order comes in a random one."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = None if seed is None else random.Random(seed)

    def policy(self, policy: spec.Policy) -> str:
        """The whole text."""
        declarations = [
            HEAD,
            *(self._fact(fact) for fact in policy.facts),
            *(self._class(c) for c in policy.classes),
            *(self._rule(rule) for rule in policy.rules),
            *(self._hold(hold) for hold in policy.holds),
            self._header(policy),
        ]
        return "\n".join(self._mixed(declarations))

    def _mixed(self, items: Sequence[T]) -> list[T]:
        mixed = list(items)
        if self._random is not None:
            self._random.shuffle(mixed)
        return mixed

    def _header(self, policy: spec.Policy) -> str:
        clauses = []
        if policy.resolve_by:
            clauses.append(f"  resolve by {', '.join(policy.resolve_by)}")
        if policy.window is not None:
            clauses.append(f"  dispose within {duration(policy.window)}")
        return "\n".join(['policy "Generated"', *self._mixed(clauses)])

    def _fact(self, fact: spec.Fact) -> str:
        return f"fact {fact.name} {fact.kind} = {constant(fact.values[0])}"

    def _class(self, record_class: spec.Class) -> str:
        head = f"record {record_class.name}"
        if record_class.parent is not None:
            head += f" is {record_class.parent}"
        if record_class.where is not None:
            head += f" where {condition(record_class.where)}"
        return "\n".join([head, *(f"  {field(f)}" for f in self._mixed(record_class.fields))])

    def _rule(self, rule: spec.Rule) -> str:
        return "\n".join([f"rule {rule.name}", *self._inside(rule, rule.name, "")])

    def _inside(self, rule: spec.Rule, ref: str, parent: str) -> list[str]:
        """Clauses and exceptions; the steps of `then` stay in their order."""
        blocks = [[line] for line in self._clauses(rule, parent)]
        blocks.append([f"  then {self._then(then)}" for then in rule.thens])
        for inner in rule.exceptions:
            inside = self._inside(inner, f"{ref}/{inner.name}", ref)
            blocks.append([f"  except {inner.name}", *(f"  {line}" for line in inside), "  end"])
        return [line for block in self._mixed(blocks) for line in block]

    def _then(self, then: spec.Then) -> str:
        return then.action + (f" and keep {period(then.keep)}" if then.keep else "")

    def _clauses(self, rule: spec.Rule, parent: str) -> Iterator[str]:
        if rule.classes:
            yield f"  for {', '.join(self._mixed(rule.classes))}"
        if rule.when is not None:
            yield f"  when {condition(rule.when)}"
        if rule.keep is not None:
            yield f"  keep {f'{rule.bound} ' if rule.bound else ''}{period(rule.keep)}"
        if rule.follow is not None:
            yield f'  follow "{rule.follow}"'
        if rule.because is not None:
            yield f"  because {rule.because}"
        for word, refs in (("overrides", rule.overrides), ("disapplies", rule.disapplies)):
            if refs:
                yield f"  {word} {', '.join(_short(ref, parent) for ref in self._mixed(refs))}"
        if rule.start is not None or rule.end is not None:
            start = f" from {rule.start}" if rule.start else ""
            end = f" until {rule.end}" if rule.end else ""
            yield f"  in force{start}{end}"
        if rule.extendable:
            yield '  extendable by "Manager"'

    def _hold(self, hold: spec.Hold) -> str:
        clauses = [f"  for {', '.join(hold.classes)}", f"  while {condition(hold.condition)}"]
        return "\n".join([f"hold {hold.name}", *self._mixed(clauses)])


def _short(ref: str, parent: str) -> str:
    """The name alone for an exception of the same rule."""
    holder, _, name = ref.rpartition("/")
    return name if holder and holder == parent else ref


def field(field_: spec.Field) -> str:
    """A field as declared."""
    kinds = {
        "choice": f"one of {', '.join(field_.values)}",
        "link": f"link to {field_.target}",
        "links": f"links to {field_.target}",
    }
    required = " required" if field_.required else ""
    return f"{field_.name} {kinds.get(field_.kind, field_.kind)}{required}"


def constant(value: spec.Constant) -> str:
    """A value; the texts that are tried have a space in them, the names of choices none."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal() | date():
            return str(value)
        case str():
            return f'"{value}"' if " " in value else value
    assert_never(value)


def duration(written: spec.Duration) -> str:
    """A length of time."""
    return " and ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in written.parts)


def _place(anchor: spec.Path | date) -> str:
    return str(anchor) if isinstance(anchor, date) else ".".join(anchor)


def point(written: spec.Point) -> str:
    """A point in time."""
    if isinstance(written, spec.Shifted):
        way = "before" if written.back else "after"
        return f"{duration(written.duration)} {way} {point(written.point)}"
    return _place(written)


def condition(written: spec.Condition) -> str:
    """A condition; every part of a compound one in parentheses."""
    match written:
        case spec.Join(word=word, parts=parts):
            return f" {word} ".join(f"({condition(part)})" for part in parts)
        case spec.Not(part=part):
            return f"not ({condition(part)})"
        case spec.Flag(path=path):
            return _place(path)
        case spec.Known(path=path, negated=negated):
            return f"{_place(path)} is {'not ' if negated else ''}known"
        case spec.Among(path=path, values=(value,), negated=negated):
            return f"{_place(path)} is {'not ' if negated else ''}{constant(value)}"
        case spec.Among(path=path, values=values, negated=negated):
            listed = ", ".join(constant(value) for value in values)
            return f"{_place(path)} {'not ' if negated else ''}in ({listed})"
        case spec.Compared(path=path, order=order, bound=bound):
            return f"{_place(path)} is {order} {bound}"
        case spec.Dates(left=left, order=order, right=right):
            return f"{point(left)} {order} {point(right)}"
        case spec.Near(left=left, duration=length, side=side, right=right):
            return f"{point(left)} within {duration(length)} {side} {point(right)}"
    assert_never(written)


def period(written: spec.Period) -> str:
    """A period."""
    match written:
        case spec.After(duration=length, anchor=anchor, inclusive=inclusive):
            way = "beginning with" if inclusive else "after"
            return f"{duration(length)} {way} {_place(anchor)}"
        case spec.YearEnd(year=year, plus=plus, anchor=anchor):
            return f"{year}+{plus} from {_place(anchor)}"
        case spec.Until(anchor=anchor):
            return f"until {_place(anchor)}"
        case spec.Choice(later=later, terms=terms):
            listed = ", ".join(
                period(term.period) + (" if known" if term.if_known else "") for term in terms
            )
            return f"the {'later' if later else 'earlier'} of ({listed})"
        case spec.AsLongAs(link=link):
            return f"as long as {_place(link)}"
        case spec.Permanently():
            return "permanently"
        case spec.Latest(count=count, by=by, order=order):
            return f"the latest {count} by {by} in order of {order}"
    assert_never(written)
