"""Random edits of a policy's text, as somebody at an editor makes them: many leave it wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_DECLARATION = re.compile(
    r"(?m)^(?=(?:policy|calendar|authority|fact|record|rule|hold|test|external|section)\b)"
)

Edit = Callable[[str, random.Random], str]


def edited(text: str, chance: random.Random) -> str:
    """The text after one edit."""
    return chance.choice(EDITS)(text, chance)


def _somewhere(text: str, pattern: str, new: str, chance: random.Random) -> str:
    """The text with one match of a pattern, or none if there is none, replaced."""
    matches = list(re.finditer(pattern, text))
    if not matches:
        return text
    match = chance.choice(matches)
    return text[: match.start()] + new + text[match.end() :]


def _lines(text: str, change: Callable[[list[str], int], object], chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        change(lines, chance.randrange(len(lines)))
    return "".join(lines)


def _declarations(
    text: str, change: Callable[[list[str], int], object], chance: random.Random
) -> str:
    parts = _DECLARATION.split(text)
    change(parts, chance.randrange(len(parts)))
    return "".join(parts)


def _swapped(items: list[str], at: int) -> None:
    items[at], items[at - 1] = items[at - 1], items[at]


def _other_period(text: str, chance: random.Random) -> str:
    return _somewhere(
        text, r"\d+ (?:year|month|day)s?\b", f"{chance.choice((2, 13, 400))} days", chance
    )


def _other_name(text: str, chance: random.Random) -> str:
    names = re.findall(r"[A-Za-z_]\w*", text)
    old, new = chance.choice(names), chance.choice(names)
    return _somewhere(text, rf"\b{old}\b", new, chance)


def _new_rule(text: str, chance: random.Random) -> str:
    classes = re.findall(r"(?m)^record (\w+)", text) or ["nothing"]
    name = chance.choice(classes)
    rule = (
        f"rule n{chance.randrange(100)} for {name}\n  keep {chance.randrange(9)} days after made\n"
    )
    return _declarations(text, lambda parts, at: parts.insert(at, rule), chance)


EDITS: tuple[Edit, ...] = (
    lambda text, chance: _lines(text, lambda lines, at: lines.pop(at), chance),
    lambda text, chance: _lines(text, lambda lines, at: lines.insert(at, lines[at]), chance),
    lambda text, chance: _lines(text, lambda lines, at: lines.insert(at, "  # why\n"), chance),
    lambda text, chance: _lines(text, lambda lines, at: lines.insert(at, "\n\n"), chance),
    lambda text, chance: _lines(text, _swapped, chance),
    lambda text, chance: _declarations(text, lambda parts, at: parts.pop(at), chance),
    lambda text, chance: _declarations(text, lambda parts, at: parts.insert(0, parts[at]), chance),
    lambda text, chance: _declarations(text, _swapped, chance),
    lambda text, chance: _somewhere(text, r"\n  ", " ", chance),
    lambda text, chance: _somewhere(text, r" ", "\n", chance),
    lambda text, chance: _somewhere(text, r'"', "", chance),
    lambda text, chance: _somewhere(text, r"\bis \w+", "is not known", chance),
    lambda text, chance: _somewhere(text, r"(?m)^  overrides.*\n", "", chance),
    lambda text, chance: _somewhere(text, r'"[^"\n]*"', f'"text {chance.random()}"', chance),
    lambda text, chance: _somewhere(text, r"\n", "  # a remark\n", chance),
    _other_period,
    _other_period,
    _other_name,
    _other_name,
    _new_rule,
)


def reworked(text: str, chance: random.Random) -> str:
    """The text after one edit of the kind that a change of policy makes: most do something."""
    return chance.choice(REWORKINGS)(text, chance)


def _other_action(text: str, chance: random.Random) -> str:
    action = chance.choice(("destroy", "anonymise", "review"))
    return _somewhere(
        text, r"(?m)^( +)then (?:destroy|anonymise|review)$", f"  then {action}", chance
    )


def _other_anchor(text: str, chance: random.Random) -> str:
    event = chance.choice(("opened", "closed", "late"))
    return _somewhere(text, r"(?<=after )(?:opened|closed|late)\b", event, chance)


REWORKINGS: tuple[Edit, ...] = (
    _other_period,
    _other_period,
    _other_action,
    _other_anchor,
    lambda text, chance: _declarations(text, lambda parts, at: parts.pop(at), chance),
    lambda text, chance: _somewhere(text, r"(?m)^ +when .*\n", "", chance),
    lambda text, chance: _somewhere(text, r"(?m)^ +overrides.*\n", "", chance),
    lambda text, chance: _somewhere(text, r"(?m)^ +disapplies.*\n", "", chance),
    lambda text, chance: _somewhere(text, r"(?m)^ +in force.*\n", "", chance),
    lambda text, chance: _somewhere(text, r"(?m)^ +resolve by.*\n", "", chance),
    lambda text, chance: _somewhere(text, r"\bat (?:least|most) ", "", chance),
    lambda text, chance: _somewhere(text, r"\bthe later of\b", "the earlier of", chance),
    lambda text, chance: _somewhere(text, r"(?<=when )", "not ", chance),
    lambda text, chance: _somewhere(text, r" and ", " or ", chance),
    lambda text, chance: _somewhere(text, r"\bis known\b", "is not known", chance),
)
