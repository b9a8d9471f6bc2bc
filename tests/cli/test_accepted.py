"""The project's own decisions: its configuration, and the ledger of what was accepted."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.dsl.codes import Code

Run = Callable[..., Result]
PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
HEAD = 'policy "P"\n  approved 2026-01-15\n  review every 3 years\n'
CONFLICT = """\
record call "Calls"
  made date required
rule 1 for call keep 1 year after made
rule 2 for call keep 2 years after made
"""
DAY = "2026-06-01"


@pytest.fixture
def project(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a policy in which two rules disagree, and nothing said of the review."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "policies").mkdir()
    write(tmp_path, 'policy "P"\n' + CONFLICT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, text: str) -> None:
    (project / "policies" / "p.tenure").write_text(text, encoding="utf-8")


def check(run: Run, *options: str, day: str = DAY) -> Result:
    return run("check", "policies", "--as-of", day, *options)


def document(run: Run, *options: str, day: str = DAY) -> dict[str, list[dict[str, object]]]:
    read: dict[str, list[dict[str, object]]] = json.loads(
        check(run, "--output-format", "json", *options, day=day).stdout
    )
    return read


def codes(run: Run, *, day: str = DAY) -> list[object]:
    return [finding["code"] for finding in document(run, day=day)["findings"]]


def fingerprint(run: Run, code: str) -> str:
    (found,) = [one for one in document(run)["findings"] if one["code"] == code]
    return str(found["fingerprint"])


def accept(run: Run, wanted: str, until: str = "2026-12-31", *options: str) -> Result:
    said = ("--owner", 'The "owner"', "--reason", "Settled\nin autumn", "--until", until)
    return check(run, "--accept", wanted, *said, *options)


# --- accepting ----------------------------------------------------------------


def test_an_accepted_finding_is_set_aside_and_named(run: Run, project: Path) -> None:
    assert codes(run) == ["TN401", "TN605"]
    result = accept(run, fingerprint(run, "TN401")[:8])
    assert result.exit_code == 0
    assert result.stdout.startswith("accepted until 2026-12-31, in ")
    after = check(run)
    assert after.exit_code == 0
    assert "1 advice (1 accepted)\n" in after.stdout
    assert "TN401" not in after.stdout
    (entry,) = document(run)["accepted"]
    assert (entry["owner"], entry["until"]) == ('The "owner"', "2026-12-31")
    log = json.loads(check(run, "--output-format", "sarif").stdout)
    suppressed = [r for r in log["runs"][0]["results"] if "suppressions" in r]
    assert [result["ruleId"] for result in suppressed] == ["TN401"]
    listed = check(run, "--list-accepted").stdout
    assert 'accepted by The "owner" until 2026-12-31: Settled in autumn' in listed
    assert re.search(r"^[0-9a-f]{16}  policies: TN605 .*\n  not accepted$", listed, re.M)


def test_lines_may_move(run: Run, project: Path) -> None:
    accept(run, fingerprint(run, "TN401"))
    more = CONFLICT.replace("call keep 2", 'call note "mine"\n  keep   2').replace(
        '"Calls"', '"Call"'
    )
    write(project, "# more\n\n" + HEAD + "# and more\n" + more)
    assert codes(run) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2 years", "3 years"),
        ("keep 2 years after made", "keep 1 year after made then review"),
        ("rule 2 for call keep", "rule 2 for call when made before 2020-01-01 keep"),
        ("keep 2 years after made", "keep 2 years after made in force from 2020-01-01"),
    ],
)
def test_what_the_rules_say_may_not(run: Run, project: Path, before: str, after: str) -> None:
    write(project, HEAD + CONFLICT)
    accept(run, fingerprint(run, "TN401"))
    assert codes(run) == []
    write(project, HEAD + CONFLICT.replace(before, after))
    found = codes(run)
    assert "TN613" in found or "TN621" in found
    assert check(run).exit_code == 1


def test_what_changed_can_be_accepted_anew_and_back_again(run: Run, project: Path) -> None:
    write(project, HEAD + CONFLICT)
    accept(run, fingerprint(run, "TN401"))
    write(project, HEAD + CONFLICT.replace("2 years", "3 years"))
    assert codes(run) == ["TN401", "TN613"]
    accept(run, fingerprint(run, "TN401"), "2026-07-31")
    assert codes(run) == []
    write(project, HEAD + CONFLICT)
    assert codes(run) == []


def test_an_exception_says_what_its_rule_says_too(run: Run, project: Path) -> None:
    text = HEAD + "record call\n  made date required\n  a yes/no\n  b yes/no\nrule 1 for call\n"
    text += "  keep 1 year after made\n  except a when a keep 2 years after made end\n"
    text += "  except b when b keep 3 years after made end\n"
    write(project, text)
    accept(run, fingerprint(run, "TN401"))
    assert "TN613" not in codes(run)
    write(project, text.replace("  keep 1 year", "  when made after 2020-01-01\n  keep 1 year"))
    assert "TN613" in codes(run)


def test_an_acceptance_without_the_meaning_is_of_the_finding(run: Run, project: Path) -> None:
    accept(run, fingerprint(run, "TN401"))
    ledger = project / "tenure-accepted.toml"
    ledger.write_text(re.sub(r"meaning = .*\n", "", ledger.read_text()))
    write(project, HEAD + CONFLICT.replace("2 years", "3 years"))
    assert codes(run) == []


def test_the_ledger_is_added_to_and_stays_as_it_was(run: Run, project: Path) -> None:
    ledger = project / "tenure-accepted.toml"
    accept(run, fingerprint(run, "TN401"))
    ledger.write_text(ledger.read_text() + "# a note of ours\n")
    before = ledger.read_text()
    accept(run, fingerprint(run, "TN605"))
    assert ledger.read_text().startswith(before)
    first, second = tomllib.loads(ledger.read_text())["accepted"]
    assert (first["code"], second["code"]) == ("TN401", "TN605")
    assert first["owner"] == 'The "owner"'
    assert first["reason"] == "Settled\nin autumn"
    assert str(first["since"]) == DAY
    assert [p.name for p in project.iterdir() if "tmp" in p.name] == []


def test_it_counts_through_its_last_day_and_then_is_a_finding(run: Run, project: Path) -> None:
    accept(run, fingerprint(run, "TN401"))
    assert codes(run, day="2026-12-31") == ["TN605"]
    assert codes(run, day="2027-01-01") == ["TN401", "TN605", "TN620"]
    assert check(run, day="2027-01-01").exit_code == 1


def test_accepted_anew_the_longer_one_counts(run: Run, project: Path) -> None:
    wanted = fingerprint(run, "TN401")
    accept(run, wanted)
    said = ("--owner", "o", "--reason", "r", "--until", "2027-12-31")
    assert check(run, "--accept", wanted, *said, day="2027-01-01").exit_code == 0
    assert codes(run, day="2027-01-01") == ["TN605"]


def test_what_is_not_found_any_more_is_a_finding(run: Run, project: Path) -> None:
    accept(run, fingerprint(run, "TN401"))
    write(project, HEAD + CONFLICT.replace("rule 2", "rule 3"))
    assert codes(run) == ["TN401", "TN621"]
    write(project, HEAD + CONFLICT.replace("2 years", "1 year"))
    assert "TN621" in codes(run)


def test_a_policy_that_has_an_error_forgets_no_acceptance(run: Run, project: Path) -> None:
    accept(run, fingerprint(run, "TN401"))
    write(project, HEAD + CONFLICT + "rule 3 for cal keep 1 day after made\n")
    assert codes(run) == ["TN201"]


def test_a_policy_that_is_gone_is_a_finding_and_one_not_checked_is_not(
    run: Run, project: Path
) -> None:
    accept(run, fingerprint(run, "TN401"))
    (project / "other").mkdir()
    (project / "other" / "o.tenure").write_text(HEAD)
    assert run("check", "other", "--as-of", DAY).exit_code == 0
    (project / "policies" / "p.tenure").unlink()
    (project / "policies").rmdir()
    result = run("check", "other", "--as-of", DAY, "--output-format", "concise")
    assert result.exit_code == 1
    assert "TN621" in result.stdout


def test_another_policy_with_the_same_rules_is_not_accepted_with_it(
    run: Run, project: Path
) -> None:
    accept(run, fingerprint(run, "TN401"))
    (project / "other").mkdir()
    (project / "other" / "p.tenure").write_text(HEAD + CONFLICT)
    assert run("check", "other", "--as-of", DAY).exit_code == 1


@pytest.mark.parametrize(
    "options",
    [
        ["--accept", "0" * 16, "--owner", "o", "--reason", "r", "--until", "2026-12-31"],
        ["--accept", "ab", "--owner", "o", "--reason", "r", "--until", "2026-12-31"],
        ["--accept", "0" * 16, "--owner", " ", "--reason", "r", "--until", "2026-12-31"],
        ["--accept", "0" * 16, "--reason", "r", "--until", "2026-12-31"],
        ["--accept", "0" * 16, "--owner", "o", "--reason", "r", "--until", "31/12/2026"],
        ["--owner", "o"],
    ],
)
def test_what_cannot_be_accepted_is_refused(run: Run, project: Path, options: list[str]) -> None:
    assert check(run, *options).exit_code == 2
    assert not (project / "tenure-accepted.toml").exists()


def test_what_is_over_cannot_be_accepted(run: Run, project: Path) -> None:
    assert accept(run, fingerprint(run, "TN401"), "2026-05-31").exit_code == 2


def test_a_mistake_in_the_text_cannot_be_accepted(run: Run, project: Path) -> None:
    write(project, HEAD + CONFLICT + "rule 3 for cal keep 1 day after made\n")
    result = accept(run, fingerprint(run, "TN201"))
    assert result.exit_code == 2
    assert "cannot be accepted" in result.stderr


def test_a_ledger_that_cannot_be_written(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    wanted = fingerprint(run, "TN401")
    accept(run, wanted)
    before = (project / "tenure-accepted.toml").read_text()
    other = fingerprint(run, "TN605")
    monkeypatch.setattr(Path, "replace", refuse)
    result = accept(run, other)
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
    assert (project / "tenure-accepted.toml").read_text() == before


LEDGER_CODES = (Code.ACCEPTED_RULES_CHANGED, Code.ACCEPTANCE_ENDED, Code.NOTHING_ACCEPTED)


@pytest.mark.parametrize("code", LEDGER_CODES)
def test_the_example_of_a_page(run: Run, project: Path, code: Code) -> None:
    page = (PAGES / f"{code.number}.md").read_text(encoding="utf-8")
    policy, ledger, shown = re.findall(r"^```\w+\n(.*?)^```$", page, re.M | re.S)
    Path("schedule.tenure").write_text(policy, encoding="utf-8")
    Path("tenure-accepted.toml").write_text(ledger, encoding="utf-8")
    result = run("check", "schedule.tenure", "--as-of", DAY, "--output-format", "concise")
    lines = [line for line in result.stdout.splitlines(keepends=True) if code.number in line]
    assert lines == [shown]


# --- the ledger as it is written ----------------------------------------------

ENTRY = """\
[[accepted]]
fingerprint = "0123456789abcdef"
code = "TN401"
policy = "policies"
owner = "o"
reason = "r"
until = 2026-12-31
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[accepted", "is not TOML"),
        ("[[acepted]]", "did you mean `accepted`?"),
        ('accepted = "x"', "entries are written as"),
        (ENTRY.replace("owner", "ownr"), "did you mean `owner`?"),
        (ENTRY.replace('reason = "r"\n', ""), "`reason` is missing"),
        (ENTRY.replace('"r"', '"  "'), "`reason` is missing"),
        (ENTRY.replace("2026-12-31", '"2026-12-31"'), "`until` is a day"),
        (ENTRY.replace("2026-12-31", "2026-12-31T10:00:00"), "`until` is a day"),
        (ENTRY.replace("until = 2026-12-31\n", ""), "`until` is a day"),
        (ENTRY + "since = 1\n", "`since` is a day"),
        (ENTRY + "meaning = 1\n", "`meaning` is no text"),
    ],
)
def test_a_ledger_that_cannot_be_read(run: Run, project: Path, text: str, said: str) -> None:
    (project / "tenure-accepted.toml").write_text(text)
    result = check(run)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_entries_may_be_written_inline(run: Run, project: Path) -> None:
    wanted = fingerprint(run, "TN401")
    fields = 'code = "TN401", policy = "policies", owner = "o", reason = "r", until = 2026-12-31'
    Path("tenure-accepted.toml").write_text(
        f'accepted = [{{ fingerprint = "{wanted}", {fields} }}]'
    )
    assert codes(run) == ["TN605"]


