"""The changes of rules, exceptions, holds, classes, facts and the policy's header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from tenure.compiler.trials.mutants import Edited, Kind
from tenure.dsl.nodes import conditions as c
from tenure.dsl.nodes import periods as p
from tenure.dsl.nodes.clauses import (
    Action,
    ForClause,
    InForceClause,
    KeepClause,
    OrderClause,
    ThenClause,
    WhenClause,
)
from tenure.dsl.nodes.declarations import (
    AuthorityDecl,
    ExceptionDecl,
    FactDecl,
    FieldDecl,
    HoldDecl,
    RecordDecl,
    RuleDecl,
)
from tenure.dsl.nodes.headers import DisposeWithin, ResolveBy
from tenure.dsl.nodes.names import Day
from tenure.dsl.source import Span

_ORDERS = {
    "before": "on or before",
    "on or before": "before",
    "after": "on or after",
    "on or after": "after",
    "at least": "more than",
    "more than": "at least",
    "at most": "less than",
    "less than": "at most",
}
"""The other side of a boundary, for each way to compare."""


def rule_edits(node: object) -> Iterator[Edited]:
    """Yield the changes of one node, those of the nodes in it left aside."""
    match node:
        case RuleDecl(span=span) | ExceptionDecl(span=span) | HoldDecl(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case RecordDecl(where=where) if where is not None:
            yield from _turned_round(where)
        case AuthorityDecl(kind=str() as kind, span=span):
            other = "good_practice" if kind == "statute" else "statute"
            yield from _word(span, kind, other, Kind.AUTHORITY)
        case FactDecl(value=value):
            yield from _fact(value.value, value.span)
        case FieldDecl(required=True, type=type_, span=span):
            start = span.source.code.index("required", type_.span.end)
            yield Edited(Kind.FIELD, _part(span, start, start + len("required")))
        case DisposeWithin(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case ResolveBy(tie_breaks=ties, span=span):
            yield Edited(Kind.ORDER, span)
            yield Edited(Kind.ORDER, span, f"resolve by {', '.join(_other_ties(ties))}")
        case _:
            yield from _clause_edits(node)


def _fact(value: object, span: Span) -> Iterator[Edited]:
    if isinstance(value, bool):
        yield Edited(Kind.FACT, span, "no" if value else "yes")
    elif isinstance(value, Decimal):
        yield Edited(Kind.FACT, span, str(value + 1))


def _other_ties(ties: Sequence[str]) -> Sequence[str]:
    if len(ties) > 1:
        return ties[::-1]
    return ["shortest" if tie == "longest" else "longest" for tie in ties]


def _clause_edits(node: object) -> Iterator[Edited]:
    match node:
        case WhenClause(condition=condition, span=span):
            yield Edited(Kind.CONDITION, span)
            yield from _turned_round(condition)
        case KeepClause(bound=str() as bound, span=span):
            other = "at most" if bound == "at least" else "at least"
            yield from _word(span, bound, other, Kind.BOUND)
        case ThenClause(keep=keep, span=span) if keep is not None:
            yield Edited(Kind.PHASE, span)
        case Action(verb=verb, span=span):
            yield Edited(Kind.ACTION, span, "review" if verb == "destroy" else "destroy")
        case OrderClause(rules=rules, span=span):
            yield from _shorter(Kind.ORDER, [r.span for r in rules], span)
        case ForClause(classes=classes) if len(classes) > 1:
            yield from _shorter(Kind.REACH, [name.span for name in classes], None)
        case InForceClause(start=start, end=end, span=span):
            yield Edited(Kind.IN_FORCE, span)
            for day in (start, end):
                yield from moved(Kind.IN_FORCE, day)
        case _:
            yield from _condition_edits(node)
            yield from _period_edits(node)


# --- conditions ---------------------------------------------------------------------


def _condition_edits(node: object) -> Iterator[Edited]:
    match node:
        case c.AllOf(parts=parts, span=span):
            yield from _joined(parts, span, " and ", " or ")
        case c.AnyOf(parts=parts, span=span):
            yield from _joined(parts, span, " or ", " and ")
        case c.IsValue(values=values) if len(values) > 1:
            yield from _shorter(Kind.REACH, [value.span for value in values], None)
        case c.IsNumber(order=order, number=number, span=span):
            yield from _word(span, order, _ORDERS[order], Kind.THRESHOLD)
            for other in (number - 1, number + 1):
                yield from _word(span, str(number), str(other), Kind.THRESHOLD)
        case c.Dates(left=left, order=order, right=right) if order in _ORDERS:
            yield from _between(left.span, right.span, order, _ORDERS[order], Kind.THRESHOLD)
        case _:
            pass
    if isinstance(node, c.Dates):
        for point in (node.left, node.right):
            if isinstance(point, Day):
                yield from moved(Kind.THRESHOLD, point)


def _turned_round(condition: c.Condition) -> Iterator[Edited]:
    yield Edited(Kind.CONDITION, condition.span, f"not ({condition.span.text})")


def _joined(parts: Sequence[c.Condition], span: Span, joint: str, other: str) -> Iterator[Edited]:
    """Yield a list of conditions joined the other way, with one left out, with one turned round."""
    texts = [f"({part.span.text})" for part in parts]
    yield Edited(Kind.CONDITION, span, f"({other.join(texts)})")
    for left_out in range(len(texts)):
        others = [text for index, text in enumerate(texts) if index != left_out]
        yield Edited(Kind.CONDITION, span, f"({joint.join(others)})")
    for index, text in enumerate(texts):
        turned = [*texts[:index], f"not {text}", *texts[index + 1 :]]
        yield Edited(Kind.CONDITION, span, f"({joint.join(turned)})")


# --- periods -------------------------------------------------------------------------


def _period_edits(node: object) -> Iterator[Edited]:
    match node:
        case p.Duration(span=span):
            yield from numbers(Kind.PERIOD, span)
        case p.After(duration=duration, anchor=anchor, inclusive=inclusive):
            words = ("beginning with", "after") if inclusive else ("after", "beginning with")
            yield from _between(duration.span, anchor.span, *words, Kind.FIRST_DAY)
        case p.YearEnd(year=year, anchor=anchor, span=span):
            yield from numbers(Kind.PERIOD, _part(span, year.span.end, anchor.span.start))
        case p.Choice(later=later, terms=terms, span=span):
            words = ("later", "earlier") if later else ("earlier", "later")
            yield from _word(span, *words, Kind.CHOICE)
            yield from _fewer_terms(terms, span)
        case p.IfKnown(term=term, span=span):
            yield Edited(Kind.CHOICE, span, term.span.text)
        case p.Latest(by=by, span=span):
            yield from numbers(Kind.PERIOD, _part(span, span.start, by.span.start))
        case _:
            pass


def _fewer_terms(terms: Sequence[p.Period], span: Span) -> Iterator[Edited]:
    """Yield a choice with a term left out; of two, the other one alone."""
    if len(terms) > 2:
        yield from _shorter(Kind.CHOICE, [term.span for term in terms], None)
        return
    for term in terms:
        alone = term.term if isinstance(term, p.IfKnown) else term
        yield Edited(Kind.CHOICE, span, alone.span.text)


# --- texts ----------------------------------------------------------------------------


def numbers(kind: Kind, span: Span) -> Iterator[Edited]:
    """Yield a text with each of its numbers one less, if that leaves something, and one more."""
    code = span.source.code[span.start : span.end]
    for match in re.finditer(r"\d+", code):
        place = _part(span, span.start + match.start(), span.start + match.end())
        for other in (int(match[0]) - 1, int(match[0]) + 1):
            if other >= 0:
                yield Edited(kind, place, str(other))


def moved(kind: Kind, day: Day | None) -> Iterator[Edited]:
    """Yield a day as the day before and the day after."""
    for step in (-1, 1) if day is not None else ():
        assert day is not None
        yield Edited(kind, day.span, str(day.date + timedelta(days=step)))


def _word(span: Span, before: str, after: str, kind: Kind) -> Iterator[Edited]:
    """Yield a text with the first of some words replaced; blanks between them are free."""
    pattern = r"\b" + r"\s+".join(re.escape(word) for word in before.split()) + r"(?!\w)"
    match = re.search(pattern, span.source.code[span.start : span.end])
    if match is not None:
        place = _part(span, span.start + match.start(), span.start + match.end())
        yield Edited(kind, place, after)


def _between(left: Span, right: Span, before: str, after: str, kind: Kind) -> Iterator[Edited]:
    """Yield other words between two texts."""
    yield from _word(_part(left, left.end, right.start), before, after, kind)


def _shorter(kind: Kind, items: Sequence[Span], whole: Span | None) -> Iterator[Edited]:
    """Yield a list without one of its items; of the last one, the clause left out."""
    if len(items) == 1:
        if whole is not None:
            yield Edited(kind, whole)
        return
    for index, item in enumerate(items):
        if index + 1 < len(items):
            yield Edited(kind, _part(item, item.start, items[index + 1].start))
        else:
            yield Edited(kind, _part(item, items[index - 1].end, item.end))


def _part(span: Span, start: int, end: int) -> Span:
    return span.source.span(start, end)
