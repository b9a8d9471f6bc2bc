"""Workflow commands of GitHub Actions, which show notices beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.dsl.codes import Severity
from tenure.reports.findings.characters import visible
from tenure.reports.notices.notice import Notice, end

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def document(notices: Iterable[Notice]) -> str:
    """Return a command for each notice that nobody has accepted; nothing without any."""
    return "".join(f"{_command(notice)}\n" for notice in notices if notice.suppressed is None)


def _command(notice: Notice) -> str:
    properties = {"title": f"{notice.rule} {notice.title}", **_place(notice)}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = "\n".join(visible(line) for line in (notice.text, *notice.more))
    return f"::{_COMMANDS[notice.level]} {shown}::{_escaped(lines)}"


def _place(notice: Notice) -> dict[str, str]:
    if not notice.path:
        return {}
    if notice.span is None:
        return {"file": notice.path}
    last, after = end(notice.span)
    lines = {"file": notice.path, "line": str(notice.span.line), "endLine": str(last)}
    if last != notice.span.line:  # GitHub takes columns of one line only
        return lines
    return {**lines, "col": str(notice.span.column), "endColumn": str(after)}


def _property(text: str) -> str:
    return _escaped(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
