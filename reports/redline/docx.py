"""A redline as a Word document: what changed is a tracked change, to be accepted or rejected."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.reports.redline.view import KINDS, Noted, Redline, Section
from tenure.reports.schedule.view import Term
from tenure.reports.schedule.word import Cover, Word
from tenure.reports.wording.prose import author, marked, now, plain, words


def write_docx(view: Redline) -> bytes:
    """Return the document; the same bytes for an equal view.

    Its changes are dated to the day of the document, and made by `tenure`.
    """
    return _Writer(view).document().content()


class _Writer:
    """Writes one redline."""

    def __init__(self, view: Redline) -> None:
        self._view = view
        self._t = view.labels
        self._word = Word(
            Cover(
                title=self._t["redline.title"].format(title=view.title),
                publisher=plain(now(view.publisher)),
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
            word.paragraph(view.publisher, "Publisher")
        word.paragraph(view.heading, "Title")
        if view.description:
            word.paragraph(view.description, "Subtitle")
        self._terms(view.facts)
        day = self._t["doc.dated"].format(day=view.as_of_words)
        word.paragraph(words(day), "Normal")
        self._terms([self._since()])
        word.paragraph(words(view.imprint), "Remark")
        self._summary()
        for section in (*view.sections, *view.appendix):
            self._section(section)
        return word

    def _since(self) -> Term:
        since = words(self._t["redline.since"])
        return Term(term=since, meaning=(), lines=(author(self._view.since),))

    def _summary(self) -> None:
        word = self._word
        word.heading("head", words(self._t["redline.summary"]))
        note = "redline.tracked" if self._view.summary else "redline.same"
        word.paragraph(words(self._t[note]), "Remark")
        for kind in KINDS:
            noted = self._view.noted(kind)
            if noted:
                title = f"{self._t[f'redline.{kind}']} ({len(noted)})"
                word.paragraph(words(title), "Contents Heading")
            for each in noted:
                word.link(*self._noted(each))

    def _noted(self, noted: Noted) -> tuple[str, ...]:
        """Return where it stands, what it is called, and what is said of it."""
        was = self._t["redline.was"].format(was=noted.was) if noted.was else ""
        name = " ".join(filter(None, (noted.ref, was, noted.title))) or noted.section
        colon = ":" if noted.effects else ""
        where = (f"({noted.section}){colon}",) if noted.ref else ()
        return (noted.id or "head", name, *where, *noted.effects)

    def _section(self, section: Section) -> None:
        word = self._word
        word.heading(section.id, section.heading)
        if section.explains:
            explains = marked(words(section.explains), section.change)
            word.paragraph(explains, "Remark")
        for each in section.paragraphs:
            word.paragraph(each.prose, "Remark" if each.style == "quiet" else "Normal")
        if section.table is not None:
            word.table(section.table)
        self._terms(section.terms)

    def _terms(self, terms: Iterable[Term]) -> None:
        for each in terms:
            word = self._word
            word.paragraph(each.term, "Term")
            for line in each.lines:
                word.paragraph(line, "Meaning")
