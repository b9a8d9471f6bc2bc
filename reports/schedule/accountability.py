"""Organisations, duties and processing as parts of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tenure.compiler.deadlines import DeadlineStatus, DutyDecision, LogEntry
from tenure.compiler.evaluate.duties import decide_duties
from tenure.compiler.policy.accountability import Activity, Duty, Organisation
from tenure.compiler.policy.policy import Policy
from tenure.reports.schedule.columns import DUTIES, ORGANISATIONS
from tenure.reports.schedule.parts import Cell, Paragraph, Part, Row, Table
from tenure.reports.schedule.view import Term
from tenure.reports.wording.accountability import ActivityWording, DutyWording
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, clean, listed, plain, rule_link, words
from tenure.reports.wording.rules import RuleWording

# --- organisations ------------------------------------------------------------------


def organisation_parts(policy: Policy, language: Catalogue) -> tuple[Part, ...]:
    """Return the table of organisations, their services and regulators; nothing without any."""
    if not policy.organisations:
        return ()
    return (
        Part(
            id="organisations",
            ref="",
            title=language.label("doc.organisations"),
            table=Table(
                caption=language.label("doc.organisations.caption"),
                columns=ORGANISATIONS,
                rows=tuple(
                    row
                    for each in policy.organisations.values()
                    for row in _organisation(each, policy, language)
                ),
            ).filled(),
        ),
    )


def _organisation(each: Organisation, policy: Policy, language: Catalogue) -> Iterator[Row]:
    """Yield a row for an organisation with its first service, and one for each further one."""
    part_of = policy.organisations[each.part_of].title if each.part_of else ""
    regions = language.all_of([words(language.region(code)) for code in each.regions])
    about = (_cell(author(part_of)) if part_of else (), _cell(regions))
    services: list[tuple[Cell, Cell]] = [
        (
            _cell(author(one.title) if one.title else words(language.label("service.all"))),
            tuple(Paragraph(prose=author(regulator)) for regulator in one.regulators),
        )
        for one in each.services
    ] or [((), ())]
    notes = tuple(Paragraph(prose=author(note), style="quiet") for note in each.notes)
    for place, service in enumerate(services):
        yield Row(
            id=f"o-{each.name}" + (f"-{place + 1}" if place else ""),
            head=clean(each.title),
            ref=False,
            cells=(*about, *service, notes) if not place else ((), (), *service, ()),
            under=bool(place),
        )


# --- duties ---------------------------------------------------------------------------


def duty_parts(
    policy: Policy, log: Iterable[LogEntry] | None, as_of: date, language: Catalogue
) -> tuple[Part, ...]:
    """Return the table of duties, with a log also when each is next due; nothing without any."""
    if not policy.duties:
        return ()
    wording = DutyWording(policy, language)
    decided = decide_duties(policy, log, as_of) if log is not None else ()
    next_due = {decision.duty: decision for decision in decided}
    return (
        Part(
            id="duties",
            ref="",
            title=language.label("doc.duties"),
            paragraphs=(Paragraph(prose=words(language.label("doc.duties.note")), style="quiet"),),
            table=Table(
                caption=language.label("doc.duties.caption"),
                columns=DUTIES,
                rows=tuple(
                    _duty(each, next_due.get(each.name), wording, language)
                    for each in policy.duties.values()
                ),
            ).filled(),
        ),
    )


def _duty(
    duty: Duty, decision: DutyDecision | None, wording: DutyWording, language: Catalogue
) -> Row:
    authorities = [author(each.authority.title) for each in duty.citations]
    because: list[Prose] = []
    if authorities:
        cited = language.all_of(authorities)
        because.append(language.say("obligation.because", authorities=cited))
    return Row(
        id=f"d-{duty.name}",
        head=clean(duty.title),
        ref=False,
        cells=(
            _paragraphs(wording.cycle(duty)),
            _next_due(decision, wording) if decision is not None else (),
            _paragraphs(wording.who(duty)),
            _paragraphs(map(author, duty.evidence)),
            tuple(
                Paragraph(prose=prose, style="quiet")
                for prose in (*map(author, duty.notes), *because)
            ),
        ),
    )


def _next_due(decision: DutyDecision, wording: DutyWording) -> Cell:
    first, *others = wording.next_due(decision)
    overdue = decision.status is DeadlineStatus.BREACHED
    return (Paragraph(prose=first, style="state" if overdue else "strong"), *_paragraphs(others))


# --- processing -----------------------------------------------------------------------


def activity_parts(
    policy: Policy, worded: dict[str, RuleWording], language: Catalogue
) -> tuple[Part, ...]:
    """Return a record of processing (article 30 GDPR) for each activity."""
    return tuple(
        Part(
            id=f"a-{each.name}",
            ref="",
            title=plain(language.say("doc.activity", title=clean(each.title))),
            terms=tuple(_record(each, policy, worded, language)),
        )
        for each in policy.activities.values()
    )


def _record(
    each: Activity, policy: Policy, worded: dict[str, RuleWording], language: Catalogue
) -> Iterator[Term]:
    """Yield the lines of a record of processing, in the order of article 30(1)."""
    wording = ActivityWording(each, policy, language)
    recipients = [wording.recipient(one) for one in each.recipients]
    if each.checked_every is not None:
        length = language.duration(each.checked_every.parts)
        recipients.append(language.say("recipient.every", length=length))
    lines: dict[str, Iterable[Prose]] = {
        "owner": [author(each.owner)] if each.owner else [],
        "purposes": map(author, each.purposes),
        "bases": map(author, each.bases),
        "subjects": map(author, each.subjects),
        "holds": [wording.held(data) for data in each.holds],
        "sources": map(author, each.sources),
        "stored": map(author, each.stored),
        "recipients": recipients,
        "transfers": map(author, each.transfers),
        "access": map(author, each.access),
        "kept": [_kept(other.ref, worded, language) for other in each.kept_under],
        "measures": map(author, each.measures),
        "notes": map(author, each.notes),
    }
    for key, said in lines.items():
        found = tuple(said)
        if found:
            yield Term(term=words(language.label(f"activity.{key}")), meaning=(), lines=found)


def _kept(ref: str, worded: dict[str, RuleWording], language: Catalogue) -> Prose:
    period = listed(worded[ref].sentences, " ", " ")
    return language.say("kept.under", rule=rule_link(ref), period=period)


def _cell(prose: Prose) -> Cell:
    return (Paragraph(prose=prose),) if prose else ()


def _paragraphs(sentences: Iterable[Prose]) -> Cell:
    return tuple(Paragraph(prose=sentence) for sentence in sentences)
