"""A policy to the document that publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from tenure.compiler.dates import YearKind
from tenure.compiler.deadlines import LogEntry
from tenure.compiler.policy.periods import YearEnd, subperiods
from tenure.compiler.policy.policy import External, Policy
from tenure.compiler.policy.records import Fact
from tenure.compiler.policy.rules import Authority, Hold
from tenure.compiler.shelves import bundled
from tenure.reports.answers.answers import answers_data
from tenure.reports.look.house import USUAL, House
from tenure.reports.schedule.accountability import (
    activity_parts,
    duty_parts,
    organisation_parts,
)
from tenure.reports.schedule.entries import group_rules
from tenure.reports.schedule.fingerprint import fingerprint
from tenure.reports.schedule.header import header_facts
from tenure.reports.schedule.obligations import obligation_parts
from tenure.reports.schedule.parts import Part
from tenure.reports.schedule.permalinks import rule_ids
from tenure.reports.schedule.view import COLUMNS, Column, Group, ScheduleView, Term
from tenure.reports.wording.calendars import word_calendar
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.circumstances import word_fact
from tenure.reports.wording.classes import class_titles, define
from tenure.reports.wording.holds import word_hold
from tenure.reports.wording.prose import Prose, author, capitalised, clean, compose, words
from tenure.reports.wording.references import natural
from tenure.reports.wording.rules import word_rules


def assemble(
    policy: Policy,
    as_of: date,
    language: Catalogue,
    log: Iterable[LogEntry] | None = None,
    house: House = USUAL,
) -> ScheduleView:
    """Return the schedule of a policy as it stands on a day.

    The same policy, day and log give an equal view; nothing else is read, the clock least.

    Args:
        policy: the policy.
        as_of: the day for which the document speaks.
        language: the language of the tool's own words.
        log: what was done and what happened; with one, duties show when they are next due.
        house: the look; its wording takes the place of the catalogue's.
    """
    language = house.words(language)
    permalinks = rule_ids((*policy.rules, *_obligation_refs(policy)))
    worded = word_rules(policy, language)
    groups = group_rules(policy, permalinks, as_of, worded, language)
    texts = policy.document.texts
    return ScheduleView(
        language=language.language,
        labels=language.phrases,
        title=clean(policy.document.title),
        publisher=_optional(house.organisation or texts.get("publisher")),
        description=_optional(texts.get("description")),
        facts=header_facts(policy, language),
        columns=_columns(groups, house),
        groups=groups,
        parts=tuple(
            _arranged(part, house)
            for part in (
                *obligation_parts(policy, permalinks, as_of, language),
                *organisation_parts(policy, language),
                *duty_parts(policy, log, as_of, language),
                *activity_parts(policy, worded, language),
            )
        ),
        calendars=tuple(_calendars(policy, language)),
        holds=tuple(_hold(each, policy, language) for each in policy.holds.values()),
        circumstances=tuple(_fact(each, language) for each in policy.facts.values()),
        definitions=tuple(_definitions(policy, language)),
        key=tuple(_mark(letter, text) for letter, text in policy.marks.items()),
        years=tuple(_year(each, language) for each in _years(policy)),
        authorities=tuple(_authority(each, language) for each in _cited(policy)),
        externals=tuple(_external(each, language) for each in policy.externals.values()),
        documents=tuple(
            clean(title) for title in policy.documents if title != policy.document.title
        ),
        permalinks=permalinks,
        answers=answers_data(policy, permalinks, as_of, language),
        as_of=as_of,
        as_of_words=language.day(as_of),
        fingerprint=fingerprint(policy.sources),
        files=bundled(policy),
        author_language=house.foreign(language.language),
        house=house,
    )


def _obligation_refs(policy: Policy) -> Iterator[str]:
    """Yield the references of what has a row of its own: a lone promise has its standard's."""
    for one in policy.obligations.values():
        yield one.ref
        if one.procedure or len(one.steps) > 1:
            yield from (step.ref for step in one.steps)


