"""What the tests of the language share: reading a text, and the good policies of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes.declarations import File
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus" / "good"

Read = Callable[[str], tuple[File | None, list[Diagnostic]]]


@pytest.fixture(scope="session")
def read() -> Read:
    """The way from a text to its tree, or to what is wrong with it."""

    def read_text(text: str) -> tuple[File | None, list[Diagnostic]]:
        found: list[Diagnostic] = []
        return read_file(SourceFile(path="schedule.tenure", text=text), found.append), found

    return read_text


@pytest.fixture(scope="session")
def good_texts() -> tuple[str, ...]:
    """Every file of the good corpus."""
    return tuple(path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.rglob("*.tenure")))
