"""Finds evidence that can be disposed of before the record that it supports.

A policy says what is evidence for what: some rule keeps a record `as long as` the one
that a link leads to. Where that rule is beaten, or does not apply for a reason that has
nothing to do with the link, another rule may let the record go while the linked one is
still kept. What the rule says of the link itself (`complaint is known`, `repeat.received
after received`) is taken as what makes the record evidence, and is part of the question;
the rest of its condition is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenure.compiler.analysis.conditions import certainly, known
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, box, disjoint
from tenure.compiler.analysis.outcomes import MAX_LINKS, before, together_possible
from tenure.compiler.analysis.prover import ABSENT, Answer, Prover
from tenure.compiler.check.outliving import lets_go, loss_shown, outliving
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES
from tenure.compiler.order import Covering, can_meet
from tenure.compiler.policy.conditions import condition_parts, condition_refs
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.periods import (
    AsLongAs,
    Choice,
    IfKnown,
    Period,
    Permanently,
    subperiods,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, Label, Verdict, Witness

_IRREVOCABLE = ("destroy", "anonymise")
"""Actions after which a record is no longer evidence of what anyone did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Records of a class that a rule keeps as long as the one that they are linked to.

    Attributes:
        record_class: their class.
        keeper: the rule.
        period: its `as long as`.
    """

    record_class: str
    keeper: Rule
    period: AsLongAs

    @property
    def link(self) -> FieldRef:
        """The link to the record that they are evidence for."""
        return self.period.link


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loss:
    """A rule that lets evidence go too early, or may do so for all that is known."""

    rule: Rule
    answer: Answer
    witness: Witness | None


def early_evidence(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report rules by which evidence can go before the record that it supports.

    One finding for each class and link, with a witness for each rule that lets it go.
    """
    by_link: dict[tuple[str, str], list[Evidence]] = {}
    for evidence in _evidence(policy):
        by_link.setdefault((evidence.record_class, evidence.link.path), []).append(evidence)
    reported: set[tuple[str, str]] = set()
    for (name, path), kept in by_link.items():
        prover = provers.get(policy.classes[name].lineage[-1])
        if prover is None:
            continue  # of another family than those asked about
        keepers = [
            Covering(other.keeper.ref, other.record_class)
            for (other_name, other_path), others in by_link.items()
            for other in others
            if other_path == path and can_meet(other_name, name, policy.classes)
        ]
        losses = []
        for rule in _rules_for(prover, name):
            if (rule.ref, path) not in reported:
                loss = _loss(prover, rule, kept, keepers)
                if loss is not None:
                    losses.append(loss)
                    if loss.witness is not None:
                        reported.add((rule.ref, path))
        for verdict in (Verdict.WITNESS, Verdict.UNKNOWN):
            same = [loss for loss in losses if loss.answer.verdict is verdict]
            if same:
                yield _finding(kept[0], same)


def _evidence(policy: Policy) -> Iterator[Evidence]:
    for rule in policy.rules.values():
        if rule.kind is not RuleKind.SCHEDULE:
            continue
        for phase in rule.phases:
            for period in subperiods(phase.keep):
                if isinstance(period, AsLongAs) and outlasts(phase.keep, period.link):
                    for name in rule.classes:
                        yield Evidence(record_class=name, keeper=rule, period=period)


def _rules_for(prover: Prover, name: str) -> list[Rule]:
    """Return the schedule rules that can let a record of a class go."""
    classes = prover.policy.classes
    return [
        rule
        for rule in prover.rules(RuleKind.SCHEDULE)
        if _ending(rule) is not None and any(can_meet(c, name, classes) for c in rule.classes)
    ]


def _ending(rule: Rule) -> tuple[int, str | None] | None:
    """Return the phase at whose end a record is lost, and as what it is stated by then.

    `None` for a rule that only ever hands records over or looks at them again.
    """
    for disposed_as, position in rule.stated_phases.items():
        if rule.phases and rule.phases[position].action.verb in _IRREVOCABLE:
            return position, disposed_as
    return None


# --- the question ---------------------------------------------------------------


def _loss(
    prover: Prover, rule: Rule, kept: list[Evidence], keepers: list[Covering]
) -> _Loss | None:
    """Return that a rule lets evidence go too early; `None` when it certainly never does.

    A record that shows it counts before what is not known of another `as long as`.
    """
    unknown: Answer | None = None
    for evidence in kept:
        try:
            answer = _asked(prover, rule, evidence, keepers)
        except GaveUpError:
            answer = Answer(verdict=Verdict.UNKNOWN, reason=TOO_MANY_CASES)
        if answer.verdict is Verdict.WITNESS:
            witness = loss_shown(prover.policy, rule, answer, evidence.link)
            return _Loss(rule=rule, answer=answer, witness=witness)
        if answer.verdict is Verdict.UNKNOWN:
            unknown = unknown or answer
    return _Loss(rule=rule, answer=unknown, witness=None) if unknown else None


