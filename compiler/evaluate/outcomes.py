"""Works out what the rules say of a record, the records it depends on first (S3-S5, S9, S10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tenure.compiler.circles import components
from tenure.compiler.decisions import Status
from tenure.compiler.evaluate.answers import Agreement, Answer, agree, hull, since_of
from tenure.compiler.evaluate.bounds import FOREVER, Kept, lacking, later_of
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.limits import Limits, limits_of, narrowed
from tenure.compiler.evaluate.periods import Surroundings, kept_through
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.reasons import Reasons
from tenure.compiler.evaluate.standing import Standings, standings
from tenure.compiler.evaluate.truth import YES, Judged
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule, RuleKind
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the rules say of a record, before holds and before today is looked at.

    Attributes:
        status: undetermined, conflict, uncovered or awaiting, or retain for a settled day.
        kept: through which day, as far as it is known.
        agreement: the governing answers; `None` where no rule may govern.
        notes: reasons for a status that the rules alone do not explain.
        against: the rules that contradict the answer.
        certain: whether it is certain which rules govern.
        limits: the floors and ceilings that apply or may apply.
    """

    status: Status
    kept: Kept
    agreement: Agreement | None = None
    notes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    certain: bool = True
    limits: Limits | None = None

    @property
    def finished(self) -> bool:
        """Whether the last action of a governing rule has been done already."""
        return self.agreement is not None and any(a.finished for a in self.agreement.answers)

    @property
    def reasons(self) -> Reasons:
        """What the reasons of a decision need to know of it."""
        days = {} if self.limits is None else self.limits.days
        return Reasons(
            agreement=self.agreement, against=self.against, certain=self.certain, limits=days
        )


