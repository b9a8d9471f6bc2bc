"""The schedule as a Word document to edit: headings, styles and tables are Word's own."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Part
from tenure.reports.schedule.tables import group_table
from tenure.reports.schedule.view import ScheduleView, Term
from tenure.reports.schedule.word import Cover, Word
from tenure.reports.wording.prose import author, words


def write_docx(view: ScheduleView) -> bytes:
    """Return the document; the same bytes for an equal view."""
    return _Writer(view).document().content()


class _Writer:
    """Writes one schedule."""

    def __init__(self, view: ScheduleView) -> None:
        self._view = view
        self._t = view.labels
        self._word = Word(
            Cover(
                title=view.title,
                publisher=view.publisher or "",
                fingerprint=view.fingerprint,
                language=view.language,
                labels=view.labels,
                permalinks=view.permalinks,
                as_of=view.as_of,
                house=view.house,
                author_language=view.author_language,
            )
        )

    def document(self) -> Word:
        """Return the document, written."""
        view, word = self._view, self._word
        if view.publisher:
            word.paragraph(author(view.publisher), "Publisher")
        word.paragraph(author(view.title), "Title")
        if view.description:
            word.paragraph(author(view.description), "Subtitle")
        self._terms(view.facts)
        day = self._t["doc.dated"].format(day=view.as_of_words)
        word.paragraph(words(f"{day} {self._t['doc.generated']}"), "Normal")
        word.paragraph(words(view.imprint), "Remark")
        self._contents()
        for group in view.groups:
            self._heading(group.id, f"{group.ref} {group.title}", own=bool(group.ref))
            if group.note:
                word.paragraph(author(group.note), "Remark")
            if group.entries:
                word.table(group_table(group, view))
        for part in view.parts:
            self._part(part)
        for name, terms in appendix(view):
            self._heading(f"about-{name}", self._t[f"doc.{name}"])
            if note := self._t.get(f"doc.{name}.note"):
                word.paragraph(words(note), "Remark")
            self._terms(terms)
        return word

    def _contents(self) -> None:
        self._word.paragraph(words(self._t["doc.contents"]), "Contents Heading")
        view = self._view
        headings = [(group.id, f"{group.ref} {group.title}") for group in view.groups]
        headings += [(part.id, f"{part.ref} {part.title}") for part in view.parts]
        headings += [(f"about-{name}", self._t[f"doc.{name}"]) for name, _ in appendix(view)]
        for id_, title in headings:
            self._word.link(id_, title)

    def _heading(self, id_: str, title: str, *, own: bool = False) -> None:
        """Write a heading, the author's own or one of the catalogue's."""
        line = " ".join(title.split())
        self._word.heading(id_, author(line) if own else words(line))

    def _part(self, part: Part) -> None:
        self._heading(part.id, f"{part.ref} {part.title}", own=bool(part.ref))
        for each in part.paragraphs:
            self._word.paragraph(each.prose, "Remark" if each.style == "quiet" else "Normal")
        if part.flow:
            self._word.paragraph(words(part.flow.text), "Remark")
        if part.table:
            self._word.table(part.table)
        self._terms(part.terms)

    def _terms(self, terms: Iterable[Term]) -> None:
        for each in terms:
            self._word.paragraph(each.term, "Term")
            for sentence in (*([each.meaning] if each.meaning else []), *each.lines):
                self._word.paragraph(sentence, "Meaning")
            for note in each.notes:
                self._word.paragraph(author(note), "Meaning")
