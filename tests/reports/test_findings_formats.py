"""The formats of findings: one diagnostic with everything in it, in each of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import click
import pytest

from tenure.compiler.check.checks import HORIZON, Proof
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import (
    Diagnostic,
    Edit,
    Instance,
    Label,
    Principle,
    ReadyTest,
    Saying,
    Verdict,
    Witness,
    WitnessRecord,
)
from tenure.dsl.source import SourceFile
from tenure.reports.findings import FORMATS, renderer
from tenure.reports.findings.diagnostics import render_all
from tenure.reports.findings.full import proof_line
from tenure.reports.findings.results import Checked, fails

TEXT = "rule 1\n  except one\n  except two\n"
SOURCE = SourceFile(path="x.tenure", text=TEXT)
WITNESS = Witness(
    records=(
        WitnessRecord(
            record_class="call",
            name="r",
            fields=(("recorded", "2026-01-05"), ("complaint", "c"), ("pages", "2026")),
        ),
        WitnessRecord(record_class="complaint", name="c", fields=()),
    ),
    facts=(("live", "yes"),),
    as_of=date(2026, 5, 1),
    sayings=(
        Saying(
            rule="1/one",
            keep_until=date(2029, 2, 1),
            text="keep until 2029-02-01, then destroy",
            action="destroy",
        ),
        Saying(rule="1/two", keep_until=None, text="keep permanently"),
    ),
    status="conflict",
)
FINDING = Diagnostic(
    code=Code.AMBIGUOUS_OUTCOME,
    message="`1/one` and `1/two` disagree",
    at=SOURCE.span(TEXT.index("except one"), TEXT.index("except one") + 10),
    related=(
        Label(
            span=SOURCE.span(TEXT.index("except two"), TEXT.index("except two") + 10),
            text="the other rule",
        ),
    ),
    help=("order them",),
    rules=("1/one", "1/two"),
    verdict=Verdict.WITNESS,
    witness=WITNESS,
    edits=(
        Edit(
            title="let `1/two` override `1/one`",
            span=SOURCE.span(len(TEXT) - 1, len(TEXT) - 1),
            text="\n  overrides one",
            principle=Principle.LEX_SUPERIOR,
        ),
    ),
    test=ReadyTest(title="one answer", steps=("on 2026-05-01", "expect r decided")),
)
UNREADABLE = Diagnostic(
    code=Code.UNREADABLE_FILE, message="cannot read `y`: it is not a file", path="y"
)
PROOF = Proof(rules=3, pairs=4, witnessed=1, absent=3, unknown=0, first=HORIZON[0], last=HORIZON[1])
CHECKED = Checked(path="x", title="X", readable=True, findings=(FINDING,), proof=PROOF)
BROKEN = Checked(path="y", title=None, readable=False, findings=(UNREADABLE,), proof=None)
MISTAKEN = Checked(path="z", title=None, readable=True, findings=(), proof=None)


def test_a_finding_in_full() -> None:
    assert (
        renderer("full")([CHECKED])
        == """\
error[TN401] ambiguous-outcome: `1/one` and `1/two` disagree
 --> x.tenure:2:3
  |
2 |   except one
  |   ^^^^^^^^^^
3 |   except two
  |   ---------- the other rule
  |
  = witness: on 2026-05-01 the status of `r` is conflict
      call `r`       recorded 2026-01-05, complaint c, pages 2026
      complaint `c`  nothing is known
      fact           live yes

      2026-01-05  o  |  |  `r` recorded
      2026-05-01  *  |  |  the day of the decision
      2029-02-01     +  |  `1/one`  last day; due 2029-02-02: destroy
                        :  `1/two`  keep permanently
  = help: order them
  = edit: let `1/two` override `1/one` (lex superior)
      --> x.tenure:3:13
      3     except two
        +   overrides one
  = see: docs/diagnostics/TN401.md

