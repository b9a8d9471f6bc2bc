"""The picture in words, for readers who do not see it."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.reports.graphs.cards import (
    Card,
    Connection,
    Content,
    Place,
    RuleEntry,
    RuleOnCard,
    Sheet,
)
from tenure.reports.graphs.lettering import shown
from tenure.reports.graphs.phrases import as_written, period_text


def described(content: Content) -> str:
    """Return what the cards and arrows say, a sentence each."""
    return " ".join(_sentences(content))


def _sentences(content: Content) -> Iterator[str]:
    cards = [item for item in content.items if isinstance(item, Card)]
    yield f"{len(cards)} record {'class' if len(cards) == 1 else 'classes'}."
    for card in cards:
        yield f"{shown(card.record_class.title)}: {'; '.join(_rules(card)) or 'no rules'}."
    for item in content.items:
        if isinstance(item, Sheet) and item.shape != "sheet":
            yield f"{item.shape.capitalize()}: {shown(item.about)}."
    for connection in content.connections:
        yield _arrow(connection)


def _rules(card: Card) -> Iterator[str]:
    yield from (shown(badge.text) for badge in card.badges if badge.shape == "hold")
    for entry in card.entries:
        yield from _entry(entry)
    for promise in card.promises:
        steps = (f"{s.title} {as_written(s.limit.span)}" for s in promise.obligation.steps)
        yield f"{promise.obligation.ref}, {shown(', '.join(steps))}"


def _entry(entry: RuleEntry) -> Iterator[str]:
    yield f"{entry.rule.ref}, {shown(period_text(entry.rule))}"
    for exception in entry.exceptions:
        yield from _entry(exception)
        yield f"{exception.rule.ref} beats {entry.rule.ref}"


def _arrow(connection: Connection) -> str:
    sources = dict.fromkeys(source.rule for source in connection.sources)
    target = _place(connection.target)
    verb = "is kept as long as" if connection.kind == "as long as" else connection.kind
    return " ".join(f"{source} {verb} {target}." for source in sources)


def _place(place: Place) -> str:
    return place.rule if isinstance(place, RuleOnCard) else shown(place.split(":", 1)[1])
