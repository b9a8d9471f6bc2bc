"""The lists at the end of the document, in the one order that every writer keeps."""

from __future__ import annotations

from tenure.reports.schedule.view import ScheduleView, Term
from tenure.reports.wording.prose import author


def appendix(view: ScheduleView) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Return each list that has something in it, with its name: its heading is `doc.NAME`."""
    lists = {
        "calendars": view.calendars,
        "holds": view.holds,
        "facts": view.circumstances,
        "definitions": view.definitions,
        "key": view.key,
        "years": view.years,
        "authorities": view.authorities,
        "externals": view.externals,
        "documents": tuple(Term(term=author(title), meaning=()) for title in view.documents),
    }
    return tuple((name, terms) for name, terms in lists.items() if terms)
