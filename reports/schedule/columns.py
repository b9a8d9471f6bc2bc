"""Which columns a table of the document can have, and which of them it cannot be without."""

from __future__ import annotations

from dataclasses import dataclass

SCHEDULE = ("reference", "title", "period", "format", "authority", "notes", "key")
STANDARDS = ("reference", "standard", "promise", "limit", "target", "who")
PROCEDURES = ("reference", "stage", "step", "limit", "target", "who")
ORGANISATIONS = ("organisation", "part", "regions", "service", "regulator", "remarks")
DUTIES = ("duty", "cycle", "next", "who", "evidence", "remarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The columns of one kind of table.

    Attributes:
        all: every column, in the usual order.
        first: those with which every order begins: what a line is about.
        needed: those that say what the rule says.
    """

    all: tuple[str, ...]
    first: tuple[str, ...]
    needed: tuple[str, ...]


COLUMNS = {
    "schedule": Choice(all=SCHEDULE, first=("reference",), needed=("title", "period")),
    "standards": Choice(all=STANDARDS, first=("reference", "standard"), needed=("promise",)),
    "procedures": Choice(all=PROCEDURES, first=("reference", "stage"), needed=("step",)),
    "organisations": Choice(all=ORGANISATIONS, first=("organisation",), needed=("service",)),
    "duties": Choice(all=DUTIES, first=("duty",), needed=("cycle",)),
}
KINDS = tuple(COLUMNS)
