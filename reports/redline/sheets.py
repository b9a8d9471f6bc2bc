"""A redline as a list of changes in a workbook, or as CSV: a line for each text that changed."""

from __future__ import annotations

import io
from collections.abc import Iterator

from tenure.engine.audit.spreadsheets import write_sheet
from tenure.reports.redline.view import KINDS, Noted, Redline
from tenure.reports.schedule.sheets import Sheet, Value
from tenure.reports.schedule.xlsx import Binding, bound
from tenure.reports.wording.prose import now, plain


def changes_sheet(view: Redline) -> Sheet:
    """Return the list of changes."""
    t = view.labels
    return Sheet(
        title=t["redline.list"],
        header=(
            t["redline.what"],
            t["sheet.section"],
            t["column.reference"],
            t["column.title"],
            t["sheet.term"],
            t["redline.before"],
            t["redline.after"],
            t["redline.effect"],
        ),
        rows=tuple(
            row for kind in KINDS for noted in view.noted(kind) for row in _rows(noted, view)
        ),
    )


def write_csv(view: Redline) -> bytes:
    """Return the list, UTF-8 with a byte order mark, without which Excel misreads it.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    sheet = changes_sheet(view)
    text = io.StringIO(newline="")
    write_sheet(text, sheet.header, sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(view: Redline) -> bytes:
    """Return the list as a workbook; the same bytes for an equal view."""
    binding = Binding(
        title=view.labels["redline.title"].format(title=view.title),
        publisher=plain(now(view.publisher)),
        fingerprint=view.fingerprint,
        imprint=view.imprint,
        labels=view.labels,
        as_of=view.as_of,
        tint=view.house.palette.tint,
    )
    return bound([changes_sheet(view)], binding)


def _rows(noted: Noted, view: Redline) -> Iterator[tuple[Value, ...]]:
    ref = f"{noted.ref} {view.labels['redline.was'].format(was=noted.was)}" if noted.was else ""
    start = (
        view.labels[f"redline.{noted.kind}"],
        noted.section,
        ref or noted.ref or None,
        noted.title or None,
    )
    effects = "\n".join(noted.effects) or None
    for each in noted.wordings:
        yield (*start, each.head, each.before or None, each.after or None, effects)
    if not noted.wordings:
        yield (*start, None, None, None, effects)
