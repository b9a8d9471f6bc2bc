"""A comparison as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenure.reports.changes.view import Compared, Entry, conclusion, groups, sign_offs
from tenure.reports.findings.characters import one_line

_SPECIAL = re.compile(r"([\\*_\[\]<>#|~&@])")


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the comment; colour is of no consequence."""
    return "".join(f"{line}\n" for line in _lines(compared))


def _lines(compared: Compared) -> Iterator[str]:
    comparison = compared.comparison
    yield f"### What the change to {marked(compared.title)} does"
    yield ""
    yield from (f"- {marked(line)}" for line in conclusion(compared))
    for group in groups(comparison):
        yield from ("", f"#### {marked(group.title)}", "")
        for entry in group.entries:
            yield from _entry(entry)
    yield from _listed("Declared otherwise", comparison.declared)
    yield from _listed("Without a sign-off", sign_offs(comparison))
    yield ""
    versions = f"{compared.old} → {compared.new}, as of {comparison.as_of}"
    yield f"<sub>{marked(versions)}</sub>"


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = tuple(lines)
    if found:
        yield from ("", f"#### {heading}", "")
        yield from (f"- {marked(line)}" for line in found)


def _entry(entry: Entry) -> Iterator[str]:
    sign = "⚠️ " if entry.grave else ""
    yield f"- {sign}**{marked(entry.headline)}** {marked(entry.about)}".rstrip()
    if entry.reason:
        yield f"  <br>{marked(entry.reason)}"
    if entry.example is not None:
        yield ""
        yield "  | before | after |"
        yield "  | --- | --- |"
        yield f"  | {marked(entry.example.before)} | {marked(entry.example.after)} |"
        yield ""
        yield f"  {'<br>'.join(marked(record) for record in entry.example.records)}"


def marked(text: str) -> str:
    """Return a text in which nothing but what stands in backticks is formatted."""
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        return _SPECIAL.sub(r"\\\1", "'".join(parts))
    return "".join(
        f"`{part.replace('|', '¦')}`" if position % 2 else _SPECIAL.sub(r"\\\1", part)
        for position, part in enumerate(parts)
    )
