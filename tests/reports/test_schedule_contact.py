"""The contact half of the document: tables, pictures of stages, duties, processing, calendars."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

import html5lib
import pytest

from tenure.compiler.deadlines import LogEntry
from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.parts import Cell, Part, Row
from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.wording import ENGLISH, plain

AS_OF = date(2026, 11, 23)
Compiled = Callable[[str], Policy]


def parts_of(policy: Policy, log: list[LogEntry] | None = None) -> dict[str, Part]:
    return {part.id: part for part in assemble(policy, AS_OF, ENGLISH, log).parts}


def rows_of(part: Part) -> dict[str, list[str]]:
    """The cells of each row by its head."""
    assert part.table is not None
    return {row.head: [said(cell) for cell in row.cells] for row in part.table.rows}


def said(cell: Cell) -> str:
    return " / ".join(plain(paragraph.prose) for paragraph in cell)


def test_parts_come_in_the_order_of_their_use(contact: Policy) -> None:
    assert list(parts_of(contact)) == [
        "standards",
        "r-9.2",
        "organisations",
        "duties",
        "a-helpline",
    ]


def test_a_policy_of_retention_only_has_no_parts(sample: Policy) -> None:
    view = assemble(sample, AS_OF, ENGLISH)
    assert (view.parts, view.calendars) == ((), ())


def test_a_policy_of_promises_only_has_no_schedule(compiled: Compiled) -> None:
    policy = compiled(
        'policy "P" record letter received date responded date '
        'standard 1 "Letters" for letter respond within 3 days of received'
    )
    view = assemble(policy, AS_OF, ENGLISH)
    assert (view.groups, [part.id for part in view.parts]) == ((), ["standards"])
    page = publish(policy, ["html"], AS_OF)["schedule.html"].decode("utf-8")
    assert ENGLISH.label("doc.empty") not in page
    empty = publish(compiled('policy "P"'), ["html", "md"], AS_OF)
    for content in empty.values():
        assert ENGLISH.label("doc.empty") in content.decode("utf-8")


def test_the_table_of_standards(contact: Policy) -> None:
    part = parts_of(contact)["standards"]
    assert part.table is not None
    assert part.table.columns == ("reference", "standard", "promise", "limit", "target", "who")
    rows = rows_of(part)
    assert list(rows) == [
        "4.1",
        "4.1/call_back",
        "4.1/answer",
        "4.2",
        "4.2/acknowledge",
        "4.2/respond",
        "4.2.old",
    ]
    assert rows["4.2"][0] == (
        "Email and letters / For: Enquiries / Applies if the channel is email or letter. / "
        "Working days are those of the calendar office. / "
        "A full answer, or word of when to expect one. / Rests on Customer charter (page 2)."
    )
    assert rows["4.2/respond"] == [
        "Respond",
        "We respond within 3 working days after receiving it. / If extension agreed, the limit "
        "becomes 10 working days after receiving it, where that is later. / The days from the "
        "date asked to the date replied, both included, do not count. / By email or letter",
        "3 working days / or 10 working days",
        "In 95% of cases",
        "Contact centre",
    ]
    assert rows["4.2.old"][0].startswith("No longer in force / Letters, as it was / ")


def test_promises_stand_under_their_standard(contact: Policy) -> None:
    table = parts_of(contact)["standards"].table
    assert table is not None
    groups = [[row.head for row in group] for group in table.groups]
    assert groups == [
        ["4.1", "4.1/call_back", "4.1/answer"],
        ["4.2", "4.2/acknowledge", "4.2/respond"],
        ["4.2.old"],
    ]
    assert [row.head for row in table.rows if row.is_heading] == ["4.1", "4.2"]


def test_columns_with_nothing_in_them_are_left_out(compiled: Compiled) -> None:
    policy = compiled(
        'policy "P" record letter received date responded date '
        'standard 1 "Letters" for letter respond within 3 days of received'
    )
    table = parts_of(policy)["standards"].table
    assert table is not None
    assert table.columns == ("reference", "standard", "promise", "limit")
    assert all(len(row.cells) == 3 for row in table.rows)


def test_the_table_of_stages(contact: Policy) -> None:
    part = parts_of(contact)["r-9.2"]
    assert (part.ref, part.title) == ("9.2", "Formal investigation")
    rows = rows_of(part)
    assert rows["9.2/appeal"] == [
        "The customer / Stage 3",
        "The customer may take this step within 10 working days after the decision was sent; "
        "after that it lapses. / Done on the date appealed.",
        "10 working days",
        "",
        "",
    ]
    assert rows["9.2/hear"][3:] == ["In 90.5% of cases", "Clerk to the panel"]


def test_the_table_of_organisations(contact: Policy) -> None:
    part = parts_of(contact)["organisations"]
    assert part.table is not None
    assert [[row.head, *map(said, row.cells)] for row in part.table.rows] == [
        ["The whole group", "", "", "All services", "Registrar", "All companies."],
        [
            "Homes",
            "The whole group",
            "England and Ireland",
            "Homes to rent",
            "Regulator of Social Housing / Housing Ombudsman",
            "",
        ],
        ["Homes", "", "", "Homes for sale", "", ""],
    ]


def test_duties_show_what_is_next_only_with_a_log(contact: Policy) -> None:
    bare = parts_of(contact)["duties"].table
    assert bare is not None
    assert "next" not in bare.columns
    log = [
        LogEntry(name="audit", day=date(2026, 8, 1)),
        LogEntry(name="system_changed", day=date(2026, 11, 1)),
    ]
    rows = rows_of(parts_of(contact, log)["duties"])
    assert {head: cells[1] for head, cells in rows.items()} == {
        "Retention audit": "Due by 1 February 2027. / Last done on 1 August 2026.",
        "Process review": "Due by 1 December 2026. / "
        "Called for by: The call system is replaced. / Not yet done.",
        "Tell customers": "Overdue: was due by 1 November 2026. / "
        "Called for by: The call system is replaced. / Not yet done.",
    }


def test_the_record_of_processing(contact: Policy) -> None:
    part = parts_of(contact)["a-helpline"]
    assert part.title == "Record of processing: Technical helpline"
    lines = {plain(term.term): [plain(line) for line in term.lines] for term in part.terms}
    assert lines == {
        "Answers for it": ["Call centre manager"],
        "Purposes": ["Resolve product faults"],
        "Lawful basis": ["Contract"],
        "Whose data": ["Customers"],
        "Data held": ["Name", "Card details, if paid"],
        "Who receives it": [
            "Couriers (last checked 1 March 2026)",
            "IT support (not yet checked)",
            "Recipients are checked every 12 months.",
        ],
        "How long it is kept": ["9: Keep for 3 years after the date received, then destroy."],
        "Security": ["Passwords", "Firewalls"],
    }


def test_calendars_that_count_and_authorities_that_are_cited(contact: Policy) -> None:
    view = assemble(contact, AS_OF, ENGLISH)
    assert [plain(each.term) for each in view.calendars] == ["office", "shop"]
    assert [plain(each.term) for each in view.authorities] == ["UK GDPR", "Customer charter"]


def test_everything_of_the_contact_half_is_in_both_formats(contact: Policy) -> None:
    files = publish(contact, ["html", "md"], AS_OF, log=[])
    page = html5lib.parse(files["schedule.html"].decode("utf-8"), namespaceHTMLElements=False)
    shown = " ".join("".join(page.itertext()).split())
    markdown = re.sub(r"\\(.)", r"\1", files["schedule.md"].decode("utf-8")).replace("**", "")
    markdown = re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", markdown)
    for part in assemble(contact, AS_OF, ENGLISH, []).parts:
        for text in _texts(part):
            assert text in shown, text
            assert text in markdown, text


def _texts(part: Part) -> list[str]:
    rows: tuple[Row, ...] = part.table.rows if part.table else ()
    cells = [cell for row in rows for cell in row.cells]
    proses = [paragraph.prose for cell in (*cells, part.paragraphs) for paragraph in cell]
    proses += [line for term in part.terms for line in term.lines]
    return [part.title, *map(plain, proses)]


# --- the picture of stages --------------------------------------------------------------


@pytest.fixture(params=["contact", "hostile_contact", "tangled", "alone"])
def flow(request: pytest.FixtureRequest, compiled: Compiled) -> StageFlow:
    """The stages of each procedure in turn."""
    texts = {"tangled": TANGLED, "alone": ALONE}
    text = texts.get(request.param)
    found = compiled(text) if text else request.getfixturevalue(request.param)
    (flow,) = [part.flow for part in parts_of(found).values() if part.flow]
    return flow


TANGLED = """
policy "P"
record item a date  b date  c date  d date  e date  f date  g date
procedure 1 "Tangled" for item
  stage six by customer within 3 days of b marks f
  stage two within 3 days of a marks b
  stage three by customer within 3 days of b marks c
  stage four optional within 3 days of b marks d
  stage five within 3 days of e marks g
  overall within 9 days of e marks g
