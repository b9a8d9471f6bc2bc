"""Evidence that can go before the record that it supports: what counts, what is shown."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.analysis import search
from tenure.compiler.check import check_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict
from tests.properties.compiled import policy_of

RECORDS = """
policy "Schedule"
record complaint
  received date required
  closed   date
  formal   yes/no
record recording
  made      date required
  complaint link to complaint
  training  yes/no
  paused    yes/no
rule c for complaint
  keep 3 years after closed
"""


def found(rules: str) -> list[Diagnostic]:
    findings = check_policy(policy_of(RECORDS + rules), date(2026, 6, 1)).findings
    return [finding for finding in findings if finding.code is Code.EARLY_EVIDENCE]


def test_a_rule_that_beats_the_one_that_keeps_evidence() -> None:
    (finding,) = found(
        """
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep CY+1 from made
    overrides complaint
  end
"""
    )
    assert finding.rules == ("r/training", "r/complaint")
    assert [label.span.text for label in finding.related] == ["as long as complaint"]
    assert finding.witness is not None
    own, linked = finding.witness.sayings
    assert (own.rule, own.record) == ("r/training", None)
    assert (linked.rule, linked.record) == ("c", "complaint_1")
    assert own.keep_until is not None
    assert linked.keep_until is not None
    assert finding.witness.status == "due"
    assert own.keep_until < finding.witness.as_of <= linked.keep_until


def test_a_rule_that_applies_where_the_one_that_keeps_evidence_does_not() -> None:
    (finding,) = found(
        """
rule r for recording
  keep 62 days after made
  except complaint when complaint is known and not paused
    keep as long as complaint
  end
"""
    )
    assert finding.rules == ("r", "r/complaint")
    assert finding.witness is not None
    assert ("paused", "yes") in finding.witness.records[0].fields


@pytest.mark.parametrize("said", ["complaint.formal", "complaint.received before made"])
def test_what_is_said_of_the_link_says_what_is_evidence(said: str) -> None:
    assert not found(
        f"""
rule r for recording
  keep 62 days after made
  except complaint when complaint is known and {said}
    keep as long as complaint
  end
"""
    )


@pytest.mark.parametrize(
    "period",
    [
        "the later of (CY+1 from made, as long as complaint)",
        "the later of (CY+1 from made, as long as complaint if known)",
        "permanently",
    ],
)
def test_a_rule_that_outlasts_the_link_loses_nothing(period: str) -> None:
    assert not found(
        f"""
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep {period}
    overrides complaint
  end
"""
    )


def test_rules_that_disagree_lose_nothing() -> None:
    """Nothing is due where rules disagree; the disagreement is reported as such."""
    assert not found(
        """
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep CY+1 from made
  end
"""
    )


@pytest.mark.parametrize(
    ("steps", "losses"),
    [
        ("then review", 0),
        ('then transfer to "Archive"', 0),
        ("then anonymise and keep 20 years after made then destroy", 1),
        ("then review and keep CY+2 from made then destroy", 1),
    ],
)
def test_only_what_cannot_be_undone_is_a_loss(steps: str, losses: int) -> None:
    findings = found(
        f"""
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep CY+1 from made
    {steps}
    overrides complaint
  end
"""
    )
    assert len(findings) == losses


def test_a_link_that_no_rule_keeps_by_is_no_evidence() -> None:
    assert not found("rule r for recording\n  keep 62 days after made\n")


def test_one_finding_for_a_link_with_every_rule_that_loses_it() -> None:
    (finding,) = found(
        """
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep CY+1 from made
    overrides complaint
  end
  except paused when paused and not training
    keep 1 day after made
    overrides complaint
  end
"""
    )
    assert [one.rules for one in finding.instances] == [("r/training",), ("r/paused",)]
    assert all(one.witness is not None for one in finding.instances)


def test_a_search_that_gives_up_is_not_an_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    (finding,) = found(
        """
rule r for recording
  keep 62 days after made
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep CY+1 from made
    overrides complaint
  end
"""
    )
    assert finding.verdict is Verdict.UNKNOWN
    assert "not known" in finding.message
