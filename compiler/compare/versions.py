"""Two versions of a policy, ready for questions about the records of one family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, In, Le, all_of
from tenure.compiler.analysis.life_cycle import life_cycle
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.search import Horizon, Search, Solution
from tenure.compiler.analysis.space import (
    AS_OF,
    Constants,
    constants_of,
    fact_variable,
)
from tenure.compiler.analysis.terms import DayTerm
from tenure.compiler.analysis.witnesses import Case, case_of, smallest
from tenure.compiler.compare.changes import Shown
from tenure.compiler.compare.own_facts import facts_that_differ, with_own_facts
from tenure.compiler.compare.space import Shared, VersionSpace
from tenure.compiler.compare.touched import Family
from tenure.compiler.policy.fields import Field
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.dsl.diagnostics import Verdict

TOO_LONG = "the search took too long"
NOT_SHOWN = "no record was found on which the evaluator shows it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a question about two versions."""

    verdict: Verdict
    shown: Shown | None = None
    reason: str = ""


ABSENT = Found(verdict=Verdict.PROVED_ABSENT)

ShowsBoth = Callable[[Case], object]
"""What a case shows; something false where it does not show what is asked for."""


class Versions:
    """Both versions, over one space of variables.

    Attributes:
        old, new: the provers of the versions.
        whole: the old and the new version as they are, which decide what is shown.
        first_day: the first day of decisions.
        passes_on: whether linked records may be decided otherwise, which is passed on.
    """

    def __init__(
        self,
        family: Family,
        whole: tuple[Policy, Policy],
        as_of: date,
        days: tuple[date, date],
        links: int,
    ) -> None:
        """Prepare.

        Args:
            family: the family, with what of the versions can concern its records.
            whole: the old and the new version, which decide what is shown.
            as_of: the first day of decisions; rules that come into force later are looked
                at on the days from which they count.
            days: the horizon of the search, both days included.
            links: how many links in a row are followed. With none, a linked record may be
                kept through any day, the same in both versions.
        """
        old, new, root = family.old, family.new, family.root
        self._policies = old, new
        self.whole = whole
        self.first_day = as_of
        first, last = (day.toordinal() for day in days)
        horizon = Horizon(first=first, recent=min(as_of.toordinal(), last), last=last)
        shared = Shared()
        constants = _constants(old, new, as_of)
        self.passes_on = not _same_behind(old, new, root)
        self._set_facts = facts_that_differ(old, new)
        spaces, provers = [], []
        for policy, suffix in ((old, " (before)"), (new, " (after)")):
            meant = with_own_facts(policy, self._set_facts, suffix)
            space = VersionSpace(
                policy=meant,
                as_of=as_of,
                constants=constants,
                shared=shared,
                apart=suffix if links and self.passes_on else "",
            )
            spaces.append(space)
            provers.append(Prover(meant, root, constants, as_of, horizon, space, links))
        self.old, self.new = provers
        both = _both(old, new, self._set_facts)
        self._space = VersionSpace(policy=both, as_of=as_of, constants=constants, shared=shared)
        self._search = Search(self._space, horizon, partial(life_cycle, both, root))
        self._shared = shared

    def today(self) -> Formula:
        """Return that the decision is made on the first day."""
        return self._space.within(AS_OF, self._space.constants.days, (self.first_day,))

    def _ground(self) -> Formula:
        """Return where both versions can read the record, and it lacks nothing required."""
        return all_of(
            (
                self.old.good_data(),
                self.new.good_data(),
                self._own_facts(),
                self._shared.by_both(),
            )
        )

    def _own_facts(self) -> Formula:
        """Return that a fact declared otherwise is as each version declares it."""
        parts: list[Formula] = []
        for policy, suffix in zip(self._policies, (" (before)", " (after)"), strict=True):
            for name in self._set_facts & policy.facts.keys():
                value, variable = policy.facts[name].value, fact_variable(name + suffix)
                if isinstance(value, date):
                    here, day = DayTerm(event=variable), DayTerm(day=value.toordinal())
                    parts += [Le(here, 0, day), Le(day, 0, here)]
                elif variable in self._space.domains:
                    parts.append(In(variable, frozenset((value,))))
        return all_of(parts)

    def possible(self, question: Formula) -> bool:
        """Return whether a question may have a solution; also where the search gave up."""
        if question == FALSE:
            return False
        try:
            return self._search.satisfiable(all_of((question, self._ground())))
        except GaveUpError:
            return True

    def ask(
        self,
        question: Formula,
        shows: ShowsBoth,
        *,
        wishes: Iterable[Formula] = (),
        disposed_as: str | None = None,
    ) -> Found:
        """Return a record on which the answer is yes, or that there is none.

        Args:
            question: the formula.
            shows: what a case shows, decided by both versions; nothing where it does not
                show what is asked for. It stays as it is while the record is made smaller.
            wishes: what makes the record more lifelike, all tried first, then fewer.
            disposed_as: the phase that the record is in.
        """
        if question == FALSE:
            return ABSENT
        asked = all_of((question, self._ground()))
        try:
            solution = self._search.solve(asked)
        except GaveUpError:
            return Found(verdict=Verdict.UNKNOWN, reason=TOO_LONG)
        if solution is None:
            return ABSENT
        for attempt in self._attempts(asked, tuple(wishes), solution):
            case = case_of(attempt, self._space, disposed_as)
            showing = shows(case)
            if showing:
                small = smallest(case, _still(shows, showing))
                return Found(verdict=Verdict.WITNESS, shown=self.decided(small))
        return Found(verdict=Verdict.UNKNOWN, reason=NOT_SHOWN)

    def _attempts(
        self, asked: Formula, wishes: tuple[Formula, ...], solution: Solution
    ) -> Iterable[Solution]:
        wishes = (self._declared(), *wishes)
        for count in range(len(wishes), 0, -1):
            try:
                found = self._search.solve(all_of((asked, *wishes[:count])))
            except GaveUpError:
                continue
            if found is not None:
                yield found
        yield solution

    def _declared(self) -> Formula:
        """Return that the facts that are days are as declared."""
        parts: list[Formula] = []
        for name, fact in self._space.policy.facts.items():
            if isinstance(fact.value, date):
                here, day = DayTerm(event=fact_variable(name)), DayTerm(day=fact.value.toordinal())
                parts += [Le(here, 0, day), Le(day, 0, here)]
        return all_of(parts)

    def decided(self, case: Case) -> Shown:
        """Return a case with the decisions of both versions."""
        old, new = self.whole
        return Shown(case=case, before=case.decide(old), after=case.decide(new))


