"""The styles by which a records manager changes the look of the whole document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tenure.reports.look.house import Palette
from tenure.reports.schedule.word_xml import region

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import RGBColor

_QUIET, _WARN = "#4c5459", "#8a3b12"


def add_styles(document: Document, language: str, palette: Palette) -> None:
    """Add the styles to a document, and say which language it is in."""
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
        each.set(qn("w:val"), region(language))


def _colour(colour: str) -> RGBColor:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour[1:].upper())
