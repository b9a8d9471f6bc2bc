"""From what is written to what is meant: classes, fields, conditions, periods, headers, tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.dates import Length, YearKind
from tenure.compiler.load import LoadedFile
from tenure.compiler.policy.conditions import AnyOf, Condition, DateIs, Known, Near, Not, OneOf
from tenure.compiler.policy.fields import ChoiceType, EventType, FieldRef, LinkType
from tenure.compiler.policy.periods import (
    After,
    Choice,
    FixedDay,
    IfKnown,
    Latest,
    Period,
    Until,
    YearEnd,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Action, AuthorityKind, InForce, RuleKind
from tenure.compiler.policy.scenarios import Expected
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

LETTER = """
record letter
  received date
  answered date
  franked  time
  pages    number
  urgent   yes/no
  medium   one of paper, email, fax
  subject  text
  answers  link to letter
  copies   links to letter
"""


def resolved(text: str) -> tuple[Policy | None, list[Diagnostic]]:
    """What becomes of a text with a header and a class `letter` before it."""
    found: list[Diagnostic] = []
    source = SourceFile(path="schedule.tenure", text=f'policy "Schedule"{LETTER}{text}')
    tree = read_file(source, found.append)
    assert tree is not None, found
    file = LoadedFile(source=source, declarations=tree.declarations, own=True)
    return resolve((file,), found.append), found


def policy_of(text: str) -> Policy:
    policy, found = resolved(text)
    assert [(f.code, f.message) for f in found] == []
    assert policy is not None
    return policy


def codes_of(text: str) -> list[Code]:
    policy, found = resolved(text)
    assert (policy is None) == bool(found)
    return [f.code for f in found]


def keep(period: str) -> Period:
    return policy_of(f"rule 1 for letter keep {period}").rules["1"].phases[0].keep


def when(condition: str) -> Condition:
    found = policy_of(f"rule 1 for letter when {condition} keep permanently").rules["1"].condition
    assert found is not None
    return found


# --- periods ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("62 days", Length(months=0, days=62)),
        ("3 weeks", Length(months=0, days=21)),
        ("75 years", Length(months=900, days=0)),
        ("1 year and 6 months and 2 weeks and 1 day", Length(months=18, days=15)),
        ("1 day and 1 month and 1 day", Length(months=1, days=2)),
        ("0 days", Length(months=0, days=0)),
    ],
)
def test_a_duration_is_months_and_days(written: str, length: Length) -> None:
    period = keep(f"{written} after received")
    assert isinstance(period, After)
    assert period.duration.length == length


def test_two_durations_of_the_same_length_are_equal() -> None:
    assert keep("1 year after received") == keep("12 months after received")
    assert keep("1 year after received") != keep("365 days after received")
    assert keep("1 year after received") != keep("1 year beginning with received")


def test_the_year_of_an_event() -> None:
    assert keep("CY+1 from received") == YearEnd(
        year=YearKind(name="CY", month=12, day=31),
        plus=1,
        anchor=FieldRef(name="received", type=EventType()),
        span=keep("permanently").span,
    )


def test_terms_of_a_choice() -> None:
    period = keep("the later of (until received if known, 1 year after 2026-02-28)")
    assert isinstance(period, Choice)
    assert period.later
    one, other = period.terms
    assert isinstance(one, IfKnown)
    assert isinstance(one.term, Until)
    assert isinstance(other, After)
    assert other.anchor == FixedDay(day=date(2026, 2, 28))


def test_the_one_date_of_a_class_orders_its_records() -> None:
    period = (
        policy_of("record plan agreed date site text rule 1 for plan keep the latest 2 by site")
        .rules["1"]
        .phases[0]
        .keep
    )
    assert isinstance(period, Latest)
    assert period.order == FieldRef(name="agreed", type=EventType())


# --- conditions -----------------------------------------------------------------


def test_comparisons_have_one_direction() -> None:
    assert when("received after answered") == when("answered before received")
    assert when("received on or after answered") == when("answered on or before received")
    assert when("received after 2026-01-01") == when("2026-01-01 before received")


def test_is_not_is_the_opposite_of_is() -> None:
    assert when("medium is not paper") == when("not medium is paper")
    assert when("medium not in (paper, fax)") == when("not medium in (paper, fax)")
    assert when("answers is not known") == when("not answers is known")
    assert isinstance(when("answers is not known"), Not)
    assert isinstance(when("answers is known"), Known)


def test_a_list_of_days_is_one_of_several_comparisons() -> None:
    day = when("received is 2026-01-01")
    assert isinstance(day, DateIs)
    assert day == when("received on 2026-01-01")
    assert when("received in (2026-01-01, 2026-01-02)") == when(
        "received on 2026-01-01 or received on 2026-01-02"
    )
    assert isinstance(when("received in (2026-01-01, 2026-01-02)"), AnyOf)


def test_a_value_in_a_list_of_one_is_that_value() -> None:
    assert when("medium in (paper)") == when("medium is paper")
    assert isinstance(when("pages is 3"), OneOf)
    assert when("pages is 3") == when("pages is 3.0")


def test_near_keeps_its_side() -> None:
    sides = [when(f"received within 3 days {side} answered") for side in ("of", "before", "after")]
    assert all(isinstance(near, Near) for near in sides)
    assert [getattr(near, "side", None) for near in sides] == ["of", "before", "after"]


def test_fields_of_linked_records() -> None:
    condition = when("answers.answers.urgent")
    assert getattr(condition, "ref", None) == FieldRef(
        links=("answers", "answers"),
        name="urgent",
        type=when("urgent").ref.type,  # type: ignore[union-attr]
    )


# --- classes and facts ------------------------------------------------------------


def test_a_class_has_the_fields_of_its_ancestors_first() -> None:
    classes = policy_of(
        "record note is memo where urgent own date record memo is letter mine number"
    ).classes
    assert classes["note"].lineage == ("note", "memo", "letter")
    assert list(classes["note"].fields)[-2:] == ["mine", "own"]
    assert list(classes["note"].fields)[:2] == ["received", "answered"]
    assert classes["note"].parent == "memo"
    assert classes["note"].where is not None
    assert classes["memo"].where is None
    assert classes["letter"].parent is None


def test_titles_that_are_not_given() -> None:
    policy = policy_of(
        "record staff_file rule 1 for letter keep permanently except e when urgent "
        'keep 1 year after received end rule 2 "Two" for staff_file keep permanently hold h for '
        "letter while urgent"
    )
    assert policy.classes["staff_file"].title == "Staff file"
    assert [policy.rules[ref].title for ref in ("1", "1/e", "2")] == ["1", "1", "Two"]
    assert policy.holds["h"].title == "h"


def test_field_types() -> None:
    fields = policy_of("").classes["letter"].fields
    assert fields["franked"].type == EventType(timed=True)
    assert fields["medium"].type == ChoiceType(values=("paper", "email", "fax"))
    assert fields["copies"].type == LinkType(target="letter", many=True)
    assert not fields["received"].required


def test_a_fact_stands_for_itself_in_every_condition() -> None:
    policy = policy_of(
        "fact live yes/no = no fact fee number = 1.50 rule 1 for letter "
        "when live and fee is at least 1 keep permanently"
    )
    assert policy.facts["live"].value is False
    assert policy.facts["fee"].value == Decimal("1.50")
    condition = policy.rules["1"].condition
    refs = [getattr(part, "ref", None) for part in getattr(condition, "parts", ())]
    assert [ref is not None and ref.fact for ref in refs] == [True, True]


def test_a_fact_is_not_reached_through_a_link() -> None:
    assert codes_of(
        "fact live yes/no = no rule 1 for letter when answers.live keep permanently"
    ) == [Code.UNKNOWN_FIELD]


def test_a_field_of_several_classes_is_one_field() -> None:
    policy = policy_of(
        "record note received date record memo received date "
        "rule 1 for note, memo, note keep 1 year after received"
    )
    assert policy.rules["1"].classes == ("note", "memo")


# --- headers ------------------------------------------------------------------


def test_the_header(tmp_path: Path) -> None:
    path = tmp_path / "schedule.tenure"
    path.write_text(
        'policy "S" owner "O" approved 2026-02 by "B" review every 18 months '
        "next review 2027-08-31 jurisdiction GB, IE dispose within 2 weeks "
        "resolve by authority, longest "
        "in force from 2026-03-01",
        encoding="utf-8",
    )
    policy = compile_policy(path).policy
    assert policy is not None
    document = policy.document
    assert (document.title, dict(document.texts)) == ("S", {"owner": "O"})
    assert document.regions == ("GB", "IE")
    assert document.approval is not None
    assert (document.approval.first, document.approval.last) == (
        date(2026, 2, 1),
        date(2026, 2, 28),
    )
    assert document.approval.by == "B"
    assert document.review.every == Length(months=18, days=0)
    assert document.review.next_first == document.review.next_last == date(2027, 8, 31)
    assert document.in_force == InForce(start=date(2026, 3, 1))
    assert policy.dispose_within == Length(months=0, days=14)
    assert policy.resolve_by == ("authority", "longest")


def test_nothing_is_the_default_tie_break() -> None:
    assert policy_of("").resolve_by == ()
    assert policy_of("").dispose_within is None


def test_a_rule_belongs_to_the_document_it_stands_in(tmp_path: Path) -> None:
    for name, text in {
        "own/1.tenure": 'policy "Own" use "../used" use "../plain.tenure"',
        "own/2.tenure": "rule 1 for letter keep permanently",
        "used/a.tenure": 'policy "Used" record letter received date',
        "used/b.tenure": "rule 2 for letter keep permanently",
        "plain.tenure": "rule 3 for letter keep permanently",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    policy = compile_policy(tmp_path / "own").policy
    assert policy is not None
    assert list(policy.documents) == ["Own", "Used"]
    assert policy.rules["1"].document == "Own"
    assert policy.rules["3"].document == "Own"


def test_authorities_have_ranks() -> None:
    kinds = ["good_practice", "corporate_policy", "contract", "regulation", "statute"]
    policy = policy_of("".join(f'authority {kind} "A" kind {kind} ' for kind in kinds))
    ranks = [policy.authorities[kind].kind for kind in kinds]
    assert ranks == sorted(AuthorityKind)


def test_the_rank_of_a_rule_is_that_of_its_strongest_authority() -> None:
    policy = policy_of(
        'authority a "A" kind statute authority b "B" kind contract authority c "C" '
        "rule 1 for letter keep permanently because b because a because c "
        "rule 2 for letter keep permanently because c rule 3 for letter keep permanently"
    )
    assert [policy.rules[ref].rank for ref in "123"] == [AuthorityKind.STATUTE, 0, 0]


# --- calendars ------------------------------------------------------------------

FY = "rule 1 for letter keep FY+1 from received "


def test_a_year_may_be_named_by_two_calendars_that_agree() -> None:
    policy = policy_of(f"calendar a year FY ends 31 March calendar b year FY ends 31 March {FY}")
    assert policy.years["FY"] == YearKind(name="FY", month=3, day=31)


def test_calendars_may_disagree_on_a_year_that_no_rule_uses() -> None:
    two = "calendar a year FY ends 31 March calendar b year FY ends 30 June "
    assert codes_of(two) == []
    assert codes_of(two + FY) == [Code.AMBIGUOUS_YEAR]


def test_a_year_may_end_on_a_leap_day() -> None:
    assert policy_of(f"calendar a year FY ends 29 February {FY}").years["FY"].day == 29


# --- tests of the policy's own ------------------------------------------------------


def test_the_records_of_a_test() -> None:
    (scenario,) = policy_of(
        """
        fact live yes/no = no
        rule 1 for letter keep permanently
        test "t"
          given fact live yes
          given letter a  received 2026-01-01  pages 3  medium fax  subject "x"
          given letter b  answers a  copies (a, c)  urgent unknown  disposed_as anonymised
          given letter c  copies a  urgent yes  extended_until 2026-12-31
          on 2026-05-01
          expect a retain
          on 2026-06-01
          expect b due since 2026-05-31 not before 2026-01-01 not after 2026-12-31
            by 1 then transfer to "X" missing received, answers.pages
        """
    ).tests
    assert scenario.facts == {"live": True}
    a, b, c = scenario.records
    assert a.fields == {
        "urgent": False,
        "received": date(2026, 1, 1),
        "pages": Decimal(3),
        "medium": "fax",
        "subject": "x",
    }
    assert b.fields == {"answers": "a", "copies": ("a", "c")}
    assert b.disposed_as == "anonymised"
    assert c.fields == {"copies": ("a",), "urgent": True}
    assert c.extended_until == date(2026, 12, 31)
    first, second = scenario.expectations
    assert isinstance(first, Expected)
    assert isinstance(second, Expected)
    assert (first.record, first.as_of, first.status) == ("a", date(2026, 5, 1), "retain")
    assert first.until is None
    assert second.since == date(2026, 5, 31)
    assert (second.not_before, second.not_after) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (second.rule, second.action) == ("1", 'transfer to "X"')
    assert second.missing == ("received", "answers.pages")


def test_a_link_may_lead_out_of_the_test() -> None:
    assert (
        codes_of(
            'rule 1 for letter keep permanently test "t" given letter a answers elsewhere '
            "on 2026-01-01 expect a permanent"
        )
        == []
    )


# --- mistakes do not multiply -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "rule 1 for leter keep permanently rule 2 for letter keep permanently overrides 1",
            ["TN201"],
        ),
        ("rule 1 for leter keep permanently rule 2 for letter disapplies 1", ["TN201"]),
        ("rule 1 for leter keep permanently except e when urgent keep permanently end", ["TN201"]),
        (
            'rule 1 for leter keep permanently test "t" given letter a on 2026-01-01 '
            "expect a permanent by 1",
            ["TN201"],
        ),
        ("record note is leter where urgent", ["TN201"]),
        ("rule 1 for letter keep permanently keep permanently", ["TN306"]),
        ("rule 1 for letter then destroy", ["TN307"]),
        ('rule 1 for letter keep permanently follow "Schedule" then destroy', ["TN308"]),
        ("rule 1 for letter, leter, lettre keep 1 year after x", ["TN201", "TN201"]),
        ("rule 1 for letter when x and y keep 1 year after z", ["TN202", "TN202", "TN202"]),
        ('rule 1 for letter keep permanently because x follow "y"', ["TN308"]),
    ],
)
def test_one_mistake_is_reported_once(text: str, codes: list[str]) -> None:
    assert [code.number for code in codes_of(text)] == codes


def test_every_mistake_has_a_place_and_most_have_help() -> None:
    corpus = Path(__file__).parents[1] / "corpus" / "bad"
    found = [d for case in sorted(corpus.iterdir()) for d in compile_policy(case).diagnostics]
    assert len(found) > 150
    assert [d.message for d in found if d.at is None and d.code is not Code.POLICY_HEADER] == []
    assert [d.message for d in found if d.message[:1].isupper() or d.message.endswith(".")] == []
    helpless = [d.message for d in found if not d.help and d.code.number >= "TN2"]
    assert len(helpless) < len(found) / 10, helpless


# --- actions ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "actions"),
    [
        ("", [Action(verb="destroy")]),
        ("then review", [Action(verb="review")]),
        ('then transfer to "X"', [Action(verb="transfer", to="X")]),
        ("then anonymise and keep permanently", [Action(verb="anonymise"), Action(verb="destroy")]),
        (
            "then review and keep permanently then anonymise",
            [Action(verb="review"), Action(verb="anonymise")],
        ),
    ],
)
def test_phases(written: str, actions: list[Action]) -> None:
    rule = policy_of(f"rule 1 for letter keep 1 year after received {written}").rules["1"]
    assert [phase.action for phase in rule.phases] == actions


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("keep 1 year after received", RuleKind.SCHEDULE),
        ("keep at least 1 year after received", RuleKind.FLOOR),
        ("keep at most 1 year after received", RuleKind.CEILING),
        ("disapplies 2", RuleKind.SWITCH),
        ("keep permanently disapplies 2", RuleKind.SCHEDULE),
        ('follow "Other"', RuleKind.SCHEDULE),
    ],
)
def test_the_part_a_rule_plays(written: str, kind: RuleKind) -> None:
    policy = policy_of(
        f'external "Other" rule 1 for letter {written} rule 2 for letter keep permanently'
    )
    assert policy.rules["1"].kind is kind


@pytest.mark.parametrize("module", ["order", "resolve.policies", "policy", "policy.policy"])
def test_a_module_may_be_the_first_to_be_imported(module: str) -> None:
    command = [sys.executable, "-c", f"import tenure.compiler.{module}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
