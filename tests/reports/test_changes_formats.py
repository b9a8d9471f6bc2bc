"""A comparison in every format: never too long for a comment, whole, and harmless."""

from __future__ import annotations

from datetime import date

import html5lib
import pytest

from tenure.compiler.compare.changes import Change, ChangeKind, Comparison, Unsigned
from tenure.dsl.diagnostics import Verdict
from tenure.engine.trial.results import Moved, Spread, TrialSummary
from tenure.reports.changes import FORMATS, renderer
from tenure.reports.changes.gates import GATES
from tenure.reports.changes.headlines import HEADLINES
from tenure.reports.changes.markdown import MAX_BYTES
from tenure.reports.changes.view import Compared

HOSTILE = "<script>alert(1)</script> =1+1 |x| `y` \u202egnp.exe @all [a](b)"


def compared(
    *, families: int = 2, rules: int = 3, name: str = "letter", title: str = "Letters"
) -> Compared:
    """A comparison with so many changes, none of them known."""
    changes = tuple(
        Change(
            kind=ChangeKind.SHORTER,
            family=f"{name}{family}",
            before=f"{rule}",
            after=f"{rule}",
            verdict=Verdict.UNKNOWN,
            reason="the search took too long",
        )
        for family in range(families)
        for rule in range(rules)
    )
    unsigned = Unsigned(rule="1", authority=title, what="keeps records shorter", reason="why")
    comparison = Comparison(
        as_of=date(2026, 6, 1),
        changes=changes,
        deadlines=(),
        declared=(f"`{name}` is a new record class",),
        around=(f"who answers for `{name}` was not said and is `{title}`",),
        unsigned=(unsigned,),
        passed_on=(name,),
        families=families,
        untouched=0,
        proved=0,
    )
    return Compared(
        old=title,
        new=title,
        title=title,
        comparison=comparison,
        failed=("shorter",),
        trial=_trial(name, title),
    )


def _trial(name: str, title: str) -> TrialSummary:
    spread = Spread(records=9, least=1, middle=30, most=4000, lengths=(5, 1, 0, 1, 1), permanent=1)
    moved = tuple(
        Moved(
            kind=ChangeKind.SHORTER,
            record_class=name,
            before=f"{number}",
            after=None,
            records=1,
            least=1,
            most=4000,
        )
        for number in range(60)
    )
    return TrialSummary(
        as_of=date(2026, 6, 1),
        data=title,
        files=(),
        once=True,
        compared=1_234_567,
        only_before=1,
        only_after=2,
        put_aside_before=3,
        put_aside_after=4,
        changed=9,
        kinds={ChangeKind.IMMEDIATELY_DUE: 1, ChangeKind.SHORTER: 9},
        due_before=5,
        due_after=6,
        shorter=spread,
        longer=None,
        moved=moved,
        statuses=(("retain", "due", 1),),
    )


def rendered(format_: str, one: Compared) -> str:
    text = renderer(format_)(one)
    assert text == renderer(format_)(one)
    return text


@pytest.mark.parametrize(
    ("families", "rules", "name", "title"),
    [
        (1, 3000, "letter", "Letters"),
        (3000, 1, "letter", "Letters"),
        (3, 1, "\U0001f4dc" * 20_000, "\u202e" * 50_000),
        (40, 40, "x" * 1000, "T" * 10_000),
        (1, 1, "`" * 9_999, "`|" * 40_000),
    ],
)
def test_a_comment_is_never_too_long(families: int, rules: int, name: str, title: str) -> None:
    text = rendered("markdown", compared(families=families, rules=rules, name=name, title=title))
    assert len(text.encode()) <= MAX_BYTES
    assert text.count("<details") == text.count("</details>")
    shown = text.count("not known whether kept shorter")
    assert ("not shown here" in text) == (shown < families * rules)


def test_how_much_is_left_out() -> None:
    text = rendered("markdown", compared(families=1, rules=3000))
    shown = text.count("**not known whether kept shorter**")
    assert 0 < shown < 3000
    (said,) = [line for line in text.splitlines() if "not shown here" in line]
    listed = ("Declared otherwise", "Around promises")
    missing = 3000 - shown + sum(heading not in text for heading in listed)
    assert said.startswith(f"**{missing:,} more lines and changes not shown here")


def test_a_short_comment_leaves_nothing_out() -> None:
    text = rendered("markdown", compared())
    assert text.count("**not known whether kept shorter**") == 6
    assert "<summary>Records of <code>letter0</code>: 3 changes, 3 for the worse</summary>" in text
    assert "not shown here" not in text
    assert "1 record becomes due at once: 5 due before, 6 now" in text
    assert "9 of" not in text.splitlines()[0]
    expected = (
        "9 kept shorter: by 1 to 4,000 days, half of them by 30 or less, 5 up to a month, "
        "1 up to a year, 1 up to 7 years, 1 more, 1 permanently under one version"
    )
    assert expected in text
    assert "the 40 gravest of 60 changes by class and rule are shown" in text


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_text_is_harmless(format_: str) -> None:
    text = rendered(format_, compared(name=HOSTILE, title=HOSTILE))
    assert "\u202e" not in text
    if format_ in ("markdown", "html"):
        assert "<script>" not in text.replace("\\<script", "").replace("`<script", "")
    if format_ == "html":
        html5lib.HTMLParser(strict=True).parse(text)


def test_every_kind_has_a_gate_and_a_headline() -> None:
    for kind in ChangeKind:
        assert kind in GATES[kind.value]
        assert HEADLINES[kind]