def _calendars(policy: Policy, language: Catalogue) -> Iterator[Term]:
    """Yield the calendars by which some standard or procedure counts."""
    used = {one.calendar for one in policy.obligations.values()}
    for name, calendar in policy.calendars.items():
        if name in used and calendar.week:
            yield Term(term=author(name), meaning=(), lines=word_calendar(calendar, language))


def _optional(text: str | None) -> str | None:
    return clean(text) if text else None


def _columns(groups: tuple[Group, ...], house: House) -> tuple[Column, ...]:
    lines = [line for group in groups for entry in group.entries for line in entry.lines]
    filled = {name: name for name in COLUMNS if any(line.fills(name) for line in lines)}
    shown = house.columns.get("schedule") or COLUMNS
    return tuple(filled[name] for name in shown if name in filled)


def _arranged(part: Part, house: House) -> Part:
    """Return a part with the columns that the house shows, in its order."""
    shown = house.columns.get("procedures" if part.ref else part.id)
    if part.table is None or not shown:
        return part
    return replace(part, table=part.table.arranged(shown))


def _hold(hold: Hold, policy: Policy, language: Catalogue) -> Term:
    wording = word_hold(hold, policy, language)
    cited = [author(citation.authority.title) for citation in hold.citations]
    because = language.say("hold.because", authorities=language.all_of(cited)) if cited else ()
    return Term(
        term=author(hold.title),
        meaning=compose(
            "{sentence} {covers}{because}",
            sentence=capitalised(wording.sentence),
            covers=wording.covers,
            because=because,
        ),
        notes=tuple(map(clean, hold.notes)),
    )


def _fact(fact: Fact, language: Catalogue) -> Term:
    name, value = word_fact(fact, language)
    return Term(term=name, meaning=value)


def _definitions(policy: Policy, language: Catalogue) -> Iterator[Term]:
    """Yield the classes that a condition defines: no record states them."""
    titles = class_titles(policy, language)
    for name, each in policy.classes.items():
        meaning = define(each, titles, policy, language)
        if meaning is not None:
            yield Term(term=titles[name], meaning=meaning)


def _mark(letter: str, meaning: str) -> Term:
    return Term(term=author(letter), meaning=author(meaning))


def _years(policy: Policy) -> list[YearKind]:
    """Return the kinds of year that some period names."""
    periods = (
        period
        for rule in policy.rules.values()
        for phase in rule.phases
        for period in subperiods(phase.keep)
    )
    used = {period.year.name: period.year for period in periods if isinstance(period, YearEnd)}
    return [used[name] for name in sorted(used)]


def _year(year: YearKind, language: Catalogue) -> Term:
    name = year.name
    return Term(
        term=words(name),
        meaning=language.say("doc.year", year=language.year(year), name=name),
    )


def _cited(policy: Policy) -> list[Authority]:
    citations = chain.from_iterable(
        chain(
            (rule.citations for rule in policy.rules.values()),
            (hold.citations for hold in policy.holds.values()),
            (one.citations for one in policy.obligations.values()),
            (duty.citations for duty in policy.duties.values()),
        )
    )
    cited = {citation.authority.name: citation.authority for citation in citations}
    return sorted(cited.values(), key=lambda each: (-(each.kind or 0), natural(each.title)))


def _authority(authority: Authority, language: Catalogue) -> Term:
    kind = language.label(f"kind.{authority.kind.name}") if authority.kind else ""
    parts: list[Prose] = [words(kind)] if kind else []
    if authority.citation:
        parts.append(author(authority.citation))
    return Term(term=author(authority.title), meaning=capitalised(language.series(parts)))


def _external(external: External, language: Catalogue) -> Term:
    owner = external.owner
    return Term(
        term=author(external.title),
        meaning=language.say("doc.external.owner", owner=author(owner)) if owner else (),
        notes=tuple(map(clean, external.notes)),
    )
