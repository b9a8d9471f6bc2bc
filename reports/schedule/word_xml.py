"""What python-docx has no words for: elements of Word's own XML, and a file without a clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.table import _Cell


def mark_row(row: Any, tag: str) -> None:
    """Say something of a whole row."""
    row.get_or_add_trPr().append(element(tag, {}))


def shade(cell: _Cell, colour: str) -> None:
    """Give a cell a tint."""
    tint = {"w:val": "clear", "w:color": "auto", "w:fill": colour[1:].upper()}
    cell._tc.get_or_add_tcPr().append(element("w:shd", tint))


def element(tag: str, attributes: Mapping[str, str]) -> Any:
    """Return a new element."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made


def strike(run: Any) -> None:
    """Make the text of a run what Word calls deleted text."""
    from docx.oxml.ns import qn

    for text in run.findall(qn("w:t")):
        text.tag = qn("w:delText")
        text.set(qn("xml:space"), "preserve")


def normal(archive: bytes) -> bytes:
    """Return the archive without the times at which its members were written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return buffer.getvalue()


def speak(run: Any, language: str) -> None:
    """Mark a run as of another language than the document's."""
    run.get_or_add_rPr().append(element("w:lang", {"w:val": region(language)}))


def region(language: str) -> str:
    """Return a language as Word wants it: with a country."""
    return {"en": "en-GB", "cy": "cy-GB"}.get(language, language)
