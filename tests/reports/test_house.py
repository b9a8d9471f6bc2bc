"""A house style in every format: the name, the logo and its words, the colours, the columns."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from docx import Document
from openpyxl import load_workbook

from tenure.compiler.policy import Policy
from tenure.reports.look.contrast import ENOUGH, contrast, readable
from tenure.reports.look.house import House, Logo, Palette
from tenure.reports.schedule import publish
from tenure.reports.wording import catalogue

AS_OF = date(2026, 3, 3)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7a\x1f\x5c" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


LOGO = Logo(media_type="image/png", content=png(60, 20), alt="The county's arms & name")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><rect width="3" height="1"/></svg>'
)
HOUSE = House(
    organisation="Cyngor Rhywle",
    logo=LOGO,
    palette=Palette(accent="#7a1f5c", tint="#eeeeee"),
    columns={"schedule": ("reference", "period", "title")},
)


def written(policy: Policy, name: str, house: House = HOUSE, language: str = "cy") -> bytes:
    files = publish(policy, [name], AS_OF, language=catalogue(language), house=house)
    (content,) = files.values()
    return content


# --- PDF ------------------------------------------------------------------------------------


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the tagged structure."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append(element)
        kids = element.get("/K") if isinstance(element, pikepdf.Dictionary) else None
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return found


def test_the_pdf_says_what_the_logo_says_and_in_which_language(surrey: Policy) -> None:
    with pikepdf.open(io.BytesIO(written(surrey, "pdf"))) as pdf:
        assert str(pdf.Root.Lang) == "cy"
        elements = structure(pdf)
        alts = [str(each.Alt) for each in elements if "/Alt" in each]
        assert alts == [LOGO.alt]
        assert "en" in {str(each.Lang) for each in elements if "/Lang" in each}
        assert pdf.docinfo["/Author"] == "Cyngor Rhywle"


def test_a_pdf_in_the_language_of_the_policy_marks_nothing(surrey: Policy) -> None:
    with pikepdf.open(io.BytesIO(written(surrey, "pdf", language="en"))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert {str(each.Lang) for each in structure(pdf) if "/Lang" in each} <= {"en"}


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/png"])
def test_the_same_look_gives_the_same_bytes(kind: str, surrey: Policy) -> None:
    content = SVG if kind == "image/svg+xml" else LOGO.content
    house = replace(HOUSE, logo=Logo(media_type=kind, content=content, alt="A"))
    assert written(surrey, "pdf", house) == written(surrey, "pdf", house)


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_a_picture_that_is_none_is_refused(name: str, surrey: Policy) -> None:
    broken = Logo(media_type="image/png", content=LOGO.content[:20], alt="A")
    with pytest.raises(ValueError, match="logo"):
        written(surrey, name, replace(HOUSE, logo=broken))


# --- Word and Excel ---------------------------------------------------------------------------


def test_word_has_logo_colours_columns_and_languages(surrey: Policy) -> None:
    content = written(surrey, "docx")
    document = Document(io.BytesIO(content))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == LOGO.alt
    for style in ("Heading 1", "Publisher", "Link"):
        assert str(document.styles[style].font.color.rgb) == "7A1F5C"
    assert "Cyngor Rhywle" in [paragraph.text for paragraph in document.paragraphs]
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads == ["Cyfeirnod", "Cyfnod cadw", "Teitl"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
        styles = archive.read("word/styles.xml").decode("utf-8")
    assert 'w:fill="EEEEEE"' in body
    assert 'w:fill="F4F2EA"' not in body
    assert 'w:lang w:val="cy-GB"' in styles
    assert '<w:lang w:val="en-GB"/>' in body
    assert content == written(surrey, "docx")


def test_word_in_the_language_of_the_policy_marks_nothing(surrey: Policy) -> None:
    with zipfile.ZipFile(io.BytesIO(written(surrey, "docx", language="en"))) as archive:
        assert "<w:lang " not in archive.read("word/document.xml").decode("utf-8")


def test_word_takes_no_svg_and_says_so(surrey: Policy) -> None:
    svg = Logo(media_type="image/svg+xml", content=SVG, alt="A")
    with pytest.raises(ValueError, match="SVG"):
        written(surrey, "docx", replace(HOUSE, logo=svg))


def test_excel_has_colours_and_columns(surrey: Policy) -> None:
    sheet = load_workbook(io.BytesIO(written(surrey, "xlsx"))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["Adran", "Cyfeirnod", "Cyfnod cadw", "Teitl", "Ar gyfer"]
    assert sheet["A1"].fill.fgColor.rgb == "FFEEEEEE"


def test_columns_of_the_contact_half(polha: Policy) -> None:
    columns = {"standards": ("reference", "standard", "limit", "promise")}
    page = written(polha, "html", House(columns=columns), "en").decode("utf-8")
    head = page.partition('id="standards"')[2].partition("</thead>")[0]
    places = [head.index(f">{name}<") for name in ("Standard", "Time limit", "What is promised")]
    assert places == sorted(places)
    assert ">Who<" not in head


# --- contrast -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.478)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_the_nearest_colour_that_can_be_read() -> None:
    assert contrast(readable("#ffcc00", ("#ffffff",), "#000000"), "#ffffff") >= ENOUGH
    assert readable("#000000", ("#ffffff",), "#000000") == "#000000"


def test_the_usual_colours_can_be_read() -> None:
    usual = Palette()
    for ground in ("#ffffff", usual.paper, usual.tint, "#fff3c4"):
        assert contrast(usual.accent, ground) >= ENOUGH
        assert contrast(usual.text, ground) >= ENOUGH


def test_the_usual_look_has_no_digest_and_every_other_its_own() -> None:
    assert House().digest == House(shown_at="elsewhere").digest == ""
    others = [
        HOUSE,
        replace(HOUSE, organisation="Another"),
        replace(HOUSE, logo=None),
        replace(HOUSE, logo=replace(LOGO, alt="B")),
        replace(HOUSE, palette=Palette()),
        replace(HOUSE, columns={}),
        replace(HOUSE, templates={"a": "b"}),
        replace(HOUSE, wording={"en": {"a": "b"}}),
        replace(HOUSE, written_in="cy"),
    ]
    digests = [each.digest for each in others]
    assert "" not in digests
    assert len(set(digests)) == len(others)