def _still(shows: ShowsBoth, kept: object) -> Callable[[Case], bool]:
    return lambda smaller: shows(smaller) == kept


def _constants(old: Policy, new: Policy, as_of: date) -> Constants:
    """Return what the conditions of either version turn on; days before the first are over."""
    before, after = constants_of(old, as_of), constants_of(new, as_of)
    names = {*before.mentioned, *after.mentioned}
    nothing: frozenset[object] = frozenset()
    later = {day for day in (*before.days, *after.days) if day > as_of}
    return Constants(
        mentioned={
            name: before.mentioned.get(name, nothing) | after.mentioned.get(name, nothing)
            for name in names
        },
        days=(as_of, *sorted(later)),
    )


# --- both versions as one ---------------------------------------------------------


def _both(old: Policy, new: Policy, set_facts: frozenset[str]) -> Policy:
    """Return a policy with the fields and rules of both, to make records of."""
    classes = {
        name: replace(record_class, fields={**_fields(old, name), **record_class.fields})
        for name, record_class in {**old.classes, **new.classes}.items()
    }
    rules = {**old.rules, **new.rules}
    facts = {**old.facts, **new.facts}
    kept = {name: fact for name, fact in facts.items() if name not in set_facts}
    return replace(new, classes=classes, rules=rules, facts=kept)


def _fields(policy: Policy, name: str) -> Mapping[str, Field]:
    record_class: RecordClass | None = policy.classes.get(name)
    return record_class.fields if record_class else {}


def _same_behind(old: Policy, new: Policy, root: str) -> bool:
    """Return whether what decides linked records is the same in both versions.

    It is told from the rules of all classes but those of the family; where the family can
    lead back to itself, from all.
    """
    own = {n for p in (old, new) for n, c in p.classes.items() if c.lineage[-1] == root}
    back = any(
        getattr(field.type, "target", None) in own
        for policy in (old, new)
        for record_class in policy.classes.values()
        for field in record_class.fields.values()
    )

    def behind(policy: Policy) -> object:
        rules = {
            ref: rule
            for ref, rule in policy.rules.items()
            if back or not own.issuperset(rule.classes)
        }
        classes = {n: c for n, c in policy.classes.items() if back or n not in own}
        above = {
            cover: policy.order.above[cover] for cover in policy.order.above if cover.rule in rules
        }
        return rules, classes, above, policy.order.disapplied_by if back else None, policy.facts

    return behind(old) == behind(new)