"""


ALONE = """
policy "P"
record item a date  b date  c date
procedure 1 "Ours alone" for item
  stage two within 3 days of a marks b
  stage three within 3 days of b marks c
"""


@pytest.mark.parametrize("width", [284, 640])
def test_the_picture_has_every_stage_and_nothing_lies_on_another(
    flow: StageFlow, width: float
) -> None:
    root = ET.fromstring(draw_stages(flow, width))
    height = float(root.get("height") or 0)
    frames = [
        tuple(float(rect.get(name) or 0) for name in ("x", "y", "width", "height"))
        for rect in root.iter("rect")
    ]
    assert len(frames) == len(flow.stages) + len(flow.beginnings)
    for x, y, wide, high in frames:
        assert x >= 0
        assert x + wide <= width
        assert y + high <= height
    for (_, y, _, high), (_, other, _, other_high) in combinations(frames, 2):
        assert y + high <= other or other + other_high <= y
    words = " ".join("".join(text.itertext()) for text in root.iter("text"))
    assert (flow.ours in words) is any(stage.by_customer for stage in flow.stages)
    for stage in flow.stages:
        assert stage.limit.split()[0] in words
        assert stage.title[:8] in words


def test_the_picture_is_said_in_words_too(contact: Policy) -> None:
    (flow,) = [part.flow for part in parts_of(contact).values() if part.flow]
    root = ET.fromstring(draw_stages(flow, 640))
    assert root.findtext("title") == "Stages of Formal investigation"
    description = root.findtext("desc") or ""
    assert "Stage 3, the customer's, within 10 working days after the decision" in description
    assert "Mediation, ours, within 5 working days after receiving it, optional" in description
    assert description.endswith("The whole, within 6 months after receiving it.")
    assert root.get("role") == "img"


def test_stages_follow_the_ones_they_run_from(compiled: Compiled) -> None:
    (flow,) = [part.flow for part in parts_of(compiled(TANGLED)).values() if part.flow]
    assert [(s.title, s.begins, s.after) for s in flow.stages] == [
        ("Two", True, 0),
        ("Six", False, 0),
        ("Three", False, 0),
        ("Four", False, 0),
        ("Five", True, 1),
    ]
    assert flow.beginnings == ("A", "E")
    assert flow.outer is not None
    assert (flow.outer.begin, flow.outer.end) == (1, 4)
    assert [s.aside for s in flow.stages if s.aside] == ["optional"]
