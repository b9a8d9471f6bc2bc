"""What tests of redlines share: two versions, and a redline read as the one or the other."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.policy import Policy
from tenure.reports.redline.assemble import redline
from tenure.reports.redline.plain import plain_appendix, plain_sections
from tenure.reports.redline.questions import Versions
from tenure.reports.redline.view import Redline, Section
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.parts import Row
from tenure.reports.schedule.view import COLUMNS, ScheduleView, Term
from tenure.reports.wording import ENGLISH, Prose
from tenure.reports.wording.prose import Change

AS_OF = date(2026, 11, 23)
Said = tuple[str, ...]


def versions(old: Policy, new: Policy, as_of: date = AS_OF) -> Versions:
    """Two versions, compared."""
    comparison = compare_policies(old, new, as_of)
    return Versions(old=old, new=new, since="main", comparison=comparison, as_of=as_of)


def redline_of(old: Policy, new: Policy, as_of: date = AS_OF) -> Redline:
    """The second version with what changed since the first."""
    return redline(versions(old, new, as_of), ENGLISH)


def kinds(view: Redline) -> dict[str, str]:
    """What became of each thing that is told of, by its reference or name."""
    return {noted.ref or noted.section: noted.kind for noted in view.summary}


def read(prose: Prose, without: Change) -> str:
    """A text as it is without what was deleted, or without what was inserted."""
    return "".join(run.text for run in prose if run.change != without)


def said_by(view: Redline, without: Change) -> Counter[Said]:
    """All that a redline says without what was deleted, or without what was inserted."""
    return _said((*view.sections, *view.appendix), without)


def said_in(policy: Policy, as_of: date = AS_OF) -> Counter[Said]:
    """All that the plain document of a policy says."""
    view: ScheduleView = assemble(policy, as_of, ENGLISH)
    return _said((*plain_sections(view, COLUMNS), *plain_appendix(view)), "deleted")


def _said(sections: tuple[Section, ...], without: Change) -> Counter[Said]:
    found: Counter[Said] = Counter()
    for section in sections:
        heading = read(section.heading, without)
        if section.change != without:
            found[("section", heading)] += 1
        for paragraph in section.paragraphs:
            found[(heading, read(paragraph.prose, without))] += 1
        for row in section.table.rows if section.table else ():
            if row.change != without:
                found[_row(row, without)] += 1
        for term in section.terms:
            found[(heading, *_term(term, without))] += 1
    return Counter({said: count for said, count in found.items() if any(said[1:])})


def _row(row: Row, without: Change) -> Said:
    head = row.was if row.was and without == "inserted" else row.head
    texts = (read(each.prose, without) for cell in row.cells for each in cell)
    return ("row", head, *filter(None, texts))


def _term(term: Term, without: Change) -> Said:
    texts = (read(prose, without) for prose in (term.term, *term.lines))
    return tuple(filter(None, texts))
