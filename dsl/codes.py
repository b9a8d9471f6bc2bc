"""The registry of diagnostics: one line a code.

Numbers are never reused. TN1xx is syntax, TN2xx names, TN3xx types and periods,
TN4xx conflicts, TN5xx data, TN6xx housekeeping. Each code has a page of the same
number in `docs/diagnostics/` and a policy that earns it in `tests/corpus/bad/`.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Severity(StrEnum):
    """How grave a finding is; errors and warnings make a check fail, advice does not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Code(Enum):
    """A diagnostic's stable number, readable slug and severity."""

    UNREADABLE_FILE = ("TN101", "unreadable-file", Severity.ERROR)
    UNEXPECTED_CHARACTER = ("TN102", "unexpected-character", Severity.ERROR)
    UNEXPECTED_WORD = ("TN103", "unexpected-word", Severity.ERROR)
    UNFINISHED = ("TN104", "unfinished", Severity.ERROR)
    UNCLOSED_TEXT = ("TN105", "unclosed-text", Severity.ERROR)
    NESTED_TOO_DEEPLY = ("TN106", "nested-too-deeply", Severity.ERROR)
    TEXT_TOO_LONG = ("TN107", "text-too-long", Severity.ERROR)
    BARE_OR = ("TN108", "bare-or-between-periods", Severity.ERROR)
    NOT_A_DAY = ("TN109", "not-a-day", Severity.ERROR)
    NOT_A_WHOLE_NUMBER = ("TN110", "not-a-whole-number", Severity.ERROR)

    UNKNOWN_NAME = ("TN201", "unknown-name", Severity.ERROR)
    UNKNOWN_FIELD = ("TN202", "unknown-field", Severity.ERROR)
    UNKNOWN_RULE = ("TN203", "unknown-rule", Severity.ERROR)
    UNKNOWN_VALUE = ("TN204", "unknown-value", Severity.ERROR)
    UNKNOWN_POLICY = ("TN205", "unknown-policy", Severity.ERROR)
    UNKNOWN_REGION = ("TN206", "unknown-region", Severity.ERROR)
    DECLARED_TWICE = ("TN207", "declared-twice", Severity.ERROR)
    CYCLIC_USE = ("TN208", "cyclic-use", Severity.ERROR)
    CLASS_CYCLE = ("TN209", "class-cycle", Severity.ERROR)
    RESERVED_NAME = ("TN210", "reserved-name", Severity.ERROR)
    POLICY_HEADER = ("TN211", "policy-header", Severity.ERROR)
    FOLLOW_CYCLE = ("TN213", "follow-cycle", Severity.ERROR)
    AMBIGUOUS_YEAR = ("TN212", "ambiguous-year", Severity.ERROR)

    WRONG_TYPE = ("TN301", "wrong-type", Severity.ERROR)
    NOT_AN_EVENT = ("TN302", "not-an-event", Severity.ERROR)
    NOT_A_LINK = ("TN303", "not-a-link", Severity.ERROR)
    UNCLEAR_ORDER = ("TN304", "unclear-order", Severity.ERROR)
    RULE_KIND_MISMATCH = ("TN305", "rule-kind-mismatch", Severity.ERROR)
    REPEATED_CLAUSE = ("TN306", "repeated-clause", Severity.ERROR)
    MISSING_CLAUSE = ("TN307", "missing-clause", Severity.ERROR)
    MISPLACED_CLAUSE = ("TN308", "misplaced-clause", Severity.ERROR)
    EMPTY_INTERVAL = ("TN309", "empty-interval", Severity.ERROR)
    OUT_OF_RANGE = ("TN310", "out-of-range", Severity.ERROR)
    NOTHING_LEFT = ("TN311", "nothing-left-if-unknown", Severity.ERROR)
    NO_CALENDAR = ("TN312", "no-calendar", Severity.ERROR)

    AMBIGUOUS_OUTCOME = ("TN401", "ambiguous-outcome", Severity.ERROR)
    OVERRIDE_CYCLE = ("TN402", "override-cycle", Severity.ERROR)
    DISAPPLY_CYCLE = ("TN403", "disapply-cycle", Severity.ERROR)
    LINK_CYCLE = ("TN404", "link-cycle", Severity.ERROR)
    WEAKER_AUTHORITY = ("TN405", "weaker-authority-overrides", Severity.WARNING)
    EXCEPTIONS_LEFT = ("TN406", "exceptions-left-standing", Severity.ADVICE)
    CLASS_WITHOUT_RULE = ("TN407", "class-without-rule", Severity.WARNING)
    AMBIGUITY_UNKNOWN = ("TN408", "ambiguity-not-decided", Severity.WARNING)
    SAME_OUTCOME = ("TN409", "same-outcome-overlap", Severity.ADVICE)
    OUTSIDE_LIMIT = ("TN410", "outside-limit", Severity.ERROR)
    FLOOR_AFTER_CEILING = ("TN411", "floor-after-ceiling", Severity.ERROR)
    IMPOSSIBLE_CONDITION = ("TN412", "impossible-condition", Severity.WARNING)
    SHADOWED_RULE = ("TN413", "shadowed-rule", Severity.WARNING)
    GAP = ("TN414", "uncovered-records", Severity.WARNING)
    SHORTENED = ("TN415", "special-rule-shortens", Severity.ADVICE)
    EARLY_EVIDENCE = ("TN416", "early-evidence", Severity.ADVICE)
    NEVER_DUE = ("TN417", "never-due", Severity.WARNING)
    IDLE_HOLD = ("TN418", "idle-hold", Severity.WARNING)
    MONTH_END = ("TN419", "month-end", Severity.ADVICE)
    STAGE_CYCLE = ("TN420", "stage-cycle", Severity.ERROR)
    OVERLAPPING_CLASSES = ("TN421", "overlapping-classes", Severity.WARNING)
    UNCLASSIFIED = ("TN422", "unclassified-records", Severity.ADVICE)
    COMPETING_STANDARDS = ("TN423", "competing-standards", Severity.WARNING)
    ANSWERED_FIRST = ("TN424", "response-before-acknowledgement", Severity.WARNING)
    OUTER_LIMIT = ("TN425", "chain-exceeds-outer-limit", Severity.ERROR)
    CHAINS_DIFFER = ("TN426", "chains-differ", Severity.WARNING)
    EXTENSION_SHORTENS = ("TN427", "extension-shortens", Severity.WARNING)
    DATA_WITHOUT_END = ("TN428", "data-without-end", Severity.WARNING)
    KEPT_TOO_SHORT = ("TN429", "retention-before-escalation", Severity.WARNING)
    JURISDICTION_UNKNOWN = ("TN430", "missing-jurisdiction", Severity.ERROR)

    BAD_RECORD = ("TN501", "bad-record", Severity.ERROR)
    UNREADABLE_DATA = ("TN502", "unreadable-data", Severity.ERROR)
    BAD_MAPPING = ("TN503", "bad-mapping", Severity.ERROR)
    MISSING_COLUMN = ("TN504", "missing-column", Severity.ERROR)
    UNPLACED_FIELD = ("TN505", "unplaced-field", Severity.ERROR)
    MALFORMED_ROW = ("TN506", "malformed-row", Severity.ERROR)
    MISSING_ID = ("TN507", "missing-id", Severity.ERROR)
    REPEATED_ID = ("TN508", "repeated-id", Severity.ERROR)
    UNKNOWN_CLASS = ("TN509", "unknown-class", Severity.ERROR)
    UNREADABLE_VALUE = ("TN510", "unreadable-value", Severity.ERROR)
    UNKNOWN_CHOICE = ("TN511", "unknown-choice", Severity.ERROR)
    DAY_OUT_OF_RANGE = ("TN512", "day-out-of-range", Severity.ERROR)
    DAY_TO_COME = ("TN513", "day-to-come", Severity.WARNING)
    DANGLING_LINK = ("TN514", "dangling-link", Severity.WARNING)
    ALREADY_DISPOSED = ("TN515", "already-disposed", Severity.ADVICE)
    NOT_DISPOSED = ("TN516", "not-disposed", Severity.WARNING)
    GONE_UNLISTED = ("TN517", "gone-unlisted", Severity.ERROR)
    DATABASE_UNREACHABLE = ("TN520", "database-unreachable", Severity.ERROR)
    DATABASE_REFUSED = ("TN521", "database-refused", Severity.ERROR)
    RESULTS_IN_THE_WAY = ("TN522", "results-in-the-way", Severity.ERROR)

    REVIEW_OVERDUE = ("TN601", "review-overdue", Severity.WARNING)
    POLICY_EXPIRED = ("TN602", "policy-expired", Severity.WARNING)
    NOT_YET_IN_FORCE = ("TN603", "not-yet-in-force", Severity.WARNING)
    CONTRADICTORY_REVIEW = ("TN604", "contradictory-review-date", Severity.WARNING)
    NO_REVIEW = ("TN605", "no-review-date", Severity.ADVICE)
    CALENDAR_HORIZON = ("TN606", "calendar-horizon", Severity.WARNING)
    CLOSURES_NOT_RENEWED = ("TN607", "closures-not-renewed", Severity.ADVICE)
    RULES_EXPIRED = ("TN608", "rules-expired", Severity.ADVICE)
    RULES_TO_COME = ("TN609", "rules-to-come", Severity.ADVICE)
    UNAPPROVED = ("TN610", "in-force-before-approval", Severity.WARNING)
    NO_OWNER = ("TN611", "no-owner", Severity.WARNING)
    RECIPIENT_UNCHECKED = ("TN612", "recipient-unchecked", Severity.WARNING)
    ACCEPTED_RULES_CHANGED = ("TN613", "accepted-rules-changed", Severity.WARNING)
    ACCEPTANCE_ENDED = ("TN620", "acceptance-ended", Severity.WARNING)
    NOTHING_ACCEPTED = ("TN621", "nothing-to-accept", Severity.WARNING)

    def __init__(self, number: str, slug: str, severity: Severity) -> None:
        self.number = number
        self.slug = slug
        self.severity = severity

    @property
    def page(self) -> str:
        """The code's page, relative to the project's documentation."""
        return f"docs/diagnostics/{self.number}.md"