# --- the configuration ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('ignore = ["TN401"]', ["TN605"]),
        ('ignore = ["ambiguous-outcome", "TN6"]', []),
        ('select = ["TN6"]', ["TN605"]),
        ('select = ["TN4", "TN6"]\nignore = ["TN605"]', ["TN401"]),
        ("", ["TN401", "TN605"]),
    ],
)
def test_codes_are_chosen(run: Run, project: Path, text: str, left: list[str]) -> None:
    Path("tenure.toml").write_text(text)
    assert codes(run) == left
    set_aside = 2 - len(left)
    said = f"({set_aside} left out by the configuration)" if set_aside else ""
    assert said in check(run).stdout


def test_severities_are_graded(run: Run, project: Path) -> None:
    text = '[severity]\nTN605 = "error"\nTN6 = "warning"\nambiguous-outcome = "advice"\n'
    Path("tenure.toml").write_text(text)
    found = {one["code"]: one["severity"] for one in document(run)["findings"]}
    assert found == {"TN401": "advice", "TN605": "error"}
    assert check(run).exit_code == 1
    Path("tenure.toml").write_text('[severity]\nTN401 = "advice"\n')
    assert check(run).exit_code == 0


def test_a_pyproject_has_it_under_tool(run: Run, project: Path) -> None:
    Path("pyproject.toml").write_text('[tool.tenure]\nignore = ["TN4"]\n')
    assert codes(run) == ["TN605"]
    Path("tenure.toml").write_text("")
    assert codes(run) == ["TN401", "TN605"]


