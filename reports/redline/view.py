"""A document with its changes: frozen views that every writer of redlines reads.

What changed is marked in the texts themselves (`Run.change`), so that the old document is
what is left without what was inserted, and the new one what is left without what was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tenure.reports.look.house import House
from tenure.reports.schedule.parts import Paragraph, Table
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.schedule.view import Term
from tenure.reports.wording.prose import Change, Prose

Kind = Literal["removed", "changed", "added", "renumbered", "texts", "reworded"]
KINDS: tuple[Kind, ...] = ("removed", "changed", "added", "renumbered", "texts", "reworded")
"""In the order of the summary. `texts` is a rule that says the same with other texts beside
it; `reworded` one that reads otherwise, and is not marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What was said of one thing, and what is, under one head.

    Attributes:
        head: what it is that is said: the column, or nothing.
        before, after: the texts, a line each; empty where nothing was, or is, said.
    """

    head: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One change, as the summary tells of it.

    Attributes:
        kind: what became of it.
        id: where in the document it stands; `None` where it is not there.
        section: the heading under which it stands.
        ref: its reference, or its name; empty where it is what stands under the heading itself.
        was: its old reference, where that was another.
        title: its title; empty where the reference is one.
        effects: what that does to records and promises, gravest first.
        wordings: what was said, and what is.
    """

    kind: Kind
    id: str | None = None
    section: str = ""
    ref: str = ""
    was: str = ""
    title: str = ""
    effects: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading, with its changes.

    Attributes:
        id: its permalink.
        change: whether all of it was deleted, or inserted.
        heading: its heading.
        explains: words of the tool under it; empty for none.
        paragraphs: what stands before all else.
        flow: the stages of a procedure as they are now, to be drawn.
        table: the table, its rows marked.
        terms: facts, a line each.
        noted: what is told of when all of it comes or goes: what stands in it, the heading
            too, or the whole as one.
    """

    id: str
    change: Change
    heading: Prose
    noted: Literal["rows", "both", "whole"] = "rows"
    explains: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    flow: StageFlow | None = None
    table: Table | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A document with what changed since an earlier version.

    Attributes:
        language: BCP 47 tag of the tool's own words.
        labels: the tool's fixed phrases, by the catalogue's keys.
        title: the title of the new version.
        heading: the title with what changed of it.
        publisher, description: with what changed; empty where neither version has one.
        facts: what the policy says of itself.
        summary: every change, by kind and then in reading order.
        sections: the schedule, standards, procedures, and so on.
        appendix: the lists at the end.
        permalinks: the id of every rule, standard, procedure and step, by its reference.
        since: the earlier version, as it was named.
        since_fingerprint: its fingerprint.
        as_of: the day for which both versions are shown.
        as_of_words: that day in words.
        fingerprint: that of the new version.
        house: the look.
        author_language: that of the author's texts; `None` where it is the document's.
    """

    language: str
    labels: Mapping[str, str]
    title: str
    heading: Prose
    publisher: Prose
    description: Prose
    facts: tuple[Term, ...]
    summary: tuple[Noted, ...]
    sections: tuple[Section, ...]
    appendix: tuple[Section, ...]
    permalinks: Mapping[str, str]
    since: str
    since_fingerprint: str
    as_of: date
    as_of_words: str
    fingerprint: str
    house: House
    author_language: str | None

    @property
    def imprint(self) -> str:
        """The fingerprints of both versions, and what they are."""
        return self.labels["doc.marked"].format(
            name=self.labels["redline.fingerprints"],
            value=f"{self.since_fingerprint}, {self.fingerprint}",
        )

    def noted(self, kind: Kind) -> tuple[Noted, ...]:
        """Return the changes of a kind."""
        return tuple(each for each in self.summary if each.kind == kind)
