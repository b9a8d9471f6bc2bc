"""The corpus of policies: good ones earn advice at most, bad ones exactly what they say.

To add a test, add a file, or a folder where a policy needs several files.

A line of a bad policy says what it earns in comments, as many as need be:

    keep 3 yearz after closed  #! TN103 yearz

That is the code, and the text that the message underlines, or as much of it as stands on
the line where it begins, with ` …` where it goes on. `#!^` is about the line above, for a
line that a comment would change. A message that is about a whole file underlines nothing;
it is said on the file's first line: `#! TN211`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.selftest import run_tests
from tenure.dsl.codes import Code, Severity
from tenure.dsl.diagnostics import Diagnostic, Verdict

AS_OF = date(2026, 6, 1)
"""The day of every check here: reviews are due and policies in force as of it."""

CORPUS = Path(__file__).parent / "corpus"
PAGES = Path(__file__).parents[1] / "docs" / "diagnostics"

WITHOUT_FILE: dict[Code, str] = {
    Code.TEXT_TOO_LONG: "a file of 100,000 characters is not for reading: tests/dsl",
    Code.BAD_RECORD: "it is about a record given on the command line, not about a policy",
    Code.ACCEPTED_RULES_CHANGED: "it is about the ledger, not about a policy: tests/cli",
    Code.ACCEPTANCE_ENDED: "it is about the ledger, not about a policy: tests/cli",
    Code.NOTHING_ACCEPTED: "likewise",
    **{
        code: "it is about data; its page has some, and tests/audit tries it"
        for code in Code
        if code.number.startswith("TN5") and code is not Code.BAD_RECORD
    },
}
"""Codes that no file of the corpus can show, and why."""

CONFLICTS = {Code.AMBIGUOUS_OUTCOME, Code.OUTSIDE_LIMIT, Code.FLOOR_AFTER_CEILING}
"""Codes whose record has the status `conflict`."""

Line = tuple[str, int, str, str]
"""File, line, code, underlined text."""

_EXPECTATION = re.compile(r"#!(?P<above>\^?) (?P<code>TN\d{3})(?: (?P<text>.*?))? *(?=#!|$)")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADINGS = (
    "What it means",
    "Why it matters",
    "Example",
    "How to mend it",
    "See also",
)


def cases(folder: str) -> list[Path]:
    return sorted(p for p in (CORPUS / folder).iterdir() if not p.name.startswith("."))


def findings(path: Path) -> list[Diagnostic]:
    """Everything that is wrong with a policy as of the day of the corpus."""
    compiled = compile_policy(path)
    found = list(compiled.diagnostics)
    if compiled.policy is not None:
        found.extend(check_policy(compiled.policy, AS_OF).findings)
    return found


def expected(case: Path) -> Iterator[Line]:
    files = sorted(p for p in case.rglob("*") if p.is_file()) if case.is_dir() else [case]
    for file in files:
        lines = file.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, start=1):
            for match in _EXPECTATION.finditer(line):
                at = number - len(match["above"])
                yield file.name, at, match["code"], match["text"] or ""


def found(diagnostic: Diagnostic) -> Line:
    number = diagnostic.code.number
    if diagnostic.at is None:
        return Path(diagnostic.path or "").name, 1, number, ""
    first, *more = diagnostic.at.text.split("\n")
    shown = f"{first.split('#!')[0].rstrip(' ')} …" if more else first
    return Path(diagnostic.at.source.path).name, diagnostic.at.line, number, shown


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.stem)
def test_a_good_policy_earns_nothing_but_the_advice_it_says(case: Path) -> None:
    earned = findings(case)
    assert sorted(map(found, earned)) == sorted(expected(case))
    assert [d.message for d in earned if d.severity is not Severity.ADVICE] == []


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.stem)
def test_a_good_policy_passes_its_own_tests(case: Path) -> None:
    policy = compile_policy(case).policy
    assert policy is not None
    checks = [check for result in run_tests(policy).results for check in result.checks]
    assert [(c.expected.span.text, c.mismatches) for c in checks if c.mismatches] == []


@pytest.mark.parametrize("case", cases("bad"), ids=lambda case: case.stem)
def test_a_bad_policy_earns_what_it_says(case: Path) -> None:
    assert sorted(map(found, findings(case))) == sorted(expected(case))


@pytest.mark.parametrize("case", cases("bad"), ids=lambda case: case.stem)
def test_a_bad_policy_earns_the_code_in_its_name(case: Path) -> None:
    assert case.name[:5] in {code for _, _, code, _ in expected(case)}


def test_what_an_analysis_finds_is_shown_on_a_record() -> None:
    shown = [d for case in cases("bad") for d in findings(case) if d.verdict is Verdict.WITNESS]
    assert {d.code for d in shown} >= CONFLICTS
    for one in shown:
        assert one.witness is not None
        assert one.witness.records
        assert (one.witness.status == "conflict") == (one.code in CONFLICTS)


@pytest.mark.parametrize("code", Code, ids=lambda code: code.number)
def test_every_code_has_a_bad_policy(code: Code) -> None:
    files = [case for case in cases("bad") if case.name.startswith(f"{code.number}-")]
    assert bool(files) != (code in WITHOUT_FILE)


def test_numbers_and_slugs_are_used_once() -> None:
    assert len({code.number for code in Code}) == len(Code)
    assert len({code.slug for code in Code}) == len(Code)


# --- the pages ----------------------------------------------------------------

WITHOUT_EXAMPLE: dict[Code, str] = {
    Code.TEXT_TOO_LONG: "the text would be longer than the page",
    Code.BAD_RECORD: "its policy is sound; the record is not",
    **{code: why for code, why in WITHOUT_FILE.items() if code is not Code.TEXT_TOO_LONG},
}
"""Codes of which the page's policy does not earn the code, and why."""


