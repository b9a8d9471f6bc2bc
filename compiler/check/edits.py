"""Edits of the author's text that settle a finding, exact to the character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tenure.compiler.order import Covering, order_rules
from tenure.compiler.policy.periods import Latest, Period, Permanently, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce, OtherRule, Rule, RuleKind
from tenure.dsl.diagnostics import Edit, Principle
from tenure.dsl.source import SourceFile, Span


def overriding(
    policy: Policy, winner: Rule, losers: Sequence[Rule], principle: Principle | None = None
) -> Edit | None:
    """Return the edit by which one rule comes to override others.

    `None` where it would make a circle, or where an exception nearby has a loser's name.
    """
    names = [name for loser in losers if (name := name_in(policy, winner, loser)) is not None]
    if len(names) < len(losers) or _makes_circle(policy, winner, losers):
        return None
    title = f"let `{winner.ref}` override {', '.join(f'`{loser.ref}`' for loser in losers)}"
    named = ", ".join(names)
    if winner.overrides:
        last = max(other.span.end for other in winner.overrides)
        span, text = winner.span.place(last), f", {named}"
    else:
        span, text = _new_clause(policy, winner, f"overrides {named}")
    return Edit(title=title, span=span, text=text, principle=principle)


def name_in(policy: Policy, rule: Rule, other: Rule) -> str | None:
    """Return the words by which a rule can name another; `None` where they mean a third."""
    if rule.parent is not None and rule.parent == other.parent:
        return other.ref.rpartition("/")[2]
    around: str | None = rule.parent or rule.ref
    while around is not None:
        if f"{around}/{other.ref}" in policy.rules:
            return None
        around = policy.rules[around].parent
    return other.ref


def within_limit(
    policy: Policy,
    schedule: Rule,
    phase: int,
    limit: Rule,
    principle: Principle | None = None,
) -> Edit | None:
    """Return the edit by which a rule's own period comes to respect a minimum or maximum.

    `None` where the limit is not one for every record of the rule, or where the periods
    cannot be joined in the rule's own text.

    Args:
        policy: the policy.
        schedule: the rule.
        phase: the position of the phase whose period is outside the limit.
        limit: the minimum or maximum.
        principle: the legal principle that speaks for it, if one does.
    """
    mine, bound = schedule.phases[phase].keep, limit.phases[0].keep
    everywhere = limit.condition is None and limit.parent is None and limit.in_force == InForce()
    covered = all(
        any(policy.is_under(name, above) for above in limit.classes) for name in schedule.classes
    )
    own = _own_text(policy, schedule)
    written = any(part.start <= mine.span.start and mine.span.end <= part.end for part in own)
    if not (everywhere and covered and written and _joins(mine) and _joins(bound)):
        return None
    choice = "later" if limit.kind is RuleKind.FLOOR else "earlier"
    return Edit(
        title=f"let `{schedule.ref}` keep the {choice} of its own day and that of `{limit.ref}`",
        span=mine.span,
        text=f"the {choice} of ({mine.span.text}, {_one_line(bound.span.text)})",
        principle=principle,
    )


def also_disapplying(
    policy: Policy, rule: Rule, other: OtherRule, refs: tuple[str, ...]
) -> Edit | None:
    """Return the edit by which a rule switches off further rules next to one it names.

    `None` where they would switch each other off in a circle.
    """
    further = (OtherRule(ref=ref, span=other.span) for ref in refs)
    if not _can_be_ordered(policy, replace(rule, disapplies=(*rule.disapplies, *further))):
        return None
    return Edit(
        title=f"let `{rule.ref}` switch off {', '.join(f'`{ref}`' for ref in refs)} too",
        span=other.span.place(other.span.end),
        text="".join(f", {ref}" for ref in refs),
    )


def _joins(period: Period) -> bool:
    return not any(isinstance(part, Latest | Permanently) for part in subperiods(period))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _makes_circle(policy: Policy, winner: Rule, overridden: Sequence[Rule]) -> bool:
    """Return whether the rules could not be ordered any more if one overrode the others."""
    above = policy.order.above
    uppers = {Covering(winner.ref, name) for name in winner.classes}
    uppers |= {upper for cover in uppers for upper in above[cover]}
    losers = {Covering(loser.ref, name) for loser in overridden for name in loser.classes}
    lowers = losers | {cover for cover, over in above.items() if not losers.isdisjoint(over)}
    if all(lowers.isdisjoint((upper, *above[upper])) for upper in uppers):
        return False
    others = (OtherRule(ref=loser.ref, span=loser.head) for loser in overridden)
    return not _can_be_ordered(policy, replace(winner, overrides=(*winner.overrides, *others)))


def _can_be_ordered(policy: Policy, changed: Rule) -> bool:
    """Return whether the rules can be ordered with one of them changed."""
    rules: Mapping[str, Rule] = {**policy.rules, changed.ref: changed}
    return order_rules(rules, policy.classes, lambda _: None) is not None


# --- where a clause goes ----------------------------------------------------------


def _new_clause(policy: Policy, rule: Rule, clause: str) -> tuple[Span, str]:
    """Return where a rule takes another clause, and the text that puts it there.

    It follows the rule's last own clause before its exceptions: on a line of its own,
    unless the whole rule stands on one line.
    """
    source = rule.span.source
    last = _last_word(source, rule.head.end, _own_text(policy, rule)[0].end)
    line_end = source.text.find("\n", last)
    line_end = len(source.text) if line_end < 0 else line_end
    rest = source.text[last:line_end].strip()
    one_line = source.position(rule.span.start)[0] == source.position(last)[0]
    if one_line or not (rest == "" or rest.startswith("#")):
        return rule.span.place(last), f" {clause}"
    at = line_end - 1 if source.text[line_end - 1 : line_end] == "\r" else line_end
    newline = "\r\n" if at < line_end else "\n"
    return rule.span.place(at), f"{newline}{_indent(source, rule)}{clause}"


def lines_of(rule: Rule) -> str:
    """Return the text on which the place of an edit in a rule depends: its lines, whole."""
    source = rule.span.source
    line_end = source.text.find("\n", rule.span.end)
    return source.text[rule.span.start : len(source.text) if line_end < 0 else line_end]


def _own_text(policy: Policy, rule: Rule) -> list[Span]:
    """Return the parts of a rule's text that are not its exceptions', `end` left out."""
    source = rule.span.source
    inner = sorted(
        (other.span.start, other.span.end)
        for other in policy.rules.values()
        if other.parent == rule.ref
    )
    end = rule.span.end - len("end") if rule.parent is not None else rule.span.end
    starts = [rule.span.start, *(stop for _, stop in inner)]
    ends = [*(start for start, _ in inner), end]
    return [source.span(start, stop) for start, stop in zip(starts, ends, strict=True)]


def _last_word(source: SourceFile, start: int, end: int) -> int:
    """Return where the last word of a stretch of text ends, comments passed over."""
    comments = {span.end: span.start for span in source.comments if start <= span.start < end}
    while end > start:
        if end in comments:
            end = comments[end]
        elif source.text[end - 1].isspace():
            end -= 1
        else:
            break
    return end


def _indent(source: SourceFile, rule: Rule) -> str:
    """Return the indentation of a rule's clauses: that of the first line below its head."""
    first = source.position(rule.span.start)[0]
    last = source.position(rule.span.end)[0]
    for line in _lines(source, first + 1, last):
        if line.strip() and not line.lstrip().startswith("#"):
            return line[: len(line) - len(line.lstrip())]
    return "  "


def _lines(source: SourceFile, first: int, last: int) -> Iterator[str]:
    return (source.line(number) for number in range(first, last + 1))
