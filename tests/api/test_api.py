"""`import tenure`: what docs/api.md promises."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tenure

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "tests/golden/policies"
AS_OF = date(2026, 6, 1)


@pytest.fixture(scope="module")
def policy() -> tenure.LoadedPolicy:
    return tenure.load(POLICIES / "disagree.tenure")


def test_the_examples_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = ROOT / "docs/api.md"
    parser = doctest.DocTestParser()
    text = re.sub(r"^```.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    example = parser.get_doctest(text, {"folder": tmp_path}, "api.md", str(page), 0)
    assert example.examples
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert said == []


def test_every_public_name_is_there_and_typed() -> None:
    for name in tenure.__all__:
        assert getattr(tenure, name) is not None
    assert set(tenure.__all__) <= set(dir(tenure))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = tenure.nonsense
    with pytest.raises(ImportError):
        exec("from tenure import nonsense")


def test_every_public_name_is_on_the_page() -> None:
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    assert [name for name in tenure.__all__ if f"`{name}" not in page] == []


def test_importing_tenure_imports_nothing_else() -> None:
    show = "import sys, tenure; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert [name for name in loaded if name.startswith("tenure.")] == []
    assert "click" not in loaded
    assert "lark" not in loaded


@pytest.mark.parametrize(
    ("name", "code"), [("misspelt.tenure", "TN103"), ("names.tenure", "TN201"), ("gone", "TN101")]
)
def test_a_policy_that_cannot_be_used(name: str, code: str) -> None:
    with pytest.raises(tenure.PolicyError, match=code) as caught:
        tenure.load(POLICIES / name)
    assert caught.value.diagnostics[0].code.number == code


def test_check(policy: tenure.LoadedPolicy) -> None:
    report = policy.check(as_of=AS_OF)
    assert "TN401" in {finding.code.number for finding in report.findings}
    assert report.proof.witnessed >= 1


def test_test(policy: tenure.LoadedPolicy) -> None:
    report = policy.test()
    assert (report.failed, len(report.results)) == (1, 2)


def test_decide_a_record(policy: tenure.LoadedPolicy) -> None:
    record = tenure.Record(
        id="r",
        record_class="call_recording",
        fields={"recorded": date(2026, 1, 5), "training": False, "payment": False},
    )
    decision = policy.decide(record, as_of=AS_OF)
    assert (decision.status, decision.rule) == (tenure.Status.OVERDUE, "6.1")
    assert decision.keep_until == date(2026, 3, 8)


@pytest.mark.parametrize(
    "record",
    [
        {"recorded": date(2026, 1, 5), "training": False, "payment": False},
        {"recorded": "2026-01-05", "training": "no", "payment": "no", "complaint": None},
        {"fields": {"recorded": "2026-01-05", "training": False, "payment": False}},
        {"id": "x", "training": False, "fields": {"recorded": "2026-01-05", "payment": False}},
    ],
)
def test_decide_a_mapping(policy: tenure.LoadedPolicy, record: dict[str, object]) -> None:
    decision = policy.decide({"class": "call_recording", **record}, as_of=AS_OF)
    assert (decision.status, decision.rule) == ("overdue", "6.1")
    assert decision.record == record.get("id", "record")


COMPLAINT = {
    "class": "complaint",
    "id": "c",
    "closed": "2026-02-01",
    "child": False,
    "medium": "electronic",
}
RECORDING = {
    "class": "call_recording",
    "recorded": "2026-01-05",
    "complaint": "c",
    "training": False,
    "payment": False,
}


def test_decide_with_linked_records(policy: tenure.LoadedPolicy) -> None:
    decision = policy.decide(RECORDING, as_of=AS_OF, inventory=[COMPLAINT])
    assert decision.keep_until == date(2029, 2, 1)
    c = tenure.Record(
        id="c",
        record_class="complaint",
        fields={"closed": date(2026, 2, 1), "child": False, "medium": "electronic"},
    )
    for inventory in ([c], iter([c]), tenure.Inventory([c])):
        assert policy.decide(RECORDING, as_of=AS_OF, inventory=inventory) == decision
    assert policy.decide(RECORDING, as_of=AS_OF).missing == ("complaint",)


def test_the_record_may_stand_in_the_inventory_too(policy: tenure.LoadedPolicy) -> None:
    rows = [RECORDING, COMPLAINT]
    assert policy.decide(rows[0], as_of=AS_OF, inventory=rows).status == "retain"


def test_decide_supposing_a_fact(policy: tenure.LoadedPolicy) -> None:
    record = {"class": "warranty", "repaired": "2026-01-05", "adult": False}
    rules = [
        policy.decide(record, as_of=date(2027, 1, 1), facts={"live": live}).rule
        for live in (True, False, "yes")
    ]
    assert rules == ["6.5", "6.4", "6.5"]


def test_decide_in_a_later_phase_and_extended(policy: tenure.LoadedPolicy) -> None:
    closed = {**COMPLAINT, "legal_action": False}
    later = policy.decide({**closed, "disposed_as": "anonymised"}, as_of=AS_OF)
    assert later.phase == 2
    extended = policy.decide({**closed, "extended_until": date(2030, 1, 1)}, as_of=AS_OF)
    assert extended.keep_until == date(2030, 1, 1)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"class": "complant"}, r"`complant` \(did you mean `complaint`\?\)"),
        ({}, "does not say its class"),
        ({"class": "complaint", "closd": "2026-01-01"}, "did you mean `closed`"),
        ({"class": "complaint", "closed": "soon"}, "`soon` cannot be a value of `closed`"),
        ({"class": "complaint", "closed": datetime(2026, 1, 1)}, "which holds a day"),
        ({"class": "complaint", "closed": datetime(2026, 1, 1, tzinfo=UTC)}, "cannot hold"),
        ({"class": "complaint", "closed": ["2026-01-01"]}, "`closed` cannot hold"),
        ({"class": "complaint", "child": 1}, "which holds yes or no"),
        ({"class": "complaint", "pages": True}, "which holds a number"),
        ({"class": "complaint", "pages": float("nan")}, "`pages` cannot hold `nan`"),
        ({"class": "complaint", "pages": Decimal("Infinity")}, "cannot hold `Infinity`"),
        ({"class": "complaint", "medium": "papr"}, "did you mean `paper`"),
        ({"class": "complaint", "previous": ["a", "b"]}, "links to one record, not to several"),
        ({"class": "complaint", "previous": ""}, "`previous` cannot hold"),
        ({"class": "complaint", "disposed_as": "gone"}, "not what a disposal action leaves"),
        ({"class": "complaint", "extended_until": "soon"}, "`extended_until`, which holds a day"),
        (tenure.Record(id="r", record_class="complaint", fields={"x": True}), "no field `x`"),
        (tenure.Record(id="r", record_class="complaint", fields={"closed": "x"}), "holds a day"),
    ],
)
def test_a_record_that_does_not_fit(
    policy: tenure.LoadedPolicy, record: tenure.Record | dict[str, object], said: str
) -> None:
    with pytest.raises(tenure.RecordError, match=said) as caught:
        policy.decide(record, as_of=AS_OF)
    assert isinstance(caught.value, ValueError)
    assert [d.code.number for d in caught.value.diagnostics] == ["TN501"]


def test_everything_that_does_not_fit_is_said(policy: tenure.LoadedPolicy) -> None:
    with pytest.raises(tenure.RecordError) as caught:
        policy.decide(
            {"class": "complaint", "a": 1, "b": 2}, inventory=[{"class": "x"}], facts={"y": 1}
        )
    assert len(caught.value.diagnostics) == 4


@pytest.mark.parametrize("value", [12, 12.5, Decimal("12.5"), "12.5", "-3"])
def test_numbers(policy: tenure.LoadedPolicy, value: object) -> None:
    policy.decide({"class": "complaint", "pages": value}, as_of=AS_OF)


def test_publish(policy: tenure.LoadedPolicy, tmp_path: Path) -> None:
    both = policy.publish(tmp_path / "both", as_of=AS_OF)
    names = ("schedule.html", "schedule.md", "published.json")
    assert both == tuple(tmp_path / "both" / name for name in names)
    one, _ = policy.publish(tmp_path / "one", formats=["md"], as_of=AS_OF)
    assert one.read_bytes() == both[1].read_bytes()
    with pytest.raises(ValueError, match="odt"):
        policy.publish(tmp_path / "none", formats=["odt"])
    assert not (tmp_path / "none").exists()


def test_graph(policy: tenure.LoadedPolicy) -> None:
    assert "rule:6.1/complaint" in policy.graph
    assert policy.graph is policy.graph


def test_what_it_is(policy: tenure.LoadedPolicy) -> None:
    assert policy.title == "Contact centre retention schedule"
    assert policy.path == POLICIES / "disagree.tenure"
    assert isinstance(policy.policy, tenure.Policy)
    assert repr(policy).startswith("<LoadedPolicy 'Contact centre retention schedule' from ")


def test_a_day_may_be_a_text(policy: tenure.LoadedPolicy, tmp_path: Path) -> None:
    assert policy.decide(COMPLAINT, as_of="2026-06-01") == policy.decide(COMPLAINT, as_of=AS_OF)
    assert policy.check(as_of="2026-06-01") == policy.check(as_of=AS_OF)
    page, _ = policy.publish(tmp_path, formats="md", as_of="2026-06-01")
    assert page.name == "schedule.md"


@pytest.mark.parametrize("day", ["", "x", "20260601", "2026-02-30", "2026-06-01T10:00"])
def test_a_text_that_is_not_a_day(policy: tenure.LoadedPolicy, tmp_path: Path, day: str) -> None:
    asks: list[Callable[[], object]] = [
        lambda: policy.decide(COMPLAINT, as_of=day),
        lambda: policy.check(as_of=day),
        lambda: policy.publish(tmp_path / "none", as_of=day),
    ]
    for ask in asks:
        with pytest.raises(ValueError, match="is not a day; write it as 2026-02-28"):
            ask()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("day", [datetime(2026, 6, 1), 20260601, True, 0])
def test_what_cannot_be_a_day(policy: tenure.LoadedPolicy, day: Any) -> None:
    with pytest.raises(TypeError, match=f"as_of is a date .* not a {type(day).__name__}"):
        policy.decide(COMPLAINT, as_of=day)


@pytest.mark.parametrize("record", [None, "complaint", 1, [COMPLAINT]])
def test_what_cannot_be_a_record(policy: tenure.LoadedPolicy, record: Any) -> None:
    with pytest.raises(TypeError, match="a record is a Record or a mapping, not"):
        policy.decide(record)
    with pytest.raises(TypeError, match="a record is a Record or a mapping, not"):
        policy.decide(COMPLAINT, inventory=[record])


def test_a_format_that_there_is_not(policy: tenure.LoadedPolicy, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format is called `odt`"):
        policy.publish(tmp_path, formats="odt")


SERVICE = POLICIES / "service.tenure"
LOG = ROOT / "tests/golden/logs/service.csv"
COMPLAINT_NOW = {"class": "complaint", "received": "2026-03-02T10:00", "extended": False}


@pytest.fixture(scope="module")
def service() -> tenure.LoadedPolicy:
    return tenure.load(SERVICE)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2026, 3, 2), "open"),
        ("2026-03-02", "open"),
        (datetime(2026, 3, 2, 14, 0), "open"),
        (datetime(2026, 3, 2, 14, 1), "breached"),
        ("2026-03-02T14:01", "breached"),
        (date(2026, 3, 3), "breached"),
    ],
)
def test_deadlines(service: tenure.LoadedPolicy, as_of: date | str, status: str) -> None:
    deadlines = {each.step: each for each in service.deadlines(COMPLAINT_NOW, as_of=as_of)}
    assert list(deadlines) == ["1/call_back", "1/respond", "2/decide", "2/appeal", "2/hear"]
    assert deadlines["1/call_back"].status == status
    assert deadlines["1/call_back"].deadline == datetime(2026, 3, 2, 14, 0)
    assert deadlines["2/appeal"].not_after == date(2026, 3, 30)


def test_deadlines_of_what_has_none(policy: tenure.LoadedPolicy) -> None:
    assert policy.deadlines(COMPLAINT, as_of=AS_OF) == ()


def test_deadlines_refuse_what_does_not_fit(service: tenure.LoadedPolicy) -> None:
    with pytest.raises(tenure.RecordError, match="no field `recieved`"):
        service.deadlines({"class": "complaint", "recieved": "2026-03-02T10:00"})
    with pytest.raises(ValueError, match="neither a day nor a time"):
        service.deadlines(COMPLAINT_NOW, as_of="noon")
    with pytest.raises(ValueError, match="no time zone"):
        service.deadlines(COMPLAINT_NOW, as_of=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "log",
    [
        LOG,
        str(LOG),
        [{"name": "audit", "day": "2026-02-05"}, {"name": "system_changed", "day": "2026-03-01"}],
        [
            tenure.LogEntry(name="audit", day=date(2026, 2, 5)),
            {"name": "system_changed", "day": date(2026, 3, 1), "by": None},
        ],
    ],
)
def test_duties(service: tenure.LoadedPolicy, log: Any) -> None:
    duties = {each.duty: each for each in service.duties(log, as_of="2026-03-20")}
    assert duties["audit"].due == date(2026, 8, 5)
    assert duties["notice"].status == "breached"
    assert duties["retire"].called_by == "system_changed"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"name": "audti", "day": "2026-02-05"}, "did you mean `audit`"),
        ({"name": "audit"}, "is not the day of `audit`"),
        ({"name": "audit", "day": datetime(2026, 2, 5)}, "is not the day of `audit`"),
        ({"name": "audit", "date": "2026-02-05"}, "an entry has no `date`"),
        (tenure.LogEntry(name="adit", day=date(2026, 2, 5)), "no duty or occasion"),
    ],
)
def test_duties_refuse_what_does_not_fit(
    service: tenure.LoadedPolicy, entry: Any, said: str
) -> None:
    with pytest.raises(tenure.LogError, match=said):
        service.duties([entry])


def test_publish_with_a_log(service: tenure.LoadedPolicy, tmp_path: Path) -> None:
    path, _ = service.publish(tmp_path, "md", "2026-03-20", log=LOG)
    assert "Due by 5 August 2026." in path.read_text(encoding="utf-8")
