"""Limits in words: `within 3 working days after receiving it`."""

from __future__ import annotations

from typing import assert_never

from tenure.compiler.policy.obligations import (
    Amount,
    Appointment,
    ElapsedTime,
    Limit,
    WorkingDays,
    WorkingTime,
)
from tenure.compiler.policy.periods import Anchor, Duration, FixedDay
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, plain, words

_HOUR = 60


class LimitWording:
    """Words the limits of one standard or procedure."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._language = names.language

    def limit(self, limit: Limit) -> Prose:
        """Return a limit as it follows a verb: `within 3 working days after receiving it`."""
        if isinstance(limit.amount, Appointment):
            return self._language.say("limit.by", event=self._noun(limit.anchor))
        key = "limit.on" if _is_same_day(limit) else "limit.within"
        return self._language.say(key, span=self.span(limit))

    def span(self, limit: Limit) -> Prose:
        """Return what a limit may become: `3 working days after receiving it`, or a day."""
        if isinstance(limit.amount, Appointment):
            return self._noun(limit.anchor)
        if _is_same_day(limit):
            return self._language.say("limit.same day", event=self._noun(limit.anchor))
        amount = amount_in_words(limit.amount, self._language)
        if limit.inclusive:
            event = self._noun(limit.anchor)
            return self._language.say("limit.beginning", amount=amount, event=event)
        return self._language.say("limit.after", amount=amount, event=self._after(limit.anchor))

    def brief(self, limit: Limit) -> Prose:
        """Return how long there is, without from when: `3 working days`, `same day`."""
        if isinstance(limit.amount, Appointment):
            return self._language.say("limit.brief.by", event=self._noun(limit.anchor))
        if _is_same_day(limit):
            return words(self._language.label("limit.brief.same day"))
        return words(amount_in_words(limit.amount, self._language))

    def _noun(self, anchor: Anchor) -> Prose:
        if isinstance(anchor, FixedDay):
            return words(self._language.day(anchor.day))
        return self._names.noun(anchor)

    def _after(self, anchor: Anchor) -> Prose:
        if isinstance(anchor, FixedDay):
            return words(self._language.day(anchor.day))
        return self._names.happening(anchor)


def amount_in_words(amount: Amount, language: Catalogue) -> str:
    """Return how long there is: `2 hours and 30 minutes`; nothing for an appointment."""
    match amount:
        case Duration(parts=parts):
            return language.duration(parts)
        case WorkingDays(count=count):
            return language.count(count, "working day")
        case ElapsedTime(minutes=minutes):
            return _clock(minutes, language)
        case WorkingTime(minutes=minutes):
            return _working(minutes, language)
        case Appointment():
            return ""
    assert_never(amount)


def _clock(minutes: int, language: Catalogue) -> str:
    hours, rest = divmod(minutes, _HOUR)
    parts = tuple(part for part in ((hours, "hour"), (rest, "minute")) if part[0])
    return language.duration(parts or ((0, "minute"),))


def _working(minutes: int, language: Catalogue) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not rest:
        return language.count(hours, "working hour")
    if not hours:
        return language.count(rest, "working minute")
    return plain(language.say("limit.working time", time=_clock(minutes, language)))


def _is_same_day(limit: Limit) -> bool:
    """Return whether there is no more than the day of the event itself, or of its receipt (S11).

    A limit of no calendar days knows nothing of receipt, and is worded as it is written.
    """
    return isinstance(limit.amount, WorkingDays) and limit.amount.count == 0
