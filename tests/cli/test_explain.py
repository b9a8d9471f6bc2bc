"""`tenure explain`: how a question is put, and what becomes of one put wrongly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
POLICY = "policies/disagree.tenure"
AS_OF = ("--as-of", "2026-06-01")


def decided(run: Run, *asked: str) -> dict[str, Any]:
    result = run("explain", POLICY, *asked, *AS_OF, "--output-format", "json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def refused(run: Run, *asked: str) -> str:
    """What is said of a question that does not fit the policy."""
    result = run("explain", POLICY, *asked, *AS_OF)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error[TN501] bad-record: ")
    return result.stderr


def test_values_are_read_by_the_type_of_their_field(run: Run) -> None:
    asked = ("closed=2026-02-01", "child=no", "medium=paper", "pages=12.50", "previous=b")
    (record,) = decided(run, "complaint:c", *asked)["records"]
    assert record == {
        "class": "complaint",
        "name": "c",
        "fields": {
            "closed": "2026-02-01",
            "child": "no",
            "medium": "paper",
            "pages": "12.50",
            "previous": "b",
        },
    }


@pytest.mark.parametrize("unknown", ["closed=", "closed=unknown"])
def test_a_field_can_be_said_to_be_unknown(run: Run, unknown: str) -> None:
    (record,) = decided(run, "complaint", unknown)["records"]
    assert record == {"class": "complaint", "name": "record", "fields": {}}


def test_what_is_not_said_is_unknown_and_never_a_reason_to_destroy(run: Run) -> None:
    document = decided(run, "call_recording", "recorded=2020-01-01")
    assert document["status"] == "undetermined"
    assert document["missing"] == ["payment", "training"]


@pytest.mark.parametrize("given", ["complaint c", "complaint:c"])
def test_linked_records_are_given_by_their_id(run: Run, given: str) -> None:
    fields = "closed=2026-02-01 child=no medium=electronic legal_action=no"
    asked = ("recorded=2026-01-05", "training=no", "payment=no", "complaint=c")
    document = decided(run, "call_recording", *asked, "--given", f"{given} {fields}")
    assert document["keep_until"] == "2029-02-01"
    assert document["rule"] == "6.1/complaint"
    assert [beaten["rule"] for beaten in document["beaten"]] == ["6.1"]
    assert [record["name"] for record in document["records"]] == ["record", "c"]


def test_a_fact_can_be_supposed(run: Run) -> None:
    asked = ("warranty", "repaired=2026-01-05", "adult=no")
    later = ("--as-of", "2027-01-01", "--output-format", "json")
    for value, rule in (("yes", "6.5"), ("no", "6.4")):
        result = run("explain", POLICY, *asked, "--fact", f"live={value}", *later)
        document = json.loads(result.stdout)
        assert (document["rule"], document["facts"]) == (rule, {"live": value})


def test_a_conflict_is_an_answer(run: Run) -> None:
    asked = ("recorded=2026-01-05", "training=yes", "payment=no", "complaint=c")
    given = "complaint c closed=2026-02-01 child=no medium=electronic"
    document = decided(run, "call_recording", *asked, "--given", given)
    assert (document["status"], document["rule"]) == ("conflict", None)
    assert document["not_before"] == "2027-12-31"
    assert document["not_after"] == "2029-02-01"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["complant"], "no record class is called `complant`"),
        (["complant"], "did you mean `complaint`?"),
        (["complaint", "closd=2026-01-01"], "did you mean `closed`?"),
        (["complaint", "closed=2026-02-30"], "`2026-02-30` cannot be a value of `closed`"),
        (["complaint", "closed=20260201"], "which holds a day"),
        (["complaint", "closed"], "`closed` is not a name and a value"),
        (["complaint", "=x"], "`=x` is not a name and a value"),
        (["complaint", "closed=2026-01-01", "closed="], "`closed` is given twice"),
        (["complaint", "medium=papr"], "did you mean `paper`?"),
        (["complaint", "child=true"], "write `yes` or `no`"),
        (["complaint", "pages=1e3"], "`1e3` cannot be a value of `pages`"),
        (["complaint", "pages=٣"], "`٣` cannot be a value of `pages`"),
        (["complaint", "disposed_as=shredded"], "not what a disposal action leaves behind"),
        (["complaint", "extended_until=2027"], "`2027` cannot be a value of `extended_until`"),
        (["complaint", "previous=w", "--given", "warranty w"], "of the class `warranty`"),
        (["complaint:c", "--given", "complaint c"], "two records have the id `c`"),
        (["complaint", "--given", "complaint"], "does not say which record it is"),
        (["complaint", "--given", "complaint closed=2026-01-01"], "does not say which record"),
        (["complaint", "--given", ""], "does not say which record it is"),
        (["complaint", "--given", 'complaint c x="'], "a quotation mark has no partner"),
        (["complaint", "--given", "complant c"], "did you mean `complaint`?"),
        (["complaint", "--fact", "liv=yes"], "did you mean `live`?"),
        (["complaint", "--fact", "live=perhaps"], "write `yes` or `no`"),
        (["complaint", "\x1b[31m=1"], "<U+001B>[31m"),
    ],
)
def test_what_does_not_fit_is_refused(run: Run, asked: list[str], said: str) -> None:
    assert said in refused(run, *asked)


def test_everything_that_does_not_fit_is_said_at_once(run: Run) -> None:
    said = refused(run, "complaint", "closd=1", "closed=1", "medium=1", "--fact", "x=1")
    assert said.count("error[TN501]") == 4


@pytest.mark.parametrize("name", ["misspelt.tenure", "names.tenure", "missing.tenure"])
def test_a_policy_with_an_error_decides_nothing(run: Run, name: str) -> None:
    result = run("explain", f"policies/{name}", "letter")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[TN" in result.stderr


@pytest.mark.parametrize("name", ["misspelt.tenure", "names.tenure", "missing.tenure"])
def test_json_of_a_policy_with_an_error_is_the_findings_of_check(run: Run, name: str) -> None:
    path = f"policies/{name}"
    result = run("explain", path, "letter", "--output-format", "json")
    assert (result.exit_code, result.stderr) == (2, "")
    assert result.stdout == run("check", path, "--output-format", "json").stdout


LEDGERS = """
policy "P"
record ledger "Ledgers"
  made   date required
  asset  text required
  sold   yes/no
