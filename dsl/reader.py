"""Reads a source file: text in, syntax tree out, every mistake reported.

Assumes nothing of the text. Guarantees a tree only for a file without a syntax
error. After an error the reader goes on at the next declaration, so that a file
with five mistakes reports five.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken

from tenure.dsl.build.spans import NOWHERE, MisreadError
from tenure.dsl.build.trees import TreeBuilder
from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.dsl.nodes.declarations import Declaration, File
from tenure.dsl.source import Passage, SourceFile
from tenure.dsl.syntax_errors import DECLARATION_WORDS, explain_misread, explain_unexpected

MAX_ERRORS = 20
"""Syntax errors reported for one file; beyond that the rest is noise."""

_DECLARATION_START = re.compile(
    rf"^[ \t]*(?:{'|'.join(sorted(DECLARATION_WORDS))})\b", re.MULTILINE
)
_lock = threading.Lock()


def read_file(source: SourceFile, report: Report) -> File | None:
    """Read a source file.

    Args:
        source: the text and where it came from.
        report: receives a diagnostic for each mistake, at most `MAX_ERRORS`.

    Returns:
        The tree, or `None` after a syntax error.
    """
    parsed = read_passage(source.whole, len(source.text))
    if not isinstance(parsed, Diagnostic):
        return File(source=source, declarations=parsed)
    errors = _errors_by_declaration(source) or [parsed]
    for error in errors[:MAX_ERRORS]:
        report(error)
    return None


def _errors_by_declaration(source: SourceFile) -> list[Diagnostic]:
    """Parse each declaration by itself; return what is wrong with those that fail."""
    errors: list[Diagnostic] = []
    for start, end in declaration_bounds(source):
        if len(errors) < MAX_ERRORS:
            parsed = read_passage(Passage(source=source, start=start), end)
            if isinstance(parsed, Diagnostic):
                errors.append(parsed)
    return errors


def declaration_bounds(source: SourceFile) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a file that begin with a declaration's word on a line of its own.

    What is before the first is one too. Stretches without code are left out. A word that
    happens to begin a line may cut a declaration in two; then neither part parses. Where all
    parts parse, they mean what the file does: a declaration can end before such a word only
    where the grammar lets nothing else be meant by it.
    """
    starts = [match.start() for match in _DECLARATION_START.finditer(source.code)]
    for start, end in pairwise([0, *starts, len(source.text)]):
        if source.code[start:end].strip():
            yield start, end


def read_passage(passage: Passage, end: int) -> tuple[Declaration, ...] | Diagnostic:
    """Read from the start of a passage up to, not including, a character offset of its file."""
    source, start = passage.source, passage.start
    with _lock:
        parser, builder = _parser()
        builder.begin(passage)
        try:
            # A slice of the text is a copy, and yet cheaper: lark counts the lines before one.
            tree = parser.parse(source.text[start:end])
        except UnexpectedInput as error:
            return explain_unexpected(error, source, start, end)
        except MisreadError as error:
            return explain_misread(error)
        finally:
            builder.begin(NOWHERE)
    return cast("tuple[Declaration, ...]", tree)


def syntax_tree(source: SourceFile) -> Tree[Token]:
    """Return every word of a file and how the grammar sees them, for the formatter.

    The file is one that `read_file` found no mistake in.
    """
    with _lock:
        return _bare_parser().parse(source.text)


def stops(source: SourceFile, start: int, end: int) -> bool:
    """Return whether the parser stops at a word of a stretch of a file, or at the file's end.

    It then stops there whatever follows the stretch.
    """
    with _lock:
        parser, builder = _parser()
        builder.begin(Passage(source=source, start=start))
        try:
            parser.parse(source.text[start:end])
        except UnexpectedToken as error:
            return error.token.type != "$END" or end == len(source.text)
        except (UnexpectedInput, MisreadError):
            return True
        finally:
            builder.begin(NOWHERE)
    return False


@cache
def _parser() -> tuple[Lark, TreeBuilder]:
    builder = TreeBuilder()
    return _parser_with(builder, "tables"), builder


@cache
def _bare_parser() -> Lark:
    return _parser_with(None, "bare-tables")


def _parser_with(builder: TreeBuilder | None, tables: str) -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        transformer=builder,
        keep_all_tokens=True,
        maybe_placeholders=False,
        cache=_table_cache(grammar, tables) or False,
    )


def _table_cache(grammar: str, kind: str) -> str | None:
    """Return where the parse tables of this grammar are kept between runs.

    `None` where there is no folder of the user's own to keep them in; the tables
    are then built anew, which takes about a tenth of a second.
    """
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = root / "tenure"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    if not os.access(folder, os.W_OK):
        return None
    digest = hashlib.sha256(grammar.encode()).hexdigest()[:16]
    return str(folder / f"grammar-{digest}.{kind}")
