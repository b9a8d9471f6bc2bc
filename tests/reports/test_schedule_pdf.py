"""The PDF: tagged, whole, linked, and harmless; looked at by its structure and its text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date

import pikepdf
import pytest

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.wording import ENGLISH

AS_OF = date(2026, 11, 23)
OWN = ("sample", "hostile", "contact", "hostile_contact")
POLICIES = (*OWN, "surrey", "calico", "polha", "staffords", "chat")


@pytest.fixture(scope="module", params=POLICIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Policy)
    return found


def content(policy: Policy) -> bytes:
    return publish(policy, ["pdf"], AS_OF)["schedule.pdf"]


@pytest.fixture(scope="module")
def pdf(policy: Policy) -> Iterator[pikepdf.Pdf]:
    """Its document."""
    with pikepdf.open(io.BytesIO(content(policy))) as document:
        yield document


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    """Every structure element with its tag, in reading order."""
    found: list[tuple[str, pikepdf.Object]] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for each in element:
                walk(each)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S), element))
            if "/K" in element:
                walk(element.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_it_says_that_it_is_accessible(pdf: pikepdf.Pdf, policy: Policy) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert assemble(policy, AS_OF, ENGLISH).fingerprint in str(metadata["pdf:Keywords"])


def test_every_section_is_a_heading_and_a_bookmark(pdf: pikepdf.Pdf, policy: Policy) -> None:
    view = assemble(policy, AS_OF, ENGLISH)
    headings = [tag for tag, _ in tags(pdf) if re.fullmatch(r"/H\d", tag)]
    with pdf.open_outline() as outline:
        bookmarks = [each.title for each in outline.root]
    for said in (*(group.title for group in view.groups), *(part.title for part in view.parts)):
        title = " ".join(said.split())[:20]
        assert any(title in " ".join(mark.replace("\u200b", "").split()) for mark in bookmarks)
    assert len(headings) >= len(bookmarks) >= len(view.groups) + len(view.parts)


def test_tables_have_heads_and_no_cell_outside_a_row(pdf: pikepdf.Pdf, policy: Policy) -> None:
    view = assemble(policy, AS_OF, ENGLISH)
    expected = sum(bool(group.entries) for group in view.groups)
    expected += sum(part.table is not None for part in view.parts)
    found = tags(pdf)
    assert [tag for tag, _ in found].count("/Table") == expected
    assert [tag for tag, _ in found].count("/THead") == expected
    assert {str(each.P.S) for tag, each in found if tag in ("/TH", "/TD")} <= {"/TR"}


def test_every_picture_has_a_text(pdf: pikepdf.Pdf, policy: Policy) -> None:
    flows = [part.flow for part in assemble(policy, AS_OF, ENGLISH).parts if part.flow]
    texts = [str(each.Alt) for tag, each in tags(pdf) if tag == "/Figure" and "/Alt" in each]
    shown = [text.replace("\u200b", "") for text in texts]
    assert len(shown) == len(flows)


def test_nothing_runs_and_nothing_leads_out(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", pikepdf.Array()):
            assert "/A" not in note or str(note.A.S) == "/GoTo"
    assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
    assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names


def test_the_same_bytes_each_time(contact: Policy) -> None:
    assert content(contact) == content(contact)


def test_a_letter_without_a_font_is_spelled_out(compiled: Callable[[str], Policy]) -> None:
    policy = compiled(
        'policy "S" record item "I" ended date '
        'rule 1 "a \u6f22 b \U0010fffd" for item keep 1 day after ended'
    )
    with pikepdf.open(io.BytesIO(content(policy))) as document:
        assert [tag for tag, _ in tags(document)].count("/Table") == 1