rule L for ledger keep at most 10 years after made
rule 1 for ledger keep 7 years after made
  except sold when sold keep 9 years after made end
"""


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    path = tmp_path / "p.tenure"
    path.write_text(LEDGERS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("asset=x", "`made` is required and not known"),
        ("sold=no", "`asset` and `made` are required and not known"),
    ],
)
def test_a_required_field_that_is_not_known_is_named(
    run: Run, ledgers: Path, known: str, said: str
) -> None:
    text = run("explain", ledgers, "ledger", known).stdout
    assert text.splitlines()[0] == f"undetermined: {said}"
    assert "keep at most\n" not in text
    document = json.loads(
        run("explain", ledgers, "ledger", known, "--output-format", "json").stdout
    )
    assert document["notes"] == [said]


def test_a_missing_yes_or_no_can_be_answered_with_no(run: Run, ledgers: Path) -> None:
    asked = (ledgers, "ledger", "made=2020-03-31", "asset=x")
    assert "if it is not so, add `sold=no`\n" in run("explain", *asked).stdout
    answered = run("explain", *asked, "sold=no").stdout
    assert answered.startswith("retain until 31 March 2027")
    assert "if it is not so" not in answered


SERVICE = "policies/service.tenure"


def explained(run: Run, *asked: str) -> str:
    result = run("explain", SERVICE, "complaint", *asked)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_policy_of_promises_only_answers_with_deadlines(run: Run) -> None:
    lines = explained(run, "received=2026-03-02T10:00", "--as-of", "2026-03-02").splitlines()
    assert lines[0].startswith("1/call_back open by 2 March 2026 at 14:00")
    assert "uncovered" not in "\n".join(lines)


def test_a_policy_of_retention_only_answers_without_deadlines(run: Run) -> None:
    text = run("explain", POLICY, "complaint", "child=no", *AS_OF).stdout
    assert "deadline" not in text


def test_the_time_of_day_decides_what_runs_out_to_the_minute(run: Run) -> None:
    asked = ("received=2026-03-02T10:00", "--as-of")
    for moment, answer in (
        ("2026-03-02T14:00", "open by 2 March 2026 at 14:00, now"),
        ("2026-03-02T14:01", "breached: was due by 2 March 2026 at 14:00, 1 working minute ago"),
        (
            "2026-03-02T11:30",
            "open by 2 March 2026 at 14:00, 2 hours and 30 minutes of working time left",
        ),
        ("2026-03-02", "open by 2 March 2026 at 14:00, the last day"),
        ("2026-03-03", "breached: was due by 2 March 2026 at 14:00, 1 day ago"),
    ):
        assert explained(run, *asked, moment).splitlines()[0] == f"1/call_back {answer}"


@pytest.mark.parametrize(
    "moment", ["2026-03-02T14", "2026-03-02T24:00", "2026-03-02 14:00Z", "today", "20260302"]
)
def test_a_time_that_is_none(run: Run, moment: str) -> None:
    result = run("explain", SERVICE, "complaint", "--as-of", moment)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not a day or a time; write it as 2026-02-28 or 2026-02-28T14:30" in result.stderr


def test_bounds_are_said_where_the_deadline_is_not_known(run: Run) -> None:
    for known, day, answer in (
        ((), "2026-03-03", "open: due between 5 March 2026 and 16 March 2026"),
        ((), "2026-03-17", "breached: was due between 5 March 2026 and 16 March 2026"),
        (
            ("responded=2026-03-04",),
            "2026-03-17",
            "met: done on 4 March 2026, due between 5 March 2026 and 16 March 2026",
        ),
    ):
        lines = explained(run, "received=2026-03-02T10:00", *known, "--as-of", day).splitlines()
        assert f"1/respond {answer}" in lines


def test_an_unknown_extension_is_named_with_how_to_deny_it(run: Run) -> None:
    text = explained(run, "received=2026-03-02T10:00", "--as-of", "2026-03-10")
    assert "1/respond undetermined: it depends on extended\n" in text
    assert "if it is not so, add `extended=no`\n" in text
    assert "add `extended=no`" not in explained(
        run, "received=2026-03-02T10:00", "extended=no", "--as-of", "2026-03-10"
    )
