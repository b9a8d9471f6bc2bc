"""The Word document: headings, head rows, links and styles of Word; the same bytes; harmless."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.tables import group_table
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.wording import ENGLISH, plain

AS_OF = date(2026, 11, 23)
POLICIES = ("sample", "hostile", "contact", "hostile_contact", "surrey", "calico", "polha")


@pytest.fixture(scope="module", params=POLICIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Policy)
    return found


@pytest.fixture(scope="module")
def view(policy: Policy) -> ScheduleView:
    """What the document says."""
    return assemble(policy, AS_OF, ENGLISH)


@pytest.fixture(scope="module")
def document(policy: Policy) -> Document:
    """The document, opened."""
    return docx.Document(io.BytesIO(content(policy)))


def content(policy: Policy) -> bytes:
    return publish(policy, ["docx"], AS_OF)["schedule.docx"]


def test_headings_are_headings(document: Document, view: ScheduleView) -> None:
    found = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    expected = [f"{group.ref} {group.title}" for group in view.groups]
    expected += [f"{part.ref} {part.title}" for part in view.parts]
    assert found[: len(expected)] == [" ".join(title.split()) for title in expected]


def test_tables_say_everything_and_repeat_their_head(
    document: Document, view: ScheduleView
) -> None:
    tables = [group_table(group, view) for group in view.groups if group.entries]
    tables += [part.table for part in view.parts if part.table]
    for table, grid in zip(tables, document.tables, strict=True):
        head, *rows = grid.rows
        assert head._tr.trPr is not None
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        for row, found in zip(table.rows, rows, strict=True):
            said = [row.head, *("\n".join(plain(p.prose) for p in cell) for cell in row.cells)]
            cells = [list(tc.iter(qn("w:p"))) for tc in found._tr.tc_lst]
            texts = ["\n".join(text_of(p) for p in paragraphs) for paragraphs in cells]
            assert texts == said


def text_of(paragraph: object) -> str:
    """The text of a paragraph, that of its links too."""
    signs = {qn("w:t"): None, qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    return "".join(
        each.text or "" if signs[each.tag] is None else str(signs[each.tag])
        for each in paragraph.iter(*signs)  # type: ignore[attr-defined]
    )


def test_every_link_leads_to_a_bookmark(document: Document, view: ScheduleView) -> None:
    body = document.element.body
    marks = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    assert len(marks) == len(set(marks))
    assert set(links) <= set(marks)
    assert len(links) >= len(view.groups) + len(view.parts)
    assert all(len(mark or "") <= 40 for mark in marks)


def test_it_carries_the_fingerprint_and_loads_nothing(
    document: Document, policy: Policy, view: ScheduleView
) -> None:
    assert view.fingerprint in document.core_properties.keywords
    assert document.core_properties.created.date() == AS_OF
    with zipfile.ZipFile(io.BytesIO(content(policy))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        relations = [archive.read(n) for n in archive.namelist() if n.endswith(".rels")]
    assert not any(b'TargetMode="External"' in relation for relation in relations)


def test_the_same_bytes_each_time(contact: Policy) -> None:
    assert content(contact) == content(contact)
