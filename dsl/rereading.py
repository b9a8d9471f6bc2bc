"""Reads files that are being edited: what has not changed keeps its nodes.

A declaration whose text is as it was in the version before keeps its node, and its
passage moves to where it stands now. What comes back is equal to what `read_file`
returns, spans included, and what is reported for a file with mistakes is the same too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.dsl.nodes.declarations import Declaration, File
from tenure.dsl.reader import MAX_ERRORS, declaration_bounds, read_file, read_passage, stops
from tenure.dsl.source import Passage, SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A passage that was read, and what it declares: one declaration, or several on a line."""

    text: str
    passage: Passage
    declarations: tuple[Declaration, ...]


class Rereader:
    """Reads versions of files, one after the other."""

    def __init__(self, before: Rereader | None = None) -> None:
        """Begin.

        Args:
            before: what read another version of the same policy, whose files may have had
                other paths. A declaration that stood there is taken from it, and its
                spans move from there to here. It may not read any more.
        """
        self._pieces: dict[str, dict[str, list[_Piece]]] = {}
        self._spare: dict[str, list[_Piece]] = {}
        for pieces in before._pieces.values() if before else ():
            for text, same in pieces.items():
                self._spare.setdefault(text, []).extend(same)

    def read(self, source: SourceFile, report: Report) -> File | None:
        """Read a version of a file; as `read_file`.

        The spans of what was read before move to where they stand in this version.
        """
        known = {text: list(pieces) for text, pieces in self._pieces.get(source.path, {}).items()}
        remarks = {comment.end: comment.start for comment in source.comments}
        bounds = list(declaration_bounds(source))
        read: list[tuple[int, _Piece]] = []
        errors: list[tuple[int, Diagnostic]] = []
        for number, (start, end) in enumerate(bounds):
            text = _text(source, start, end, remarks)
            same = known.get(text) or self._spare.get(text)
            piece = same.pop(0) if same else _new(source, start, end, text)
            if isinstance(piece, Diagnostic):
                errors.append((number, piece))
            else:
                read.append((start, piece))
        if not errors:
            self._pieces[source.path] = _moved(source, read)
            declarations = tuple(decl for _, piece in read for decl in piece.declarations)
            return File(source=source, declarations=declarations)
        if not _certainly_wrong(source, bounds, errors[0][0]):
            return read_file(source, report)
        for _, error in errors[:MAX_ERRORS]:
            report(error)
        return None


def _new(source: SourceFile, start: int, end: int, text: str) -> _Piece | Diagnostic:
    passage = Passage(source=source, start=start)
    found = read_passage(passage, end)
    if isinstance(found, Diagnostic):
        return found
    return _Piece(text=text, passage=passage, declarations=found)


def _text(source: SourceFile, start: int, end: int, remarks: Mapping[int, int]) -> str:
    """Return the text of a stretch without the remarks and blank lines after its last word.

    Remarks are given by where they end and begin.
    """
    text = source.text[start:end].rstrip()
    while start + len(text) in remarks:
        text = source.text[start : remarks[start + len(text)]].rstrip()
    return text


def _moved(source: SourceFile, read: list[tuple[int, _Piece]]) -> dict[str, list[_Piece]]:
    """Move what was read to where it stands in a version of the file; return it by its text."""
    found: dict[str, list[_Piece]] = {}
    for start, piece in read:
        piece.passage.source, piece.passage.start = source, start
        found.setdefault(piece.text, []).append(piece)
    return found


def _certainly_wrong(source: SourceFile, bounds: list[tuple[int, int]], number: int) -> bool:
    """Return whether the first stretch that does not parse makes the whole file wrong.

    It need not: it may go on with what is before it, or be gone on with. So it is read
    with its neighbours. Where the parser stops at a word of them, it would stop at the
    same word of the whole file, because it has seen all that is before it.
    """
    start = bounds[max(number - 1, 0)][0]
    last = min(number + 1, len(bounds) - 1)
    return stops(source, start, bounds[last][1] if last < len(bounds) - 1 else len(source.text))
