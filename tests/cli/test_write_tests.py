"""`tenure check --write-tests`: the tests of findings, appended to the policy's own."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
AS_OF = ("--as-of", "2026-06-01")
HEADER = 'policy "P"\n  approved 2026-01-01\n  review every 3 years\n'
POLICY = (
    HEADER
    + """record file
  opened date
rule 1 for file keep 1 year after opened
rule 2 for file keep 2 years after opened
"""
)
TEST = """test "1 and 2 give a file one answer"
  given file file_1  opened 2026-06-01
  on 2026-06-01
  expect file_1 decided
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy that is a folder, with a conflict."""
    (tmp_path / "schedule.tenure").write_text(POLICY, encoding="utf-8")
    return tmp_path


def test_a_folder_gets_a_file_of_tests(run: Run, folder: Path) -> None:
    result = run("check", folder, *AS_OF, "--write-tests")
    assert result.exit_code == 1
    assert (folder / "tests.tenure").read_text(encoding="utf-8") == TEST
    assert (folder / "schedule.tenure").read_text(encoding="utf-8") == POLICY
    assert result.stderr == (
        f"{folder}/tests.tenure: 1 test added\n  1 and 2 give a file one answer\n"
    )


def test_the_written_test_fails_until_the_conflict_is_settled(run: Run, folder: Path) -> None:
    run("check", folder, *AS_OF, "--write-tests")
    assert run("test", folder).exit_code == 1
    settled = POLICY.replace("2 years after opened", "2 years after opened overrides 1")
    (folder / "schedule.tenure").write_text(settled, encoding="utf-8")
    assert run("test", folder).exit_code == 0
    assert run("check", folder, *AS_OF).exit_code == 1, "rule 1 never decides now"


def test_nothing_is_written_twice(run: Run, folder: Path) -> None:
    run("check", folder, *AS_OF, "--write-tests")
    again = run("check", folder, *AS_OF, "--write-tests")
    assert (again.exit_code, again.stderr) == (1, f"{folder}: no test to add\n")
    assert (folder / "tests.tenure").read_text(encoding="utf-8") == TEST


def test_the_same_record_under_another_title_is_not_written(run: Run, folder: Path) -> None:
    """Nor with other spaces, nor with a comment of the author's in it."""
    mine = TEST.replace("1 and 2 give a file one answer", "mine").replace(
        "  on", "  # the day of the audit\n\n  on"
    )
    (folder / "mine.tenure").write_text(mine, encoding="utf-8")
    run("check", folder, *AS_OF, "--write-tests")
    assert not (folder / "tests.tenure").exists()


def test_a_title_that_a_passing_test_has_gets_a_number(run: Run, folder: Path) -> None:
    passing = TEST.replace("opened 2026-06-01", "").replace("decided", "awaiting")
    (folder / "tests.tenure").write_text(passing, encoding="utf-8")
    for _ in range(2):
        run("check", folder, *AS_OF, "--write-tests")
    numbered = TEST.replace("one answer", "one answer (2)")
    assert (folder / "tests.tenure").read_text(encoding="utf-8") == f"{passing}\n{numbered}"


def test_a_policy_that_is_one_file_gets_them_in_it(run: Run, folder: Path) -> None:
    file = folder / "schedule.tenure"
    file.write_bytes(b"\xef\xbb\xbf" + POLICY.rstrip().replace("\n", "\r\n").encode())
    before = file.read_bytes()
    file.chmod(0o640)
    run("check", file, *AS_OF, "--write-tests")
    crlf = TEST.replace("\n", "\r\n").encode()
    assert file.read_bytes() == before + b"\r\n\r\n" + crlf
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["schedule.tenure"]
    assert run("test", file).exit_code == 1


def test_a_file_of_the_policy_may_be_named(run: Run, folder: Path) -> None:
    result = run("check", folder, *AS_OF, "--write-tests-to", folder / "open.tenure")
    assert result.exit_code == 1
    assert (folder / "open.tenure").read_text(encoding="utf-8") == TEST