def page(code: Code) -> str:
    return (PAGES / f"{code.number}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", Code, ids=lambda code: code.number)
def test_every_code_has_a_page_with_the_same_headings(code: Code) -> None:
    title, *headings = re.findall(
        r"^#+ (.*)$", re.sub(r"```.*?```", "", page(code), flags=re.S), re.M
    )
    assert title == f"{code.number} {code.slug}"
    assert tuple(headings) == _HEADINGS


def test_no_page_is_about_an_unknown_code() -> None:
    known = {f"{code.number}.md" for code in Code}
    assert {p.name for p in PAGES.iterdir()} == known | {"README.md"}


def test_the_index_lists_every_code_in_order() -> None:
    rows = re.findall(
        r"^\| \[(TN\d+)\]\((\S+)\) \| (\S+) \| (\S+) \| (.+) \|$",
        (PAGES / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    ordered = sorted(Code, key=lambda code: code.number)
    assert [row[:4] for row in rows] == [
        (code.number, f"{code.number}.md", code.slug, code.severity.value) for code in ordered
    ]


@pytest.mark.parametrize(
    "code", [code for code in Code if code not in WITHOUT_EXAMPLE], ids=lambda code: code.number
)
def test_the_example_of_a_page_earns_its_code(
    code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the page shows what is found, one finding a line."""
    policy, shown = _BLOCK.findall(page(code))
    monkeypatch.chdir(tmp_path)
    Path("schedule.tenure").write_text(policy[1], encoding="utf-8")
    lines = [
        f"{place(d)}: {code.number} {d.message}\n"
        for d in findings(Path("schedule.tenure"))
        if d.code is code
    ]
    assert (policy[0], shown[0]) == ("tenure", "text")
    assert lines
    assert shown[1] == "".join(lines)


def place(diagnostic: Diagnostic) -> str:
    path, line, column = diagnostic.where
    return f"{path}:{line}:{column}" if line else path


@pytest.mark.parametrize("code", Code, ids=lambda code: code.number)
def test_the_links_of_a_page_lead_somewhere(code: Code) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page(code))
    assert links
    assert [link for link in links if not (PAGES / link).exists()] == []
