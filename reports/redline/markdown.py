"""A redline as GitHub-flavoured Markdown: `<del>` and `<ins>` around what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.reports.redline.view import KINDS, Noted, Redline, Section
from tenure.reports.schedule.markdown import escape
from tenure.reports.schedule.parts import Paragraph, Row, Style, Table
from tenure.reports.schedule.view import Term
from tenure.reports.wording.prose import Change, Prose, Run, author, stretches, words

_TAGS: dict[Change, str] = {"kept": "", "deleted": "del", "inserted": "ins"}
_MARKS: dict[Style, str] = {
    "plain": "",
    "name": "**",
    "quiet": "",
    "tag": "*",
    "strong": "**",
    "state": "*",
}
"""What stands around the paragraphs of a style."""


def write_markdown(view: Redline) -> bytes:
    """Return the document, UTF-8."""
    blocks = "\n\n".join(_Document(view).blocks())
    return f"{blocks}\n".encode()


class _Document:
    """Writes one redline."""

    def __init__(self, view: Redline) -> None:
        self._view = view
        self._t = view.labels

    def blocks(self) -> Iterator[str]:
        """Yield the blocks that blank lines part."""
        view = self._view
        yield f'<a id="head"></a>\n\n# {self._prose(view.heading)}'
        for prose in (view.publisher, view.description):
            if prose:
                yield self._prose(prose)
        yield "\n".join(self._items((*view.facts, self._since())))
        yield from self._summary()
        for section in (*view.sections, *view.appendix):
            yield from self._section(section)
        yield "---"
        day = self._t["doc.dated"].format(day=view.as_of_words)
        yield f"{escape(self._t['doc.generated'])} {escape(day)}\n{escape(view.imprint)}"

    def _since(self) -> Term:
        since = words(self._t["redline.since"])
        return Term(term=since, meaning=(), lines=(author(self._view.since),))

    # --- the summary ------------------------------------------------------------------

    def _summary(self) -> Iterator[str]:
        yield f"## {escape(self._t['redline.summary'])}"
        note = "redline.note" if self._view.summary else "redline.same"
        yield escape(self._t[note])
        for kind in KINDS:
            noted = self._view.noted(kind)
            if noted:
                yield f"### {escape(self._t[f'redline.{kind}'])} ({len(noted)})"
                yield "\n".join(map(self._noted, noted))

    def _noted(self, noted: Noted) -> str:
        was = self._t["redline.was"].format(was=noted.was) if noted.was else ""
        name = " ".join(filter(None, (noted.ref, was, noted.title))) or noted.section
        where = f" ({_line(noted.section)})" if noted.ref else ""
        effects = " ".join(map(escape, noted.effects))
        said = f"[{_line(name)}](#{noted.id}){where}"
        return f"- {said}: {effects}" if effects else f"- {said}"

    # --- the document -----------------------------------------------------------------

    def _section(self, section: Section) -> Iterator[str]:
        yield f'<a id="{section.id}"></a>'
        yield f"## {self._prose(section.heading)}"
        if section.explains:
            yield escape(section.explains)
        for paragraph in section.paragraphs:
            yield self._prose(paragraph.prose)
        if section.table is not None:
            yield "\n".join(self._rows(section.table))
        if section.terms:
            yield "\n".join(self._items(section.terms))

    def _rows(self, table: Table) -> Iterator[str]:
        yield _row(self._t[f"column.{column}"] for column in table.columns)
        yield _row("---" for _ in table.columns)
        for row in table.rows:
            cells = ("<br>".join(map(self._paragraph, cell)) for cell in row.cells)
            yield _row((f'<a id="{row.id}"></a>{self._head(row)}', *cells))

    def _head(self, row: Row) -> str:
        if row.change == "deleted":
            return _tagged(f"**{escape(row.head)}**", "deleted")
        head = f"[{escape(row.head)}](#{row.id})" if row.ref else f"**{escape(row.head)}**"
        if row.was:
            return f"{_tagged(escape(row.was), 'deleted')} {_tagged(head, 'inserted')}"
        return _tagged(head, row.change)

    def _paragraph(self, paragraph: Paragraph) -> str:
        mark = _MARKS[paragraph.style]
        return self._prose(paragraph.prose, mark)

    def _items(self, terms: Iterable[Term]) -> Iterator[str]:
        for each in terms:
            name = self._prose(each.term)
            texts = "<br>".join(map(self._prose, each.lines))
            yield f"- **{name}:** {texts}" if texts else f"- **{name}**"

    def _prose(self, prose: Prose, mark: str = "") -> str:
        """Return a text, each stretch of it in the tag of what became of it."""
        return " ".join(
            _tagged(f"{mark}{''.join(map(self._run, runs))}{mark}", change)
            for change, runs in stretches(prose)
        )

    def _run(self, run: Run) -> str:
        if run.kind == "rule":
            return f"[{escape(run.text)}](#{self._view.permalinks[run.text]})"
        return escape(run.text)


def _tagged(text: str, change: Change) -> str:
    tag = _TAGS[change]
    return f"<{tag}>{text}</{tag}>" if tag else text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(text: str) -> str:
    """Return the text escaped, line ends as spaces."""
    return escape(" ".join(text.split()))
