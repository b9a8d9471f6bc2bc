"""What programs that review code are given: valid, complete, and nothing that can drive them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tenure.compiler.check.checks import HORIZON, Proof
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, Label, Verdict
from tenure.dsl.source import SourceFile
from tenure.reports.findings import renderer
from tenure.reports.findings.fingerprints import fingerprints
from tenure.reports.findings.results import Accepted, Checked

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
SOURCE = SourceFile(path="a b/ü%.tenure", text="rule 1\n  except one\n  except two\n")
ONE, TWO = SOURCE.span(9, 19), SOURCE.span(22, 32)
FINDING = Diagnostic(
    code=Code.AMBIGUOUS_OUTCOME,
    message="`1/one` and `1/two` disagree",
    at=ONE,
    related=(Label(span=ONE, text="this one"), Label(span=TWO, text="the other rule")),
    help=("order them",),
    rules=("1/one", "1/two"),
    verdict=Verdict.WITNESS,
)
ADVICE = Diagnostic(code=Code.NO_REVIEW, message="no review", at=SOURCE.span(0, 6))
UNREADABLE = Diagnostic(code=Code.UNREADABLE_FILE, message="cannot read `y`", path="/x/y")
PROOF = Proof(rules=3, pairs=4, witnessed=1, absent=3, unknown=0, first=HORIZON[0], last=HORIZON[1])
ACCEPTED = Accepted(
    finding=replace(FINDING, rules=("1", "2")),
    fingerprint="f" * 16,
    owner="The owner",
    reason="Why not",
    until=date(2026, 12, 31),
)
CHECKED = Checked(
    path="x",
    title="X",
    readable=True,
    findings=(FINDING, ADVICE),
    proof=PROOF,
    accepted=(ACCEPTED,),
)
BROKEN = Checked(path="/x/y", title=None, readable=False, findings=(UNREADABLE,), proof=None)
NASTY = "\x1b[2J\u202e ::error::x\r\n%0A,a:b <![CDATA[ ]]> & \" ' \x00 \udcff {{ é 手"


def sarif(*checked: Checked) -> Any:
    log = json.loads(renderer("sarif")(checked))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    return run


def test_sarif_shows_both_places_what_to_do_and_who_accepted_it() -> None:
    run = sarif(CHECKED, BROKEN)
    conflict, advice, unreadable, accepted = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["TN401", "TN605", "TN101"]
    assert conflict["ruleIndex"] == 0
    assert conflict["level"] == "error"
    assert conflict["message"]["text"] == "`1/one` and `1/two` disagree\nhelp: order them"
    assert conflict["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/%C3%BC%25.tenure"},
                "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 13},
            }
        }
    ]
    (related,) = conflict["relatedLocations"]
    assert related["message"]["text"] == "the other rule"
    assert related["physicalLocation"]["region"]["startLine"] == 3
    assert "suppressions" not in conflict
    assert advice["level"] == "note"
    (place,) = unreadable["locations"]
    assert place == {"physicalLocation": {"artifactLocation": {"uri": "file:///x/y"}}}
    assert accepted["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "accepted by The owner until 2026-12-31: Why not",
        }
    ]
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_sarif_of_nothing_is_a_log_without_results() -> None:
    run = sarif(replace(CHECKED, findings=(), accepted=()))
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_every_case_of_a_group_is_a_related_place() -> None:
    group = replace(
        FINDING,
        instances=tuple(Instance(rules=("1", str(n)), at=TWO, text=f"case {n}") for n in range(12)),
    )
    (result,) = sarif(replace(CHECKED, findings=(group,), accepted=()))["results"]
    assert [place["message"]["text"] for place in result["relatedLocations"]][-1] == "case 11"


def test_github_annotates_the_place_and_leaves_out_what_was_accepted() -> None:
    assert renderer("github")([CHECKED, BROKEN]).splitlines() == [
        "::error title=TN401 ambiguous-outcome,file=a b/ü%25.tenure,line=2,endLine=2,col=3,"
        "endColumn=13::`1/one` and `1/two` disagree%0Ahelp: order them",
        "::notice title=TN605 no-review-date,file=a b/ü%25.tenure,line=1,endLine=1,col=1,"
        "endColumn=7::no review",
        "::error title=TN101 unreadable-file,file=/x/y::cannot read `y`",
    ]


def test_gitlab_has_each_fingerprint_once_and_nothing_accepted() -> None:
    twice = [CHECKED, BROKEN, replace(BROKEN, findings=(replace(UNREADABLE, help=("x",)),))]
    report = json.loads(renderer("gitlab")(twice))
    assert [entry["check_name"] for entry in report] == ["TN401", "TN605", "TN101", "TN101"]
    assert [entry["severity"] for entry in report] == ["major", "info", "major", "major"]
    assert len({entry["fingerprint"] for entry in report}) == 4
    assert report[0]["location"] == {"path": "a b/ü%.tenure", "lines": {"begin": 2, "end": 2}}


def junit(*checked: Checked) -> ET.Element:
    return ET.fromstring(renderer("junit")(checked))


def outcomes(root: ET.Element) -> list[tuple[str, str]]:
    return [
        (case.get("name", ""), next((child.tag for child in case), "passed"))
        for case in root.iter("testcase")
    ]


def test_junit_has_a_case_for_the_policy_and_one_for_each_finding() -> None:
    root = junit(CHECKED, BROKEN)
    assert outcomes(root) == [
        ("the rules were compared", "system-out"),
        ("TN401 `1/one` and `1/two` disagree", "failure"),
        ("TN605 no review", "system-out"),
        ("TN401 `1/one` and `1/two` disagree", "skipped"),
        ("the policy can be read", "error"),
        ("TN101 cannot read `y`", "failure"),
    ]
    counts = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "6", "failures": "2", "errors": "1", "skipped": "1"}


def test_junit_fails_what_fails_the_check() -> None:
    unknown = replace(FINDING, verdict=Verdict.UNKNOWN)
    lenient = replace(CHECKED, findings=(unknown,), accepted=())
    assert outcomes(junit(lenient))[1][1] == "system-out"
    assert outcomes(junit(replace(lenient, strict=True)))[1][1] == "failure"
    mistaken = replace(lenient, findings=(), proof=None)
    assert outcomes(junit(mistaken)) == [("the rules were compared", "failure")]


@pytest.mark.parametrize("format_", ["sarif", "github", "gitlab", "junit"])
def test_a_hostile_text_stays_a_text(format_: str) -> None:
    source = SourceFile(path=NASTY, text=f'policy "{NASTY}"\n')
    finding = Diagnostic(
        code=Code.REVIEW_OVERDUE,
        message=f"`{NASTY}`",
        at=source.span(0, 12),
        related=(Label(span=source.span(3, 5), text=NASTY),),
        help=(NASTY,),
        rules=(NASTY,),
    )
    nasty = replace(CHECKED, path=NASTY, title=NASTY, findings=(finding,))
    text = renderer(format_)([replace(nasty, accepted=(replace(ACCEPTED, reason=NASTY),))])
    text.encode("utf-8")
    assert text.replace("\n", "").isprintable()
    if format_ == "sarif":
        jsonschema.Draft4Validator(SCHEMA).validate(json.loads(text))
    if format_ == "gitlab":
        json.loads(text)
    if format_ == "junit":
        ET.fromstring(text)
    if format_ == "github":
        assert re.fullmatch(r"::warning title=[^\n]*\n", text)
        properties = text.split(" ", 1)[1].split("::")[0]
        assert [part.partition("=")[0] for part in properties.split(",")] == [
            *("title", "file", "line", "endLine", "col", "endColumn")
        ]


# --- fingerprints -----------------------------------------------------------------


def prints(*findings: Diagnostic, policy: str = "p") -> list[str]:
    return list(fingerprints(policy, findings).values())


def moved(finding: Diagnostic) -> Diagnostic:
    source = SourceFile(path="elsewhere.tenure", text="\n\n# more\n" + SOURCE.text)
    at = source.span(9 + 9, 19 + 9)
    return replace(finding, at=at, message="other words", help=(), related=())


def test_a_finding_keeps_its_fingerprint_when_lines_and_words_move() -> None:
    assert prints(FINDING) == prints(moved(FINDING))
    assert prints(replace(FINDING, rules=("1/two", "1/one"))) == prints(FINDING)
    spaced = SourceFile(path="p", text="\n except    one")
    by_text = replace(FINDING, rules=())
    assert prints(by_text) == prints(replace(by_text, at=spaced.span(2, 15)))


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, code=Code.SAME_OUTCOME),
        replace(FINDING, rules=("1/one", "1/three")),
        replace(FINDING, verdict=Verdict.UNKNOWN),
        replace(FINDING, instances=(Instance(rules=("1/four",), at=ONE, text=""),)),
        replace(FINDING, rules=()),
    ],
)
def test_another_matter_has_another_fingerprint(other: Diagnostic) -> None:
    assert prints(other) != prints(FINDING)


def test_another_policy_has_another_fingerprint() -> None:
    assert prints(FINDING, policy="q") != prints(FINDING)


def test_the_same_matter_twice_has_two() -> None:
    again = replace(FINDING, at=TWO)
    first, second = prints(FINDING, again)
    assert first == prints(FINDING)[0]
    assert second != first