1 error
3 rules, 4 pairs that can meet without an order: 1 disagree, 3 proved not to disagree \
(days 1900-01-01 to 2199-12-31)
"""
    )


def grouped(count: int) -> Diagnostic:
    span = SOURCE.span(TEXT.index("except two"), TEXT.index("except two") + 10)
    instances = tuple(
        Instance(rules=("1/one", f"1/{n}"), at=span, text=f"`1/{n}`: keep {n} days")
        for n in range(count)
    )
    rules = ("1/one", *(f"1/{n}" for n in range(count)))
    return replace(FINDING, rules=rules, witness=None, instances=instances)


def test_a_finding_of_several_cases_in_full() -> None:
    shown = renderer("full")([replace(CHECKED, findings=(grouped(3),))])
    assert "\n".join(shown.splitlines()[7:13]) == (
        "  |\n"
        "  = instances: 3\n"
        "    x.tenure:3  `1/0`: keep 0 days\n"
        "    x.tenure:3  `1/1`: keep 1 days\n"
        "    x.tenure:3  `1/2`: keep 2 days\n"
        "  = help: order them"
    )


def test_of_many_cases_the_first_are_shown_and_the_rest_counted() -> None:
    shown = renderer("full")([replace(CHECKED, findings=(grouped(1_012),))])
    assert "= instances: 1,012\n" in shown
    assert "`1/9`: keep 9 days\n" in shown
    assert "`1/10`: keep 10 days" not in shown
    assert "    and 1,002 more, which `--output-format json` has\n" in shown


def test_concise_names_every_rule_of_several_cases() -> None:
    assert renderer("concise")([replace(CHECKED, findings=(grouped(2),))]) == (
        "x.tenure:2:3: TN401 `1/one` and `1/two` disagree: `1/0`, `1/1`\n"
    )


def test_json_has_every_case() -> None:
    document = json.loads(renderer("json")([replace(CHECKED, findings=(grouped(12),))]))
    assert len(document["findings"][0]["instances"]) == 12
    assert document["findings"][0]["instances"][1] == {
        "rules": ["1/one", "1/1"],
        "location": {"path": "x.tenure", "line": 3, "column": 3, "end_line": 3, "end_column": 13},
        "text": "`1/1`: keep 1 days",
        "witness": None,
        "edits": [],
        "test": None,
    }


def test_other_questions_that_were_not_decided_are_counted_in_the_last_line() -> None:
    undecided = replace(CHECKED, proof=replace(PROOF, undecided=2))
    assert renderer("full")([undecided]).endswith(
        "(days 1900-01-01 to 2199-12-31); 2 other questions not decided\n"
    )
    alone = replace(CHECKED, proof=replace(PROOF, rules=1, pairs=0, undecided=1))
    assert renderer("full")([alone]).endswith("\n1 rule; 1 other question not decided\n")


def test_several_policies_are_told_apart() -> None:
    assert renderer("full")([CHECKED, BROKEN, MISTAKEN]).endswith("""
error[TN101] unreadable-file: cannot read `y`: it is not a file
 --> y
  = see: docs/diagnostics/TN101.md

