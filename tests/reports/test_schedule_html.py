"""The page: valid, whole, self-contained, linked within itself, and harmless."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.wording import ENGLISH

FILTER = Path(__file__).parents[2] / "reports" / "schedule" / "templates" / "filter.js"
ANSWERS = Path(__file__).parents[2] / "reports" / "answers" / "templates"
AS_OF = date(2026, 11, 23)
WORKED = ("calico", "polha", "staffords")
POLICIES = ("sample", "hostile", "surrey", "contact", "hostile_contact", *WORKED)


@pytest.fixture(params=POLICIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Policy)
    return found


def page_of(policy: Policy) -> Element:
    """The page, parsed; the parser is strict and fails on whatever is not valid."""
    html = publish(policy, ["html"], AS_OF)["schedule.html"].decode("utf-8")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(html)
    assert isinstance(root, Element)
    return root


def text_of(element: Element) -> str:
    """The text of an element, its white space squeezed."""
    return " ".join("".join(element.itertext()).split())


def by_id(page: Element, id_: str) -> Element:
    """The one element of that id."""
    (found,) = [each for each in page.iter() if each.get("id") == id_]
    return found


def test_every_id_is_given_once(policy: Policy) -> None:
    ids = [each.get("id") for each in page_of(policy).iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_every_rule_and_promise_has_its_permalink(policy: Policy) -> None:
    page = page_of(policy)
    permalinks = assemble(policy, AS_OF, ENGLISH).permalinks
    steps = {
        step.ref
        for one in policy.obligations.values()
        for step in one.steps
        if one.procedure or len(one.steps) > 1
    }
    assert set(permalinks) == {*policy.rules, *policy.obligations, *steps}
    for ref, id_ in permalinks.items():
        row = by_id(page, id_)
        if ref in policy.obligations and policy.obligations[ref].procedure:
            assert row.tag == "h2"
            continue
        head = row.find("th")
        assert head is not None
        assert text_of(head) == ref
        assert [link.get("href") for link in head.iter("a")] == [f"#{id_}"]


def test_links_lead_to_something_on_the_page(policy: Policy) -> None:
    page = page_of(policy)
    ids = {each.get("id") for each in page.iter()}
    for link in page.iter("a"):
        href = link.get("href") or ""
        assert href.startswith("#")
        assert href[1:] in ids


def test_the_page_asks_for_nothing_else(policy: Policy) -> None:
    page = page_of(policy)
    tags = {each.tag for each in page.iter()}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base"}
    scripts = ["".join(each.itertext()).strip() for each in page.iter("script")]
    *answers, found = scripts
    assert found == FILTER.read_text(encoding="utf-8").strip()
    if answers:
        data, script = answers
        assert json.loads(data)["kinds"]
        own = [(ANSWERS / name).read_text(encoding="utf-8") for name in ("decide.js", "answers.js")]
        assert script == "".join(own).strip()
    assert all("action" not in form.attrib for form in page.iter("form"))
    for each in page.iter():
        assert not {name for name in each.attrib if name.startswith("on") or name == "src"}
        assert each.get("style") is None
    styles = [text_of(each) for each in page.iter("style")]
    assert len(styles) == 1
    assert "url(" not in styles[0]
    assert "@import" not in styles[0]


def test_landmarks_and_language(policy: Policy) -> None:
    page = page_of(policy)
    assert page.get("lang") == "en"
    for tag in ("header", "nav", "main", "footer", "h1", "title"):
        assert len(list(page.iter(tag))) == 1, tag
    for each in page.iter("section"):
        assert by_id(page, each.get("aria-labelledby") or "").tag == "h2"


def test_tables_have_captions_and_scoped_heads(policy: Policy) -> None:
    for table in page_of(policy).iter("table"):
        assert [text_of(each) for each in table.findall("caption")] != [""]
        head = table.find("thead")
        assert head is not None
        assert {cell.get("scope") for cell in head.iter("th")} == {"col"}
        columns = len(list(head.iter("th")))
        for body in table.findall("tbody"):
            for row in body.findall("tr"):
                cells = [*row.findall("th"), *row.findall("td")]
                assert row.findall("th")[0].get("scope") == "row"
                assert sum(int(cell.get("colspan", "1")) for cell in cells) == columns


def test_cards_have_labels(policy: Policy) -> None:
    """What a wide table says in its head, a card says in each line."""
    labels = {text for key, text in ENGLISH.phrases.items() if key.startswith("column.")}
    for table in page_of(policy).iter("table"):
        for cell in table.iter("td"):
            assert cell.get("data-label") in labels


@pytest.mark.parametrize("name", ["hostile", "hostile_contact"])
def test_hostile_text_is_shown_as_it_is_written(name: str, request: pytest.FixtureRequest) -> None:
    page = page_of(request.getfixturevalue(name))
    shown = text_of(page)
    assert shown.count("<script>alert(1)</script>") > 10
    assert ("</style><style>*{display:none}</style>" in shown) is (name == "hostile")
    assert "{{ x }}" in shown
    assert "&lt;" in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_every_sentence_of_every_rule_is_on_the_page(policy: Policy) -> None:
    page = page_of(policy)
    for group in assemble(policy, AS_OF, ENGLISH).groups:
        for entry in group.entries:
            for line in entry.lines:
                shown = text_of(by_id(page, line.id))
                for sentence in line.period:
                    words = " ".join("".join(run.text for run in sentence).split())
                    assert words in shown


def test_the_columns_of_the_source(sample: Policy) -> None:
    page = page_of(sample)
    (head, *_) = page.iter("thead")
    assert [text_of(cell) for cell in head.iter("th")] == [
        "Reference",
        "Title",
        "Retention period",
        "Format",
        "Authority",
        "Notes and access",
        "Key",
    ]
    row = by_id(page, "r-6.0.2")
    assert [text_of(cell) for cell in (*row.findall("th"), *row.findall("td"))] == [
        "6.0.2",
        "Complaint records",
        "Keep for 3 years after the complaint was closed, then anonymise."
        "Keep the anonymised record for 10 years after the complaint was closed, then destroy."
        "May be kept longer by agreement with the Customer Relations Manager.",
        "paper and electronicfeedback database",
        "Good Practiceso that a repeat can be recognised",
        "First line second line A second paragraph.Access: Customer Relations only",
        "P, M",
    ]


def test_colours_have_enough_contrast(sample: Policy) -> None:
    """WCAG 2.2, 1.4.3: every colour of text on every ground, light, dark and printed."""
    (style,) = [each.text or "" for each in page_of(sample).iter("style")]
    palettes = [dict(re.findall(r"--(\w+):\s*(#\w+)", block)) for block in roots(style)]
    assert len(palettes) == 3
    for palette in palettes:
        grounds = [palette[name] for name in ("paper", "sheet", "tint", "mark") if name in palette]
        for text in ("ink", "quiet", "accent", "warn"):
            for ground in grounds:
                assert contrast(palette[text], ground) >= 4.5, (text, ground)


def roots(style: str) -> list[str]:
    """The blocks that set the colours."""
    return re.findall(r":root\s*\{([^}]*)\}", style)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    digits = colour.lstrip("#")
    full = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
