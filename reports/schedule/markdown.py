"""The schedule as GitHub-flavoured Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never
from unicodedata import bidirectional

from tenure.reports.schedule.parts import Paragraph, Part, Style, Table
from tenure.reports.schedule.view import Column, Entry, Group, ScheduleView, Term
from tenure.reports.wording.prose import Prose, Run

_SPECIAL = re.compile(r"([\\`*_\[\]|~#$^{}])")
_BULLET = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)([.)])(?=\s|$)", re.MULTILINE)
_ENTITY = re.compile(r"&(?=[#\w])")
_ISOLATE, _ISOLATED = "\u2068", "\u2069"
_SPACES = re.compile(r"[^\S\n]+")
_MARKS: dict[Style, str] = {
    "plain": "",
    "name": "**",
    "quiet": "",
    "tag": "*",
    "strong": "**",
    "state": "*",
}
"""What stands around the paragraphs of a style."""


def write_markdown(view: ScheduleView) -> bytes:
    """Return the document, UTF-8."""
    blocks = "\n\n".join(_Document(view).blocks())
    return f"{blocks}\n".encode()


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, on one line.

    Line ends become breaks; what could begin a list, a heading or a tag cannot. Words
    that run from right to left are isolated, so that they reorder nothing around them.
    """
    safe = _SPACES.sub(" ", text)
    safe = _ENTITY.sub("&amp;", safe).replace("<", "&lt;").replace(">", "&gt;")
    safe = _SPECIAL.sub(r"\\\1", safe)
    safe = _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\1\\\2", safe))
    safe = re.sub(r"\n+", "<br>", safe)
    return f"{_ISOLATE}{safe}{_ISOLATED}" if any(map(_is_right_to_left, text)) else safe


def _is_right_to_left(character: str) -> bool:
    return bidirectional(character) in ("R", "AL")


class _Document:
    """Writes the parts of one schedule."""

    def __init__(self, view: ScheduleView) -> None:
        self._view = view
        self._t = view.labels

    def blocks(self) -> Iterator[str]:
        """Yield the blocks that blank lines part."""
        view = self._view
        yield f"# {_line(view.title)}"
        if view.publisher:
            yield f"**{escape(view.publisher)}**"
        if view.description:
            yield escape(view.description)
        if view.facts:
            yield "\n".join(self._items(view.facts))
        yield from self._contents()
        for group in view.groups:
            yield from self._group(group)
        for part in view.parts:
            yield from self._part(part)
        if not view.groups and not view.parts:
            yield escape(self._t["doc.empty"])
        yield from self._appendix()
        yield "---"
        yield self._footer()

    def _contents(self) -> Iterator[str]:
        yield f"## {escape(self._t['doc.contents'])}"
        headings = [(each.ref, each.title, each.id) for each in self._view.groups]
        headings += [(each.ref, each.title, each.id) for each in self._view.parts]
        yield "\n".join(f"- [{_line(f'{ref} {title}')}](#{id_})" for ref, title, id_ in headings)

    def _group(self, group: Group) -> Iterator[str]:
        yield f'<a id="{group.id}"></a>'
        yield f"## {_line(f'{group.ref} {group.title}')}"
        if group.note:
            yield escape(group.note)
        if group.entries:
            lines = [line for entry in group.entries for line in entry.lines]
            yield "\n".join(self._table(lines))

    def _part(self, part: Part) -> Iterator[str]:
        yield f'<a id="{part.id}"></a>'
        yield f"## {_line(f'{part.ref} {part.title}')}"
        for paragraph in part.paragraphs:
            yield self._prose(paragraph.prose)
        if part.table is not None:
            yield "\n".join(self._rows(part.table))
        if part.terms:
            yield "\n".join(self._items(part.terms))

    def _rows(self, table: Table) -> Iterator[str]:
        yield _row(self._t[f"column.{column}"] for column in table.columns)
        yield _row("---" for _ in table.columns)
        for row in table.rows:
            head = f"[{escape(row.head)}](#{row.id})" if row.ref else f"**{escape(row.head)}**"
            cells = ("<br>".join(map(self._paragraph, cell)) for cell in row.cells)
            yield _row((f'<a id="{row.id}"></a>{head}', *cells))

    def _paragraph(self, paragraph: Paragraph) -> str:
        mark = _MARKS[paragraph.style]
        return f"{mark}{self._prose(paragraph.prose)}{mark}"

    def _table(self, lines: Iterable[Entry]) -> Iterator[str]:
        columns = self._view.columns
        yield _row(self._t[f"column.{column}"] for column in columns)
        yield _row("---" for _ in columns)
        for line in lines:
            yield _row(self._cell(line, column) for column in columns)

    def _cell(self, line: Entry, column: Column) -> str:
        match column:
            case "reference":
                return f'<a id="{line.id}"></a>[{escape(line.ref)}](#{line.id})'
            case "title":
                return self._title(line)
            case "period":
                return "<br>".join(self._prose(sentence) for sentence in line.period)
            case "format":
                return "<br>".join(map(escape, line.formats))
            case "authority":
                return "<br>".join(escape(each.cited(self._t)) for each in line.authority)
            case "notes":
                access = (self._t["access"].format(access=escape(text)) for text in line.access)
                return "<br>".join((*map(escape, line.notes), *access))
            case "key":
                return escape(line.letters(self._t))
        assert_never(column)

    def _title(self, line: Entry) -> str:
        parts = [f"**{escape(line.title)}**"]
        if line.scope:
            parts.append(self._prose(line.scope))
        if line.state != "current":
            parts.append(f"*{escape(self._t[f'state.{line.state}'])}*")
        return "<br>".join(parts)

    def _appendix(self) -> Iterator[str]:
        view = self._view
        sections: dict[str, Iterable[str]] = {
            "calendars": self._items(view.calendars),
            "holds": self._items(view.holds),
            "facts": self._items(view.circumstances),
            "definitions": self._items(view.definitions),
            "key": self._items(view.key),
            "years": self._items(view.years),
            "authorities": self._items(view.authorities),
            "externals": self._items(view.externals),
            "documents": (f"- {escape(title)}" for title in view.documents),
        }
        for name, items in sections.items():
            listing = "\n".join(items)
            if listing:
                yield f"## {escape(self._t[f'doc.{name}'])}"
                if f"doc.{name}.note" in self._t:
                    yield escape(self._t[f"doc.{name}.note"])
                yield listing

    def _footer(self) -> str:
        view = self._view
        day = self._t["doc.dated"].format(day=view.as_of_words)
        named = escape(self._t["doc.fingerprint"])
        fingerprint = self._t["doc.marked"].format(name=named, value=f"`{view.fingerprint}`")
        return f"{escape(self._t['doc.generated'])} {escape(day)}\n{fingerprint}"

    def _items(self, terms: Iterable[Term]) -> Iterator[str]:
        for each in terms:
            texts = [self._prose(each.meaning)] if each.meaning else []
            texts.extend(map(self._prose, each.lines))
            texts.extend(map(escape, each.notes))
            name = self._prose(each.term)
            yield f"- **{name}:** {'<br>'.join(texts)}" if texts else f"- **{name}**"

    def _prose(self, prose: Prose) -> str:
        return "".join(map(self._run, prose))

    def _run(self, run: Run) -> str:
        if run.kind == "rule":
            return f"[{escape(run.text)}](#{self._view.permalinks[run.text]})"
        return escape(run.text)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(text: str) -> str:
    """Return the text escaped, line ends as spaces."""
    return escape(" ".join(text.split()))
