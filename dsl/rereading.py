"""Reads files that are being edited: what has not changed keeps its nodes.

A declaration whose text is as it was in the version before keeps its node, and its
passage moves to where it stands now. What comes back is equal to what `read_file`
returns, spans included; a file with a mistake is read by `read_file` itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.dsl.nodes.declarations import Declaration, File
from tenure.dsl.reader import declaration_bounds, read_file, read_passage
from tenure.dsl.source import Passage, SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A passage that was read, and what it declares: one declaration, or several on a line."""

    passage: Passage
    declarations: tuple[Declaration, ...]


class Rereader:
    """Reads versions of files, one after the other."""

    def __init__(self) -> None:
        self._pieces: dict[str, dict[str, list[_Piece]]] = {}

    def read(self, source: SourceFile, report: Report) -> File | None:
        """Read a version of a file; as `read_file`.

        The spans of what was read before move to where they stand in this version.
        """
        known = {text: list(pieces) for text, pieces in self._pieces.get(source.path, {}).items()}
        read: list[tuple[str, int, _Piece]] = []
        for start, end in declaration_bounds(source):
            text = source.text[start:end]
            piece = known[text].pop(0) if known.get(text) else _new(source, start, end)
            if piece is None:
                return read_file(source, report)
            read.append((text, start, piece))
        current: dict[str, list[_Piece]] = {}
        for text, start, piece in read:
            piece.passage.source, piece.passage.start = source, start
            current.setdefault(text, []).append(piece)
        self._pieces[source.path] = current
        return File(
            source=source,
            declarations=tuple(decl for _, _, piece in read for decl in piece.declarations),
        )


def _new(source: SourceFile, start: int, end: int) -> _Piece | None:
    passage = Passage(source=source, start=start)
    found = read_passage(passage, end)
    return None if isinstance(found, Diagnostic) else _Piece(passage=passage, declarations=found)
