"""Writes policies of a given size and shape, the same for the same seed.

`council` is the shape of a large council's schedule: some twenty rules a record class, most
of them for one medium or one kind of record, a quarter with an exception, some for a class
under another one. The others are harder in one respect each:

* `dense`: eighty rules a class;
* `dated`: most conditions compare days with each other, and with fixed days;
* `linked`: every class but the hub links to the hub and to the class before it, and a third
  of the rules keep records as long as those;
* `disputed`: nothing says that the special rules beat the general one of their class, so
  that each of them has a conflict to be shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_MEDIA = ("paper", "email", "scan", "recording", "form")
_KINDS = "abcdefghijklmnop"
_PERIODS = (
    "3 years after closed",
    "6 years after closed",
    "62 days after opened",
    "CY+1 from closed",
    "FY+6 from closed",
    "the later of (2 years after closed, until warranty_ends if known)",
    "18 months beginning with closed",
)
_LINKED_PERIODS = (
    "as long as hub",
    "as long as previous",
    "the later of (3 years after closed, as long as hub if known)",
)
_DATED = (
    "closed after 2 years after opened",
    "closed within 12 months of opened",
    "opened before 2015-01-01",
    "opened on or after 2018-05-25",
    "warranty_ends is known and warranty_ends after closed",
    "warranty_ends before 36 months after opened",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the policies of one kind are made of.

    Attributes:
        a_class: rules a record class, exceptions not counted.
        dated: the share of rules whose condition compares days.
        linked: the share of rules that keep a record as long as another one.
        ordered: whether the special rules say that they override the general one.
    """

    a_class: int = 20
    dated: float = 0.0
    linked: float = 0.0
    ordered: bool = True


SHAPES = {
    "council": Shape(),
    "dense": Shape(a_class=80),
    "dated": Shape(dated=0.8),
    "linked": Shape(linked=0.33),
    "disputed": Shape(ordered=False),
}


def policy_text(rules: int, seed: int = 20261123, shape: str = "council") -> str:
    """Return a policy with about so many rules and exceptions."""
    return "\n".join(_Writer(SHAPES[shape], random.Random(seed)).lines(rules))


class _Writer:
    def __init__(self, shape: Shape, chance: random.Random) -> None:
        self._shape = shape
        self._chance = chance

    def lines(self, rules: int) -> Iterator[str]:
        yield 'policy "Generated schedule"'
        yield "  approved  2026-01-01"
        yield "  review    every 3 years"
        yield "calendar office"
        yield "  year FY  ends 31 March"
        yield 'authority practice "Good practice"  kind good_practice'
        if self._shape.linked:
            yield from ("record hub", *_OWN_FIELDS)
            yield "rule hub for hub\n  keep 10 years after closed\n  because practice"
        for number in range(1, -(-rules // self._shape.a_class) + 1):
            yield from self._class(number)

    def _class(self, number: int) -> Iterator[str]:
        name = f"class_{number}"
        parent = f" is class_{number - 1}" if number % 5 == 0 else ""
        yield f'record {name} "Class {number}"{parent}'
        if not parent:
            yield from _OWN_FIELDS
            if self._shape.linked:
                yield "  hub            link to hub"
                yield f"  previous       link to {'hub' if number == 1 else f'class_{number - 1}'}"
        yield f"rule {number}.0 for {name}\n  keep 7 years after closed\n  because practice"
        for line in range(1, self._shape.a_class):
            yield from self._rule(number, line)

    def _rule(self, number: int, line: int) -> Iterator[str]:
        chance = self._chance
        yield f"rule {number}.{line} for class_{number}"
        yield f"  when {self._condition(line)}"
        yield f"  keep {self._period()}"
        yield "  because practice"
        if self._shape.ordered:
            yield f"  overrides {number}.0"
        if chance.random() < 0.25:
            yield "  except sensitive when sensitive"
            yield f"    keep {chance.choice(_PERIODS)}"
            yield "  end"

    def _condition(self, line: int) -> str:
        chance = self._chance
        medium = _MEDIA[line % len(_MEDIA)]
        kind = _KINDS[(line // len(_MEDIA)) % len(_KINDS)]
        condition = f"medium is {medium} and kind is {kind}"
        if chance.random() < 0.3:
            condition += f" and amount is at least {chance.choice((100, 500, 1000))}"
        if self._shape.dated and chance.random() < self._shape.dated:
            condition += "".join(f" and {part}" for part in chance.sample(_DATED, 2))
        return condition

    def _period(self) -> str:
        if self._shape.linked and self._chance.random() < self._shape.linked:
            return self._chance.choice(_LINKED_PERIODS)
        return self._chance.choice(_PERIODS)


_OWN_FIELDS = (
    "  opened         date required",
    "  closed         date",
    "  warranty_ends  date",
    f"  medium         one of {', '.join(_MEDIA)}",
    f"  kind           one of {', '.join(_KINDS)}",
    "  sensitive      yes/no",
    "  amount         number",
)
