"""Changes one a line, for `grep` and for editors: `path:line:column: shorter records of …`."""

from __future__ import annotations

from tenure.reports.changes.notices import notices_of
from tenure.reports.changes.view import Compared
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint
from tenure.reports.notices.notice import Notice


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the changes one a line, then the gates at which they fail; nothing for none."""
    paint = Paint(colour)
    notices = notices_of(compared, compared.places) if compared.places else []
    lines = [_line(notice, paint) for notice in notices]
    lines += [
        f"{one_line(compared.new)}: {paint('fails', 'error')} at {g}" for g in compared.failed
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(notice: Notice, paint: Paint) -> str:
    span = notice.span
    place = f"{one_line(notice.path or '')}:" + (f"{span.line}:{span.column}:" if span else "")
    return f"{place} {paint(notice.rule, notice.level.value)} {one_line(notice.text)}"