def _asked(prover: Prover, rule: Rule, evidence: Evidence, keepers: list[Covering]) -> Answer:
    ending = _ending(rule)
    if ending is None:
        return ABSENT
    if any(outlasts(phase.keep, evidence.link) for phase in rule.phases[: ending[0] + 1]):
        return ABSENT
    ground = _ground(prover, rule, evidence, keepers)
    if ground == FALSE:
        return ABSENT
    phase, disposed_as = ending
    if not _perhaps(prover, ground, _earlier(prover, rule, phase, evidence, links=0)):
        return ABSENT
    for links in range(1, MAX_LINKS + 1):
        days = _earlier(prover, rule, phase, evidence, links)
        exact = any_of(formula for formula, free in days if not free)
        answer = prover.ask(
            all_of((ground, exact)),
            lambda decision: lets_go(decision, rule),
            wishes=(prover.idle((rule,)), prover.not_held()),
            disposed_as=disposed_as,
            keeps=lambda _, decision: decision.keep_until,
            also=lambda case: outliving(prover.policy, case, evidence.link) is not None,
        )
        if answer.verdict is not Verdict.PROVED_ABSENT:
            return answer
        if not _perhaps(prover, ground, [day for day in days if day[1]]):
            return ABSENT
    return Answer(verdict=Verdict.UNKNOWN, reason=NOT_FOLLOWED)


def outlasts(period: Period, link: FieldRef) -> bool:
    """Return whether a period lasts as long as the linked record, whatever else it says."""
    match period:
        case AsLongAs():
            return period.link == link
        case IfKnown(term=term):
            return outlasts(term, link)
        case Choice(later=later, terms=terms):
            return (any if later else all)(outlasts(term, link) for term in terms)
        case _:
            return isinstance(period, Permanently)


def _ground(prover: Prover, rule: Rule, evidence: Evidence, keepers: list[Covering]) -> Formula:
    """Return where a rule stands, and the record is evidence by what is said of its link."""
    linked = all_of((known(evidence.link, "", prover.space), *_said_of_link(prover, evidence)))
    stands = any_of(
        prover.stands(cover)
        for cover in prover.covers(rule)
        if not disjoint(prover.box(cover), box(linked))
    )
    if stands == FALSE:
        return FALSE
    not_kept = [prover.standing.unbeaten(keeper, "", value=False) for keeper in keepers]
    member = prover.standing.member(evidence.record_class, "", value=True)
    return all_of((stands, linked, *not_kept, member, prover.good_data()))


def _said_of_link(prover: Prover, evidence: Evidence) -> Iterator[Formula]:
    """Return those parts of the keeping rule's condition that are about the link."""
    steps = (*evidence.link.links, evidence.link.name)
    rule: Rule | None = evidence.keeper
    while rule is not None:
        for part in condition_parts(rule.condition):
            refs = [(*ref.links, ref.name) for ref in condition_refs(part)]
            if any(ref[: len(steps)] == steps for ref in refs):
                yield certainly(part, "", prover.space, value=True)
        rule = prover.policy.rules[rule.parent] if rule.parent else None


def _earlier(
    prover: Prover, rule: Rule, phase: int, evidence: Evidence, links: int
) -> list[tuple[Formula, bool]]:
    """Return where a rule's day comes before the linked record's; whether either is free."""
    days = prover.outcomes.of_rule(rule, phase, links)
    kept = prover.outcomes.of_period(evidence.period, evidence.keeper, links)
    return [(before(day, end), day.free or end.free) for day, end in together_possible(days, kept)]


def _perhaps(prover: Prover, ground: Formula, days: list[tuple[Formula, bool]]) -> bool:
    question = all_of((ground, any_of(formula for formula, _ in days)))
    return prover.possible(question) is not False


# --- the finding ----------------------------------------------------------------


def _finding(evidence: Evidence, losses: list[_Loss]) -> Diagnostic:
    first = losses[0]
    name, path = evidence.record_class, evidence.link.path
    refs = [loss.rule.ref for loss in losses]
    listed = ", ".join(f"`{ref}`" for ref in refs[:5])
    more = f" and {len(refs) - 5} more" if len(refs) > 5 else ""
    message = f"a `{name}` can go before the `{path}` that it is evidence for, by {listed}{more}"
    if first.witness is None:
        message = f"whether {message} is not known: {first.answer.reason}"
    return Diagnostic(
        code=Code.EARLY_EVIDENCE,
        message=message,
        at=first.rule.head,
        related=(
            Label(
                span=evidence.period.span,
                text=f"`{evidence.keeper.ref}` keeps it as long as the `{path}`",
            ),
        ),
        help=(
            f"that may be meant; if not: `keep the later of (…, as long as {path} if known)` "
            f"in {listed}{more}",
        ),
        rules=(*refs, evidence.keeper.ref),
        verdict=first.answer.verdict,
        witness=first.witness,
        instances=_instances(losses) if len(losses) > 1 else (),
    )


def _instances(losses: list[_Loss]) -> tuple[Instance, ...]:
    return tuple(
        Instance(
            rules=(loss.rule.ref,),
            at=loss.rule.head,
            text=_text(loss),
            witness=loss.witness,
        )
        for loss in losses
    )


def _text(loss: _Loss) -> str:
    if loss.witness is None:
        return f"`{loss.rule.ref}`: not known, {loss.answer.reason}"
    return "; ".join(f"`{saying.rule}`: {saying.text}" for saying in loss.witness.sayings)
