"""Says which rules depend on how months without a corresponding date are counted (S2)."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy.periods import After, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic


def month_ends(policy: Policy) -> Iterator[Diagnostic]:
    """Advise, once for a policy, which of its rules turn on the corresponding-date rule.

    A period of whole years turns on it for events of 29 February only and is left out:
    where that matters between two rules, the search for disagreements meets it.
    """
    rules = [rule for rule in policy.rules.values() if _depends(rule)]
    if not rules:
        return
    listed = ", ".join(f"`{rule.ref}`" for rule in rules[:6])
    yield Diagnostic(
        code=Code.MONTH_END,
        message="the last day depends on how short months are counted: "
        + listed
        + (f" and {len(rules) - 6} more" if len(rules) > 6 else ""),
        at=_months(rules[0])[0].span,
        help=(
            "one month after 31 January is 28 February here, 29 in a leap year: the same day "
            "number, or the month's last day; a period in days or weeks avoids the question",
        ),
        rules=tuple(rule.ref for rule in rules),
    )


def _depends(rule: Rule) -> bool:
    return bool(_months(rule))


def _months(rule: Rule) -> list[After]:
    return [
        period
        for phase in rule.phases
        for period in subperiods(phase.keep)
        if isinstance(period, After) and period.duration.length.months % 12
    ]
