"""A notice: what is said about one place of a policy, to a program that shows it there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath

from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Label
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice.

    Attributes:
        rule: the stable name of its kind: `TN401`, or `failed-test`.
        title: the same in words.
        level: how grave it is.
        text: one clause that says what is the matter.
        more: further lines: what shows it, and how to mend it.
        span: the text it is about; `None` where there is no text.
        path: the file, as it was named; empty where there is none.
        related: further places, each with a few words.
        fingerprint: the same for the same matter, wherever in the file it has moved.
        suppressed: why it is not to be shown as open, where somebody accepted it.
        page: the page that explains the rule, in the project's documentation.
    """

    rule: str
    title: str
    level: Severity
    text: str
    more: tuple[str, ...] = ()
    span: Span | None = None
    path: str = ""
    related: tuple[Label, ...] = ()
    fingerprint: str
    suppressed: str | None = None
    page: str | None = None


def digest(*parts: str) -> str:
    """Return a fingerprint of some texts: 16 hexadecimal digits."""
    import hashlib

    told_apart = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told_apart).hexdigest()[:16]


def address(path: str) -> str:
    """Return a path as the address that SARIF wants: relative, or with `file://`."""
    from urllib.parse import quote

    pure = PurePath(os.path.normpath(path))
    shown = quote(pure.as_posix().encode("utf-8", "surrogateescape"), safe="/~")
    return f"file://{shown}" if pure.is_absolute() else shown


def end(span: Span) -> tuple[int, int]:
    """Return line and column just after a span, blanks at its end not counted."""
    return span.source.position(span.start + max(1, len(span.text.rstrip())))
