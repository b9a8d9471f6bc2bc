"""The stages of a procedure as they follow one another, ready to be drawn or read out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.periods import Anchor, FixedDay
from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.limits import LimitWording
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, author, capitalised, clean, plain, words
from tenure.reports.wording.titles import humanised


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage.

    Attributes:
        title: what it is called.
        limit: how long there is, in a few words.
        aside: who owes it, and that it may be left out; empty where neither is said.
        by_customer: on which side it lies.
        after: the place of the stage from whose doing it runs, or of the beginning.
        begins: whether `after` is the place of a beginning.
    """

    title: str
    limit: str
    aside: str
    by_customer: bool
    after: int
    begins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """A limit over several stages: from a beginning to the end of a stage."""

    words: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFlow:
    """The stages of one procedure, each after the one that it runs from.

    Attributes:
        title: what a picture of it is called.
        text: all of it in words, for readers who do not see the picture.
        ours, theirs: what the two sides are called.
        beginnings: the events that no stage marks and from which some stage runs.
        stages: the stages.
        outer: the limit of the whole; `None` where there is none.
    """

    title: str
    text: str
    ours: str
    theirs: str
    beginnings: tuple[str, ...]
    stages: tuple[Stage, ...]
    outer: Outer | None


def stage_flow(one: Obligation, policy: Policy, language: Catalogue) -> StageFlow:
    """Return the stages of a procedure."""
    return _Flow(one, policy, language).flow()


class _Flow:
    """Puts the stages of one procedure in turn."""

    def __init__(self, one: Obligation, policy: Policy, language: Catalogue) -> None:
        self._one = one
        self._language = language
        self._names = Names(policy, one.classes, language)
        self._limits = LimitWording(self._names)
        self._turn = [step for step in one.in_turn if step.kind is not StepKind.OVERALL]
        self._beginnings = list(
            dict.fromkeys(
                step.limit.anchor
                for step in (*self._turn, *self._overall())
                if one.step_before(step) is None or step.kind is StepKind.OVERALL
            )
        )

    def flow(self) -> StageFlow:
        """Return the flow."""
        language = self._language
        return StageFlow(
            title=plain(language.say("diagram.title", procedure=clean(self._one.title))),
            text=" ".join(self._sentences()),
            ours=language.label("lane.ours"),
            theirs=language.label("lane.customer"),
            beginnings=tuple(map(self._event, self._beginnings)),
            stages=tuple(map(self._stage, self._turn)),
            outer=self._outer(),
        )

    def _overall(self) -> tuple[Step, ...]:
        return tuple(step for step in self._one.steps if step.kind is StepKind.OVERALL)

    def _stage(self, step: Step) -> Stage:
        before = self._one.step_before(step)
        return Stage(
            title=clean(step.title),
            limit=plain(self._limits.brief(step.limit)),
            aside=plain(self._language.series(list(self._aside(step)))),
            by_customer=step.by_customer,
            after=self._turn.index(before)
            if before is not None
            else self._beginnings.index(step.limit.anchor),
            begins=before is None,
        )

    def _aside(self, step: Step) -> Iterator[Prose]:
        if step.owner:
            yield author(step.owner)
        if step.optional:
            yield words(self._language.label("diagram.optional"))

    def _outer(self) -> Outer | None:
        ends = {step.marks: place for place, step in enumerate(self._turn)}
        for step in self._overall():
            if step.marks in ends:
                brief = self._limits.brief(step.limit)
                return Outer(
                    words=plain(self._language.say("diagram.in all", limit=brief)),
                    begin=self._beginnings.index(step.limit.anchor),
                    end=ends[step.marks],
                )
        return None

    def _sentences(self) -> Iterator[str]:
        say = self._language.say
        for step in self._turn:
            side = "diagram.side.customer" if step.by_customer else "diagram.side.ours"
            said = say(
                "diagram.stage.optional" if step.optional else "diagram.stage",
                title=clean(step.title),
                side=self._language.label(side),
                limit=self._limits.limit(step.limit),
            )
            yield plain(said)
        for step in self._overall():
            limit = self._limits.limit(step.limit)
            yield plain(capitalised(say("diagram.overall", limit=limit)))

    def _event(self, anchor: Anchor) -> str:
        if isinstance(anchor, FixedDay):
            return self._language.day(anchor.day)
        return plain(capitalised(words(humanised(anchor.name))))
