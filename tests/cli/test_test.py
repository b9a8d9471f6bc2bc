"""`tenure test`: what it says and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.reports.testing import FORMATS

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

POLICY = """
policy "P"
record letter "Letters"
  received date
  urgent   yes/no
rule 1 for letter keep 1 year after received
  except urgent when urgent
    keep 2 years after received
  end
"""
PASSING = """
test "a letter"
  given letter l  received 2024-02-29
  on 2025-02-28
  expect l retain until 2025-02-28 by 1
"""
FAILING = PASSING.replace("02-28\n", "02-27\n", 1).replace("until 2025-02-28", "until 2025-03-01")


@pytest.fixture
def policy(tmp_path: Path) -> Callable[[str], Path]:
    def write(tests: str) -> Path:
        path = tmp_path / "p.tenure"
        path.write_text(POLICY + tests, encoding="utf-8")
        return path

    return write


def test_passing(run: Run, policy: Callable[[str], Path]) -> None:
    path = policy(PASSING)
    result = run("test", path)
    assert result.output == (
        f"{path}: no test is decided by\n"
        f"  exception  1/urgent  {path}:7\n"
        "1 test passed; 1 of 2 rules and exceptions decided in a test (50 %)\n"
    )
    assert result.exit_code == 0


def test_failing_says_what_was_expected_what_was_got_and_why(
    run: Run, policy: Callable[[str], Path]
) -> None:
    path = policy(FAILING)
    result = run("test", path)
    assert (
        f"""\
failed a letter
  --> {path}:14:3
   |
14 |   expect l retain until 2025-03-01 by 1
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = - expected, + got
       status  retain
     - until   2025-03-01
     + until   2025-02-28
       by      1
   = reason: retain until 28 February 2025, then destroy
     1  governs
"""
        in result.output
    )
    assert result.output.endswith(
        "1 of 1 test failed; 1 of 2 rules and exceptions decided in a test (50 %)\n"
    )
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("policies/christmas", "4 promises"),
        ("policies/calico", "10 promises, stages and duties"),
        ("tests/corpus/good/accountability.tenure", "4 rules and duties"),
    ],
)
def test_what_is_counted_is_called_what_it_is(run: Run, path: str, kinds: str) -> None:
    assert f" of {kinds} decided in a test" in run("test", ROOT / path).output


def test_concise(run: Run, policy: Callable[[str], Path]) -> None:
    path = policy(FAILING)
    result = run("test", path, "--output-format", "concise", "--cov-fail-under", "50.5")
    assert result.output == (
        f"{path}:14:3: failed: a letter: expected until 2025-03-01, got until 2025-02-28\n"
        f"{path}:7:3: untested: no test is decided by 1/urgent\n"
        f"{path}: failed: 50 % of the rules and exceptions decided in a test, 50.5 % wanted\n"
    )


def test_json(run: Run, policy: Callable[[str], Path]) -> None:
    document = json.loads(run("test", policy(FAILING), "--output-format", "json").output)
    assert document["summary"] == {"passed": False, "policies": 1, "tests": 1, "failed": 1}
    (tested,) = document["policies"]
    assert tested["coverage"] == {
        "rules": 2,
        "decided": 1,
        "percent": 50.0,
        "wanted": None,
        "kinds": {"rules": {"decided": 1, "all": 1}, "exceptions": {"decided": 0, "all": 1}},
    }
    assert tested["mutation"] is None
    assert [rule["decided"] for rule in tested["rules"]] == [1, 0]
    (expectation,) = tested["tests"][0]["expectations"]
    assert expectation["mismatches"] == [
        {"aspect": "until", "expected": "2025-03-01", "got": "2025-02-28"}
    ]
    same = [(one["aspect"], one["same"]) for one in expectation["compared"]]
    assert same == [("status", True), ("until", False), ("by", True)]
    assert expectation["rule"] == "1"


@pytest.mark.parametrize(("wanted", "code"), [("50", 0), ("50.1", 1), ("100", 1), ("0", 0)])
def test_coverage_can_be_asked_for(
    run: Run, policy: Callable[[str], Path], wanted: str, code: int
) -> None:
    assert run("test", policy(PASSING), "--cov-fail-under", wanted).exit_code == code


@pytest.mark.parametrize("wanted", ["-1", "101", "all", "nan"])
def test_coverage_is_a_percentage(run: Run, policy: Callable[[str], Path], wanted: str) -> None:
    assert run("test", policy(PASSING), "--cov-fail-under", wanted).exit_code == 2


def test_a_policy_without_tests_says_so_and_passes(run: Run, policy: Callable[[str], Path]) -> None:
    result = run("test", policy(""))
    assert (result.exit_code, result.output) == (0, "the policy has no tests\n")


def test_a_policy_without_tests_has_no_coverage_either(
    run: Run, policy: Callable[[str], Path]
) -> None:
    assert run("test", policy(""), "--cov-fail-under", "1").exit_code == 1


@pytest.mark.parametrize("name", ["misspelt.tenure", "names.tenure", "missing.tenure", "circle"])
def test_a_policy_with_an_error_is_not_tested(run: Run, name: str) -> None:
    result = run("test", "policies/clean.tenure", f"policies/{name}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[TN" in result.stderr


def test_json_of_policies_with_an_error_is_the_findings_of_check(run: Run) -> None:
    asked = ("policies/clean.tenure", "policies/misspelt.tenure", "policies/names.tenure")
    result = run("test", *asked, "--output-format", "json")
    assert (result.exit_code, result.stderr) == (2, "")
    document = json.loads(result.stdout)
    assert document == json.loads(run("check", *asked[1:], "--output-format", "json").stdout)
    assert [policy["state"] for policy in document["policies"]] == ["unreadable", "has errors"]


LIMITED = """
policy "P"
record ledger "Ledgers"
  made    date
  closed  date
  sold    yes/no
