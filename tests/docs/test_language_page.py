"""The language page says what the compiler does: every example and table of it is tried.

A ```tenure block is a whole policy. A ```tenure-fragment goes on from the policy under the
heading "The records of the examples", and so does a ```tenure-mistake, which need not
compile. A comment `# TN108` says that its line earns that code. A fragment that begins with
the name of a file is there for the others to `use`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import chain, product
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.check.checks import HORIZON
from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.decisions import Status
from tenure.compiler.load import MAX_BYTES
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS
from tenure.compiler.resolve.steps import DONE
from tenure.compiler.selftest import run_tests
from tenure.dsl.build.names import MAX_TEXT
from tenure.dsl.build.spans import MAX_DEPTH
from tenure.dsl.codes import Code, Severity
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import MAX_ERRORS
from tenure.dsl.syntax_errors import DECLARATION_WORDS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "language.md").read_text(encoding="utf-8")
GRAMMAR = files("tenure.dsl").joinpath("grammar.lark").read_text(encoding="utf-8")
AS_OF = date(2026, 6, 1)
"""The day of every check: reviews are due and policies in force as of it."""

_FENCED = re.compile(r"^```(tenure(?:-fragment|-mistake)?)\n(.*?)^```$", re.M | re.S)
_FILE_NAME = re.compile(r"# (\S+\.tenure)\n")
_QUOTED = re.compile(r"`([^`]+)`")


# --- the examples -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example of the page: its kind, its text, the line of the page on which it begins."""

    kind: str
    text: str
    line: int

    @property
    def file_name(self) -> str | None:
        """The file for which a fragment stands that others `use`."""
        named = _FILE_NAME.match(self.text)
        return named[1] if named else None


EXAMPLES = [
    Example(kind=m[1], text=m[2], line=PAGE.count("\n", 0, m.start()) + 1)
    for m in _FENCED.finditer(PAGE)
]
PRELUDE = next(
    e.text for e in EXAMPLES if e.line > PAGE.count("\n", 0, PAGE.index("### The records of the"))
)
SHARED = {e.file_name: e.text for e in EXAMPLES if e.file_name}

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"line {e.line}")


def compiled(text: str, folder: Path) -> Compilation:
    """What becomes of a policy, the page's shared files beside it."""
    for name, shared in SHARED.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(shared, encoding="utf-8")
    path = folder / "schedule.tenure"
    path.write_text(text, encoding="utf-8")
    return compile_policy(path)


def policy_of(text: str, folder: Path) -> Policy:
    result = compiled(text, folder)
    assert [(d.where, d.message) for d in result.diagnostics] == []
    assert result.policy is not None
    return result.policy


def whole(example: Example) -> str:
    return example.text if example.kind == "tenure" else PRELUDE + example.text


def findings(result: Compilation) -> list[Diagnostic]:
    found = list(result.diagnostics)
    if result.policy is not None:
        found.extend(check_policy(result.policy, AS_OF).findings)
    return found