2 errors in 3 policies
x: 3 rules, 4 pairs that can meet without an order: 1 disagree, 3 proved not to disagree \
(days 1900-01-01 to 2199-12-31)
y: the rules were not compared, because the policy cannot be read
z: the rules were not compared, because the policy has an error
""")


def test_a_finding_of_a_shared_file_is_shown_once() -> None:
    twice = [CHECKED, replace(CHECKED, path="w")]
    assert renderer("concise")(twice).count("TN401") == 1
    assert json.loads(renderer("json")(twice))["summary"]["error"] == 1


def test_concise() -> None:
    assert renderer("concise")([CHECKED, BROKEN]) == (
        "x.tenure:2:3: TN401 `1/one` and `1/two` disagree\n"
        "y: TN101 cannot read `y`: it is not a file\n"
    )
    assert renderer("concise")([]) == ""


def test_json() -> None:
    document = json.loads(renderer("json")([CHECKED, BROKEN, MISTAKEN]))
    assert document["findings"][0] == {
        "code": "TN401",
        "slug": "ambiguous-outcome",
        "severity": "error",
        "message": "`1/one` and `1/two` disagree",
        "rules": ["1/one", "1/two"],
        "locations": [
            {
                "path": "x.tenure",
                "line": 2,
                "column": 3,
                "end_line": 2,
                "end_column": 13,
                "label": None,
                "primary": True,
            },
            {
                "path": "x.tenure",
                "line": 3,
                "column": 3,
                "end_line": 3,
                "end_column": 13,
                "label": "the other rule",
                "primary": False,
            },
        ],
        "help": ["order them"],
        "witness": {
            "as_of": "2026-05-01",
            "status": "conflict",
            "records": [
                {
                    "class": "call",
                    "name": "r",
                    "fields": {"recorded": "2026-01-05", "complaint": "c", "pages": "2026"},
                },
                {"class": "complaint", "name": "c", "fields": {}},
            ],
            "facts": {"live": "yes"},
            "answers": [
                {
                    "rule": "1/one",
                    "keep_until": "2029-02-01",
                    "text": "keep until 2029-02-01, then destroy",
                    "record": None,
                    "action": "destroy",
                },
                {
                    "rule": "1/two",
                    "keep_until": None,
                    "text": "keep permanently",
                    "record": None,
                    "action": None,
                },
            ],
        },
        "verdict": "witness",
        "edits": [
            {
                "title": "let `1/two` override `1/one`",
                "principle": "lex superior",
                "location": {
                    "path": "x.tenure",
                    "line": 3,
                    "column": 13,
                    "end_line": 3,
                    "end_column": 13,
                },
                "text": "\n  overrides one",
            }
        ],
        "test": {
            "title": "one answer",
            "text": 'test "one answer"\n  on 2026-05-01\n  expect r decided\n',
        },
        "instances": [],
        "page": "docs/diagnostics/TN401.md",
        "fingerprint": "423258ed9fa5a3d0",
    }
    assert [policy["state"] for policy in document["policies"]] == [
        "checked",
        "unreadable",
        "has errors",
    ]
    assert document["summary"] == {
        "error": 2,
        "warning": 0,
        "advice": 0,
        "accepted": 0,
        "left_out": 0,
        "policies": 3,
        "rules": 3,
        "pairs": 4,
        "proved_absent": 3,
        "witnessed": 1,
        "unknown": 0,
        "undecided": 0,
        "horizon": {"first": "1900-01-01", "last": "2199-12-31"},
    }


def test_json_carries_every_text_and_drives_no_terminal() -> None:
    nasty = "\x1b[31m \x9b \u202e \u200b \udcff é 手"
    text = renderer("json")([replace(BROKEN, path=nasty)])
    assert json.loads(text)["policies"][0]["path"] == nasty
    assert text.replace("\n", "").isprintable()
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((34, 0, 0, 0, 0), "34 rules, no two of which can meet without an order"),
        ((1, 0, 0, 0, 0), "1 rule"),
        ((2, 1, 0, 1, 0), "2 rules, 1 pair that can meet without an order: none disagree"),
        ((9, 1200, 0, 1199, 1), "1 not decided, 1,199 proved not to disagree"),
        ((9, 3, 1, 0, 2), "1 disagree, 2 not decided ("),
    ],
)
def test_what_was_proved_is_never_more_than_was(
    counts: tuple[int, int, int, int, int], said: str
) -> None:
    rules, pairs, witnessed, absent, unknown = counts
    proof = Proof(
        rules=rules,
        pairs=pairs,
        witnessed=witnessed,
        absent=absent,
        unknown=unknown,
        first=HORIZON[0],
        last=HORIZON[1],
    )
    assert said in proof_line(proof)


def test_what_was_not_decided_says_so_and_fails_only_strictly() -> None:
    unknown = replace(FINDING, verdict=Verdict.UNKNOWN, witness=None)
    assert "= verdict: neither shown on a record nor ruled out" in render_all([unknown])
    assert not fails(unknown, strict=False)
    assert fails(unknown, strict=True)


def test_advice_never_fails_and_warnings_do() -> None:
    assert not fails(replace(FINDING, code=Code.NO_REVIEW, verdict=None), strict=True)
    assert fails(replace(FINDING, code=Code.REVIEW_OVERDUE, verdict=None), strict=False)


def test_a_second_label_at_the_same_place_is_said_beside_the_first() -> None:
    at = FINDING.at
    assert at is not None
    same = replace(FINDING, related=(Label(span=at, text="beats the next"),), witness=None)
    assert "  |   ^^^^^^^^^^ beats the next" in render_all([same])


@pytest.mark.parametrize("name", ["full", "concise"])
def test_colour_adds_nothing_but_colour(name: str) -> None:
    render = renderer(name)
    coloured = render([CHECKED, BROKEN], colour=True)
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == render([CHECKED, BROKEN])


def test_a_policy_cannot_drive_the_terminal() -> None:
    text = 'rule 1 "\x1b]0;title\x07\u202egnihtyna" \x9b2J\n'
    source = SourceFile(path="\x1b[2Jx.tenure", text=text)
    finding = replace(
        FINDING,
        message="`\x1b[31m` is not a name",
        at=source.span(0, len(text)),
        related=(Label(span=source.span(0, 4), text="\x1b[5m"),),
        help=("\x1b[0m", "two\nlines"),
        witness=replace(
            WITNESS,
            records=(WitnessRecord(record_class="\x1b", name="\x1b", fields=(("\x1b", "\x1b"),)),),
            facts=(("\x1b", "\x1b"),),
            sayings=(Saying(rule="\x1b", keep_until=None, text="\x1b"),),
            status="\x1b",
        ),
    )
    for name in FORMATS:
        report = renderer(name)([replace(CHECKED, path="\x1b", findings=(finding,)), BROKEN])
        assert report.replace("\n", "").isprintable()


def test_there_is_no_other_format() -> None:
    with pytest.raises(ValueError, match="no format is called `pdf`"):
        renderer("pdf")