rule floor for ledger keep at least 6 years after made
rule ceiling for ledger keep at most 10 years after made
rule 1 for ledger keep 7 years after made
  except sold when sold keep 1 year after closed end
test "limits"
  given ledger l  made 2020-03-31 {fields}
  on {day}
  expect l {status}
"""


@pytest.mark.parametrize(
    ("fields", "day", "status", "decided"),
    [
        ("", "2026-01-01", "retain by 1", [0, 0, 1, 0]),
        ("sold yes", "2026-01-01", "awaiting not before 2026-03-31", [1, 0, 0, 1]),
        ("sold yes closed 2021-01-05", "2026-01-01", "conflict", [1, 0, 0, 1]),
        ("sold yes closed 2030-01-05", "2026-01-01", "conflict", [0, 1, 0, 1]),
        ("sold unknown", "2026-01-01", "undetermined", [0, 0, 0, 0]),
    ],
)
def test_a_limit_has_decided_where_it_made_a_difference(
    run: Run, tmp_path: Path, fields: str, day: str, status: str, decided: list[int]
) -> None:
    path = tmp_path / "p.tenure"
    path.write_text(LIMITED.format(fields=fields, day=day, status=status), encoding="utf-8")
    result = run("test", path, "--output-format", "json")
    (tested,) = json.loads(result.stdout)["policies"]
    assert tested["passed"], result.stdout
    assert [rule["decided"] for rule in tested["rules"]] == decided


@pytest.mark.parametrize("format_", ["sarif", "github", "gitlab", "junit"])
def test_a_policy_with_an_error_is_written_in_the_format_that_was_asked_for(
    run: Run, format_: str
) -> None:
    result = run("test", "policies/names.tenure", "--output-format", format_)
    assert result.exit_code == 2
    assert "TN202" in result.stdout
    assert result.stderr == ""


# --- mutation -------------------------------------------------------------------------

THOROUGH = """
test "a letter"
  given letter l  received 2024-02-10
  on 2025-02-10
  expect l retain until 2025-02-10 by 1 then destroy

test "an urgent letter"
  given letter l  received 2024-02-10  urgent yes
  on 2025-02-10
  expect l retain until 2026-02-10 by 1/urgent then destroy

test "whether it is urgent must be known"
  given letter l  received 2020-02-10  urgent unknown
  on 2021-02-10
  expect l undetermined missing urgent
