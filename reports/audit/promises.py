"""From the counts of deadlines to what the page shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tenure.compiler.dates import add_months
from tenure.compiler.deadlines import DeadlineStatus, DutyDecision, Unit
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.engine.audit.performance import Performance, Reached, Tally, Times
from tenure.engine.audit.promises import steps_of
from tenure.engine.audit.results import AuditSummary
from tenure.reports.audit.parts import Part
from tenure.reports.audit.promise_view import (
    DutyLine,
    PromiseLine,
    PromisesView,
    Share,
    ShareChart,
    ShareMonth,
)
from tenure.reports.decisions.deadlines import duty_in_words, time_in_words
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.obligations import step_title
from tenure.reports.wording.prose import clean, plain

_MONTHS = 13
"""How many months the charts have; the last is that of the audit."""

_KINDS = {Reached.YES: "listed", Reached.NO: "alarm", Reached.UNKNOWN: "open"}
"""How a share is drawn by whether its target is reached."""


def view_promises(summary: AuditSummary, language: Catalogue) -> PromisesView | None:
    """Return how promises were kept; `None` where the policy makes none."""
    if summary.performance is None:
        return None
    return _Promises(summary, summary.performance, language).view()


def view_duties(summary: AuditSummary, language: Catalogue) -> tuple[DutyLine, ...]:
    """Return how duties stand, in the order written; none where nothing is asked of them."""
    return tuple(
        DutyLine(
            name=decision.duty,
            title=clean(summary.policy.duties[decision.duty].title),
            standing=duty_in_words(decision),
            last=language.day(decision.last) if decision.last else language.label("audit.never"),
            kind=_duty_kind(decision),
        )
        for decision in summary.duties
    )


def _duty_kind(decision: DutyDecision) -> str:
    kinds = {DeadlineStatus.BREACHED: "alarm", DeadlineStatus.UNDETERMINED: "open"}
    return kinds.get(decision.status, "quiet")


class _Promises:
    """Makes the parts of the view."""

    def __init__(
        self, summary: AuditSummary, performance: Performance, language: Catalogue
    ) -> None:
        self._policy = summary.policy
        self._performance = performance
        self._language = language
        self._steps = tuple(steps_of(summary.policy))
        every = performance.tally()
        self._statuses = tuple(status for status in DeadlineStatus if every.of(status))
        current = summary.as_of.replace(day=1)
        self._months = [add_months(current, n) for n in range(1 - _MONTHS, 1)]

    def view(self) -> PromisesView:
        """Return the whole view."""
        return PromisesView(
            columns=tuple(self._language.label(f"deadline.{s.value}") for s in self._statuses),
            lines=tuple(self._line(*each) for each in self._steps),
            channels=tuple(line for each in self._steps for line in self._channels(*each)),
            charts=tuple(chart for each in self._steps for chart in self._chart(*each)),
            targets=any(step.target is not None for _, step in self._steps),
            first=self._month(self._months[0]),
            last=self._month(self._months[-1]),
        )

    def _line(self, obligation: Obligation, step: Step) -> PromiseLine:
        context = self._language.label("audit.by customer") if step.by_customer else ""
        tally = self._performance.of_step(step.ref)
        times = self._performance.times_of(step.ref)
        return self._counted(obligation, step, context, tally, times)

    def _channels(self, obligation: Obligation, step: Step) -> Iterator[PromiseLine]:
        channels = self._performance.channels(step.ref)
        if len([channel for channel in channels if channel]) < 2:
            return
        for channel in channels:
            tally = self._performance.by_channel(step.ref, channel)
            times = self._performance.times_by_channel(step.ref, channel)
            name = clean(channel) if channel else self._language.label("audit.no channel")
            yield self._counted(obligation, step, name, tally, times)

    def _counted(
        self, obligation: Obligation, step: Step, context: str, tally: Tally, times: Times | None
    ) -> PromiseLine:
        ref, title = _named(obligation, step, self._language)
        return PromiseLine(
            ref=ref,
            title=title,
            context=context,
            counts=tuple(tally.of(status) for status in self._statuses),
            share=None if step.by_customer else self._share(tally, step.target),
            target=self._percent(step.target),
            mark=_length(step.target),
            times=self._times(times),
            lengths=self._lengths(times),
        )

    def _chart(self, obligation: Obligation, step: Step) -> Iterator[ShareChart]:
        if step.by_customer:
            return
        months = tuple(self._share_month(step, first) for first in self._months)
        if not any(month.closed for month in months):
            return
        ref, title = _named(obligation, step, self._language)
        yield ShareChart(
            ref=ref,
            title=title,
            months=months,
            mark=_length(step.target),
            target=self._percent(step.target),
            text=self._described(months, self._percent(step.target)),
        )

    def _share_month(self, step: Step, first: date) -> ShareMonth:
        tally = self._performance.by_month(step.ref, first)
        return ShareMonth(
            name=self._month(first),
            met=tally.of(DeadlineStatus.MET),
            closed=tally.closed,
            share=self._share(tally, step.target),
            times=self._times(self._performance.times_by_month(step.ref, first)),
        )

    def _described(self, months: tuple[ShareMonth, ...], target: str) -> str:
        closed = [month for month in months if month.share.length is not None]
        lowest = min(closed, key=lambda month: month.share.length or 0)
        text = self._language.label("audit.shares.text").format(
            first=months[0].name, last=months[-1].name, low=lowest.share.text, month=lowest.name
        )
        aim = self._language.label("audit.shares.target").format(target=target) if target else ""
        return f"{text}{aim}."

    # --- numbers ------------------------------------------------------------------

    def _share(self, tally: Tally, target: Decimal | None) -> Share:
        reached = tally.reaches(target) if target is not None else None
        return Share(
            text=self._percent(tally.share),
            length=_length(tally.share),
            verdict=self._language.label(f"target.{reached.value}") if reached else "",
            kind=_KINDS[reached] if reached else "listed",
        )

    def _times(self, times: Times | None) -> tuple[str, str, str] | tuple[()]:
        if times is None:
            return ()
        unit = Unit(times.unit)
        return (
            time_in_words(times.median, unit),
            time_in_words(times.ninth, unit),
            time_in_words(times.slowest, unit),
        )

    def _lengths(self, times: Times | None) -> tuple[Part, ...]:
        """Return up to the median, on to nine of ten, on to the longest, one after the other."""
        if times is None:
            return ()
        longest = max(t.slowest for t in self._performance.times if t.unit == times.unit)
        ends = [
            n / longest if longest else 0 for n in (0, times.median, times.ninth, times.slowest)
        ]
        return tuple(
            Part(kind=kind, start=start, length=end - start)
            for kind, start, end in zip(("listed", "ninth", "quiet"), ends, ends[1:], strict=False)
            if end > start
        )

    def _percent(self, number: Decimal | None) -> str:
        return "" if number is None else f"{self._language.number(number.normalize())}%"

    def _month(self, first: date) -> str:
        return self._language.month(first)


def _named(obligation: Obligation, step: Step, language: Catalogue) -> tuple[str, str]:
    """Return reference and title of a step; a lone one goes by those of its standard."""
    if len(obligation.steps) == 1:
        return obligation.ref, clean(obligation.title)
    return step.ref, f"{clean(obligation.title)}: {plain(step_title(step, language))}"


def _length(percent: Decimal | None) -> float | None:
    return None if percent is None else float(percent) / 100