class Outcomes:
    """The outcomes of the records of one inventory as of one day, each worked out once."""

    def __init__(self, policy: Policy, reader: Reader, as_of: date) -> None:
        self._policy = policy
        self._reader = reader
        self._as_of = as_of
        self._outcomes: dict[str, Outcome] = {}
        self._needed: list[Record] = []
        self._standings: dict[tuple[str, str | None], Standings] = {}

    def of(self, record: Record) -> Outcome:
        """Return the outcome of a record, those it depends on worked out first.

        Records that depend on each other have no answer. Which they are is a fact of the
        links, and does not turn on the record that was asked for first.
        """
        if record.id not in self._outcomes:
            needs = self._needs(record)
            for group in components({id_: [r.id for r in n] for id_, (_, n) in needs.items()}):
                records = [needs[id_][0] for id_ in group]
                if len(group) > 1 or records[0] in needs[group[0]][1]:
                    self._give_up(records, needs)
                elif group[0] not in self._outcomes:
                    self._outcomes[group[0]] = self._work_out(records[0], None)
        return self._outcomes[record.id]

    def answer(self, rule: Rule, record: Record) -> Answer:
        """Return what a schedule rule says of a record, whether or not it applies."""
        while True:
            self._needed = []
            answer = self._answer(rule, record)
            if not self._needed:
                return answer
            for needed in self._needed:
                self.of(needed)

    def _needs(self, record: Record) -> dict[str, tuple[Record, list[Record]]]:
        """Return the record and every one it depends on at any remove, with what each needs."""
        found: dict[str, tuple[Record, list[Record]]] = {}
        queue = [record]
        while queue:
            current = queue.pop()
            if current.id not in found:
                self._needed = []
                outcome = self._work_out(current, None)
                if not self._needed:
                    self._outcomes[current.id] = outcome
                found[current.id] = (current, self._needed)
                queue += self._needed
        return found

    def _give_up(
        self, circle: list[Record], needs: Mapping[str, tuple[Record, list[Record]]]
    ) -> None:
        """Give records that depend on each other the outcome that they have none."""
        ids = {record.id for record in circle}
        path: dict[str, None] = {}
        id_ = circle[0].id
        while id_ not in path:
            path[id_] = None
            id_ = next(r.id for r in needs[id_][1] if r.id in ids)
        walked = list(path)
        around = " → ".join([*walked[walked.index(id_) :], id_])
        for record in circle:
            self._outcomes[record.id] = Outcome(
                status=Status.UNDETERMINED,
                kept=lacking(["linked record"]),
                notes=(f"the links lead in a circle: {around}",),
            )

    def _kept_of(self, record: Record) -> Kept:
        """Return through which day a linked record is kept; note it as needed if not known."""
        outcome = self._outcomes.get(record.id)
        if outcome is None:
            self._needed.append(record)
            return lacking(["linked record"])
        if outcome.status in (Status.RETAIN, Status.AWAITING, Status.PERMANENT):
            return outcome.kept
        return lacking(["linked record"])

    def _work_out(self, record: Record, document: str | None) -> Outcome:
        standing = self.standing(record, document)
        bad = self._bad_data(record)
        if bad is not None:
            return bad
        candidates = standing.candidates(self._policy.rules, RuleKind.SCHEDULE)
        if not candidates:
            return Outcome(status=Status.UNCOVERED, kept=Kept(earliest=0, latest=FOREVER))
        answers = [self._answer(self._policy.rules[ref], record) for ref in candidates]
        limits = self._limits(record, standing)
        unsure = self._unsure(candidates, standing)
        # No tie-break here: one that prefers a rule that may not apply would settle nothing.
        untied = agree(answers, ())
        alike = untied.agreed and self._extended_alike(answers, record)
        if unsure and not (alike and self._always_one(standing)):
            extended, notes = self._extended(untied, record)
            kept = replace(extended.kept, missing=extended.kept.missing | unsure)
            return Outcome(
                status=Status.UNDETERMINED,
                kept=narrowed(kept, limits),
                agreement=untied,
                notes=notes,
                certain=False,
            )
        agreement = agree(answers, self._policy.resolve_by)
        outcome = self._limited(self._extended(agreement, record), limits)
        return replace(outcome, limits=limits)

    def _limited(self, extended: tuple[Agreement, tuple[str, ...]], limits: Limits) -> Outcome:
        """Return the outcome of governing answers held against floors and ceilings."""
        agreement, notes = extended
        kept = agreement.kept
        broken = limits.broken_by(kept)
        if agreement.differ or broken:
            return Outcome(
                status=Status.CONFLICT,
                kept=narrowed(hull(agreement.answers), limits),
                agreement=agreement,
                against=broken,
            )
        unsure = limits.unsure_of(kept)
        bounded = narrowed(kept, limits)
        if unsure is not None:
            missing = unsure.missing | kept.missing
            bounded = Kept(
                earliest=bounded.earliest,
                latest=FOREVER,
                awaiting=unsure.awaiting | kept.awaiting,
                missing=missing,
            )
            status = Status.UNDETERMINED if missing else Status.AWAITING
        elif kept.settled and agreement.agreed:
            status = Status.RETAIN
        elif kept.missing:
            status = Status.UNDETERMINED
        else:
            status = Status.AWAITING
        return Outcome(status=status, kept=bounded, agreement=agreement, notes=notes)

    def _extended_alike(self, answers: Iterable[Answer], record: Record) -> bool:
        """Return whether an extension counts whichever of the rules governs, or never."""
        extendable = {answer.rule.extendable_by is not None for answer in answers}
        return record.extended_until is None or len(extendable) == 1

    def _unsure(self, candidates: Mapping[str, Judged], standing: Standings) -> frozenset[str]:
        """Return the fields that would settle which of the candidates govern."""
        missing: frozenset[str] = frozenset()
        for judged in candidates.values():
            missing |= judged.missing
        return missing

    def _always_one(self, standing: Standings) -> bool:
        """Return whether some schedule rule governs, however the unknowns are filled in.

        A schedule rule that certainly remains does, or one that stands above it; unless
        what may stand above it is no schedule rule and would leave nothing in its place.
        """
        rules = self._policy.rules
        return any(
            judged.certain
            and rules[cover.rule].kind is RuleKind.SCHEDULE
            and all(
                rules[upper.rule].kind is RuleKind.SCHEDULE
                for upper in self._policy.order.above[cover]
                if standing.remaining[upper].possible
            )
            for cover, judged in standing.remaining.items()
        )

    def standing(self, record: Record, document: str | None = None) -> Standings:
        """Return how every rule stands towards a record; of one policy's rules, where named."""
        key = (record.id, document)
        if key not in self._standings:
            self._standings[key] = standings(record, self._reader, self._as_of, document)
        return self._standings[key]

    def _bad_data(self, record: Record) -> Outcome | None:
        """Return the outcome of a record whose data contradicts its declaration."""
        stated = self._policy.classes[record.record_class]
        required = [
            f.name
            for f in stated.fields.values()
            if f.required and record.fields.get(f.name) in (None, ())
        ]
        if required:
            return Outcome(
                status=Status.UNDETERMINED,
                kept=lacking(required),
                notes=("a required field is not known",),
            )
        for name in stated.lineage:
            where = self._policy.classes[name].where
            judged = judge(where, record, self._reader) if where is not None else YES
            if not judged.certain:
                said = "may not meet" if judged.possible else "does not meet"
                return Outcome(
                    status=Status.UNDETERMINED,
                    kept=lacking(judged.missing or [name]),
                    notes=(f"the record {said} the condition of its class {name}",),
                )
        return None

    # --- answers --------------------------------------------------------------

    def _answer(self, rule: Rule, record: Record) -> Answer:
        """Return what a schedule rule answers for the phase that the record is in (S10)."""
        since = since_of(self._policy, rule)
        if rule.follows is not None:
            return self._followed(rule, rule.follows, record, since)
        done = [PAST_PARTICIPLES[phase.action.verb] for phase in rule.phases]
        position = 0
        if record.disposed_as is not None:
            position = done.index(record.disposed_as) + 1 if record.disposed_as in done else -1
        if position < 0:
            kept = lacking(["disposed_as"])
            return Answer(rule=rule, kept=kept, action=None, period=None, phase=1, since=since)
        finished = position == len(rule.phases)
        position = min(position, len(rule.phases) - 1)
        phase = rule.phases[position]
        kept = kept_through(phase.keep, record, self._reader, self._around(rule))
        return Answer(
            rule=rule,
            kept=kept,
            action=phase.action,
            period=phase.keep,
            phase=position + 1,
            finished=finished,
            since=since,
        )

    def _followed(self, rule: Rule, title: str, record: Record, since: date) -> Answer:
        """Return the answer of the policy that a rule follows, if that policy is loaded."""
        if title in self._policy.documents and title != rule.document:
            outcome = self._work_out(record, title)
            agreement = outcome.agreement
            if agreement is not None and outcome.status in (Status.RETAIN, Status.AWAITING):
                lead = lead_of(agreement)
                return replace(lead, rule=rule, kept=outcome.kept, since=since)
        return Answer(
            rule=rule,
            kept=lacking([title]),
            action=None,
            period=None,
            phase=1,
            follows=title,
            since=since,
        )

    def _around(self, rule: Rule) -> Surroundings:
        return Surroundings(kept=self._kept_of, peers=lambda: self._peers(rule))

    def _peers(self, rule: Rule) -> Iterable[Record]:
        """Return the records to which a rule certainly applies."""
        names = [
            name
            for name, record_class in self._policy.classes.items()
            if any(self._root(of) in record_class.lineage for of in rule.classes)
        ]
        for name in names:
            for other in self._reader.inventory.of_class(name):
                if self.standing(other).applies[rule.ref].certain:
                    yield other

    def _root(self, name: str) -> str:
        return self._policy.classes[name].lineage[-1]

    def _extended(self, agreement: Agreement, record: Record) -> tuple[Agreement, tuple[str, ...]]:
        """Return the governing answers with a discretionary extension, where one is recorded."""
        until = record.extended_until
        if until is None or until.toordinal() <= agreement.kept.earliest:
            return agreement, ()
        if not any(answer.rule.extendable_by for answer in agreement.answers):
            kept = replace(
                agreement.kept,
                latest=max(agreement.kept.latest, until.toordinal()),
                missing=agreement.kept.missing | {"extended_until"},
            )
            note = f"extended until {until}, but no governing rule is extendable"
            return replace(agreement, kept=kept), (note,)
        bound = Kept(earliest=until.toordinal(), latest=until.toordinal())
        kept = later_of([agreement.kept, bound])
        return replace(agreement, kept=kept), (f"extended until {until}",)

    def _limits(self, record: Record, standing: Standings) -> Limits:
        found: dict[RuleKind, dict[str, tuple[Kept, Judged]]] = {}
        for kind in (RuleKind.FLOOR, RuleKind.CEILING):
            found[kind] = {
                ref: (
                    kept_through(
                        self._policy.rules[ref].phases[0].keep,
                        record,
                        self._reader,
                        self._around(self._policy.rules[ref]),
                    ),
                    judged,
                )
                for ref, judged in standing.candidates(self._policy.rules, kind).items()
            }
        return limits_of(found[RuleKind.FLOOR], found[RuleKind.CEILING])


def lead_of(agreement: Agreement) -> Answer:
    """Return the answer to be named where several agree: strongest authority, then reference."""
    return min(agreement.answers, key=lambda a: (-a.rule.rank, a.rule.ref))
