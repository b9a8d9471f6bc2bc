"""Resolves the limits of promises and stages: how long, from which event, on which calendar."""

from __future__ import annotations

from typing import assert_never

from tenure.compiler.policy import obligations as meant
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.periods import Duration
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.resolve.periods import PeriodResolver, duration
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import obligations as written
from tenure.dsl.nodes import periods
from tenure.dsl.nodes.names import Name, Path
from tenure.dsl.source import Span

_MINUTES = {"minute": 1, "hour": 60}


class LimitResolver:
    """Resolves the limits of one standard or procedure."""

    def __init__(self, scope: Scope, classes: tuple[RecordClass, ...]) -> None:
        self._scope = scope
        self._periods = PeriodResolver(scope, classes)

    def limit(self, node: written.Limit) -> meant.Limit | None:
        """Return what a limit means; `None` after a report."""
        amount = self._amount(node)
        anchor = self._periods.anchor(node.anchor)
        if amount is None or anchor is None:
            return None
        inclusive = isinstance(node, written.Within) and node.inclusive
        if inclusive and _nothing(amount):
            self._scope.error(
                Code.OUT_OF_RANGE,
                "a limit that begins with a day is at least one day long",
                node.span,
                help_=["write `on the same day as …` for the day of the event itself"],
            )
            return None
        found = meant.Limit(amount=amount, anchor=anchor, inclusive=inclusive, span=node.span)
        if found.needs_time and not _timed(anchor):
            self._report_no_time(node.anchor.span, "the limit", node.anchor.span.text)
            return None
        if inclusive and found.to_the_minute:
            self._scope.error(
                Code.MISPLACED_CLAUSE,
                "hours and minutes run from the moment of an event, not from its day",
                node.span,
                help_=["write `of` instead of `beginning with`"],
            )
            return None
        return found

    def event(self, name: Name) -> FieldRef | None:
        """Return the event of that name; `None` after a report."""
        anchor = self._periods.anchor(Path(parts=(name,), span=name.span))
        return anchor if isinstance(anchor, FieldRef) else None

    def event_at(self, path: Path) -> FieldRef | None:
        """Return the event at a path; `None` after a report."""
        anchor = self._periods.anchor(path)
        return anchor if isinstance(anchor, FieldRef) else None

    def fits(self, marks: FieldRef, limit: meant.Limit, at: Span) -> bool:
        """Return whether an event shows when a limit was met, or report that it cannot."""
        if limit.to_the_minute and not _timed(marks):
            self._report_no_time(at, "a limit to the minute", marks.path)
            return False
        return True

    def _report_no_time(self, at: Span, what: str, event: str) -> None:
        self._scope.error(
            Code.WRONG_TYPE,
            f"{what} needs a time of day, and `{event}` holds a day",
            at,
            help_=["declare the field as `time`, or count in days"],
        )

    def _amount(self, node: written.Limit) -> meant.Amount | None:
        if isinstance(node, written.ByAppointment):
            return meant.Appointment()
        match node.amount:
            case periods.Duration():
                return duration(node.amount)
            case written.ElapsedAmount(parts=parts):
                return meant.ElapsedTime(minutes=sum(n * _MINUTES[unit] for n, unit in parts))
            case written.WorkingAmount():
                return self._working(node.amount)
        assert_never(node.amount)

    def _working(self, node: written.WorkingAmount) -> meant.Amount | None:
        if node.unit == "day":
            return meant.WorkingDays(count=node.count)
        if node.unit in _MINUTES:
            return meant.WorkingTime(minutes=node.count * _MINUTES[node.unit])
        self._scope.error(
            Code.OUT_OF_RANGE,
            f"a working {node.unit} is not counted: it has no fixed number of working days",
            node.span,
            help_=["write the number of working days, or calendar weeks without `working`"],
        )
        return None


def _nothing(amount: meant.Amount) -> bool:
    match amount:
        case meant.WorkingDays(count=count):
            return count == 0
        case Duration(length=length):
            return length.months == 0 and length.days == 0
        case _:
            return False


def _timed(anchor: object) -> bool:
    return isinstance(anchor, FieldRef) and isinstance(anchor.type, EventType) and anchor.type.timed