"""


def test_what_no_test_notices_is_shown_with_a_test_that_would(
    run: Run, policy: Callable[[str], Path]
) -> None:
    path = policy(PASSING.replace("02-29", "02-28"))
    result = run("test", path, "--mutate", "--as-of", "2026-06-01")
    assert result.exit_code == 0
    assert (
        f"""\
unnoticed 1/urgent: period
  --> {path}:8:10
  -     keep 2 years after received
  +     keep 3 years after received
  this test would notice:

test "a letter is kept until 2026-02-28 by 1/urgent"
  given letter l  received 2024-02-28  urgent yes
"""
        in result.output
    )


@pytest.mark.parametrize(
    ("tests", "wanted", "code"),
    [(THOROUGH, "100", 0), (PASSING, "0", 0), (PASSING, "99", 1), (FAILING, "0", 1), ("", "1", 1)],
)
def test_a_share_of_noticed_changes_can_be_asked_for(
    run: Run, policy: Callable[[str], Path], tests: str, wanted: str, code: int
) -> None:
    result = run("test", policy(tests), "--mutate-fail-under", wanted, "--as-of", "2026-06-01")
    assert result.exit_code == code, result.output
    assert f", {wanted} % wanted" in result.output or code == 0 or tests == FAILING


def test_a_share_that_was_not_tried_in_time_is_not_noticed(
    run: Run, policy: Callable[[str], Path]
) -> None:
    wanted = ("--mutate-fail-under", "1", "--mutate-within", "0")
    result = run("test", policy(THOROUGH), *wanted)
    assert result.exit_code == 1
    assert "were not tried, for want of time" in result.output


def test_a_time_without_changes_makes_no_sense(run: Run, policy: Callable[[str], Path]) -> None:
    assert run("test", policy(THOROUGH), "--mutate-within", "9").exit_code == 2


@pytest.mark.parametrize("format_", FORMATS)
def test_what_no_test_notices_is_in_every_format(
    run: Run, policy: Callable[[str], Path], format_: str
) -> None:
    asked = ("--mutate", "--as-of", "2026-06-01", "--output-format", format_)
    result = run("test", policy(PASSING), *asked)
    assert result.exit_code == 0
    assert "unnoticed" in result.output or "no test notices it" in result.output
    assert result.output == run("test", policy(PASSING), *asked).output


# --- generated tests ------------------------------------------------------------------


def test_tests_of_the_last_days_are_written_once_in_the_canonical_layout(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "p.tenure").write_text(POLICY, encoding="utf-8")
    first = run("test", tmp_path, "--generate", "--as-of", "2026-06-01")
    assert first.exit_code == 0
    assert "2 tests passed; 2 of 2 rules and exceptions decided in a test (100 %)" in first.output
    assert f"{tmp_path / 'tests.tenure'}: 2 tests added" in first.stderr
    before = (tmp_path / "tests.tenure").read_bytes()
    again = run("test", tmp_path, "--generate", "--as-of", "2027-06-01")
    assert f"{tmp_path}: no test to add" in again.stderr
    assert (tmp_path / "tests.tenure").read_bytes() == before
    assert run("fmt", "--check", tmp_path / "tests.tenure").exit_code == 0


def test_what_an_author_wrote_stays(run: Run, policy: Callable[[str], Path]) -> None:
    mine = PASSING.replace("a letter", "1 keeps a letter through its last day and no longer")
    path = policy(mine)
    assert run("test", path, "--generate").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(POLICY + mine)
    assert text.count("1 keeps a letter through its last day") == 1


def test_generated_tests_go_to_a_file_that_the_policy_reads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.tenure").write_text(POLICY, encoding="utf-8")
    assert run("test", tmp_path, "--generate-to", tmp_path / "edges.tenure").exit_code == 0
    assert (tmp_path / "edges.tenure").exists()
    elsewhere = run("test", tmp_path, "--generate-to", tmp_path / "below" / "edges.tenure")
    assert elsewhere.exit_code == 2
    assert "does not read it" in elsewhere.stderr
