"""What is published: order, headings, state on a day, fingerprint, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.policy import Policy
from tenure.dsl.source import SourceFile
from tenure.reports.schedule import ScheduleView, publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.fingerprint import fingerprint
from tenure.reports.schedule.permalinks import rule_ids
from tenure.reports.wording import ENGLISH, plain

AS_OF = date(2026, 11, 23)
SURREY = Path(__file__).parents[2] / "policies" / "surrey"


@pytest.fixture
def view(sample: Policy) -> ScheduleView:
    """The sample as a document."""
    return assemble(sample, AS_OF, ENGLISH)


def test_files(sample: Policy) -> None:
    assert set(publish(sample, ["html", "csv"], AS_OF)) == {"schedule.html", "schedule.csv"}
    assert set(publish(sample, ["md", "md"], AS_OF)) == {"schedule.md"}
    assert publish(sample, [], AS_OF) == {}


def test_unknown_format(sample: Policy) -> None:
    with pytest.raises(ValueError, match="no format is called `odt`; there are html, md, "):
        publish(sample, ["html", "odt"], AS_OF)


def test_entries_stand_under_their_sections_in_natural_order(view: ScheduleView) -> None:
    assert [(g.ref, g.title, [e.ref for e in g.entries]) for g in view.groups] == [
        ("6", "Customer Relations Team", ["6.0.2", "6.0.10"]),
        ("6.1", "Contact Centre", ["6.1.2"]),
        ("6.10", "Archive", ["6.10.1"]),
        ("", "Other entries", ["X.1"]),
    ]


def test_rules_of_another_policy_stand_apart(
    compiled: Callable[[str], Policy], tmp_path: Path
) -> None:
    law = tmp_path / "law.tenure"
    law.write_text(
        'policy "Limitation" record paper "Papers" ended date '
        "rule L.1 for paper keep at least 6 years after ended",
        encoding="utf-8",
    )
    policy = compiled(f'policy "S" use "{law}" rule 1 "Papers" for paper keep 9 years after ended')
    found = assemble(policy, AS_OF, ENGLISH)
    assert [(g.title, [e.ref for e in g.entries]) for g in found.groups] == [
        ("Schedule", ["1"]),
        ("From Limitation", ["L.1"]),
    ]
    assert found.documents == ("Limitation",)


def test_exceptions_stand_under_their_entry(view: ScheduleView) -> None:
    complaint = view.groups[0].entries[0]
    assert [(e.ref, e.id, e.title, e.depth) for e in complaint.lines] == [
        ("6.0.2", "r-6.0.2", "Complaint records", 0),
        ("6.0.2/child", "r-6.0.2-child", "Child", 1),
        ("6.0.2/child/open", "r-6.0.2-child-open", "Open", 2),
    ]
    assert complaint.exceptions[0].authority != ()
    assert complaint.exceptions[0].exceptions[0].authority == ()


def test_state_on_the_day(sample: Policy) -> None:
    def states(day: date) -> dict[str, str]:
        groups = assemble(sample, day, ENGLISH).groups
        lines = [line for group in groups for entry in group.entries for line in entry.lines]
        return {line.ref: line.state for line in lines if line.state != "current"}

    assert states(AS_OF) == {"6.0.10/new": "future", "6.10.1": "past"}
    assert states(date(2027, 1, 1)) == {"6.10.1": "past"}
    assert states(date(2020, 12, 31)) == {"6.0.10/new": "future"}


def test_header(view: ScheduleView) -> None:
    assert (view.title, view.publisher) == (
        "Customer Services retention schedule",
        "Surrey County Council",
    )
    assert {plain(fact.term): plain(fact.meaning) for fact in view.facts} == {
        "Owner": "Customer Relations Manager",
        "Version": "2.1",
        "Jurisdiction": "England and Wales",
        "Approved": "September 2016, by Leadership Team",
        "Review": "Every 3 years, next 31 January 2027",
        "In force": "From 1 October 2016",
        "Disposal": "Within 30 days after the period ends",
        "Where entries disagree": "The strongest authority counts, then the longest period counts",
    }
    assert view.as_of_words == "23 November 2026"


def test_appendix(view: ScheduleView) -> None:
    def shown(name: str) -> list[tuple[str, str]]:
        return [(plain(term.term), plain(term.meaning)) for term in getattr(view, name)]

    assert shown("circumstances") == [
        ("The new Blue Badge system is in place", "No"),
        ("Limit", "12"),
        ("The day the limit was set", "1 January 2026"),
        ("Place", "north end"),
    ]
    assert shown("holds") == [
        (
            "Subject to legal action",
            "While legal action is open, nothing is disposed of, whatever the schedule says. "
            "Covers: Complaint records. Rests on: Children Act.",
        )
    ]
    assert shown("definitions") == [("Formal complaints", "Complaint records, if child assessed.")]
    assert shown("key") == [("M", "Management documentation"), ("P", "Prime document")]
    assert shown("years") == [
        ("FY", "financial year ending 31 March; FY+2 is to the end of that year and two years more")
    ]
    assert shown("authorities") == [
        ("Children Act", "Statute, 1989 c. 41"),
        ("Good Practice", "Good practice"),
    ]
    assert shown("externals") == [("Elsewhere", "Owner: Somebody")]


def test_permalinks_are_unique_and_stable() -> None:
    ids = rule_ids(["6.1.2", "6.1.2/a", "6.1.2-a", "6.1.2/a/b", "6.1.2-a/b"])
    assert ids == {
        "6.1.2": "r-6.1.2",
        "6.1.2-a": "r-6.1.2-a",
        "6.1.2/a": "r-6.1.2--a",
        "6.1.2-a/b": "r-6.1.2-a-b",
        "6.1.2/a/b": "r-6.1.2--a--b",
    }
    assert rule_ids(reversed(list(ids))) == ids


def test_fingerprint_is_of_the_text_alone() -> None:
    def of(*texts: str) -> str:
        return fingerprint(SourceFile(path=f"{n}.tenure", text=t) for n, t in enumerate(texts))

    assert of("a\nb") == of("a\r\nb")
    assert of("a\nb") == fingerprint([SourceFile(path="elsewhere.tenure", text="a\nb")])
    assert len({of("a"), of("b"), of("a", "b"), of("ab"), of("b", "a"), of()}) == 6


def test_every_format_carries_fingerprint_and_day(sample: Policy, view: ScheduleView) -> None:
    for content in publish(sample, ["html", "md"], AS_OF).values():
        assert view.fingerprint in content.decode("utf-8")
        assert "23 November 2026" in content.decode("utf-8")


def test_the_same_bytes_in_every_process() -> None:
    """Whatever the seed of the hashes, and so the order of sets."""
    code = f"""
import hashlib
from datetime import date
from tenure.compiler.compile import compile_policy
from tenure.reports.schedule import FORMATS, publish
policy = compile_policy({str(SURREY)!r}).policy
files = publish(policy, FORMATS, date(2026, 11, 23))
print({{name: hashlib.sha256(content).hexdigest() for name, content in files.items()}})
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_the_policy_says_what_the_hash_says(surrey: Policy) -> None:
    whole = hashlib.sha256()
    for path in sorted(SURREY.glob("*.tenure")):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    assert assemble(surrey, AS_OF, ENGLISH).fingerprint == whole.hexdigest()
