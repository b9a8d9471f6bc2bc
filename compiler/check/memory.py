"""Checks the parts of a policy, and remembers what it found.

What is found in a part depends on nothing but the part and the day: it is not looked for
again while both are as they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check.ambiguity import ambiguities
from tenure.compiler.check.classification import classification
from tenure.compiler.check.edits import lines_of
from tenure.compiler.check.evidence import early_evidence
from tenure.compiler.check.gaps import gaps
from tenure.compiler.check.grouping import Favours
from tenure.compiler.check.idle import idle_rules, possible_holds
from tenure.compiler.check.jurisdictions import unknown_jurisdictions
from tenure.compiler.check.limits import broken_limits
from tenure.compiler.check.parts import Part, parts
from tenure.compiler.check.shortening import shortened
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic, Verdict
from tenure.dsl.source import Span

Progress = Callable[[int, int], None]
"""Told how many rules are checked, and how many there are to check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """What was found in a part.

    Attributes:
        findings: the findings.
        verdicts: how many pairs of its schedule rules came to each verdict.
        favours: of pairs that disagree, which rule the law prefers, where it does.
        holds: whether each hold can apply to a record of it; `None` is not known.
    """

    findings: tuple[Diagnostic, ...]
    verdicts: Mapping[Verdict, int]
    favours: Favours
    holds: Mapping[str, bool | None]


def check_part(
    part: Part, as_of: date, days: tuple[date, date], progress: Progress | None = None
) -> PartReport:
    """Check one part of a policy, over a horizon with both days included."""
    policy = part.policy
    asked = provers(policy, as_of, days, part.roots)
    verdicts = ambiguities(policy, asked, progress)
    found = [pair.finding for pair in verdicts if pair.finding is not None]
    found += broken_limits(asked)
    found += idle_rules(policy, asked)
    found += gaps(policy, asked)
    found += shortened(policy, asked)
    found += early_evidence(policy, asked)
    found += classification(policy, asked)
    found += unknown_jurisdictions(policy, asked)
    return PartReport(
        findings=tuple(found),
        verdicts=Counter(pair.verdict for pair in verdicts),
        favours={frozenset(pair.rules): pair.favour for pair in verdicts if pair.favour},
        holds=possible_holds(policy, asked),
    )


_LOOKED_AT = tuple(f.name for f in fields(Policy) if f.name != "order")
"""What of a policy the checks turn on; the order of its rules is worked out from them."""


class CheckMemory:
    """What was found in the parts of the last version of a policy."""

    def __init__(self) -> None:
        self._as_of = date.min
        self._known: dict[tuple[str, ...], tuple[Part, PartReport, tuple[str, ...]]] = {}

    def begin(self, as_of: date) -> None:
        """Start on a check as of a day; another day forgets everything."""
        if as_of != self._as_of:
            self._as_of, self._known = as_of, {}

    def recall(self, part: Part) -> PartReport | None:
        """Return what was found in a part, where it is as it was, places included."""
        known = self._known.get(part.roots)
        if known is None:
            return None
        then, report, lines = known
        same = all(
            unchanged(getattr(part.policy, name), getattr(then.policy, name)) for name in _LOOKED_AT
        )
        return report if same and lines == _lines(part, report) else None

    def keep(self, checked: Iterable[tuple[Part, PartReport]]) -> None:
        """Remember what was found in all the parts of a policy, and nothing else."""
        self._known = {part.roots: (part, report, _lines(part, report)) for part, report in checked}


def _lines(part: Part, report: PartReport) -> tuple[str, ...]:
    """Return the text that the edits of a report turn on, remarks between its words included."""
    if not any(finding.edits for finding in report.findings):
        return ()
    return tuple(lines_of(rule) for rule in part.policy.rules.values())


def check_parts(
    policy: Policy,
    as_of: date,
    days: tuple[date, date],
    memory: CheckMemory,
    progress: Progress | None = None,
) -> list[PartReport]:
    """Return what is found in each part of a policy, looked for only where that is needed.

    Args:
        policy: the policy.
        as_of: the day of the check.
        days: the horizon, both days included.
        memory: what was found before; receives what is found now.
        progress: told how far the check has come.
    """
    memory.begin(as_of)
    split = [(part, memory.recall(part)) for part in parts(policy)]
    to_check = sum(part.size for part, known in split if known is None)
    done = 0
    checked: list[tuple[Part, PartReport]] = []
    for part, known in split:
        report = known
        if report is None:
            told = _shifted(progress, done, part.size, to_check)
            report = check_part(part, as_of, days, told)
            done += part.size
        checked.append((part, report))
    memory.keep(checked)
    return [report for _, report in checked]


def _shifted(progress: Progress | None, done: int, size: int, total: int) -> Progress | None:
    """Return what is told of the pairs of one part, and tells of the rules of all of them."""
    if progress is None:
        return None

    def told(pairs: int, of: int) -> None:
        progress(done + (size * pairs // of if of else size), total)

    return told


def unchanged(now: object, then: object) -> bool:
    """Return whether two values are equal, and every span in them is in the same place.

    In the same place of the same passage, that is, which may have moved as a whole. Then a
    finding about the one is, with its spans, a finding about the other.
    """
    if now is then:
        return True
    if type(now) is not type(then):
        return False
    if isinstance(now, Span) and isinstance(then, Span):
        ends = now.first, now.last
        return now.passage is then.passage and ends == (then.first, then.last)
    if isinstance(now, Mapping) and isinstance(then, Mapping):
        return tuple(now) == tuple(then) and _all_unchanged(now.values(), then.values())
    if isinstance(now, tuple) and isinstance(then, tuple):
        return len(now) == len(then) and _all_unchanged(now, then)
    names: Iterable[str] | None = getattr(now, "__dataclass_fields__", None)
    if names is None:
        return now == then
    return all(unchanged(getattr(now, name), getattr(then, name)) for name in names)


def _all_unchanged(ones: Iterable[object], others: Iterable[object]) -> bool:
    return all(unchanged(one, other) for one, other in zip(ones, others, strict=True))
