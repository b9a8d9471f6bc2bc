"""Standards and procedures as parts of the document: a table each, a picture for procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Citation
from tenure.reports.schedule.columns import PROCEDURES, STANDARDS
from tenure.reports.schedule.entries import state_on
from tenure.reports.schedule.parts import Cell, Paragraph, Part, Row, Table
from tenure.reports.schedule.stages import stage_flow
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.obligations import (
    ObligationWording,
    StepWording,
    step_title,
    word_obligations,
)
from tenure.reports.wording.prose import Prose, author, capitalised, clean, words
from tenure.reports.wording.references import natural


def obligation_parts(
    policy: Policy, permalinks: Mapping[str, str], as_of: date, language: Catalogue
) -> tuple[Part, ...]:
    """Return one part for all standards, then one for each procedure; none without any."""
    writer = _Obligations(policy, permalinks, as_of, language)
    every = sorted(policy.obligations.values(), key=lambda one: natural(one.ref))
    standards = [one for one in every if not one.procedure]
    parts = [writer.standards(standards)] if standards else []
    return (*parts, *(writer.procedure(one) for one in every if one.procedure))


class _Obligations:
    """Makes parts of the standards and procedures of one policy."""

    def __init__(
        self, policy: Policy, permalinks: Mapping[str, str], as_of: date, language: Catalogue
    ) -> None:
        self._policy = policy
        self._permalinks = permalinks
        self._as_of = as_of
        self._language = language
        self._worded = word_obligations(policy, language)

    def standards(self, standards: list[Obligation]) -> Part:
        """Return the table of all standards."""
        rows = tuple(row for one in standards for row in self._standard(one))
        return Part(
            id="standards",
            ref="",
            title=self._language.label("doc.standards"),
            table=Table(
                caption=self._language.label("doc.standards.caption"),
                columns=STANDARDS,
                rows=rows,
            ).filled(),
        )

    def procedure(self, one: Obligation) -> Part:
        """Return one procedure: what goes for all of it, its picture, its stages."""
        wording = self._worded[one.ref]
        caption = self._language.label("doc.procedure.caption").format(title=clean(one.title))
        return Part(
            id=self._permalinks[one.ref],
            ref=one.ref,
            title=clean(one.title),
            paragraphs=(
                Paragraph(prose=wording.scope, style="strong"),
                *(Paragraph(prose=sentence) for sentence in wording.sentences),
                *self._remarks(one),
            ),
            flow=stage_flow(one, self._policy, self._language),
            table=Table(
                caption=caption,
                columns=PROCEDURES,
                rows=tuple(
                    self._step(one, step, wording.steps[step.ref], under=False)
                    for step in one.steps
                ),
            ).filled(),
        )

    # --- rows -------------------------------------------------------------------------

    def _standard(self, one: Obligation) -> Iterator[Row]:
        """Yield a row for a standard; one with several promises has a row for each under it."""
        wording = self._worded[one.ref]
        about = self._about(one, wording)
        if len(one.steps) == 1:
            (step,) = one.steps
            yield self._row(one, about, self._promise(step, wording.steps[step.ref]))
            return
        yield self._row(one, about, ((), (), (), ()))
        for step in one.steps:
            yield self._step(one, step, wording.steps[step.ref], under=True)

    def _row(self, one: Obligation, about: Cell, cells: tuple[Cell, ...]) -> Row:
        return Row(
            id=self._permalinks[one.ref],
            head=one.ref,
            ref=True,
            cells=(about, *cells),
            state=state_on(one.in_force, self._as_of),
            in_force=one.in_force,
        )

    def _step(self, one: Obligation, step: Step, wording: StepWording, *, under: bool) -> Row:
        side = self._language.label("lane.customer")
        tag = [Paragraph(prose=words(side), style="tag")] if step.by_customer else []
        return Row(
            id=self._permalinks[step.ref],
            head=step.ref,
            ref=True,
            cells=(
                (*tag, Paragraph(prose=step_title(step, self._language), style="name")),
                *self._promise(step, wording),
            ),
            state=state_on(one.in_force, self._as_of),
            under=under,
            in_force=one.in_force,
        )

    def _promise(self, step: Step, wording: StepWording) -> tuple[Cell, ...]:
        """Return the cells after the title: what is promised, the limit, the target, who."""
        longer = (self._language.say("limit.extended", amount=each) for each in wording.longer)
        return (
            (*map(_plain, wording.sentences), *self._author(step.channels, step.notes)),
            (Paragraph(prose=capitalised(wording.limit), style="strong"), *map(_quiet, longer)),
            (_plain(wording.target),) if wording.target else (),
            (_plain(wording.who),) if wording.who else (),
        )

    def _about(self, one: Obligation, wording: ObligationWording) -> Cell:
        """Return the title cell of a standard, with all that goes for every promise of it."""
        return (
            *self._state(one),
            Paragraph(prose=author(one.title), style="name"),
            *map(_quiet, (wording.scope, *wording.sentences)),
            *self._remarks(one),
        )

    def _state(self, one: Obligation) -> Iterator[Paragraph]:
        state = state_on(one.in_force, self._as_of)
        if state != "current":
            yield Paragraph(prose=words(self._language.label(f"state.{state}")), style="state")

    def _remarks(self, one: Obligation) -> Iterator[Paragraph]:
        yield from self._author(one.channels, one.notes)
        if one.citations:
            authorities = self._language.all_of([self._cited(each) for each in one.citations])
            yield _quiet(self._language.say("obligation.because", authorities=authorities))

    def _author(self, channels: tuple[str, ...], notes: tuple[str, ...]) -> Iterator[Paragraph]:
        """Yield the author's texts."""
        for channel in channels:
            yield _quiet(self._language.say("obligation.channel", channel=author(channel)))
        for note in notes:
            yield _quiet(author(note))

    def _cited(self, citation: Citation) -> Prose:
        title = author(citation.authority.title)
        if not citation.reason:
            return title
        reason = author(citation.reason)
        return self._language.say("obligation.reason", authority=title, reason=reason)


def _plain(prose: Prose) -> Paragraph:
    return Paragraph(prose=prose)


def _quiet(prose: Prose) -> Paragraph:
    return Paragraph(prose=prose, style="quiet")
