"""Rules in words: everything a rule says, in sentences, in the order in which it matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.periods import Permanently
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Action, InForce, Phase, Rule, RuleKind
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.classes import class_titles
from tenure.reports.wording.conditions import conditional
from tenure.reports.wording.names import Names
from tenure.reports.wording.nouns import role
from tenure.reports.wording.periods import Bound, PeriodWording
from tenure.reports.wording.prose import (
    Prose,
    author,
    capitalised,
    plain,
    quoted,
    rule_link,
)
from tenure.reports.wording.references import Deciders, natural

_BOUNDS: dict[RuleKind, Bound] = {RuleKind.FLOOR: "at least", RuleKind.CEILING: "at most"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWording:
    """One rule in words.

    Attributes:
        scope: which records it is for; of an exception, to which rule it is one.
        sentences: what it says of them.
    """

    scope: Prose
    sentences: tuple[Prose, ...]

    @property
    def text(self) -> str:
        """All of it, without links."""
        return " ".join(plain(part) for part in (self.scope, *self.sentences))


def word_rules(policy: Policy, language: Catalogue) -> dict[str, RuleWording]:
    """Return every rule in words, by reference.

    Two rules that say different things never read the same: where odd titles would
    have it so, both are worded with the names of their fields.
    """
    wording = _Rules(policy, language)
    worded = {ref: wording.word(rule) for ref, rule in policy.rules.items()}
    by_text: dict[str, list[Rule]] = {}
    for ref, found in worded.items():
        by_text.setdefault(_squeezed(found.text), []).append(policy.rules[ref])
    for alike in by_text.values():
        if any(_meaning(rule) != _meaning(alike[0]) for rule in alike):
            worded |= {rule.ref: wording.word(rule, exact=True) for rule in alike}
    return worded


def _squeezed(text: str) -> str:
    """Return the text as a page shows it: any white space is one space."""
    return " ".join(text.split()).casefold()


def _meaning(rule: Rule) -> tuple[object, ...]:
    """Return all that decides what a rule does."""
    return (
        rule.parent,
        rule.classes,
        rule.condition,
        rule.kind,
        tuple((each.keep, None if _is_endless(each) else each.action) for each in _reached(rule)),
        rule.follows,
        {other.ref for other in rule.overrides},
        {other.ref for other in rule.disapplies},
        rule.extendable_by,
        rule.in_force,
    )


class _Rules:
    """Words the rules of one policy."""

    def __init__(self, policy: Policy, language: Catalogue) -> None:
        self._policy = policy
        self._language = language
        self._deciders = Deciders(policy)
        self._titles = class_titles(policy, language)
        self._names: dict[tuple[tuple[str, ...], bool], Names] = {}
        self._general: dict[str, set[str]] = {}
        for edge in policy.order.edges:
            if edge.why == "lex specialis":
                self._general.setdefault(edge.upper, set()).add(edge.lower)

    def word(self, rule: Rule, *, exact: bool = False) -> RuleWording:
        """Return one rule in words."""
        key = (rule.classes, exact)
        if key not in self._names:
            self._names[key] = Names(self._policy, rule.classes, self._language, exact=exact)
        names = self._names[key]
        sentences = (
            *self._what(rule, names),
            *self._order(rule),
            *self._extension(rule),
            *((self._in_force(rule),) if rule.in_force != InForce() else ()),
        )
        return RuleWording(scope=self._scope(rule), sentences=tuple(map(capitalised, sentences)))

    def _scope(self, rule: Rule) -> Prose:
        if rule.parent is not None:
            return self._language.say("scope.exception", rule=rule_link(rule.parent))
        titles = [self._titles[name] for name in rule.classes]
        return self._language.say("scope.for", classes=self._language.all_of(titles))

    # --- what is done -------------------------------------------------------

    def _what(self, rule: Rule, names: Names) -> Iterator[Prose]:
        if rule.kind is RuleKind.SWITCH:
            yield self._conditional(rule.condition, self._disapplied(rule), names)
            return
        if rule.follows is not None:
            what = self._language.say("rule.follow", policy=quoted(rule.follows))
            yield self._conditional(rule.condition, what, names)
        periods = PeriodWording(names, self._deciders)
        for index, phase in enumerate(_reached(rule)):
            if index == 0:
                yield self._conditional(rule.condition, self._first(rule, phase, periods), names)
            else:
                done = rule.phases[index - 1].action
                yield self._language.say("rule.plain", what=self._later(done, phase, periods))
        if rule.disapplies:
            yield self._language.say("rule.plain", what=self._disapplied(rule))

    def _first(self, rule: Rule, phase: Phase, periods: PeriodWording) -> Prose:
        period = periods.keep(phase.keep, _BOUNDS.get(rule.kind))
        if rule.kind is not RuleKind.SCHEDULE:
            return self._language.say(f"rule.{rule.kind.value}", period=period)
        if _is_endless(phase):
            return self._language.say("rule.keep", period=period)
        return self._language.say("rule.keep then", period=period, action=self._action(phase))

    def _later(self, done: Action, phase: Phase, periods: PeriodWording) -> Prose:
        what = self._language.say(f"phase.{done.verb}")
        period = periods.keep(phase.keep)
        if _is_endless(phase):
            return self._language.say("phase.keep", what=what, period=period)
        action = self._action(phase)
        return self._language.say("phase.keep then", what=what, period=period, action=action)

    def _action(self, phase: Phase) -> Prose:
        to = author(phase.action.to) if phase.action.to else ""
        return self._language.say(f"action.{phase.action.verb}", to=to)

    def _conditional(self, condition: Condition | None, what: Prose, names: Names) -> Prose:
        if condition is None:
            return self._language.say("rule.plain", what=what)
        return conditional(condition, what, names)

    # --- what stands beside it ----------------------------------------------

    def _disapplied(self, rule: Rule) -> Prose:
        many = ".many" if len(rule.disapplies) > 1 else ""
        refs = self._refs({other.ref for other in rule.disapplies})
        return self._language.say(f"rule.disapplies{many}", rules=refs)

    def _order(self, rule: Rule) -> Iterator[Prose]:
        written = {other.ref for other in rule.overrides}
        if written:
            yield self._language.say("rule.overrides", rules=self._refs(written))
        general = self._general.get(rule.ref, set()) - written
        bases = {ref for ref in general if "/" not in ref}
        if rule.parent is None and bases:
            many = ".many" if len(bases) > 1 else ""
            yield self._language.say(f"rule.special{many}", rules=self._refs(bases))

    def _extension(self, rule: Rule) -> Iterator[Prose]:
        """Yield who may agree to keep a record longer.

        Not of an exception that follows another policy: it has this from its parent,
        and there is no period here that could be longer.
        """
        if rule.extendable_by is not None and not (rule.follows and rule.parent):
            yield self._language.say(
                "rule.extendable", who=role(rule.extendable_by, self._language)
            )

    def _in_force(self, rule: Rule) -> Prose:
        days = rule.in_force
        return self._language.interval("rule.in force", days.start, days.end)

    def _refs(self, refs: set[str]) -> Prose:
        return self._language.all_of([rule_link(ref) for ref in sorted(refs, key=natural)])


def _is_endless(phase: Phase) -> bool:
    return isinstance(phase.keep, Permanently)


def _reached(rule: Rule) -> tuple[Phase, ...]:
    """Return the phases up to one that never ends."""
    endless = next((i for i, phase in enumerate(rule.phases) if _is_endless(phase)), None)
    return rule.phases if endless is None else rule.phases[: endless + 1]
