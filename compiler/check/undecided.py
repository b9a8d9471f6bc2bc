"""What is said of a question that a check could not decide: never nothing."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict
from tenure.dsl.source import Span

TOO_MANY_CASES = "there are too many cases"
TOO_LONG = "the search took too long"
NOT_FOLLOWED = "it depends on more of a linked record than is followed"


def undecided(
    code: Code, question: str, at: Span, *, reason: str, rules: tuple[str, ...] = ()
) -> Diagnostic:
    """Return the finding that a question of some kind is neither shown nor ruled out.

    Args:
        code: the code that a record which shows it would earn.
        question: what is asked, a clause that can follow `whether`.
        at: the text that it is asked of.
        reason: why it is not known.
        rules: references of the rules concerned.
    """
    return Diagnostic(
        code=code,
        message=f"whether {question} is not known: {reason}",
        at=at,
        help=("simplify the conditions and periods that meet here, or split the rule",),
        rules=rules,
        verdict=Verdict.UNKNOWN,
    )


def count(findings: Iterable[Diagnostic]) -> int:
    """Return how many questions are not decided, those about pairs of rules left out.

    Whether two rules disagree is counted with the pairs (TN408).
    """
    return sum(
        len(finding.instances) or 1
        for finding in findings
        if finding.verdict is Verdict.UNKNOWN and finding.code is not Code.AMBIGUITY_UNKNOWN
    )