def test_the_nearest_counts_and_none_from_outside_the_repository(run: Run, project: Path) -> None:
    (project / "policies" / "tenure.toml").write_text('ignore = ["TN605"]')
    Path("tenure.toml").write_text('ignore = ["TN401"]')
    assert codes(run) == ["TN401"]
    (project / "policies" / "tenure.toml").unlink()
    (project / "policies" / ".git").mkdir()
    assert codes(run) == ["TN401", "TN605"]


def test_another_ledger(run: Run, project: Path) -> None:
    Path("tenure.toml").write_text('accepted = "records/accepted.toml"')
    assert accept(run, fingerprint(run, "TN401")).exit_code == 0
    assert (project / "records" / "accepted.toml").exists()
    assert codes(run) == ["TN605"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ignor = ["TN401"]', "unknown key `ignor`\ndid you mean `ignore`?"),
        ("[x]", "unknown key `x`"),
        ('ignore = "TN401"', "`ignore` is a list of codes"),
        ('ignore = ["TN499"]', "there is no code `TN499`"),
        ('select = ["ambigous-outcome"]', "did you mean `ambiguous-outcome`?"),
        ('ignore = ["TN2"]', "always reported"),
        ('ignore = ["TN"]', "there is no code `TN`"),
        ('[severity]\nTN103 = "advice"', "always reported"),
        ('[severity]\nTN401 = "eror"', "did you mean `error`?"),
        ('severity = "error"', "`severity` is a table"),
        ('strict = "yes"', "`strict` is `true` or `false`"),
        ('accepted = ""', "`accepted` is a text"),
        ("x =", "is not TOML"),
    ],
)
def test_a_configuration_without_meaning_is_refused(
    run: Run, project: Path, text: str, said: str
) -> None:
    Path("tenure.toml").write_text(text)
    result = check(run)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_strictness_can_be_configured(run: Run, project: Path) -> None:
    Path("tenure.toml").write_text('strict = true\nignore = ["TN4"]')
    assert check(run).exit_code == 0
    junit = check(run, "--output-format", "junit").stdout
    assert "TN605" in junit
