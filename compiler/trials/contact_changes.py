"""The changes of calendars, standards, procedures and duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from tenure.compiler.trials.mutants import Edited, Kind
from tenure.compiler.trials.rule_changes import moved, numbers
from tenure.dsl.nodes import calendars as cal
from tenure.dsl.nodes import obligations as o
from tenure.dsl.nodes.accountability import DutyDecl, EveryClause, OnOccasion, StartingClause
from tenure.dsl.source import Span

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def contact_edits(node: object) -> Iterator[Edited]:
    """Yield the changes of one node, those of the nodes in it left aside."""
    match node:
        case o.ObligationDecl(span=span) | DutyDecl(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case o.PromiseNode(span=span) | o.OverallNode(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case o.StageNode():
            yield from _stage(node)
        case o.ExtendedClause(span=span) | o.PausedClause(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case o.Within():
            yield from _within(node)
        case OnOccasion(span=span):
            yield Edited(Kind.LEFT_OUT, span)
        case EveryClause(every=every, occasions=occasions, span=span):
            for one in occasions:
                rest = " ".join(f"or {x.span.text}" for x in occasions if x is not one)
                yield Edited(Kind.LEFT_OUT, span, f"every {every.span.text} {rest}".rstrip())
        case StartingClause(day=day, span=span):
            yield Edited(Kind.LEFT_OUT, span)
            yield from moved(Kind.PERIOD, day)
        case _:
            yield from _calendar_edits(node)


def _stage(stage: o.StageNode) -> Iterator[Edited]:
    span = stage.span
    yield Edited(Kind.LEFT_OUT, span)
    head = span.source.code[span.start : stage.limit.span.start]
    for there, word in ((stage.by_customer, "by customer"), (stage.optional, "optional")):
        at = head.find(word)
        if there and at >= 0:
            place = span.source.span(span.start + at, span.start + at + len(word))
            yield Edited(Kind.LEFT_OUT, place)


def _within(limit: o.Within) -> Iterator[Edited]:
    amount, anchor = limit.amount, limit.anchor
    if isinstance(amount, o.WorkingAmount | o.ElapsedAmount):
        worded = not any(char.isdigit() for char in limit.span.text.partition(anchor.span.text)[0])
        if worded and isinstance(amount, o.WorkingAmount):
            for count in (amount.count - 1, amount.count + 1):
                if count >= 0:
                    text = f"within {count} working days of {anchor.span.text}"
                    yield Edited(Kind.PERIOD, limit.span, text)
            return
        yield from numbers(Kind.PERIOD, amount.span)
    start, end = amount.span.end, anchor.span.start
    if start <= end:
        place = limit.span.source.span(start, end)
        yield Edited(Kind.FIRST_DAY, place, " of " if limit.inclusive else " beginning with ")


def _calendar_edits(node: object) -> Iterator[Edited]:
    match node:
        case cal.WorkingWeek(days=days, span=span):
            yield from _weeks(days, span)
        case cal.Hours(opens=opens, closes=closes, span=span):
            for hours in _hours(opens, closes):
                yield Edited(Kind.CALENDAR, span, f"hours {hours}")
        case cal.Holidays(regions=regions, span=span):
            yield Edited(Kind.CALENDAR, span)
            for one in regions if len(regions) > 1 else ():
                rest = ", ".join(r.text for r in regions if r is not one)
                yield Edited(Kind.CALENDAR, span, f"holidays {rest}")
        case cal.Closed(first=first, last=last, span=span):
            yield Edited(Kind.CALENDAR, span)
            if first.date != last.date:
                yield from (*moved(Kind.CALENDAR, first), *moved(Kind.CALENDAR, last))
        case cal.TermDays(first=first, last=last):
            yield from (*moved(Kind.CALENDAR, first), *moved(Kind.CALENDAR, last))
        case cal.NamedYear(name=name, span=span):
            place = span.source.span(name.span.end, span.end)
            yield from list(numbers(Kind.CALENDAR, place))[:1]
        case cal.DeemedReceipt(span=span) | cal.RollForward(span=span):
            yield Edited(Kind.CALENDAR, span)
        case _:
            pass


def _weeks(days: Sequence[int], span: Span) -> Iterator[Edited]:
    """Yield the working week with a day less at either end, and with a day more."""
    ordered = sorted(days)
    others = [day for day in range(len(_WEEKDAYS)) if day not in ordered]
    weeks = [ordered[1:], ordered[:-1]] if len(ordered) > 1 else []
    weeks += [sorted((*ordered, others[0]))] if others else []
    for week in weeks:
        names = ", ".join(_WEEKDAYS[day] for day in week)
        yield Edited(Kind.CALENDAR, span, f"working week {names}")


def _hours(opens: time, closes: time) -> Iterator[str]:
    hour = timedelta(hours=1)
    midnight = datetime(2000, 1, 1)
    for at in (opens, closes):
        for step in (-hour, hour):
            there = (datetime.combine(midnight, at) + step).time()
            first, last = (there, closes) if at is opens else (opens, there)
            if first < last:
                yield f"{first.isoformat('minutes')} to {last.isoformat('minutes')}"
