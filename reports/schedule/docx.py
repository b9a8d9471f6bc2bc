"""The schedule as a Word document to edit: headings, styles and tables are Word's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from tenure.reports.look.house import Logo, Palette
from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Paragraph, Part, Row, Style, Table
from tenure.reports.schedule.tables import group_table
from tenure.reports.schedule.view import ScheduleView, Term
from tenure.reports.wording.prose import Prose, author, clean, words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import RGBColor
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Block
    from docx.text.run import Run

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
_QUIET, _WARN = "#4c5459", "#8a3b12"
_LOGO_MM = 16


def write_docx(view: ScheduleView) -> bytes:
    """Return the document; the same bytes for an equal view."""
    buffer = io.BytesIO()
    _Writer(view).document().save(buffer)
    return _normal(buffer.getvalue())


def _normal(archive: bytes) -> bytes:
    """Return the archive without the times at which its members were written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return buffer.getvalue()


class _Writer:
    """Writes one schedule."""

    def __init__(self, view: ScheduleView) -> None:
        import docx

        self._view = view
        self._t = view.labels
        self._doc: Document = docx.Document()
        self._bookmarks: dict[str, str] = {}
        self._style_ids: dict[str, str | None] = {}
        self._number = 0

    def document(self) -> Document:
        """Return the document, written."""
        view = self._view
        self._set_up()
        if view.house.logo:
            self._logo(view.house.logo)
        if view.publisher:
            self._paragraph(author(view.publisher), "Publisher")
        self._paragraph(author(view.title), "Title")
        if view.description:
            self._paragraph(author(view.description), "Subtitle")
        self._terms(view.facts)
        day = self._t["doc.dated"].format(day=view.as_of_words)
        self._paragraph(words(f"{day} {self._t['doc.generated']}"), "Normal")
        self._paragraph(words(view.imprint), "Remark")
        self._contents()
        for group in view.groups:
            self._heading(group.id, f"{group.ref} {group.title}")
            if group.note:
                self._paragraph(author(group.note), "Remark")
            if group.entries:
                self._table(group_table(group, view))
        for part in view.parts:
            self._part(part)
        for name, terms in appendix(view):
            self._heading(f"about-{name}", self._t[f"doc.{name}"])
            if note := self._t.get(f"doc.{name}.note"):
                self._paragraph(words(note), "Remark")
            self._terms(terms)
        return self._doc

    # --- the whole ---------------------------------------------------------------------

    def _set_up(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        view = self._view
        section = self._doc.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(14)
        section.top_margin = section.bottom_margin = Mm(18)
        section.header.paragraphs[0].text = _first(view.title, 100)
        self._page_number(section.footer.paragraphs[0])
        properties = self._doc.core_properties
        properties.title = _first(view.title, 255)
        properties.author = _first(view.publisher or "", 255)
        properties.last_modified_by = "tenure"
        properties.comments = ""
        properties.keywords = f"tenure-fingerprint: {view.fingerprint}"
        properties.language = view.language
        properties.created = properties.modified = datetime.combine(view.as_of, time())
        _add_styles(self._doc, view.language, view.house.palette)

    def _logo(self, logo: Logo) -> None:
        from docx.shared import Mm

        if logo.media_type == "image/svg+xml":
            raise ValueError(
                "the logo is an SVG picture, which Word does not take: name a PNG or JPEG "
                "picture, or leave out the format `docx`"
            )
        try:
            run = self._doc.add_paragraph().add_run()
            picture = run.add_picture(io.BytesIO(logo.content), height=Mm(_LOGO_MM))
        except Exception as error:  # the library says in many ways that it is no picture
            raise ValueError("the logo cannot be read as a picture") from error
        picture._inline.docPr.set("descr", clean(logo.alt))
        picture._inline.docPr.set("name", "logo")

    def _page_number(self, block: Block) -> None:
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = block.add_run()
            if kind:
                run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
            else:
                instruction = _element("w:instrText", {})
                instruction.text = text
                run._r.append(instruction)

    def _contents(self) -> None:
        self._paragraph(words(self._t["doc.contents"]), "Contents Heading")
        view = self._view
        headings = [(group.id, f"{group.ref} {group.title}") for group in view.groups]
        headings += [(part.id, f"{part.ref} {part.title}") for part in view.parts]
        headings += [(f"about-{name}", self._t[f"doc.{name}"]) for name, _ in appendix(view)]
        for id_, title in headings:
            block = self._doc.add_paragraph(style="List Bullet")
            self._link(block, id_, " ".join(title.split()))

    def _heading(self, id_: str, title: str) -> None:
        block = self._doc.add_heading(" ".join(title.split()), level=1)
        self._bookmark(block, id_)

    def _part(self, part: Part) -> None:
        self._heading(part.id, f"{part.ref} {part.title}")
        for each in part.paragraphs:
            self._paragraph(each.prose, "Remark" if each.style == "quiet" else "Normal")
        if part.flow:
            self._paragraph(author(part.flow.text), "Remark")
        if part.table:
            self._table(part.table)
        self._terms(part.terms)

    def _terms(self, terms: Iterable[Term]) -> None:
        for each in terms:
            self._paragraph(each.term, "Term")
            for sentence in (*([each.meaning] if each.meaning else []), *each.lines):
                self._paragraph(sentence, "Meaning")
            for note in each.notes:
                self._paragraph(author(note), "Meaning")

    # --- tables ------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        from docx.shared import Mm

        weights = [_WEIGHTS.get(column, 18) for column in table.columns]
        widths = [Mm(_ROOM_MM * weight / sum(weights)) for weight in weights]
        grid = self._doc.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        head = grid.rows[0]
        _mark_row(head._tr, "w:tblHeader")
        for cell, width, name in zip(head.cells, widths, table.columns, strict=True):
            cell.width = width
            _shade(cell, self._view.house.palette.tint)
            self._style(cell.paragraphs[0], "Table Head")
            cell.paragraphs[0].add_run(self._t[f"column.{name}"])
        for row in table.rows:
            line = grid.add_row()
            _mark_row(line._tr, "w:cantSplit")
            cells = line.cells
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width
            self._row(cells, row)
        self._doc.add_paragraph(style="Remark")

    def _row(self, cells: tuple[_Cell, ...], row: Row) -> None:
        first = cells[0].paragraphs[0]
        self._style(first, "Table Text" if row.under else "Table Name")
        first.add_run(row.head)
        self._bookmark(first, row.id)
        for cell, paragraphs in zip(cells[1:], row.cells, strict=True):
            self._cell(cell, paragraphs)
        if row.under:
            for cell in cells:
                _shade(cell, self._view.house.palette.tint)

    def _cell(self, cell: _Cell, paragraphs: tuple[Paragraph, ...]) -> None:
        blocks = [cell.paragraphs[0], *(cell.add_paragraph() for _ in paragraphs[1:])]
        self._style(blocks[0], _STYLES["plain"])
        for block, paragraph in zip(blocks, paragraphs, strict=False):
            self._style(block, _STYLES[paragraph.style])
            self._write(block, paragraph.prose)

    # --- words -------------------------------------------------------------------------

    def _paragraph(self, prose: Prose, style: str) -> None:
        block = self._doc.add_paragraph()
        self._style(block, style)
        self._write(block, prose)

    def _style(self, block: Block, name: str) -> None:
        block._p.style = self._style_id(name)

    def _style_id(self, name: str) -> str | None:
        """Return the id of a style; `None` for a paragraph's default, which is not said.

        The library would look for it among all styles, every time.
        """
        if name not in self._style_ids:
            style = self._doc.styles[name]
            usual = style == self._doc.styles.default(style.type)
            self._style_ids[name] = None if usual else style.style_id
        return self._style_ids[name]

    def _write(self, block: Block, prose: Prose) -> None:
        for run in prose:
            if run.kind == "rule":
                self._link(block, self._view.permalinks[run.text], run.text)
            else:
                written = block.add_run(run.text)
                if run.kind == "author" and self._view.author_language:
                    _speak(written, self._view.author_language)

    def _link(self, block: Block, id_: str, text: str) -> None:
        link = _element("w:hyperlink", {"w:anchor": self._name(id_), "w:history": "1"})
        run = block.add_run(text)
        run._r.style = self._style_id("Link")
        link.append(run._r)
        block._p.append(link)

    def _bookmark(self, block: Block, id_: str) -> None:
        self._number += 1
        number = str(self._number)
        start = _element("w:bookmarkStart", {"w:id": number, "w:name": self._name(id_)})
        block._p.insert(1 if block._p.pPr is not None else 0, start)
        block._p.append(_element("w:bookmarkEnd", {"w:id": number}))

    def _name(self, id_: str) -> str:
        """Return the bookmark of an id: Word allows letters, digits and 40 characters."""
        return self._bookmarks.setdefault(id_, f"entry_{len(self._bookmarks) + 1}")


def _add_styles(document: Document, language: str, palette: Palette) -> None:
    """Add the styles by which a records manager changes the look of the whole document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    looks: dict[str, Mapping[str, Any]] = {
        "Publisher": {"size": 12, "bold": True, "colour": palette.accent},
        "Contents Heading": {"size": 15, "colour": palette.accent},
        "Remark": {"size": 9, "colour": _QUIET},
        "Term": {"size": 10, "bold": True, "after": 0},
        "Meaning": {"size": 10, "after": 3},
        "Table Head": {"size": 8.5, "bold": True, "colour": _QUIET, "after": 0},
        "Table Text": {"size": 9, "after": 2},
        "Table Name": {"size": 9, "bold": True, "after": 2},
        "Table Remark": {"size": 8.5, "colour": _QUIET, "after": 2},
        "Table Tag": {"size": 8, "colour": _QUIET, "after": 0},
        "Table State": {"size": 8, "bold": True, "colour": _WARN, "after": 0},
    }
    for name, look in looks.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(look["size"])
        style.font.bold = look.get("bold")
        style.font.color.rgb = _colour(look.get("colour", palette.text))
        style.paragraph_format.space_after = Pt(look.get("after", 6))
    document.styles["Term"].paragraph_format.keep_with_next = True
    built_in = {"Title": palette.text, "Subtitle": _QUIET, "Heading 1": palette.accent}
    for name, colour in built_in.items():
        own: Any = document.styles[name]
        own.font.color.rgb = _colour(colour)
        for line in own.element.iter(qn("w:bottom")):
            line.set(qn("w:color"), palette.accent[1:].upper())
    link: Any = document.styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _colour(palette.accent)
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), _region(language))


def _colour(colour: str) -> RGBColor:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour[1:].upper())


def _speak(run: Run, language: str) -> None:
    """Mark a run as of another language than the document's."""
    run._r.get_or_add_rPr().append(_element("w:lang", {"w:val": _region(language)}))


def _region(language: str) -> str:
    """Return a language as Word wants it: with a country."""
    return {"en": "en-GB", "cy": "cy-GB"}.get(language, language)


def _first(text: str, length: int) -> str:
    """Return the start of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _mark_row(row: Any, tag: str) -> None:
    row.get_or_add_trPr().append(_element(tag, {}))


def _shade(cell: _Cell, colour: str) -> None:
    shade = {"w:val": "clear", "w:color": "auto", "w:fill": colour[1:].upper()}
    cell._tc.get_or_add_tcPr().append(_element("w:shd", shade))


def _element(tag: str, attributes: Mapping[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: Any = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
