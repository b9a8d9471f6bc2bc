"""Excerpts of source text, with the spans that matter underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tenure.dsl.source import SourceFile, Span
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.lines import shown_line
from tenure.reports.findings.paint import Ink, Paint


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span to underline.

    Attributes:
        span: the span.
        text: a few words to the right of the underline.
        ink: the colour of the underline.
        primary: whether it is what the message is about.
    """

    span: Span
    text: str = ""
    ink: Ink = "place"
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stroke:
    """The part of a mark that lies on one line: offsets in that line, the end not included."""

    line: int
    start: int
    end: int
    text: str
    mark: Mark


def gutter(marks: Iterable[Mark]) -> int:
    """Return how many columns the line numbers of an excerpt take."""
    return max((len(str(_end(mark.span)[0])) for mark in marks), default=1)


def excerpt(marks: Sequence[Mark], paint: Paint, columns: int) -> list[str]:
    """Return the lines of source that hold the marks, those of the first mark's file first.

    Args:
        marks: what to underline; the first is where the message points.
        paint: how it is coloured.
        columns: the columns of the line numbers.
    """
    files: dict[str, list[Mark]] = {}
    for mark in marks:
        files.setdefault(mark.span.source.path, []).append(mark)
    lines: list[str] = []
    margin = " " * columns
    for path, inside in files.items():
        arrow = ":::" if lines else "-->"
        first = inside[0].span
        place = f"{one_line(path)}:{first.line}:{first.column}"
        lines.append(f"{margin}{paint(arrow, 'place')} {place}")
        lines.append(_bare(margin, paint))
        lines.extend(_body(inside, paint, columns))
        lines.append(_bare(margin, paint))
    return lines


def _bare(margin: str, paint: Paint) -> str:
    return f"{margin} {paint('|', 'place')}"


def _body(marks: list[Mark], paint: Paint, columns: int) -> Iterator[str]:
    strokes: dict[int, list[_Stroke]] = {}
    for mark in marks:
        for stroke in _strokes(mark):
            strokes.setdefault(stroke.line, []).append(stroke)
    previous: int | None = None
    for number in sorted(strokes):
        if previous is not None and number > previous + 1:
            yield paint("...", "place")
        previous = number
        yield from _line(marks[0].span.source, strokes[number], paint, columns)


def _line(source: SourceFile, strokes: list[_Stroke], paint: Paint, columns: int) -> Iterator[str]:
    number = strokes[0].line
    main = next((stroke for stroke in strokes if stroke.mark.primary), strokes[0])
    shown = shown_line(source.line(number), main.start)
    numbered = paint(f"{number:>{columns}} |", "place")
    yield f"{numbered} {shown.text}".rstrip()
    margin = _bare(" " * columns, paint)
    for stroke in strokes:
        start = shown.column(stroke.start)
        under = "^" if stroke.mark.primary else "-"
        line = under * max(1, shown.column(stroke.end) - start)
        text = f" {one_line(stroke.text, 200)}" if stroke.text else ""
        yield f"{margin} {' ' * start}{paint(line + text, stroke.mark.ink)}"


def _strokes(mark: Mark) -> Iterator[_Stroke]:
    """Return the strokes under a span: one, or those under its first and its last line."""
    span = mark.span
    first, column = span.source.position(span.start)
    last, end = _end(span)
    if first == last:
        yield _Stroke(line=first, start=column - 1, end=end, text=mark.text, mark=mark)
        return
    line = span.source.line(first)
    yield _Stroke(line=first, start=column - 1, end=len(line.rstrip()), text="", mark=mark)
    line = span.source.line(last)
    indent = len(line) - len(line.lstrip())
    yield _Stroke(line=last, start=indent, end=end, text=mark.text, mark=mark)


def _end(span: Span) -> tuple[int, int]:
    """Return line and offset after a span's last character, blanks at its end not counted."""
    last = max(span.start, span.start + len(span.text.rstrip()) - 1)
    return span.source.position(last)
