"""The one type of diagnostic, from a missing quote to a conflict with its witness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tenure.dsl.codes import Code, Severity
from tenure.dsl.source import Span


class Verdict(StrEnum):
    """What an analysis says of a question it was asked."""

    WITNESS = "witness"
    PROVED_ABSENT = "proved absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A second place that matters, with a few words on why."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessRecord:
    """A record of a witness: its class, the name it goes by, its fields as texts.

    Any other field is unknown. A yes/no field may as well be `no`; one that must be
    unknown for the finding to show is there, as `unknown`.
    """

    record_class: str
    name: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one rule says of the witness.

    Attributes:
        rule: the rule's reference.
        keep_until: the last day of retention, inclusive; `None` where it names no day.
        text: the answer in words, with the action.
        record: the name of the record it is said of; `None` for the one that is decided.
        action: what is done from the day after; `None` for a rule that does not govern.
    """

    rule: str
    keep_until: date | None
    text: str
    record: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Concrete records on which a finding can be seen.

    Attributes:
        records: the records; the first is the one decided.
        facts: facts that differ from their declared value, as texts.
        as_of: the day of the decision.
        sayings: what each rule concerned says.
        status: the status that the reference evaluator gave when it replayed the witness.
    """

    records: tuple[WitnessRecord, ...]
    facts: tuple[tuple[str, str], ...] = ()
    as_of: date
    sayings: tuple[Saying, ...]
    status: str


class Principle(StrEnum):
    """A principle by which the law settles which of two rules prevails."""

    LEX_SUPERIOR = "lex superior"
    LEX_SPECIALIS = "lex specialis"
    LEX_POSTERIOR = "lex posterior"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit that settles a finding.

    Attributes:
        title: what it does, a clause.
        span: the text that it replaces; an empty span is a place to insert at.
        text: the text to put there, line ends as in the file.
        principle: the legal principle that speaks for it; `None` where the author must choose.
    """

    title: str
    span: Span
    text: str
    principle: Principle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyTest:
    """A `test` that fails as the policy stands, and passes once the finding is settled.

    Attributes:
        title: its title, one line.
        steps: the lines below it, not indented.
    """

    title: str
    steps: tuple[str, ...]

    @property
    def text(self) -> str:
        """The test as the language spells it, with a line end at its end."""
        return "".join((f'test "{self.title}"\n', *(f"  {step}\n" for step in self.steps)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One of several cases of the same cause, which one finding reports together.

    Attributes:
        rules: references of the rules of this case, as a finding of its own would name them.
        at: the text that this case is about.
        text: what happens in it, one clause.
        witness: the records that show this case; `None` where there are none.
        edits: edits any one of which would settle this case, the best founded first.
        test: a test that fails until this case is settled.
    """

    rules: tuple[str, ...]
    at: Span
    text: str
    witness: Witness | None = None
    edits: tuple[Edit, ...] = ()
    test: ReadyTest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about a policy.

    Attributes:
        code: which kind it is.
        message: one lower-case clause, the user's words in backticks.
        at: the text it is about; `None` where there is no text (an unreadable file).
        path: the file, where there is no span.
        related: further places, each with a few words.
        help: how to mend it, a sentence a line.
        rules: references of the rules concerned.
        verdict: what the analysis concluded, for findings of an analysis.
        witness: the records that show it; of several cases, the simplest.
        edits: edits any one of which would settle it, all its cases at once, the best
            founded first.
        test: a test that fails until it is settled; of several cases, that of the simplest.
        instances: the cases of a finding that stands for several with one cause, in the
            order of the text; none for a finding that stands for itself.
        graded: how grave a project says that it is; `None` where it is as usual.
    """

    code: Code
    message: str
    at: Span | None = None
    path: str | None = None
    related: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    verdict: Verdict | None = None
    witness: Witness | None = None
    edits: tuple[Edit, ...] = ()
    test: ReadyTest | None = None
    instances: tuple[Instance, ...] = ()
    graded: Severity | None = field(default=None, compare=False)

    @property
    def severity(self) -> Severity:
        """How grave it is; an error that is not known to be one is a warning."""
        severity = self.graded or self.code.severity
        if self.verdict is Verdict.UNKNOWN and severity is Severity.ERROR:
            return Severity.WARNING
        return severity

    @property
    def where(self) -> tuple[str, int, int]:
        """File, line and column, for sorting; line and column are 0 without a span."""
        if self.at is None:
            return self.path or "", 0, 0
        return self.at.source.path, self.at.line, self.at.column


Report = Callable[[Diagnostic], None]
"""Where a pass sends what it finds wrong; collecting is the caller's business."""


class PolicyError(Exception):
    """The policy cannot be used, and the diagnostics say why.

    Attributes:
        diagnostics: everything that was found, at least one of them an error.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        first = next((d for d in diagnostics if d.severity is Severity.ERROR), diagnostics[0])
        path, line, column = first.where
        place = f"{path}:{line}:{column}: " if line else f"{path}: " if path else ""
        super().__init__(f"{place}{first.code.number} {first.message}")
