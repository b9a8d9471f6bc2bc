"""Two versions of a policy to one document in which the changes are marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.reports.redline.marked import Marker
from tenure.reports.redline.pairs import rule_pairs
from tenure.reports.redline.plain import known_as, plain_appendix, plain_sections, plain_term
from tenure.reports.redline.questions import Questions, Versions
from tenure.reports.redline.view import Noted, Redline, Section
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.parts import Row
from tenure.reports.schedule.view import COLUMNS, Column, ScheduleView, Term
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, clean, words

_Views = tuple[ScheduleView, ScheduleView]


def redline(
    versions: Versions,
    language: Catalogue,
    document: Callable[[Policy], ScheduleView] | None = None,
) -> Redline:
    """Return the new version with what changed since the old one.

    The same versions and day give an equal view. Both versions are shown for the same day,
    so that the passing of time is no change.

    Args:
        versions: the versions.
        language: the language of the tool's own words.
        document: gives the document of a policy, where it need not be made.
    """
    house = versions.house
    document = document or (lambda each: assemble(each, versions.as_of, language, house=house))
    old, new = (document(each) for each in (versions.old, versions.new))
    pairs = rule_pairs(versions.old, versions.new)
    marker = Marker(new.labels, Questions(versions, pairs, language))
    head = Section(id="head", change="kept", heading=words(new.labels["redline.head"]))
    first, publisher, description, *facts = marker.terms(_facts(old), _facts(new), head)
    columns = _columns(old, new)
    ids = _ids(versions, (old, new), pairs)
    before = tuple(known_as(each, ids) for each in plain_sections(old, columns))
    sections = marker.sections(before, plain_sections(new, columns))
    appendix = marker.sections(plain_appendix(old), plain_appendix(new))
    return Redline(
        language=new.language,
        labels=new.labels,
        title=new.title,
        heading=_one(first),
        publisher=_one(publisher),
        description=_one(description),
        facts=tuple(facts),
        summary=tuple(marker.noted),
        sections=sections,
        appendix=appendix,
        permalinks=new.permalinks,
        since=clean(versions.since),
        since_fingerprint=old.fingerprint,
        as_of=new.as_of,
        as_of_words=new.as_of_words,
        fingerprint=new.fingerprint,
        house=new.house,
        author_language=new.author_language,
    )


def _facts(view: ScheduleView) -> tuple[Term, ...]:
    """Return what stands at the head of a document, its title first."""
    own = {"column.title": view.title}
    own |= {"sheet.publisher": view.publisher or "", "sheet.description": view.description or ""}
    terms = (
        Term(term=words(view.labels[key]), meaning=(), lines=(author(text),) if text else ())
        for key, text in own.items()
    )
    return (*terms, *map(plain_term, view.facts))


def _one(term: Term) -> Prose:
    return tuple(run for line in term.lines for run in line)


def _columns(old: ScheduleView, new: ScheduleView) -> tuple[Column, ...]:
    filled = {column: column for column in (*old.columns, *new.columns)}
    shown: Iterable[str] = new.house.columns.get("schedule") or COLUMNS
    return tuple(filled[name] for name in shown if name in filled)


def _ids(versions: Versions, views: _Views, pairs: Mapping[str, str]) -> dict[str, str]:
    """Return the ids by which rows of the old version are known in the new one.

    A rule has that of the rule it has become, a standard, procedure or step that of its
    reference; what is gone has one that nothing new can have.
    """
    old, new = views
    became = {before: after for after, before in pairs.items()}
    ids = {}
    for ref, id_ in old.permalinks.items():
        now = became.get(ref, "") if ref in versions.old.rules else ref
        known = now in new.permalinks and (now in versions.new.rules) == (ref in versions.old.rules)
        ids[id_] = new.permalinks[now] if known else f"-{id_}"
    return ids


def first_statements(policy: Policy, as_of: date, language: Catalogue) -> tuple[Noted, ...]:
    """Return everything that the document of a policy says, as what was added to nothing."""
    view = assemble(policy, as_of, language)
    marker = Marker(view.labels, _Nothing())
    marker.sections((), plain_sections(view, view.columns))
    marker.sections((), plain_appendix(view))
    return tuple(marker.noted)


class _Nothing:
    """Answers where there is no version to compare with."""

    def says_the_same(self, before: str, after: str) -> bool:
        """Return that nothing is the same."""
        return False

    def of_row(self, before: Row | None, after: Row | None) -> tuple[str, ...]:
        """Return that nothing is known to come of it."""
        return ()

    def of_term(self, section: str, name: str) -> tuple[str, ...]:
        """Return the same of a term."""
        return ()
