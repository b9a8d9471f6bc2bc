"""The formats of a redline: some carry the marked document, others the list of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tenure.reports.redline.assemble import redline
from tenure.reports.redline.data import write_json
from tenure.reports.redline.docx import write_docx
from tenure.reports.redline.html import write_html
from tenure.reports.redline.markdown import write_markdown
from tenure.reports.redline.questions import Versions
from tenure.reports.redline.sheets import write_csv, write_xlsx
from tenure.reports.redline.view import Redline
from tenure.reports.schedule.publish import require
from tenure.reports.wording import ENGLISH, Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format.

    Attributes:
        file_name: what the file is called.
        write: gives its content; the same for an equal view.
        library: the optional library that it needs, as it is imported.
    """

    file_name: str
    write: Callable[[Redline], bytes]
    library: str | None = None


REDLINES: dict[str, Writer] = {
    "html": Writer(file_name="redline.html", write=write_html),
    "md": Writer(file_name="redline.md", write=write_markdown),
    "docx": Writer(file_name="redline.docx", write=write_docx, library="docx"),
    "xlsx": Writer(file_name="changes.xlsx", write=write_xlsx, library="xlsxwriter"),
    "csv": Writer(file_name="changes.csv", write=write_csv),
    "json": Writer(file_name="changes.json", write=write_json),
}


def publish_redline(
    versions: Versions, formats: Iterable[str], language: Catalogue = ENGLISH
) -> dict[str, bytes]:
    """Return what changed between two versions in some formats, by file name.

    Args:
        versions: the versions, and what is known of the change.
        formats: names of formats, keys of `REDLINES`; a name said twice counts once.
        language: the language of the tool's own words.

    Raises:
        ValueError: a format cannot carry it, or its library is not installed.
    """
    wanted = tuple(dict.fromkeys(formats))
    require_redlines(wanted)
    view = redline(versions, language)
    return {REDLINES[name].file_name: REDLINES[name].write(view) for name in wanted}


def require_redlines(formats: Iterable[str]) -> None:
    """See that a redline can be written in some formats.

    Raises:
        ValueError: a format cannot carry it, or its library is not installed.
    """
    for name in formats:
        if name not in REDLINES:
            known = ", ".join(REDLINES)
            raise ValueError(f"`{name}` cannot show what changed; these can: {known}")
        require(name, REDLINES[name].library)
