"""Versions of a file, read one after the other."""

from __future__ import annotations

import pytest

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes.declarations import File
from tenure.dsl.reader import read_file
from tenure.dsl.rereading import Rereader
from tenure.dsl.source import SourceFile

HEAD = 'policy "P"\n\n'
RECORD = "record letter\n  sent  date\n\n"
RULE = "rule 1 for letter\n  keep 3 years after sent\n"


def read(rereader: Rereader, text: str) -> tuple[File | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return rereader.read(SourceFile(path="p.tenure", text=text), found.append), found


def fresh(text: str) -> tuple[File | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_file(SourceFile(path="p.tenure", text=text), found.append), found


def test_what_is_not_edited_keeps_its_node_and_moves() -> None:
    rereader = Rereader()
    first, _ = read(rereader, HEAD + RECORD + RULE)
    assert first is not None
    rule = first.declarations[2]
    before = rule.span.line
    second, _ = read(rereader, HEAD + RECORD.replace("\n\n", "\n  subject  text\n\n") + RULE)
    assert second is not None
    assert second.declarations[2] is rule
    assert rule.span.line == before + 1
    assert rule.span.text == RULE.rstrip()
    assert second.declarations[1] is not first.declarations[1]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('mark P "public"', False),
        ('mark P "personal"  # not "public"', True),
        ('mark P "personal"\n# one\n\n# two\n', True),
        ('mark P "personal # not"', False),
        ('mark P # why\n "personal"', False),
        ("mark P 'personal'", False),
        ('mark P """personal"""', False),
        ('mark P "personal"""', False),
    ],
)
def test_remarks_after_a_declaration_are_no_part_of_it(text: str, same: bool) -> None:
    rereader = Rereader()
    first, _ = read(rereader, 'mark P "personal"\n' + RULE)
    second, found = read(rereader, f"{text}\n{RULE}")
    assert (second, found) == fresh(f"{text}\n{RULE}")
    assert first is not None
    assert (second is not None and second.declarations[0] is first.declarations[0]) is same


def test_two_declarations_of_one_text_are_two_nodes() -> None:
    rereader = Rereader()
    read(rereader, HEAD + RULE)
    twice, _ = read(rereader, HEAD + RULE + RULE)
    assert twice is not None
    assert twice.declarations[1] is not twice.declarations[2]
    assert twice.declarations[1].span.line != twice.declarations[2].span.line


def test_a_fixed_span_stays_where_it_was() -> None:
    rereader = Rereader()
    first, _ = read(rereader, HEAD + RULE)
    assert first is not None
    fixed = first.declarations[1].span.fixed()
    assert fixed == first.declarations[1].span
    read(rereader, HEAD + RECORD + RULE)
    assert fixed != first.declarations[1].span
    assert fixed.text == RULE.rstrip()


CUT = (
    'policy "P"\n  resolve by\n  authority\n',  # a word of a declaration begins a line
    'policy "P"\n  resolve by longest,\nauthority\n' + RECORD,
    RECORD + "rule 1\n  for letter\n  because\n  test\n  keep 1 day after sent\n",
    "authority\ntest\n" + '"T" kind statute\n',
    "record letter\n  link  link to\nrecord\n",
)
WRONG = (
    "rule 1 for letter\n  kep 3 years after sent\n",
    "rule 1 for letter\n  keep 3 years after\n" + RULE,
    "rule 1 for letter\n  keep 3 years after\n",
    "rule 1 for letter\n  keep until 2020-02-31\n" + RULE,
    RULE + 'rule 2 "no end\n' + RULE,
    RULE + 'rule 2 """no end\n' + RULE,
    "kep\n" + RULE,
    "rule\n" * 30,
    RULE + "record letter is\nrule\nrule 5\n",
)


@pytest.mark.parametrize("text", [*CUT, *WRONG])
@pytest.mark.parametrize("before", ["", HEAD + RECORD + RULE])
def test_whatever_is_typed_is_read_as_by_a_fresh_reader(before: str, text: str) -> None:
    rereader = Rereader()
    read(rereader, before)
    for version in (before + text, before + text + RULE):
        assert read(rereader, version) == fresh(version)


def test_the_cut_ones_are_sound() -> None:
    """Else the property above would not try what it is there for."""
    assert all(fresh(text)[0] is not None for text in CUT[:2])
