"""Changes of a policy's text in one place, each a mistake that an author could have made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum

from tenure.dsl.nodes.accountability import DutyDecl
from tenure.dsl.nodes.calendars import CalendarDecl
from tenure.dsl.nodes.clauses import BecauseClause, TextClause
from tenure.dsl.nodes.declarations import (
    AuthorityDecl,
    Declaration,
    ExceptionDecl,
    FactDecl,
    HoldDecl,
    PolicyDecl,
    RecordDecl,
    RuleDecl,
)
from tenure.dsl.nodes.headers import Approved, NextReview, ReviewEvery
from tenure.dsl.nodes.obligations import MarksClause, ObligationDecl, TargetClause
from tenure.dsl.source import Span


class Kind(StrEnum):
    """What a change is a change of."""

    PERIOD = "period"
    """A number of a period or a limit, one unit less or more."""
    FIRST_DAY = "first day"
    """Whether the day of the event counts."""
    CHOICE = "choice of periods"
    """The later for the earlier, or a term left out."""
    ACTION = "action"
    PHASE = "phase"
    CONDITION = "condition"
    """A condition turned round, widened or narrowed."""
    THRESHOLD = "threshold"
    """A number or a day that a condition compares with, or which side of it counts."""
    BOUND = "minimum or maximum"
    ORDER = "order"
    """An `overrides`, a `disapplies`, or how ties are broken."""
    LEFT_OUT = "left out"
    """A whole rule, exception, hold, promise, stage, duty or clause is not there."""
    REACH = "reach"
    """A class or a value of a list is not there."""
    IN_FORCE = "in force"
    CALENDAR = "calendar"
    FACT = "fact"
    FIELD = "field"
    """A required field that is not required."""
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change of a policy's text.

    Attributes:
        kind: what it is a change of.
        subject: the rule, promise, class or whatever the change is in, as readers name it.
        span: the text that is replaced.
        text: what stands there instead; empty where it is left out.
    """

    kind: Kind
    subject: str
    span: Span = field(repr=False)
    text: str

    @property
    def changed(self) -> str:
        """The whole file with the change."""
        before = self.span.source.text
        return before[: self.span.start] + self.text + before[self.span.end :]

    @property
    def lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines that change, as they are and as they would be; no empty ones."""
        before, changed = self.span.source.text, self.changed
        start = before.rfind("\n", 0, self.span.start) + 1
        end = _line_end(before, self.span.end)
        after_end = _line_end(changed, self.span.start + len(self.text))
        return _lines(before[start:end]), _lines(changed[start:after_end])


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change replaces, and by what; a mutant less its subject."""

    kind: Kind
    span: Span
    text: str = ""


def parts_of(node: object) -> Iterator[object]:
    """Yield a node and every node in it that a decision can hang on, outermost first.

    Texts, reviews and approvals, shares that are to be met and the event that a stage
    marks are not among them: no test can expect anything of those.
    """
    if isinstance(node, tuple):
        for part in node:
            yield from parts_of(part)
    elif is_dataclass(node) and not isinstance(node, _SILENT):
        yield node
        for each in fields(node):
            yield from parts_of(getattr(node, each.name))


_SILENT = (
    Span,
    TextClause,
    BecauseClause,
    Approved,
    NextReview,
    ReviewEvery,
    TargetClause,
    MarksClause,
)

_CHANGED = (
    PolicyDecl,
    AuthorityDecl,
    RecordDecl,
    FactDecl,
    RuleDecl,
    HoldDecl,
    CalendarDecl,
    ObligationDecl,
    DutyDecl,
)


def mutants_of(declarations: Iterable[Declaration], *, ranked: bool) -> tuple[Mutant, ...]:
    """Return the changes of some declarations, in the order of the text, each once.

    Args:
        declarations: what a file of the policy declares.
        ranked: whether the rank of an authority decides which rule prevails.
    """
    from tenure.compiler.trials.contact_changes import contact_edits
    from tenure.compiler.trials.rule_changes import rule_edits

    found: dict[tuple[str, str], Mutant] = {}
    for decl in declarations:
        if not isinstance(decl, _CHANGED) or (isinstance(decl, AuthorityDecl) and not ranked):
            continue
        for subject, node in _with_subjects(decl):
            for edit in (*rule_edits(node), *contact_edits(node)):
                mutant = Mutant(kind=edit.kind, subject=subject, span=edit.span, text=edit.text)
                if edit.span.text != edit.text:
                    found.setdefault((edit.span.source.path, mutant.changed), mutant)
    return tuple(sorted(found.values(), key=lambda m: (m.span.start, -m.span.end, m.text)))


def _with_subjects(decl: Declaration) -> Iterator[tuple[str, object]]:
    """Yield every part of a declaration with the name of the rule or other thing it is in."""
    owners = _owners(decl, "")
    for node in parts_of(decl):
        span = getattr(node, "span", None)
        if isinstance(span, Span):
            inner = [name for name, whole in owners if _within(span, whole)]
            yield inner[-1], node


def _within(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def _owners(node: object, above: str) -> list[tuple[str, Span]]:
    """Return what has a name in a declaration, outermost first, each with its text."""
    match node:
        case RuleDecl(ref=ref, span=span):
            return [(ref.text, span), *_below(node.exceptions, ref.text)]
        case ExceptionDecl(name=name, span=span):
            ref_text = f"{above}/{name.text}"
            return [(ref_text, span), *_below(node.exceptions, ref_text)]
        case ObligationDecl(ref=ref, span=span):
            return [(ref.text, span), *((_step(ref.text, s), s.span) for s in node.steps)]
        case PolicyDecl(span=span):
            return [("policy", span)]
        case _:
            named, whole = getattr(node, "name", None), getattr(node, "span", None)
            return [(getattr(named, "text", ""), whole)] if isinstance(whole, Span) else []


def _below(exceptions: Iterable[ExceptionDecl], above: str) -> list[tuple[str, Span]]:
    return [owner for one in exceptions for owner in _owners(one, above)]


def _step(ref: str, step: object) -> str:
    name = getattr(step, "name", None)
    word = name.text if name is not None else getattr(step, "verb", "overall")
    return f"{ref}/{word}"
