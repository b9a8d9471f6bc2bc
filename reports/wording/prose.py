"""Text in runs, so that every writer can tell the tool's words from the author's.

A writer escapes and isolates what the author wrote, and turns references to rules
into links; the words of the catalogue it may trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from string import Formatter
from typing import Literal

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_QUOTES = ("\u201c\u201d", "\u2018\u2019", "«»", "\u2039\u203a")


Change = Literal["kept", "deleted", "inserted"]
"""What became of a text since an earlier version; all is `kept` where none is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text of one origin.

    Attributes:
        text: the text; for a rule its reference.
        kind: `text` from the catalogue, `author` from the policy, or `rule`.
        change: what became of it.
    """

    text: str
    kind: Literal["text", "author", "rule"] = "text"
    change: Change = "kept"


Prose = tuple[Run, ...]
"""A phrase or sentence."""


def words(text: str) -> Prose:
    """Return words of the catalogue."""
    return (Run(text=text),) if text else ()


def author(text: str) -> Prose:
    """Return the author's text, cleaned."""
    return (Run(text=clean(text), kind="author"),)


def clean(text: str) -> str:
    """Return the author's text without what no document can carry.

    Characters that are no text become U+FFFD; the controls that reorder what stands
    after them are left out, and so is space around the text. Right-to-left letters and
    marks stay.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("\ufffd", _DIRECTION_CONTROLS.sub("", unified)).strip()


def rule_link(ref: str) -> Prose:
    """Return a reference to a rule."""
    return (Run(text=ref, kind="rule"),)


def quoted(text: str) -> Prose:
    """Return the author's text in quotation marks that it does not itself contain."""
    pair = next((p for p in _QUOTES if p[0] not in text and p[1] not in text), _QUOTES[0])
    return (Run(text=pair[0]), *author(text), Run(text=pair[1]))


def compose(template: str, **parts: Prose | str) -> Prose:
    """Fill a template of the catalogue; a string counts as the catalogue's words."""
    runs: list[Run] = []
    for literal, name, _, _ in Formatter().parse(template):
        runs.extend(words(literal))
        if name is not None:
            part = parts[name]
            runs.extend(words(part) if isinstance(part, str) else part)
    return _merged(runs)


def listed(items: Sequence[Prose], separator: str, last: str) -> Prose:
    """Return the items as a list, `last` standing before the final one."""
    runs: list[Run] = []
    for index, item in enumerate(items):
        if index:
            runs.extend(words(last if index == len(items) - 1 else separator))
        runs.extend(item)
    return _merged(runs)


def plain(prose: Prose) -> str:
    """Return the text alone."""
    return "".join(run.text for run in prose)


def marked(prose: Prose, change: Change) -> Prose:
    """Return a text all of which is deleted, or inserted.

    A reference in a deleted text is no link: what it led to may be gone, or be another rule.
    """
    return tuple(_marked(run, change) for run in prose)


def _marked(run: Run, change: Change) -> Run:
    unlinked = change == "deleted" and run.kind == "rule"
    return replace(run, change=change, kind="author" if unlinked else run.kind)


def now(prose: Prose) -> Prose:
    """Return a text without what was deleted of it."""
    return tuple(run for run in prose if run.change != "deleted")


def stretches(prose: Prose) -> Iterator[tuple[Change, Prose]]:
    """Yield the stretches of a text of each of which one thing became."""
    for change, runs in groupby(prose, key=lambda run: run.change):
        yield change, tuple(runs)


def change_of(prose: Prose) -> Change:
    """Return what became of a text as a whole; `kept` also where only some of it changed."""
    changes = {run.change for run in prose}
    return changes.pop() if len(changes) == 1 else "kept"


def capitalised(prose: Prose) -> Prose:
    """Return the phrase with a capital at its start, where that is the catalogue's word."""
    if not prose or prose[0].kind != "text":
        return prose
    first = prose[0]
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *prose[1:])


def _merged(runs: Sequence[Run]) -> Prose:
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].kind == run.kind == "text":
            merged[-1] = Run(text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
