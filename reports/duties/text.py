"""How duties stand, as text: the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenure.compiler.deadlines import DeadlineStatus, DutyDecision
from tenure.reports.decisions.deadlines import INKS, duty_in_words
from tenure.reports.duties.standing import Standing
from tenure.reports.findings.characters import one_line, padded
from tenure.reports.findings.paint import Paint
from tenure.reports.wording import ENGLISH, plain
from tenure.reports.wording.accountability import DutyWording

_LABELS = 14
"""The columns of the labels."""


def render(standing: Standing, *, colour: bool = False) -> str:
    """Return how every duty stands, and how many are overdue."""
    paint = Paint(colour)
    lines: list[str] = []
    for decision in sorted(standing.decisions, key=_pressing):
        duty = standing.policy.duties[decision.duty]
        head = one_line(f'{duty.name} "{duty.title}"')
        lines.append(f"{head} {paint(one_line(duty_in_words(decision)), INKS[decision.status])}")
        for label, text in _rows(decision, standing):
            lines.append(f"  {paint(padded(label, _LABELS), 'place')}{one_line(text)}")
        lines.append("")
    lines.append(_summary(standing))
    return "\n".join(lines) + "\n"


def _pressing(decision: DutyDecision) -> tuple[int, date]:
    """Return the key by which duties come: overdue, uncertain, then by day, awaiting last."""
    order = {DeadlineStatus.BREACHED: 0, DeadlineStatus.UNDETERMINED: 1, DeadlineStatus.OPEN: 2}
    return order.get(decision.status, 3), decision.due or date.max


def _rows(decision: DutyDecision, standing: Standing) -> Iterator[tuple[str, str]]:
    duty = standing.policy.duties[decision.duty]
    wording = DutyWording(standing.policy, ENGLISH)
    yield "how often", " ".join(map(plain, wording.cycle(duty)))
    if decision.called_by is not None:
        yield "called for by", plain(wording.occasion(decision.called_by))
    who = ", ".join(map(plain, wording.who(duty)))
    if who:
        yield "who", who
    last = standing.last(decision)
    if last is not None:
        parts = (ENGLISH.day(last.day), f"by {last.by}" if last.by else "", last.evidence or "")
        yield "last done", ", ".join(part for part in parts if part)
    if decision.status is not DeadlineStatus.UNDETERMINED:
        for note in decision.notes:
            yield "note", note


def _summary(standing: Standing) -> str:
    count, overdue = len(standing.decisions), standing.overdue
    if not count:
        return "the policy has no duties"
    many = "1 duty" if count == 1 else f"{count} duties"
    return f"{many} as of {ENGLISH.day(standing.as_of)}: {overdue or 'none'} overdue"
