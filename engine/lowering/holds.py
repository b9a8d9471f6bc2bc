"""Holds as SQL: on a record itself (S8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import AsLongAs, Choice, IfKnown, Period, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold
from tenure.engine.lowering import sql
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.reading import Reader
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.standing import Standings
from tenure.engine.lowering.truths import (
    NO,
    Judged,
    conjunction,
    disjunction,
    either_missing,
    where,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link by which a rule may keep a record.

    Attributes:
        link: the link.
        optional: whether the period says `if known`.
        when: for which records the rule applies, or may; never null.
    """

    link: FieldRef
    optional: bool
    when: Sql


def ties(standing: Standings, policy: Policy) -> list[Tie]:
    """Return each `as long as` of rules that apply or may, in any phase."""
    return [
        Tie(link=link, optional=optional, when=judged.possible)
        for ref, judged in standing.applies.items()
        for phase in policy.rules[ref].phases
        for link, optional in _as_long_as(phase.keep, optional=False)
    ]


def _as_long_as(period: Period, *, optional: bool) -> Iterator[tuple[FieldRef, bool]]:
    match period:
        case AsLongAs(link=link):
            yield link, optional
        case IfKnown(term=term):
            yield from _as_long_as(term, optional=True)
        case Choice(terms=terms):
            for term in terms:
                yield from _as_long_as(term, optional=optional)


def held(reader: Reader, standing: Standings) -> dict[str, Judged]:
    """Return for each hold whether it applies to a record itself, or may.

    A linked record that cannot be looked at may be on hold, if the hold is for records
    that the link can lead to.
    """
    policy = reader.policy
    gone = [(tie, _gone(tie, reader)) for tie in ties(standing, policy)]
    found: dict[str, Judged] = {}
    for hold in policy.holds.values():
        lost = either_missing(
            where(tie.when, lost) for tie, lost in gone if _reaches(tie.link, hold, policy)
        )
        beyond = Judged(
            sql=sql.case([(sql.any_of(lost.values()), exp.Null())], sql.truth(False)),
            missing=lost,
            exact=True,
        )
        judged = disjunction((_applies(hold, reader, standing), beyond if lost else NO))
        if not judged.never:
            found[hold.name] = reader.rows.let_judged(f"held by {hold.name}", judged)
    return found


def _applies(hold: Hold, reader: Reader, standing: Standings) -> Judged:
    covered = disjunction(standing.is_of(name) for name in hold.classes)
    if covered.never:
        return NO
    return conjunction((covered, judge(hold.condition, reader)))


def _gone(tie: Tie, reader: Reader) -> Mapping[str, Sql]:
    """Return when a linked record cannot be looked at, and which link that is."""
    read = reader.value(tie.link)
    absent = [{a.path: a.when} for a in read.absences if a.bad or not tie.optional]
    known = sql.opposite(read.absent)
    lost = sql.all_of((known, sql.opposite(all_found(tie.link, reader))))
    return either_missing((*absent, {tie.link.path: lost}))


def all_found(link: FieldRef, reader: Reader) -> Sql:
    """Return whether every record that a link names is in the inventory; never null."""
    if not (isinstance(link.type, LinkType) and link.type.many):
        return reader.found((*link.links, link.name))
    return reader.all_found(link)


def _reaches(link: FieldRef, hold: Hold, policy: Policy) -> bool:
    """Return whether a hold is for records that a link leads to, at any remove."""
    held_roots = {_root(name, policy) for name in hold.classes}
    found: set[str] = set()
    queue = [link]
    while queue:
        type_ = queue.pop().type
        root = _root(type_.target, policy) if isinstance(type_, LinkType) else ""
        if root in found:
            continue
        found.add(root)
        for rule in policy.rules.values():
            if any(_root(name, policy) == root for name in rule.classes):
                parts = (p for phase in rule.phases for p in subperiods(phase.keep))
                queue += [part.link for part in parts if isinstance(part, AsLongAs)]
    return not held_roots.isdisjoint(found)


def _root(name: str, policy: Policy) -> str:
    return policy.classes[name].lineage[-1]
