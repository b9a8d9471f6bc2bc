"""Word's own blocks: headings, styles, tables, links, bookmarks and tracked changes.

A document is written with these and knows nothing of XML. What was deleted or inserted is a
tracked change: whoever rejects all of them has the old text, whoever accepts all the new one.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tenure.reports.look.house import House, Logo
from tenure.reports.schedule.parts import Paragraph, Row, Style, Table
from tenure.reports.schedule.word_styles import add_styles
from tenure.reports.schedule.word_xml import element, mark_row, normal, shade, speak, strike
from tenure.reports.wording.prose import Change, Prose, change_of, clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as Block

_STYLES: dict[Style, str] = {
    "plain": "Table Text",
    "name": "Table Name",
    "quiet": "Table Remark",
    "tag": "Table Tag",
    "strong": "Table Name",
    "state": "Table State",
}
_WEIGHTS = {
    "reference": 12, "title": 20, "period": 34, "format": 14, "authority": 14, "notes": 24,
    "standard": 24, "promise": 32, "step": 32, "limit": 16, "key": 7, "target": 11, "who": 15,
}  # fmt: skip
_ROOM_MM = 269
"""Between the margins of a sheet of A4 on its side."""


_LOGO_MM = 16
_REVISER = "tenure"
"""Who is said to have made the tracked changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a document says of itself in its properties.

    Attributes:
        title, publisher: texts of the author; the publisher may be empty.
        fingerprint: that of the policy.
        language: BCP 47 tag.
        labels: the tool's fixed phrases.
        permalinks: the id of every rule, by its reference.
        as_of: the day of the document, which is the day of all that is dated in it.
        house: the look.
        author_language: that of the author's texts; `None` where it is the document's.
    """

    title: str
    publisher: str
    fingerprint: str
    language: str
    labels: Mapping[str, str]
    permalinks: Mapping[str, str]
    as_of: date
    house: House
    author_language: str | None


class Word:
    """A document that is being written.

    Attributes:
        doc: the document as python-docx has it.
    """

    def __init__(self, cover: Cover) -> None:
        import docx

        self._cover = cover
        self._t = cover.labels
        self.doc: Document = docx.Document()
        self._bookmarks: dict[str, str] = {}
        self._style_ids: dict[str, str | None] = {}
        self._number = 0
        self._set_up()

    def content(self) -> bytes:
        """Return the file; the same bytes for the same calls."""
        buffer = io.BytesIO()
        self.doc.save(buffer)
        return normal(buffer.getvalue())

    def _set_up(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        cover = self._cover
        section = self.doc.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(14)
        section.top_margin = section.bottom_margin = Mm(18)
        section.header.paragraphs[0].text = _first(cover.title, 100)
        self._page_number(section.footer.paragraphs[0])
        properties = self.doc.core_properties
        properties.title = _first(cover.title, 255)
        properties.author = _first(cover.publisher, 255)
        properties.last_modified_by = "tenure"
        properties.comments = ""
        properties.keywords = f"tenure-fingerprint: {cover.fingerprint}"
        properties.language = cover.language
        properties.created = properties.modified = datetime.combine(cover.as_of, time())
        add_styles(self.doc, cover.language, cover.house.palette)
        if cover.house.logo:
            self._logo(cover.house.logo)

    def _logo(self, logo: Logo) -> None:
        from docx.shared import Mm

        if logo.media_type == "image/svg+xml":
            raise ValueError(
                "the logo is an SVG picture, which Word does not take: name a PNG or JPEG "
                "picture, or leave out the format `docx`"
            )
        try:
            run = self.doc.add_paragraph().add_run()
            picture = run.add_picture(io.BytesIO(logo.content), height=Mm(_LOGO_MM))
        except Exception as error:  # the library says in many ways that it is no picture
            raise ValueError("the logo cannot be read as a picture") from error
        picture._inline.docPr.set("descr", clean(logo.alt))
        picture._inline.docPr.set("name", "logo")

    def _page_number(self, block: Block) -> None:
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = block.add_run()
            if kind:
                run._r.append(element("w:fldChar", {"w:fldCharType": kind}))
            else:
                instruction = element("w:instrText", {})
                instruction.text = text
                run._r.append(instruction)

    # --- blocks ------------------------------------------------------------------------

    def heading(self, id_: str, prose: Prose, level: int = 1) -> None:
        """Write a heading that links can lead to."""
        block = self.doc.add_heading("", level=level)
        self._write(block, prose)
        self._mark(block, change_of(prose))
        self._bookmark(block, id_)

    def paragraph(self, prose: Prose, style: str) -> None:
        """Write a paragraph."""
        block = self.doc.add_paragraph()
        self._style(block, style)
        self._write(block, prose)
        self._mark(block, change_of(prose))

    def link(self, id_: str, text: str, *after: str) -> None:
        """Write a bullet with a link, and what is said after it."""
        block = self.doc.add_paragraph()
        self._style(block, "List Bullet")
        self._link(block, id_, " ".join(text.split()), "kept")
        for each in after:
            block.add_run(f" {each}")

    # --- tables ------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """Write a table, its head repeated on every page."""
        from docx.shared import Mm

        weights = [_WEIGHTS.get(column, 18) for column in table.columns]
        widths = [Mm(_ROOM_MM * weight / sum(weights)) for weight in weights]
        grid = self.doc.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        self._head(grid.rows[0], table, widths)
        for row in table.rows:
            line = grid.add_row()
            mark_row(line._tr, "w:cantSplit")
            cells = line.cells
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width
            self._row(cells, row)
            self._revise(line, row.change)
        self._mark(self.doc.add_paragraph(style="Remark"), table.change)

    def _head(self, line: _Row, table: Table, widths: Sequence[Length]) -> None:
        mark_row(line._tr, "w:tblHeader")
        for cell, width, name in zip(line.cells, widths, table.columns, strict=True):
            cell.width = width
            shade(cell, self._cover.house.palette.tint)
            self._style(cell.paragraphs[0], "Table Head")
            self._run(cell.paragraphs[0], self._t[f"column.{name}"], table.change)
        self._revise(line, table.change)

    def _revise(self, line: _Row, change: Change) -> None:
        if change != "kept":
            line._tr.get_or_add_trPr().append(self._revision(change))

    def _row(self, cells: tuple[_Cell, ...], row: Row) -> None:
        first = cells[0].paragraphs[0]
        self._style(first, "Table Text" if row.under else "Table Name")
        if row.was:
            self._run(first, row.was, "deleted")
        self._run(first, row.head, "inserted" if row.was else row.change)
        self._bookmark(first, row.id)
        for cell, paragraphs in zip(cells[1:], row.cells, strict=True):
            self._cell(cell, paragraphs)
        if row.under:
            for cell in cells:
                shade(cell, self._cover.house.palette.tint)

    def _cell(self, cell: _Cell, paragraphs: tuple[Paragraph, ...]) -> None:
        blocks = [cell.paragraphs[0], *(cell.add_paragraph() for _ in paragraphs[1:])]
        self._style(blocks[0], _STYLES["plain"])
        for block, paragraph in zip(blocks, paragraphs, strict=False):
            self._style(block, _STYLES[paragraph.style])
            self._write(block, paragraph.prose)
        changes = [change_of(paragraph.prose) for paragraph in paragraphs]
        for block, change in zip(blocks, _ends(changes), strict=False):
            self._mark(block, change)

    # --- words -------------------------------------------------------------------------

    def _write(self, block: Block, prose: Prose) -> None:
        for run in prose:
            if run.kind == "rule":
                self._link(block, self._cover.permalinks[run.text], run.text, run.change)
            else:
                own = self._cover.author_language if run.kind == "author" else None
                self._run(block, run.text, run.change, own)

    def _style(self, block: Block, name: str) -> None:
        block._p.style = self._style_id(name)

    def _style_id(self, name: str) -> str | None:
        """Return the id of a style; `None` for a paragraph's default, which is not said.

        The library would look for it among all styles, every time.
        """
        if name not in self._style_ids:
            style = self.doc.styles[name]
            usual = style == self.doc.styles.default(style.type)
            self._style_ids[name] = None if usual else style.style_id
        return self._style_ids[name]

    def _run(self, block: Block, text: str, change: Change, language: str | None = None) -> None:
        run = block.add_run(text)._r
        if language:
            speak(run, language)
        if change != "kept":
            revision = self._revision(change)
            run.addprevious(revision)
            revision.append(run)
        if change == "deleted":
            strike(run)

    def _link(self, block: Block, id_: str, text: str, change: Change) -> None:
        link = element("w:hyperlink", {"w:anchor": self._name(id_), "w:history": "1"})
        run = block.add_run(text)._r
        run.style = self._style_id("Link")
        if change == "kept":
            link.append(run)
        else:
            revision = self._revision(change)
            revision.append(run)
            link.append(revision)
        block._p.append(link)

    # --- tracked changes -----------------------------------------------------------------

    def _revision(self, change: Change) -> Any:
        """Return the element that says who changed something, and when: on the document's day."""
        self._number += 1
        return element(
            "w:del" if change == "deleted" else "w:ins",
            {
                "w:id": str(self._number),
                "w:author": _REVISER,
                "w:date": f"{self._cover.as_of}T00:00:00Z",
            },
        )

    def _mark(self, block: Block, change: Change) -> None:
        """Say that the end of a paragraph was deleted, or inserted."""
        if change != "kept":
            properties = element("w:rPr", {})
            properties.append(self._revision(change))
            block._p.get_or_add_pPr().append(properties)

    def _bookmark(self, block: Block, id_: str) -> None:
        self._number += 1
        number = str(self._number)
        start = element("w:bookmarkStart", {"w:id": number, "w:name": self._name(id_)})
        block._p.insert(1 if block._p.pPr is not None else 0, start)
        block._p.append(element("w:bookmarkEnd", {"w:id": number}))

    def _name(self, id_: str) -> str:
        """Return the bookmark of an id: Word allows letters, digits and 40 characters."""
        return self._bookmarks.setdefault(id_, f"entry_{len(self._bookmarks) + 1}")


def _ends(changes: Sequence[Change]) -> list[Change]:
    """Return what became of the end of each paragraph of a cell but the last.

    A cell always ends with a paragraph. So after the last paragraph that was kept, it is the
    end before a paragraph, and not its own, that comes and goes with it.
    """
    kept = max((n for n, change in enumerate(changes) if change == "kept"), default=-1)
    return [changes[n] if n < kept else changes[n + 1] for n in range(len(changes) - 1)]


def _first(text: str, length: int) -> str:
    """Return the start of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
