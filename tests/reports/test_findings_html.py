"""Findings as a page: what stands on it, and that no text breaks it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tenure.compiler.check.checks import check_policy
from tenure.compiler.compile import compile_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import (
    Diagnostic,
    Edit,
    Instance,
    Label,
    Saying,
    Verdict,
    Witness,
    WitnessRecord,
)
from tenure.dsl.source import SourceFile
from tenure.reports.findings import renderer
from tenure.reports.findings.pictures import picture
from tenure.reports.findings.results import Accepted, Checked
from tests.reports.conftest import ARABIC, LONG, NASTY

AS_OF = date(2026, 11, 23)
POLICIES = Path(__file__).parents[2] / "policies"


def checked(path: Path) -> Checked:
    compilation = compile_policy(path)
    assert compilation.policy is not None
    report = check_policy(compilation.policy, AS_OF)
    return Checked(
        path=str(path.relative_to(POLICIES)),
        title=compilation.policy.document.title,
        readable=True,
        findings=(*compilation.diagnostics, *report.findings),
        proof=report.proof,
        policy=compilation.policy,
    )


def parsed(page: str) -> Element:
    """The page, which the standard finds nothing wrong with."""
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert isinstance(document, Element)
    return document


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def surrey_as_written() -> Checked:
    return checked(POLICIES / "surrey" / "as-written")


def test_a_conflict_has_its_rules_its_record_its_bars_and_its_edit(
    surrey_as_written: Checked,
) -> None:
    page = parsed(renderer("html")([surrey_as_written]))
    first = next(each for each in page.iter("article"))
    said = text_of(first)
    assert said.startswith("Error TN401, ambiguous outcome 6.0.2/repeat and 6.0.2/child give")
    assert "Keep for 75 years after the complaint was closed" not in said  # under a condition
    assert "keep for 75 years after the complaint was closed, then destroy." in said
    assert "received 20 November 2026closed 23 November 2026repeat complaint_2" in said
    assert "6.0.2/repeat: keep until 23 November 2029, then anonymise" in said
    assert "Let 6.0.2/child override 6.0.2/repeat (lex superior)" in said
    assert "+ overrides repeat" in said
    assert len(list(first.iter("{http://www.w3.org/2000/svg}svg"))) == 2


def test_every_finding_is_there_once_with_what_was_proved(surrey_as_written: Checked) -> None:
    page = parsed(renderer("html")([surrey_as_written, surrey_as_written]))
    articles = list(page.iter("article"))
    assert len(articles) == len(surrey_as_written.findings)
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(set(ids)) == len(ids)
    links = {each.get("href") for each in page.iter("a")}
    assert links <= {f"#{id_}" for id_ in ids}
    assert "8 disagree, 1 proved not to disagree (days 1 January 1900" in text_of(page)


def test_the_same_findings_give_the_same_page_that_asks_for_nothing(
    surrey_as_written: Checked,
) -> None:
    page = renderer("html")([surrey_as_written])
    assert renderer("html")([surrey_as_written]) == page
    assert not re.search(r"<(script|link|img|iframe)\b|url\((?!#)|@import|https?:", page)


def test_what_is_unknown_and_what_is_accepted_say_so(surrey_as_written: Checked) -> None:
    unknown, taken, *_ = surrey_as_written.findings
    one = replace(
        surrey_as_written,
        findings=(replace(unknown, verdict=Verdict.UNKNOWN),),
        accepted=(
            Accepted(
                finding=taken,
                fingerprint="abc123",
                owner="Records manager",
                reason="settled by 2027-02-01",
                until=date(2026, 12, 31),
            ),
        ),
    )
    first, second = parsed(renderer("html")([one])).iter("article")
    assert "This was neither shown on a record nor ruled out." in text_of(first)
    said = "accepted by Records manager until 31 December 2026: settled by 1 February 2027"
    assert said in text_of(second)


def test_without_findings_it_says_that_there_are_none() -> None:
    one = Checked(path="x", title="X", readable=True, findings=(), proof=None)
    said = text_of(parsed(renderer("html")([one])))
    assert "Nothing was found." in said
    assert "The rules were not compared, because the policy has an error" in said


# --- bars ---------------------------------------------------------------------------------


def saying(rule: str, until: date | None, record: str | None = None) -> Saying:
    return Saying(rule=rule, keep_until=until, text=f"keep until {until}", record=record)


def witness(*sayings: Saying, records: tuple[WitnessRecord, ...] = ()) -> Witness:
    return Witness(records=records, as_of=date(2026, 6, 1), sayings=sayings, status="conflict")


def test_bars_are_to_scale_from_the_first_event_of_their_record() -> None:
    records = (
        WitnessRecord(record_class="a", name="a1", fields=(("closed", "2026-01-01"),)),
        WitnessRecord(record_class="b", name="b1", fields=(("opened", "2026-05-01T09:30"),)),
    )
    found = picture(
        witness(
            saying("long", date(2028, 1, 1)),
            saying("short", date(2027, 1, 1)),
            saying("linked", date(2026, 12, 31), "b1"),
            records=records,
        )
    )
    assert found is not None
    assert (found.first, found.last) == (date(2026, 1, 1), date(2028, 1, 1))
    assert [(lane.rule, lane.start, lane.end, lane.open) for lane in found.lanes] == [
        ("linked", 164.4, 498.6, False),
        ("short", 0.0, 500.0, False),
        ("long", 0.0, 1000.0, False),
    ]
    assert found.today == 206.8


def test_a_bar_without_an_end_runs_to_the_edge() -> None:
    found = picture(
        witness(saying("a", date(2027, 6, 1)), saying("b", date.max), saying("c", None))
    )
    assert found is not None
    assert [(lane.rule, lane.open) for lane in found.lanes] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]
    assert [lane.end for lane in found.lanes] == [961.5, 1000, 1000]
    assert found.last == date(2027, 6, 1)


def test_a_witness_of_which_no_rule_says_anything_has_no_bars() -> None:
    assert picture(witness()) is None


# --- texts that try to break it -----------------------------------------------------------


def hostile() -> Checked:
    text = f'rule 1 "{NASTY}"\n  {LONG}\n\x1b[2J {ARABIC}'
    source = SourceFile(path=f"{NASTY}.tenure", text=text)
    finding = Diagnostic(
        code=Code.AMBIGUOUS_OUTCOME,
        message=f"`{NASTY}` and `{LONG}` ` odd 9999-99-99",
        at=source.span(0, len(text)),
        related=(Label(span=source.span(3, 9), text=NASTY),),
        help=(NASTY, f"`{LONG}`", "`"),
        rules=(NASTY, LONG),
        witness=witness(
            saying(NASTY, date(2027, 1, 1)),
            saying(LONG, None, NASTY),
            records=(
                WitnessRecord(record_class=LONG, name=NASTY, fields=((LONG, "2026-01-01"),)),
                WitnessRecord(record_class="b", name=LONG, fields=(("x", NASTY),)),
            ),
        ),
        edits=tuple(
            Edit(title=NASTY, span=source.span(end, end), text=f"\n{NASTY}{LONG}")
            for end in (len(text), 9, 0)
        ),
        instances=tuple(
            Instance(rules=(NASTY,), at=source.span(0, 4), text=NASTY) for _ in range(12)
        ),
    )
    return Checked(path=NASTY, title=NASTY, readable=True, findings=(finding,), proof=None)


def test_hostile_texts_are_texts() -> None:
    page = renderer("html")([hostile()])
    document = parsed(page)
    assert {each.tag for each in document.iter()}.isdisjoint({"script", "img", "iframe"})
    said = text_of(document)
    assert said.count("<script>alert(1)</script>") > 10
    assert "and 2 more" in said
    assert page.replace("\n", "").isprintable()
