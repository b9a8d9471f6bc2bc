"""Duties and processing activities in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tenure.compiler.deadlines import DeadlineStatus, DutyDecision
from tenure.compiler.policy.accountability import Activity, Duty, HeldData, Recipient, Trigger
from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.conditions import ConditionWording
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, author, capitalised, compose, words
from tenure.reports.wording.titles import humanised


class DutyWording:
    """Words the duties of one policy."""

    def __init__(self, policy: Policy, language: Catalogue) -> None:
        self._policy = policy
        self._language = language
        self._titles = Counter(each.title for each in policy.occasions.values())

    def cycle(self, duty: Duty) -> tuple[Prose, ...]:
        """Return when a duty is due, in sentences."""
        return tuple(self._cycle(duty))

    def _cycle(self, duty: Duty) -> Iterator[Prose]:
        language = self._language
        if duty.every is not None:
            yield self._every(duty.every.parts)
        if duty.starting is not None:
            yield language.say("duty.starting", day=language.day(duty.starting))
        for trigger in duty.triggers:
            yield self._trigger(trigger)

    def _every(self, parts: tuple[tuple[int, str], ...]) -> Prose:
        if len(parts) == 1 and parts[0][0] == 1:
            return words(self._language.label(f"duty.every.{parts[0][1]}"))
        return self._language.say("duty.every", length=self._language.duration(parts))

    def _trigger(self, trigger: Trigger) -> Prose:
        occasion = self.occasion(trigger.occasion)
        if trigger.within is None:
            return self._language.say("duty.on", occasion=occasion)
        length = self._language.duration(trigger.within.parts)
        return self._language.say("duty.within", length=length, occasion=occasion)

    def occasion(self, name: str) -> Prose:
        """Return what an occasion is called, with its name where two are called the same."""
        title = self._policy.occasions[name].title
        if self._titles[title] == 1:
            return author(title)
        return self._language.say("class.linked", title=author(title), name=author(name))

    def who(self, duty: Duty) -> tuple[Prose, ...]:
        """Return who does it and who takes part, a line each."""
        lines = [author(duty.owner)] if duty.owner else []
        others = [author(each) for each in duty.together_with]
        if others:
            who = self._language.all_of(others)
            lines.append(self._language.say("duty.with", who=who))
        return tuple(lines)

    def next_due(self, decision: DutyDecision) -> tuple[Prose, ...]:
        """Return how a duty stands: when it is next due, and when it was last done."""
        return tuple(self._next_due(decision))

    def _next_due(self, decision: DutyDecision) -> Iterator[Prose]:
        language = self._language
        match decision.status:
            case DeadlineStatus.AWAITING:
                yield words(language.label("duty.awaiting"))
            case DeadlineStatus.UNDETERMINED:
                yield words(language.label("duty.undetermined"))
            case status if decision.due is not None:
                late = status is DeadlineStatus.BREACHED
                day = language.day(decision.due)
                yield language.say("duty.overdue" if late else "duty.due", day=day)
        if decision.called_by is not None:
            yield language.say("duty.called", occasion=self.occasion(decision.called_by))
        if decision.last is not None:
            yield language.say("duty.last", day=language.day(decision.last))
        else:
            yield words(language.label("duty.never"))


class ActivityWording:
    """Words the data and the recipients of one processing activity."""

    def __init__(self, activity: Activity, policy: Policy, language: Catalogue) -> None:
        classes = dict.fromkeys(
            name for other in activity.kept_under for name in policy.rules[other.ref].classes
        )
        self._names = Names(policy, tuple(classes), language)
        self._language = language

    def held(self, data: HeldData) -> Prose:
        """Return one kind of data, with when it is held: `card details, if paid`."""
        name = capitalised(compose(humanised(data.name)))
        if data.condition is None:
            return name
        wording = ConditionWording(self._names)
        clause = wording.clause(data.condition)
        key = "held.when.long" if wording.is_long(data.condition) else "held.when"
        return self._language.say(key, data=name, condition=clause)

    def recipient(self, recipient: Recipient) -> Prose:
        """Return one recipient, with when it was last checked."""
        who = author(recipient.title)
        if recipient.checked is None:
            return self._language.say("recipient.unchecked", who=who)
        day = self._language.day(recipient.checked)
        return self._language.say("recipient.checked", who=who, day=day)
