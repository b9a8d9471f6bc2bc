"""The change history as a part of the published document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.reports.history.view import Changed, Entry, History
from tenure.reports.redline.view import Noted
from tenure.reports.schedule.parts import Paragraph, Part, Row, Table
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, words

_COLUMNS = ("day", "version", "changed", "effect", "counts")


def history_part(history: History, language: Catalogue) -> Part:
    """Return the versions of a policy as a table: when, what, what that does, and from when on.

    Who changed it, and what was written about that in git, is not for readers. What is not
    committed is no version yet, and one that says nothing otherwise is none to them.
    """
    entries = [entry for entry in history.entries if entry.commit and entry.state != "same"]
    return Part(
        id="history",
        ref="",
        title=language.label("doc.history"),
        paragraphs=tuple(
            Paragraph(prose=words(language.label(key)), style="quiet") for key in _notes(history)
        ),
        table=Table(
            caption=language.label("doc.history.caption"),
            columns=_COLUMNS,
            rows=tuple(row for entry in entries for row in _rows(entry, language)),
        ).filled()
        if entries
        else None,
    )


def _notes(history: History) -> Iterator[str]:
    yield "doc.history.note"
    if history.cut:
        yield "doc.history.cut"


def _rows(entry: Entry, language: Catalogue) -> Iterator[Row]:
    """Yield a row for each change of a version, or for a version that is told of as one."""
    day = language.day(entry.day) if entry.day else language.label("history.no day")
    told: list[Changed | None] = [*entry.changes] if entry.state == "changed" else [None]
    for number, changed in enumerate(told):
        cells = _changed(changed, language) if changed else _whole(entry, language)
        yield Row(
            id=f"v-{entry.commit[:10]}" + (f"-{number + 1}" if number else ""),
            head=day,
            ref=False,
            cells=(_cell([words(entry.commit[:10])]), *cells),
            under=bool(number),
        )


def _whole(entry: Entry, language: Catalogue) -> tuple[tuple[Paragraph, ...], ...]:
    return (_cell([words(language.label(f"history.{entry.state}"))]), (), ())


def _changed(changed: Changed, language: Catalogue) -> tuple[tuple[Paragraph, ...], ...]:
    noted, days = changed.noted, changed.in_force
    counts = language.interval("history.counts", days.start, days.end)
    return (
        (
            Paragraph(prose=words(language.label(f"redline.{noted.kind}")), style="tag"),
            Paragraph(prose=_name(noted), style="name"),
        ),
        _cell(map(words, noted.effects)),
        _cell([counts] if counts else []),
    )


def _name(noted: Noted) -> Prose:
    name = " ".join(filter(None, (noted.ref, noted.title)))
    return author(name or noted.section)


def _cell(texts: Iterable[Prose]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(prose=text) for text in texts)
