"""Writes policies of a given size, the same for the same seed.

The shape is that of a large council's schedule: some twenty rules a record class, most
of them for one medium or one kind of record, a quarter with an exception, some floors,
some for a class under another one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

RULES_PER_CLASS = 20
_MEDIA = ("paper", "email", "scan", "recording", "form")
_PERIODS = (
    "3 years after closed",
    "6 years after closed",
    "62 days after opened",
    "CY+1 from closed",
    "FY+6 from closed",
    "the later of (2 years after closed, until warranty_ends if known)",
    "18 months beginning with closed",
)


def policy_text(rules: int, seed: int = 20261123) -> str:
    """Return a policy with about so many rules and exceptions."""
    return "\n".join(_lines(rules, random.Random(seed)))


def _lines(rules: int, chance: random.Random) -> Iterator[str]:
    yield 'policy "Generated schedule"'
    yield "  approved  2026-01-01"
    yield "  review    every 3 years"
    yield "calendar office"
    yield "  year FY  ends 31 March"
    yield 'authority practice "Good practice"  kind good_practice'
    written = 0
    number = 0
    while written < rules:
        number += 1
        name = f"class_{number}"
        parent = f" is class_{number - 1}" if number % 5 == 0 else ""
        yield f'record {name} "Class {number}"{parent}'
        if not parent:
            yield from _fields()
        yield f"rule {number}.0 for {name}\n  keep 7 years after closed\n  because practice"
        written += 1
        for line in range(1, RULES_PER_CLASS):
            yield from _rule(number, line, name, chance)
            written += 1


def _fields() -> Iterator[str]:
    yield "  opened         date required"
    yield "  closed         date"
    yield "  warranty_ends  date"
    yield f"  medium         one of {', '.join(_MEDIA)}"
    yield "  kind           one of a, b, c, d, e, f, g, h"
    yield "  sensitive      yes/no"
    yield "  amount         number"


def _rule(number: int, line: int, name: str, chance: random.Random) -> Iterator[str]:
    medium, kind = _MEDIA[line % len(_MEDIA)], "abcdefgh"[(line // len(_MEDIA)) % 8]
    condition = f"medium is {medium} and kind is {kind}"
    if chance.random() < 0.3:
        condition += f" and amount is at least {chance.choice((100, 500, 1000))}"
    yield f"rule {number}.{line} for {name}"
    yield f"  when {condition}"
    yield f"  keep {chance.choice(_PERIODS)}"
    yield "  because practice"
    yield f"  overrides {number}.0"
    if chance.random() < 0.25:
        yield "  except sensitive when sensitive"
        yield f"    keep {chance.choice(_PERIODS)}"
        yield "  end"
