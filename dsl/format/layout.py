"""Lays a policy's text out: comments kept, meaning kept, the same layout for the same policy.

Line breaks between clauses, blanks and columns are the layout's own. Of the author's
empty lines one is kept between clauses and two between declarations.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from lark import Token

from tenure.dsl.diagnostics import Report
from tenure.dsl.format.columns import (
    INDENT,
    clause,
    clause_columns,
    fields,
    givens,
    indent_of,
    listed,
)
from tenure.dsl.format.comments import Comment, Comments
from tenure.dsl.format.rows import LISTED, STEPS, Row, rows_of, words_of
from tenure.dsl.format.spacing import between, flat, spelling
from tenure.dsl.format.wrapping import WIDTH
from tenure.dsl.reader import read_file, syntax_tree
from tenure.dsl.source import SourceFile

_ROOM_FOR_STEPS = WIDTH - 20
"""The length up to which the steps of one disposal stand in one line."""


class LayoutError(Exception):
    """The text as laid out would not mean the same: a mistake of this module."""


def formatted(source: SourceFile, report: Report) -> str | None:
    """Return a file's text in the canonical layout.

    Args:
        source: the text.
        report: receives its syntax errors.

    Returns:
        The text, read again and found to say the same; `None` after a syntax error.

    Raises:
        LayoutError: it did not say the same.
    """
    tree = read_file(source, report)
    if tree is None:
        return None
    text = laid_out(source)
    after = SourceFile(path=source.path, text=text)
    again = read_file(after, report)
    if again != tree or _comments(after) != _comments(source):
        raise LayoutError(f"the layout would change what `{source.path}` says")
    return text


def laid_out(source: SourceFile) -> str:
    """Return the text of a file without syntax errors in the canonical layout."""
    tree = syntax_tree(source)
    comments = Comments.of(source, words_of(tree.children))
    rows = list(_joined(rows_of(tree), comments))
    lines = [*_lines(rows, comments), *_end(rows, comments, len(source.text))]
    return "".join(f"{line}\n" for line in lines)


def _comments(source: SourceFile) -> list[str]:
    return [span.text.rstrip() for span in source.comments]


def _joined(rows: Iterable[Row], comments: Comments) -> Iterator[Row]:
    """Return the rows, a step's mark and the steps of a disposal in the line of the first."""
    last: Row | None = None
    for row in rows:
        if last is not None and _joins(last, row, comments):
            last = replace(last, parts=(*last.parts, *row.parts))
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _joins(last: Row, row: Row, comments: Comments) -> bool:
    if comments.inside([*last.words, *row.words]):
        return False
    if row.kind == "marks_clause":
        return last.kind in STEPS
    both = last.kind == row.kind == "then_clause" and last.body == row.body
    return both and len(flat((*last.parts, *row.parts))) <= _ROOM_FOR_STEPS


def _lines(rows: Sequence[Row], comments: Comments) -> Iterator[str]:
    last: Row | None = None
    for row, lines in zip(rows, _laid(rows, comments), strict=True):
        first = row.words[0].start_pos or 0
        above = comments.before.get(first, [])
        least, most = _room(last, row)
        if last is not None and last.depth and not row.depth:
            above = yield from _left_behind(above)
        indent = indent_of(row) + INDENT * (row.kind == "end")
        for comment in above:
            yield from [""] * min(max(comment.empty, least), most)
            yield " " * indent + comment.text
            least, most = 0, 1 if row.depth else 2
        yield from [""] * min(max(comments.empty[first], least), most)
        behind = comments.behind.get(row.words[-1].end_pos or 0)
        yield from lines[:-1]
        yield f"{lines[-1]}  {behind}" if behind else lines[-1]
        last = row


def _left_behind(above: list[Comment]) -> Generator[str, None, list[Comment]]:
    """Write the comments that still belong to the declaration before; return the others."""
    for index, comment in enumerate(above):
        if comment.empty or not comment.indented:
            return above[index:]
        yield " " * INDENT + comment.text
    return []


def _end(rows: Sequence[Row], comments: Comments, end: int) -> Iterator[str]:
    """Write the comments after the last word."""
    above = comments.before.get(end, [])
    if rows and rows[-1].depth:
        above = yield from _left_behind(above)
    first = not rows
    for comment in above:
        yield from [""] * (0 if first else min(max(comment.empty, comment is above[0]), 2))
        yield comment.text
        first = False


def _room(last: Row | None, row: Row) -> tuple[int, int]:
    """Return how many empty lines stand above a row: at least, and at most."""
    if last is None:
        return 0, 0
    if row.depth == 0 and row.kind != "end":
        one_line = not last.depth and not last.opens and not row.opens
        return (0 if one_line and last.kind == row.kind and row.kind in LISTED else 1), 2
    if row.kind == "end" or row.depth > last.depth:
        return 0, 0
    if row.kind == "exception":
        return 1, 1
    if row.kind in STEPS:
        return int(row.opens or last.kind not in STEPS), 1
    return 0, 1


def _laid(rows: Sequence[Row], comments: Comments) -> Iterator[list[str]]:
    """Return each row as lines."""
    whole = [row for row in rows if not comments.inside(row.words)]
    clauses = clause_columns(whole)
    tables = {
        **_fields(whole),
        **_runs(rows, comments, "given"),
        **_runs(rows, comments, *LISTED),
    }
    for row in rows:
        if comments.inside(row.words):
            yield _as_written(row, comments)
        elif (found := tables.get(_place(row))) is not None:
            yield found
        else:
            yield clause(row, clauses.get(row.body, 0))


def _place(row: Row) -> int:
    return row.words[0].start_pos or 0


def _fields(rows: Iterable[Row]) -> dict[int, list[str]]:
    """Return the fields of each record as lines, by where they stand."""
    found: dict[int, list[str]] = {}
    named = (row for row in rows if row.kind == "field")
    for _, group in groupby(named, key=lambda row: row.body):
        of_record = list(group)
        found |= zip(map(_place, of_record), fields(of_record), strict=True)
    return found


def _runs(rows: Sequence[Row], comments: Comments, *kinds: str) -> dict[int, list[str]]:
    """Return rows that follow each other and are alike as lines, by where they stand."""
    lay = givens if kinds == ("given",) else listed
    runs: list[list[Row]] = []
    last: Row | None = None
    for row in rows:
        wanted = row.kind in kinds and not row.opens and not comments.inside(row.words)
        if wanted and last is not None and _alike(last, row, comments):
            runs[-1].append(row)
        elif wanted:
            runs.append([row])
        last = row if wanted else None
    return {
        place: lines
        for run in runs
        for place, lines in zip(map(_place, run), lay(run), strict=True)
    }


def _alike(last: Row, row: Row, comments: Comments) -> bool:
    """Return whether two rows, one after the other, stand in the same columns."""
    place = _place(row)
    apart = bool(comments.empty[place]) or place in comments.before
    same_class = row.kind != "given" or str(last.words[1]) == str(row.words[1])
    return not apart and last.kind == row.kind and same_class


def _as_written(row: Row, comments: Comments) -> list[str]:
    """Return a row with comments between its words: its lines stay as the author broke them."""
    hang = " " * (indent_of(row) + INDENT)
    lines = [" " * indent_of(row)]
    last: Token | None = None
    for word in row.words:
        place = word.start_pos or 0
        if last is not None and place in comments.broken:
            if behind := comments.behind.get(last.end_pos or 0):
                lines[-1] += f"  {behind}"
            lines += [hang + comment.text for comment in comments.before.get(place, [])]
            lines.append(hang)
            last = None
        lines[-1] += between(last, word) + spelling(word)
        last = word
    return lines