def test_a_link_stays_a_link(
    run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "real.tenure"
    elsewhere.write_text("# mine", encoding="utf-8")
    (folder / "tests.tenure").symlink_to(elsewhere)
    run("check", folder, *AS_OF, "--write-tests")
    assert (folder / "tests.tenure").is_symlink()
    assert elsewhere.read_text(encoding="utf-8") == f"# mine\n\n{TEST}"


def test_every_case_of_one_cause_is_written_once(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "p.tenure"
    text = (Path(__file__).parents[1] / "corpus/bad/TN401-one-general-rule.tenure").read_text()
    policy.write_text(text, encoding="utf-8")
    result = run("check", policy, *AS_OF, "--write-tests", "--output-format", "json")
    (finding,) = json.loads(result.stdout)["findings"]
    tests = [one["test"]["text"] for one in finding["instances"]]
    assert len(tests) > 2
    assert policy.read_text(encoding="utf-8") == "\n".join((text, *tests))


def test_advice_is_offered_and_not_written(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "p.tenure"
    text = HEADER + (
        "record file\n  opened date\nrecord memo is file\n"
        "rule 1 for file keep 2 years after opened\nrule 2 for memo keep 1 year after opened\n"
    )
    policy.write_text(text, encoding="utf-8")
    result = run("check", policy, *AS_OF, "--write-tests", "--output-format", "json")
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["test"]["text"].endswith("  on 2028-06-01\n  expect memo_1 retain\n")
    assert policy.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("format_", ["full", "concise", "json"])
def test_standard_output_stays_one_document(run: Run, folder: Path, format_: str) -> None:
    told = ("--output-format", format_)
    plain = run("check", folder, *AS_OF, *told).stdout
    written = run("check", folder, *AS_OF, *told, "--write-tests").stdout
    offer = "1 test that fails until it is settled: `--write-tests` adds it\n"
    assert plain == written + (offer if format_ == "full" else "")


# --- what cannot be done ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["notes.txt", "below/tests.tenure"])
def test_a_file_that_the_policy_does_not_read(run: Run, folder: Path, name: str) -> None:
    (folder / "below").mkdir()
    result = run("check", folder, *AS_OF, "--write-tests-to", folder / name)
    assert result.exit_code == 2
    assert f"the policy `{folder}` does not read it" in result.stderr
    assert not (folder / name).exists()


def test_a_file_beside_a_policy_that_is_one_file(run: Run, folder: Path) -> None:
    target = folder / "tests.tenure"
    result = run("check", folder / "schedule.tenure", *AS_OF, "--write-tests-to", target)
    assert result.exit_code == 2
    assert "name the folder to have them beside it" in result.stderr
    assert not target.exists()


def test_one_file_for_several_policies(run: Run, folder: Path) -> None:
    paths = (folder, "policies/disagree.tenure")
    result = run("check", *paths, *AS_OF, "--write-tests-to", folder / "tests.tenure")
    assert result.exit_code == 2
    assert "2 policies were checked" in result.stderr
    assert not (folder / "tests.tenure").exists()


def test_a_file_that_is_read_only(run: Run, folder: Path) -> None:
    file = folder / "tests.tenure"
    file.write_text("# signed off", encoding="utf-8")
    file.chmod(0o444)
    result = run("check", folder, *AS_OF, "--write-tests")
    assert result.exit_code == 2
    assert result.stderr == f"error: cannot write `{file}`: it is read-only\n"
    assert file.read_text(encoding="utf-8") == "# signed off"
    assert "TN401" in result.stdout, "what was found is said all the same"


def test_a_folder_in_the_place_of_the_file(run: Run, folder: Path) -> None:
    (folder / "tests.tenure").mkdir()
    result = run("check", folder, *AS_OF, "--write-tests")
    assert result.exit_code == 2
    assert "is a directory" in result.stderr


def test_a_policy_that_cannot_be_read_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.tenure").write_text("rule", encoding="utf-8")
    result = run("check", tmp_path, "--write-tests")
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["p.tenure"]
