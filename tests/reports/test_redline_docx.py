"""The Word redline: who accepts all has the new version, who rejects all the old one."""

from __future__ import annotations

import copy
import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tenure.compiler.policy import Policy
from tenure.reports.redline.docx import write_docx
from tenure.reports.redline.view import Redline
from tests.reports.conftest import CONTACT, HOSTILE_CONTACT, SAMPLE, worked
from tests.reports.redlines import AS_OF, redline_of
from tests.reports.test_redline import CONTACT_EDITS, changed

Compiled = Callable[[str], Policy]
PAIRS = {
    "edited": (CONTACT, changed(CONTACT, *CONTACT_EDITS)),
    "hostile": (SAMPLE, HOSTILE_CONTACT),
}


@pytest.fixture(scope="module", params=PAIRS)
def view(request: pytest.FixtureRequest, compiled: Compiled) -> Redline:
    """Each redline in turn."""
    old, new = PAIRS[request.param]
    return redline_of(compiled(old), compiled(new))


@pytest.fixture(scope="module")
def content(view: Redline) -> bytes:
    """The document."""
    return write_docx(view)


@pytest.fixture(scope="module")
def body(content: bytes) -> Any:
    """What stands in it."""
    return docx.Document(io.BytesIO(content)).element.body


def settled(body: Any, gone: str) -> Any:
    """A document after all changes of one kind are taken away, and those of the other stay.

    As ISO/IEC 29500-1, 17.13.5 has it: a paragraph whose end goes runs on into the next one.
    """
    body = copy.deepcopy(body)
    for row in list(body.iter(qn("w:tr"))):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn(gone)) is not None:
            row.getparent().remove(row)
    for table in list(body.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for block in list(body.iter(qn("w:p"))):
        if _end_is(block, gone):
            following = block.getnext()
            assert following is not None
            if following.tag == qn("w:p"):
                at = 1 if following.find(qn("w:pPr")) is not None else 0
                for child in reversed([c for c in block if c.tag != qn("w:pPr")]):
                    following.insert(at, child)
            else:
                assert not any(t.text for t in _texts(block, gone))
            block.getparent().remove(block)
    for revision in list(body.iter(qn(gone))):
        revision.getparent().remove(revision)
    return body


def _end_is(block: Any, change: str) -> bool:
    properties = block.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(change)}")
    return properties is not None


def _texts(block: Any, without: str) -> Iterator[Any]:
    for text in block.iter(qn("w:t"), qn("w:delText")):
        if not any(each.tag == qn(without) for each in text.iterancestors()):
            yield text


def cells(body: Any) -> list[list[list[str]]]:
    """The texts of every table: its rows, their cells, paragraphs on lines."""
    return [
        [
            ["\n".join(map(text_of, cell.iter(qn("w:p")))) for cell in row.iter(qn("w:tc"))]
            for row in list(table.iter(qn("w:tr")))[1:]
        ]
        for table in body.iter(qn("w:tbl"))
    ]


def text_of(block: Any) -> str:
    signs = {
        qn("w:t"): None,
        qn("w:delText"): None,
        qn("w:br"): "\n",
        qn("w:tab"): "\t",
        qn("w:noBreakHyphen"): "-",
    }
    return "".join(
        each.text or "" if signs[each.tag] is None else str(signs[each.tag])
        for each in block.iter(*signs)
    )


def expected(view: Redline, without: str) -> list[list[list[str]]]:
    tables = [section.table for section in view.sections if section.table]
    found = []
    for table in tables:
        rows = [row for row in table.rows if row.change != without]
        said = []
        for row in rows:
            head = row.was if row.was and without == "inserted" else row.head
            texts = [head]
            for cell in row.cells:
                paragraphs = [
                    "".join(run.text for run in each.prose if run.change != without)
                    for each in cell
                    if not each.prose or any(run.change != without for run in each.prose)
                ]
                texts.append("\n".join(paragraphs))
            said.append(texts)
        if said:
            found.append(said)
    return found


def test_accepting_all_gives_the_new_version(view: Redline, body: Any) -> None:
    assert cells(settled(body, "w:del")) == expected(view, "deleted")


def test_rejecting_all_gives_the_old_version(view: Redline, body: Any) -> None:
    assert cells(settled(body, "w:ins")) == expected(view, "inserted")


def test_changes_are_of_the_day_of_the_document_and_have_ids_of_their_own(body: Any) -> None:
    revisions = list(body.iter(qn("w:ins"), qn("w:del")))
    assert revisions
    assert {each.get(qn("w:date")) for each in revisions} == {f"{AS_OF}T00:00:00Z"}
    assert {each.get(qn("w:author")) for each in revisions} == {"tenure"}
    ids = [each.get(qn("w:id")) for each in revisions]
    assert len(ids) == len(set(ids))
    deleted = [t for each in body.iter(qn("w:del")) for t in each.iter(qn("w:t"))]
    assert deleted == []


def test_every_link_leads_to_a_bookmark(body: Any) -> None:
    marks = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    assert len(marks) == len(set(marks))
    assert links
    assert links <= set(marks)


def test_the_same_bytes_each_time(view: Redline, content: bytes) -> None:
    assert write_docx(view) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_libreoffice_opens_it(
    require_tool: Callable[..., Path], surrey: Policy, tmp_path: Path
) -> None:
    """A PDF of it says both what was and what is."""
    office, reader = require_tool("soffice", "libreoffice"), require_tool("pdftotext")
    path = tmp_path / "redline.docx"
    path.write_bytes(write_docx(redline_of(worked("surrey/as-written"), surrey)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    text = subprocess.run(
        [reader, tmp_path / "redline.pdf", "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    said = " ".join(text.split())
    assert "Customer Services retention schedule, as written" in said
    assert "Call recordings used in a complaint and in training" in said