def commented(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        _, _, comment = line.partition("#")
        for code in re.findall(r"TN\d{3}", comment):
            yield number, code


@each_example
def test_an_example_earns_what_its_comments_say(example: Example, tmp_path: Path) -> None:
    """Every error is said; a warning or advice is when it is what the example is about."""
    text = whole(example)
    found = findings(compiled(text, tmp_path))
    said = set(commented(text))
    errors = {(d.at.line if d.at else 0, d.code.number) for d in found if _is_error(d)}
    others = {(d.at.line if d.at else 0, d.code.number) for d in found if not _is_error(d)}
    assert errors - said == set(), [d.message for d in found if _is_error(d)]
    assert said - errors - others == set()


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.code.severity is Severity.ERROR


@each_example
def test_an_example_compiles_unless_it_shows_a_mistake(example: Example, tmp_path: Path) -> None:
    result = compiled(whole(example), tmp_path)
    if example.kind == "tenure-mistake":
        assert list(commented(example.text))
    else:
        assert result.policy is not None


@each_example
def test_an_example_passes_its_own_tests(example: Example, tmp_path: Path) -> None:
    policy = compiled(whole(example), tmp_path).policy
    checks = [c for r in run_tests(policy).results for c in r.checks] if policy else []
    assert ("expect" in example.text) == bool(checks)
    assert [(c.expected.span.text, c.mismatches) for c in checks if c.mismatches] == []


# --- the tables of periods and conditions ---------------------------------------


def table(*header: str) -> list[list[str]]:
    """The rows of the one table of the page that has this header, without it."""
    head = "".join(f"| {cell} " if cell else "| " for cell in header) + "|\n"
    assert PAGE.count(head) <= len(header) * 2, header
    found: list[list[str]] = []
    for part in PAGE.split(head)[1:]:
        _, *rows = part.split("\n\n")[0].strip().split("\n")
        found += [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert found, header
    return found


def code(cell: str) -> str:
    quoted = _QUOTED.match(cell)
    assert quoted is not None, cell
    return quoted[1]


def classes_that_allow(clauses: str, folder: Path) -> list[str]:
    names = re.findall(r"^record (\w+)", PRELUDE, re.M)
    return [
        name for name in names if compiled(f"{PRELUDE}\nrule 9 for {name} {clauses}", folder).policy
    ]


@pytest.mark.parametrize("row", table("period", "the record is kept"), ids=lambda row: row[0])
def test_every_period_can_be_written(row: list[str], tmp_path: Path) -> None:
    assert classes_that_allow(f"keep {code(row[0])}", tmp_path)


@pytest.mark.parametrize("row", table("condition", "is true when"), ids=lambda row: row[0])
def test_every_condition_can_be_written(row: list[str], tmp_path: Path) -> None:
    """In the row's text too, where it is a condition and not a part of one."""
    more = [part for part in _QUOTED.findall(row[1]) if part.startswith(("urgent", "pages"))]
    for condition in [code(row[0]), *more]:
        assert classes_that_allow(f"keep permanently when {condition}", tmp_path)


@pytest.mark.parametrize("kind", [code(row[0]) for row in table("type", "holds", "")])
def test_every_type_can_be_written(kind: str, tmp_path: Path) -> None:
    text = f'{PRELUDE}\norganisation council "Council"\nrecord sample  it {kind}'
    assert compiled(text, tmp_path).policy


_DAYS_COUNTED = table("period", "event", "kept through", "")


@pytest.mark.parametrize("row", _DAYS_COUNTED, ids=lambda row: f"{row[0]} {row[1]}")
def test_days_are_counted_as_the_table_says(row: list[str], tmp_path: Path) -> None:
    period, event, last, _ = row
    policy = policy_of(
        f"""{PRELUDE}
        record thing  event date
        rule 9 for thing keep {code(period)}
        test "row"
          given thing t  event {event}
          on {event}
          expect t retain until {last}
        """,
        tmp_path,
    )
    assert [c.mismatches for r in run_tests(policy).results for c in r.checks] == [()]


_DEADLINES_COUNTED = table("limit", "event", "deadline", "")


@pytest.mark.parametrize("row", _DEADLINES_COUNTED, ids=lambda row: f"{row[0]} {row[1]}")
def test_deadlines_are_counted_as_the_table_says(row: list[str], tmp_path: Path) -> None:
    limit, event, deadline, _ = row
    policy = policy_of(
        f"""{PRELUDE}
        record thing  event date  responded date
        rule 9 for thing keep permanently
        standard 10 for thing respond {code(limit)}
        test "row"
          given thing t  event {code(event)}
          on {code(event)}
          expect t open for 10 until {code(deadline)}
        """,
        tmp_path,
    )
    assert [c.mismatches for r in run_tests(policy).results for c in r.checks] == [()]


@pytest.mark.parametrize("row", table("limit", "ends"), ids=lambda row: row[0])
def test_every_limit_can_be_written(row: list[str], tmp_path: Path) -> None:
    policy_of(
        f"""policy "Limits"
        calendar office working week Monday to Friday hours 09:00 to 17:00
        record thing  received time  reported time  appointment time  responded time
        standard 10 for thing respond {code(row[0])}
        """,
        tmp_path,
    )


def test_the_events_of_promises_are_those_of_the_page() -> None:
    assert {code(row[0]): code(row[1]) for row in table("promise", "event")} == DONE


_ANSWERS = {"true": "permanent", "false": "due", "unknown": "undetermined"}


@pytest.mark.parametrize("row", table("condition", "fields", "answer"), ids=str)
def test_conditions_are_judged_as_the_tables_say(row: list[str], tmp_path: Path) -> None:
    condition, fields, answer = row
    received = "" if "received" in fields else "received 2026-01-05"
    policy = policy_of(
        f"""{PRELUDE}
        rule 9 for complaint keep 0 days after received
        rule 10 for complaint when {code(condition)} keep permanently overrides 9
        test "row"
          given complaint c  {received} {fields}
          on 2030-01-01
          expect c {_ANSWERS[answer]}
        """,
        tmp_path,
    )
    assert [c.mismatches for r in run_tests(policy).results for c in r.checks] == [()]


def test_a_day_outside_examples_and_tables_is_only_an_end_of_the_calendar() -> None:
    """Whatever the prose says of a day is said again, and tried, in an example or a table."""
    prose = re.sub(r"^(```.*?^```|\|.*?)$", "", PAGE, flags=re.M | re.S)
    found = set(re.findall(r"\d{4}-\d{2}-\d{2}", _QUOTED.sub("", prose)))
    assert found == {str(date.max), str(date.min)}


# --- words ----------------------------------------------------------------------

PLACES = {
    "header": "policy policy_clause tie_break regions moment in_force",
    "references": "use external external_clause section mark authority fact",
    "calendar": "calendar calendar_clause week_days",
    "record": "record field type names values",
    "rule": "rule exception _rule_item rule_clause bound action in_force",
    "period": "period term anchor duration path",
    "condition": "condition conjunction negation test_atom date_order within point",
    "value": "literal given_literal",
    "hold": "hold hold_clause",
    "standard": "standard procedure _obligation_item promise stage overall obligation_clause "
    "limit amount",
    "duty": "occasion duty duty_clause",
    "activity": "activity activity_clause held recipient",
    "organisation": "organisation organisation_clause",
    "test": "test test_step given_value expectation",
}
"""The grammar's rules whose words a row of the table of reserved words names."""


def spellings(pattern: str) -> list[str]:
    """The words that a keyword's regular expression stands for."""
    plain = pattern.removesuffix(r"\b").replace(r"[ \t\r\n]+", " ").replace(r"\/", "/")
    found = [plain]
    for part in re.findall(r"\(\?:.*?\)", plain):
        found = [a.replace(part, b) for a, b in product(found, part[3:-1].split("|"))]
    return [w for a in found for w in ([a.replace("s?", ""), a.replace("s?", "s")])]


KEYWORDS = {
    name: set(spellings(pattern))
    for name, pattern in re.findall(r"^([A-Z_]+)[.\d]*: /(.*)/$", GRAMMAR, re.M)
    if pattern[0].isalpha() or pattern.startswith("(?:")
}
_CODE = re.sub(r"^\s*//.*$", "", GRAMMAR, flags=re.M)
RULES = dict(re.findall(r"^\??([a-z_]+):(.*?)(?=^\S|\Z)", _CODE, re.M | re.S))
ROWS = {row[0]: set(_QUOTED.findall(row[1])) for row in table("place", "words")}
FIELD_WORDS = [set(_QUOTED.findall(row[1])) for row in table("", "words")]


def test_the_words_are_those_of_the_grammar() -> None:
    """The reading of the grammar here misses no word and no rule."""
    assert len(KEYWORDS) > 100
    assert {"in force", "yes/no", "month", "months", "Sunday", "May"} <= set(
        chain(*KEYWORDS.values())
    )
    named = set(" ".join(PLACES.values()).split())
    assert set(RULES) - {"start", "declaration"} == named


@pytest.mark.parametrize("place", PLACES)
def test_the_table_of_reserved_words_is_that_of_the_grammar(place: str) -> None:
    bodies = " ".join(RULES[name] for name in PLACES[place].split())
    terminals = set(re.findall(r"\b[A-Z_]{2,}\b", bodies)) & KEYWORDS.keys()
    assert ROWS[place] == set(chain(*(KEYWORDS[name] for name in terminals)))


def test_the_page_names_every_keyword() -> None:
    assert set(chain(*ROWS.values())) == set(chain(*KEYWORDS.values()))


def test_no_field_is_called_what_the_page_says(tmp_path: Path) -> None:
    assert FIELD_WORDS[0] == DECLARATION_WORDS | set(BUILT_IN_FIELDS)
    for word in FIELD_WORDS[0]:
        text = f'policy "Words"\nrecord thing\n  first date\n  {word} yes/no required\n'
        assert compiled(text, tmp_path).policy is None, word


def test_every_other_word_may_name_a_field(tmp_path: Path) -> None:
    """Wherever a field can stand; the words of the second row may, but not everywhere."""
    words = sorted(w for w in set(chain(*KEYWORDS.values())) if w.isalpha())
    fields = [w for w in words if w not in FIELD_WORDS[0] | FIELD_WORDS[1]]
    assert len(fields) > 80
    declared = "".join(f"  pick_{w} one of p, q  {w} date\n" for w in fields)
    rules = "".join(
        f"rule {w} for thing when {w} is known and {w} before 1 day after {w} and p_.{w} is known\n"
        f"  keep the later of (1 day after {w}, until {w} if known)\n"
        for w in fields
    )
    given = " ".join(f"pick_{w} p {w} 2026-01-05" for w in fields)
    policy_of(
        f'policy "Words"\nrecord thing\n  p_ link to thing\n{declared}{rules}'
        f'test "all"\n  given thing t {given}\n  on 2026-06-01\n  expect t due missing '
        + ", ".join(fields),
        tmp_path,
    )


def test_every_other_word_may_be_a_value(tmp_path: Path) -> None:
    words = sorted(w for w in set(chain(*KEYWORDS.values())) if w.isalpha())
    values = [w for w in words if w not in FIELD_WORDS[2]]
    tried = "".join(
        f"rule {w} for thing when pick is {w} or pick is not {w} or pick in ({w}, x)\n"
        "  keep permanently\n"
        for w in values
    )
    tests = "".join(f'test "{w}" given thing t pick {w} on {AS_OF} expect t due\n' for w in values)
    policy_of(
        f'policy "Words"\nrecord thing pick one of x, {", ".join(values)}\n{tried}{tests}', tmp_path
    )


# --- what the page lists ----------------------------------------------------------


def test_the_statuses_are_those_of_decisions() -> None:
    assert [code(row[0]) for row in table("status", "meaning", "has")] == [s.value for s in Status]


def test_the_statuses_of_deadlines_are_those_of_decisions() -> None:
    found = [code(row[0]) for row in table("status of a deadline", "meaning")]
    assert found == [s.value for s in DeadlineStatus]


def test_what_disposal_leaves_behind_is_what_the_page_says() -> None:
    rows = table("action", "`disposed_as`")
    assert {code(a).split()[0]: code(done) for a, done in rows} == PAST_PARTICIPLES


def test_the_limits_are_those_of_the_reader() -> None:
    page = re.sub(r"\s+", " ", PAGE)
    for limit in (
        f"up to {MAX_BYTES // 1_000_000} MB each",
        f"more than {MAX_TEXT:,} characters",
        f"more than {MAX_DEPTH} levels",
        f"up to {MAX_ERRORS} in a file",
        f"from {HORIZON[0].year} to {HORIZON[1].year}",
    ):
        assert limit in page


@pytest.mark.parametrize("code_", Code, ids=lambda c: c.number)
def test_every_message_is_named_and_leads_to_its_page(code_: Code) -> None:
    assert PAGE.count(f"[{code_.number}]") > 1
    assert f"\n[{code_.number}]: {Path(code_.page).relative_to('docs')}\n" in PAGE


@pytest.mark.parametrize("name", ["language.md", "glossary.md"])
def test_every_link_leads_somewhere(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text) + re.findall(r"^\[\w+\]: (\S+)$", text, re.M)
    assert links
    assert [link for link in links if not leads_somewhere(DOCS / name, link)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made for reading on the web."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_glossary_has_one_entry_for_a_word() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.M)
    assert len(words) > 40
    assert len(words) == len(set(words))
