"""From the counts of an audit to the page that shows them."""

from __future__ import annotations

from datetime import date

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.decisions import Status
from tenure.engine.audit.audit import keeps
from tenure.engine.audit.results import AuditSummary
from tenure.engine.audit.verify import ALARMS, Outcome, Verification
from tenure.reports.audit.bars import KINDS, ages, bars, months, stacked
from tenure.reports.audit.promises import view_duties, view_promises
from tenure.reports.audit.view import (
    AuditView,
    Bar,
    ClassLine,
    FileLine,
    RuleLine,
    VerifiedView,
)
from tenure.reports.wording import ENGLISH, Catalogue, plain, word_rules
from tenure.reports.wording.prose import clean


def assemble_audit(
    summary: AuditSummary,
    fingerprint: str,
    verification: Verification | None,
    language: Catalogue = ENGLISH,
) -> AuditView:
    """Return the page of an audit; the same for the same counts."""
    return _Page(summary, language).view(fingerprint, verification)


class _Page:
    """Makes the parts of the page."""

    def __init__(self, summary: AuditSummary, language: Catalogue) -> None:
        self._summary = summary
        self._policy = summary.policy
        self._tallies = summary.tallies
        self._language = language
        self._keeps = keeps(summary.policy)

    def view(self, fingerprint: str, verification: Verification | None) -> AuditView:
        """Return the whole page."""
        tallies = self._tallies
        occurring = tuple(status.value for status in Status if tallies.of_status(status))
        document = self._policy.document
        return AuditView(
            language=self._language.language,
            title=clean(document.title),
            heading=self._label("audit.title" if self._keeps else "audit.title.promises"),
            publisher=clean(document.texts.get("publisher", "")),
            facts=tuple(self._facts()),
            statuses=bars(
                (self._label(f"status.{status}"), tallies.of_status(status), _kind(status), "")
                for status in occurring
            ),
            columns=occurring,
            classes=self._classes(occurring),
            totals=tuple(tallies.of_status(status) for status in occurring),
            rules=self._rules(),
            months=months(tallies.months, self._summary.as_of, self._language),
            ages=ages(tallies.ages, self._language),
            holds=bars(
                (clean(self._policy.holds[name].title), count, "held", name)
                for name, count in tallies.holds
            ),
            undetermined=self._undetermined(),
            awaiting=self._by_class(tallies.awaiting, "{field}", "quiet"),
            rejects=self._found(tallies.rejects),
            notes=self._found(tallies.notes),
            verified=self._verified(verification) if verification else None,
            keeps=self._keeps,
            promises=view_promises(self._summary, self._language),
            duties=view_duties(self._summary, self._language),
            files=tuple(
                FileLine(label=clean(file.label), rows=file.rows, sha256=file.sha256)
                for file in self._summary.files
            ),
            unplaced=tuple(
                (self._class_title(name), field) for name, field in self._summary.unplaced
            ),
            empty=", ".join(self._class_title(name) for name in self._summary.empty),
            fingerprint=fingerprint,
            as_of=self._language.day(self._summary.as_of),
        )

    def _label(self, key: str) -> str:
        return self._language.label(key)

    def _day(self, day: date) -> str:
        return self._language.day(day)

    def _class_title(self, name: str) -> str:
        return clean(self._policy.classes[name].title)

    def _facts(self) -> list[tuple[str, str]]:
        tallies = self._tallies
        facts = [
            (self._label("audit.as of"), self._day(self._summary.as_of)),
            (self._label("audit.records"), f"{tallies.decided:,}"),
        ]
        if self._keeps:
            facts.append((self._label("audit.listed"), f"{tallies.listed:,}"))
        if self._summary.performance is not None:
            owed = self._summary.performance.tally()
            facts.append((self._label("audit.deadlines"), f"{owed.all:,}"))
            breached = owed.of(DeadlineStatus.BREACHED)
            facts.append((self._label("audit.breached"), f"{breached:,}"))
        facts.append((self._label("audit.rejected"), f"{tallies.rejected:,}"))
        if self._policy.dispose_within is not None and self._keeps:
            window = self._language.length(self._policy.dispose_within)
            facts.append((self._label("audit.window"), window))
        return facts

    def _classes(self, occurring: tuple[str, ...]) -> tuple[ClassLine, ...]:
        counts: dict[str, dict[str, int]] = {}
        for name, status, count in self._tallies.statuses:
            counts.setdefault(name, {})[status] = count
        return tuple(
            ClassLine(
                title=self._class_title(name),
                counts=tuple(by_status.get(status, 0) for status in occurring),
                all=sum(by_status.values()),
                parts=stacked(by_status, sum(by_status.values())),
            )
            for name, by_status in counts.items()
        )

    def _rules(self) -> tuple[RuleLine, ...]:
        wordings = word_rules(self._policy, self._language)
        return tuple(
            RuleLine(
                ref=ref,
                title=clean(self._policy.rules[ref].title),
                action=action,
                period=" ".join(plain(sentence) for sentence in wordings[ref].sentences),
                count=count,
            )
            for ref, action, count in self._tallies.rules
        )

    def _undetermined(self) -> tuple[Bar, ...]:
        missing = self._label("audit.missing")
        follows = self._label("audit.follows")
        # The policy in which the answer is stands among what is missing, by its title.
        elsewhere = {title for title, _ in self._tallies.follows}
        counts = [
            (missing.format(field=field), count, "open", self._class_title(name))
            for name, field, count in self._tallies.missing
            if field not in elsewhere
        ]
        counts += [
            (follows.format(title=clean(title)), count, "open", "")
            for title, count in self._tallies.follows
        ]
        return bars(sorted(counts, key=lambda each: (-each[1], each[0], each[3])))

    def _by_class(
        self, counts: tuple[tuple[str, str, int], ...], template: str, kind: str
    ) -> tuple[Bar, ...]:
        return bars(
            (template.format(field=field), count, kind, self._class_title(name))
            for name, field, count in counts
        )

    def _found(self, counts: tuple[tuple[str, int], ...]) -> tuple[Bar, ...]:
        return bars((self._label(f"found.{code}"), count, "open", code) for code, count in counts)

    def _verified(self, verification: Verification) -> VerifiedView:
        remarks = []
        if verification.policy_changed:
            remarks.append(self._label("audit.verified.policy"))
        if verification.list_changed:
            remarks.append(self._label("audit.verified.list"))
        new = self._label("audit.verified.new").format(count=f"{verification.new:,}")
        return VerifiedView(
            day=self._day(verification.listed_on),
            outcomes=bars(
                (outcome.value, count, _outcome_kind(outcome), "")
                for outcome, count in verification.outcomes
            ),
            remarks=(*remarks, new),
        )


def _kind(status: str) -> str:
    return KINDS.get(status, "quiet")


def _outcome_kind(outcome: Outcome) -> str:
    if outcome in ALARMS:
        return "alarm"
    return "open" if outcome is Outcome.STILL_THERE else "quiet"
