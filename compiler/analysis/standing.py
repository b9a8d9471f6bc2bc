"""Lowers S3 and S4 to formulas: which rules certainly apply, and stand unbeaten."""

from __future__ import annotations

from datetime import date

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.space import AS_OF, Space, class_variable
from tenure.compiler.order import Covering
from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold, Rule


class StandingFormulas:
    """The formulas for records of one family of classes, each worked out once."""

    def __init__(self, space: Space, root: str) -> None:
        """Prepare the formulas.

        Args:
            space: the variables.
            root: the class at the top of the family; the record in question states
                this class or one under it.
        """
        self._space = space
        self._root = root
        self._policy: Policy = space.policy
        self._statables: dict[str, tuple[str, ...]] = {}
        self._memo: dict[tuple[object, ...], Formula] = {}

    def stated(self, prefix: str, names: frozenset[str]) -> Formula:
        """Return that the class a record states is one of these."""
        return self._space.within(class_variable(prefix), self._statable(prefix), names)

    def _statable(self, prefix: str) -> tuple[str, ...]:
        """Return the classes that a record can state, at the end of these links."""
        if prefix not in self._statables:
            classes = self._policy.classes
            targets = {self._root}
            if prefix:
                link = prefix.rstrip(".").rpartition(".")[2]
                types = [c.fields[link].type for c in classes.values() if link in c.fields]
                targets = {type_.target for type_ in types if isinstance(type_, LinkType)}
            self._statables[prefix] = tuple(
                name
                for name, c in classes.items()
                if c.where is None and not targets.isdisjoint(c.lineage)
            )
        return self._statables[prefix]

    def member(self, name: str, prefix: str, *, value: bool) -> Formula:
        """Return where a record is certainly of a class, or certainly not."""
        classes = self._policy.classes
        statable = self._statable(prefix)
        below = frozenset(n for n in statable if name in classes[n].lineage)
        record_class = classes[name]
        by_statement = self.stated(prefix, below if value else frozenset(statable) - below)
        if record_class.where is None or record_class.parent is None:
            return by_statement
        by_condition = certainly(record_class.where, prefix, self._space, value=value)
        parent = self.member(record_class.parent, prefix, value=value)
        if value:
            return any_of((by_statement, all_of((parent, by_condition))))
        return all_of((by_statement, any_of((parent, by_condition))))

    def applies(self, cover: Covering, prefix: str, *, value: bool) -> Formula:
        """Return where a rule certainly applies through one of its classes, or does not."""
        key = ("applies", cover, prefix, value)
        if key not in self._memo:
            join = all_of if value else any_of
            in_force = self._in_force(self._policy.rules[cover.rule], value=value)
            self._memo[key] = join((self.concerns(cover, prefix, value=value), in_force))
        return self._memo[key]

    def concerns(self, cover: Covering, prefix: str, *, value: bool) -> Formula:
        """Return where a rule is certainly for a record whenever it is in force, or is not."""
        join = all_of if value else any_of
        return join(
            (
                self.member(cover.record_class, prefix, value=value),
                self._condition(self._policy.rules[cover.rule], prefix, value=value),
            )
        )

    def _condition(self, rule: Rule, prefix: str, *, value: bool) -> Formula:
        parts: list[Formula] = []
        current: Rule | None = rule
        while current is not None:
            if current.condition is not None:
                parts.append(certainly(current.condition, prefix, self._space, value=value))
            current = self._policy.rules[current.parent] if current.parent else None
        return all_of(parts) if value else any_of(parts)

    def _in_force(self, rule: Rule, *, value: bool) -> Formula:
        days = self._space.domains[AS_OF]
        wanted = [d for d in days if isinstance(d, date) and rule.in_force.on(d) is value]
        return self._space.within(AS_OF, days, wanted)

    def switched_off(self, ref: str, prefix: str, *, value: bool) -> Formula:
        """Return where a rule is certainly disapplied, or certainly not."""
        key = ("off", ref, prefix, value)
        if key not in self._memo:
            parts = []
            for other in self._policy.order.disapplied_by.get(ref, ()):
                here = self._applies_somehow(other, prefix, value=value)
                off = self.switched_off(other, prefix, value=not value)
                parts.append(all_of((here, off)) if value else any_of((here, off)))
            self._memo[key] = any_of(parts) if value else all_of(parts)
        return self._memo[key]

    def _applies_somehow(self, ref: str, prefix: str, *, value: bool) -> Formula:
        parts = [
            self.applies(Covering(ref, name), prefix, value=value)
            for name in self._policy.rules[ref].classes
        ]
        return any_of(parts) if value else all_of(parts)

    def remains(self, cover: Covering, prefix: str, *, value: bool) -> Formula:
        """Return where a rule certainly applies and is not disapplied, or certainly not so."""
        here = self.applies(cover, prefix, value=value)
        off = self.switched_off(cover.rule, prefix, value=not value)
        return all_of((here, off)) if value else any_of((here, off))

    def unbeaten(self, cover: Covering, prefix: str, *, value: bool) -> Formula:
        """Return where a rule certainly stands unbeaten, or certainly does not."""
        key = ("unbeaten", cover, prefix, value)
        if key not in self._memo:
            parts = [self.remains(cover, prefix, value=value)]
            parts += [
                self.remains(upper, prefix, value=not value)
                for upper in sorted(self._policy.order.above[cover])
            ]
            self._memo[key] = all_of(parts) if value else any_of(parts)
        return self._memo[key]

    def not_held(self, hold: Hold, prefix: str) -> Formula:
        """Return where a hold certainly does not apply."""
        parts = [self.member(name, prefix, value=False) for name in hold.classes]
        idle = certainly(hold.condition, prefix, self._space, value=False)
        return any_of((all_of(parts), idle))

    def good_data(self, prefix: str) -> Formula:
        """Return where a record has its required fields and meets its classes' conditions."""
        key = ("good data", prefix)
        if key not in self._memo:
            self._memo[key] = self._good_data(prefix)
        return self._memo[key]

    def _good_data(self, prefix: str) -> Formula:
        parts: list[Formula] = []
        for name in self._statable(prefix):
            record_class = self._policy.classes[name]
            needed = [
                self._space.known(prefix, field.name, field.type, value=True)
                for field in record_class.fields.values()
                if field.required
            ]
            needed += [
                certainly(where, prefix, self._space, value=True)
                for where in (self._policy.classes[c].where for c in record_class.lineage)
                if where is not None
            ]
            if needed:
                elsewhere = self.stated(prefix, frozenset(self._statable(prefix)) - {name})
                parts.append(any_of((elsewhere, all_of(needed))))
        return all_of(parts)
