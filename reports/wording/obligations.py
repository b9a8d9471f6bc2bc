"""Standards and procedures in words: what is promised, by when, and what changes that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.compiler.policy.obligations import (
    Limit,
    Obligation,
    Step,
    StepKind,
    WorkingDays,
    WorkingTime,
)
from tenure.compiler.policy.periods import Duration
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce
from tenure.compiler.resolve.steps import DONE
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.classes import class_titles
from tenure.reports.wording.conditions import ConditionWording, affirmed, conditional
from tenure.reports.wording.limits import LimitWording
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, author, capitalised, plain, rule_link, words
from tenure.reports.wording.references import natural

_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWording:
    """One promise or stage in words.

    Attributes:
        sentences: what is promised, by when, and what changes that.
        limit: how long there is, in a few words.
        longer: what extensions make of it, likewise.
        target: the share that is to be met; nothing where none is set.
        who: who owes it; nothing where nobody is named or it is the customer's to do.
    """

    sentences: tuple[Prose, ...]
    limit: Prose
    longer: tuple[Prose, ...]
    target: Prose
    who: Prose

    @property
    def text(self) -> str:
        """All of it, without links."""
        return " ".join(map(plain, (*self.sentences, self.target, self.who)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationWording:
    """A standard or procedure in words.

    Attributes:
        scope: which records it is for.
        sentences: what goes for all of its steps.
        steps: its promises or stages, by reference.
    """

    scope: Prose
    sentences: tuple[Prose, ...]
    steps: dict[str, StepWording]

    @property
    def text(self) -> str:
        """All of it, without links."""
        whole = (plain(part) for part in (self.scope, *self.sentences))
        return " ".join([*whole, *(step.text for step in self.steps.values())])


def word_obligations(policy: Policy, language: Catalogue) -> dict[str, ObligationWording]:
    """Return every standard and procedure in words, by reference.

    Two that promise different things never read the same: where odd titles would have it
    so, both are worded with the names of their fields.
    """
    wording = _Obligations(policy, language)
    worded = {ref: wording.word(one) for ref, one in policy.obligations.items()}
    by_text: dict[str, list[Obligation]] = {}
    for ref, found in worded.items():
        text = " ".join(found.text.split()).casefold()
        by_text.setdefault(text, []).append(policy.obligations[ref])
    for alike in by_text.values():
        if any(_meaning(one, policy) != _meaning(alike[0], policy) for one in alike):
            worded |= {one.ref: wording.word(one, exact=True) for one in alike}
    return worded


def _meaning(one: Obligation, policy: Policy) -> tuple[object, ...]:
    """Return all that decides what a standard or procedure promises."""
    return (
        one.classes,
        one.condition,
        one.calendar if _is_counted(one, policy) else None,
        one.in_force,
        {other.ref for other in one.overrides},
        one.owner,
        tuple(_step_meaning(step) for step in one.steps),
    )


def _step_meaning(step: Step) -> tuple[object, ...]:
    return (
        step.name if step.kind is StepKind.PROMISE else step.kind,
        step.limit,
        step.marks,
        step.by_customer,
        step.optional,
        step.condition,
        step.extensions,
        step.pauses,
        step.target,
        step.owner,
    )


class _Obligations:
    """Words the standards and procedures of one policy."""

    def __init__(self, policy: Policy, language: Catalogue) -> None:
        self._policy = policy
        self._language = language
        self._titles = class_titles(policy, language)

    def word(self, one: Obligation, *, exact: bool = False) -> ObligationWording:
        """Return one standard or procedure in words."""
        names = Names(self._policy, one.classes, self._language, exact=exact)
        steps = _Steps(names)
        titles = [self._titles[name] for name in one.classes]
        return ObligationWording(
            scope=self._language.say("scope.for", classes=self._language.all_of(titles)),
            sentences=tuple(map(capitalised, self._whole(one, names))),
            steps={step.ref: steps.word(step) for step in one.steps},
        )

    def _whole(self, one: Obligation, names: Names) -> Iterator[Prose]:
        say = self._language.say
        if one.condition is not None:
            condition, word = affirmed(one.condition)
            wording = ConditionWording(names)
            long = ".long" if wording.is_long(condition) else ""
            yield say(f"obligation.{word}{long}", condition=wording.clause(condition))
        if one.overrides:
            refs = sorted({other.ref for other in one.overrides}, key=natural)
            listing = self._language.all_of([rule_link(ref) for ref in refs])
            yield say("obligation.overrides", standards=listing)
        if one.calendar is not None and _is_counted(one, self._policy):
            yield say("obligation.calendar", calendar=author(one.calendar))
        if one.owner is not None and any(step.owner != one.owner for step in one.steps):
            yield say("obligation.owner", who=author(one.owner))
        if one.in_force != InForce():
            days = one.in_force
            yield self._language.interval("rule.in force", days.start, days.end)


class _Steps:
    """Words the steps of one standard or procedure."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._language = names.language
        self._limits = LimitWording(names)

    def word(self, step: Step) -> StepWording:
        """Return one promise or stage in words."""
        language = self._language
        percent = language.number(step.target) if step.target is not None else None
        return StepWording(
            sentences=tuple(map(capitalised, self._sentences(step))),
            limit=self._limits.brief(step.limit),
            longer=tuple(self._limits.brief(one.limit) for one in step.extensions),
            target=language.say("step.target", percent=percent) if percent else (),
            who=author(step.owner) if step.owner is not None else (),
        )

    def _sentences(self, step: Step) -> Iterator[Prose]:
        say = self._language.say
        what = say(_key(step), limit=self._limits.limit(step.limit))
        if step.condition is None:
            yield say("rule.plain", what=what)
        else:
            yield conditional(step.condition, what, self._names)
        if step.optional:
            yield words(self._language.label("stage.optional"))
        for extension in step.extensions:
            longer = say("step.extended", span=self._limits.span(extension.limit))
            yield conditional(extension.condition, longer, self._names)
        for pause in step.pauses:
            start, end = self._names.noun(pause.start), self._names.noun(pause.end)
            yield say("step.paused", start=start, end=end)
        if step.marks.path != DONE.get(step.name) or step.kind is not StepKind.PROMISE:
            yield say("step.marks", event=self._names.noun(step.marks))


def _key(step: Step) -> str:
    match step.kind:
        case StepKind.PROMISE:
            return f"promise.{step.name}"
        case StepKind.OVERALL:
            return "stage.overall"
        case StepKind.STAGE:
            return "stage.customer" if step.by_customer else "stage.ours"


def step_title(step: Step, language: Catalogue) -> Prose:
    """Return what a step is called: a stage by its author, a promise by what is promised."""
    match step.kind:
        case StepKind.PROMISE:
            return words(language.label(f"promise.title.{step.name}"))
        case StepKind.OVERALL:
            return words(language.label("stage.title.overall"))
        case StepKind.STAGE:
            return author(step.title)


def limits_of(one: Obligation) -> Iterator[Limit]:
    """Yield every limit of a standard or procedure, those of extensions included."""
    for step in one.steps:
        yield step.limit
        yield from (extension.limit for extension in step.extensions)


def _is_counted(one: Obligation, policy: Policy) -> bool:
    """Return whether its calendar has a part in some deadline, and could be another one."""
    if one.calendar is None or sum(bool(each.week) for each in policy.calendars.values()) < _TWO:
        return False
    moves = policy.calendars[one.calendar].roll_forward
    counted = WorkingDays | WorkingTime | Duration if moves else WorkingDays | WorkingTime
    return any(isinstance(limit.amount, counted) for limit in limits_of(one))
