"""Decisions as text, for an auditor: the answers, then everything they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from textwrap import wrap

from tenure.compiler.decisions import Considered, Standing, Status
from tenure.compiler.policy.fields import YesNoType
from tenure.compiler.policy.rules import Citation
from tenure.dsl.source import Span
from tenure.reports.decisions import deadlines
from tenure.reports.decisions.explanations import Explanation, fields_of, value_in_words
from tenure.reports.decisions.statuses import INKS, notes_in_words, status_in_words
from tenure.reports.findings.characters import one_line, padded
from tenure.reports.findings.paint import Ink, Paint
from tenure.reports.wording import ENGLISH, plain, word_obligations, word_rules

_LABELS = 16
"""The columns of the labels."""

_TEXTS = 84
"""The columns of what stands beside them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it, line by line."""

    label: str
    lines: tuple[str, ...]


def render(explanation: Explanation, *, colour: bool = False) -> str:
    """Return the decisions and their reasons as text."""
    paint = Paint(colour)
    lines = [paint(one_line(text), ink) for text, ink in _answers(explanation)]
    lines.append("")
    for row in _rows(explanation):
        for index, line in enumerate(chain.from_iterable(map(_filled, row.lines))):
            label = paint(padded("" if index else row.label, _LABELS), "place")
            lines.append(f"  {label}{line}".rstrip())
    return "\n".join(lines) + "\n"


def _answers(explanation: Explanation) -> Iterator[tuple[str, Ink]]:
    """Yield what stands above all: what becomes of the record, then its deadlines."""
    if explanation.about_retention:
        decision = explanation.decision
        yield status_in_words(decision), INKS[decision.status]
    for deadline in explanation.deadlines:
        ink = deadlines.INKS[deadline.status]
        yield f"{deadline.step} {deadlines.deadline_in_words(deadline)}", ink


def _filled(line: str) -> list[str]:
    """Return a line as several where it is too long for one."""
    return wrap(one_line(line), _TEXTS, break_long_words=False, break_on_hyphens=False) or [""]


def _rows(explanation: Explanation) -> Iterator[Row]:
    yield from _question(explanation)
    if explanation.about_retention:
        yield from _answer(explanation)
        yield from _reasons(explanation)
        yield from _listing("notes", notes_in_words(explanation.decision))
    yield from _deadlines(explanation)


def _question(explanation: Explanation) -> Iterator[Row]:
    """Return what was asked: the records, the facts and the day."""
    for label, record in zip(_then("record", "given"), explanation.records, strict=False):
        fields = ", ".join(f"{name} {value}" for name, value in fields_of(record).items())
        yield Row(label, (f"{record.record_class} `{record.id}`: {fields or 'nothing is known'}",))
    given = (f"{name} {value_in_words(value)}" for name, value in explanation.facts.items())
    yield from _listing("fact", given)
    yield Row("as of", (deadlines.as_of_in_words(explanation),))


def _answer(explanation: Explanation) -> Iterator[Row]:
    decision = explanation.decision
    if decision.keep_until is not None:
        yield Row("keep until", (ENGLISH.day(decision.keep_until),))
    if decision.not_before is not None:
        yield Row(
            "not before", (f"{ENGLISH.day(decision.not_before)}: certainly kept through this day",)
        )
    if decision.not_after is not None:
        yield Row(
            "not after", (f"{ENGLISH.day(decision.not_after)}: certainly not kept beyond this day",)
        )
    yield from _listing("missing", decision.missing)
    yield from _listing("help", _if_it_is_no(decision.missing, explanation))
    yield from _listing("awaiting", decision.awaiting)
    holds = (explanation.policy.holds[name] for name in decision.held_by)
    label = "held by" if decision.status is Status.HELD else "may be held by"
    yield from _listing(label, (f'{hold.name} "{hold.title}", {_at(hold.span)}' for hold in holds))
    if decision.follows is not None:
        yield Row("follows", (f'"{decision.follows}", which is not loaded',))


def _if_it_is_no(missing: Iterable[str], explanation: Explanation) -> Iterator[str]:
    """Return how to answer missing fields with no, which nobody thinks to write."""
    fields = explanation.policy.classes[explanation.decision.record_class].fields
    for name in missing:
        if name in fields and isinstance(fields[name].type, YesNoType):
            yield f"if it is not so, add `{name}=no`"


def _reasons(explanation: Explanation) -> Iterator[Row]:
    decision = explanation.decision
    deciding = explanation.standing(Standing.GOVERNS)
    deciding.sort(key=lambda considered: considered.rule != decision.rule)
    yield from _full("rule", deciding[:1], explanation)
    if decision.phase is not None and decision.rule is not None:
        phases = len(explanation.policy.rules[decision.rule].phases)
        if phases > 1:
            yield Row("phase", (f"{decision.phase} of {phases}",))
    yield from _listing("because", map(_citation, decision.citations))
    yield from _full("agrees", deciding[1:], explanation)
    yield from _full("disagrees", explanation.standing(Standing.DISAGREES), explanation)
    yield from _full("may govern", explanation.standing(Standing.MAY_GOVERN), explanation)
    yield from _full("may apply", explanation.standing(Standing.MAY_APPLY), explanation)
    yield from _full("limit", explanation.standing(Standing.LIMITS), explanation)
    yield from _brief("beaten", explanation.standing(Standing.BEATEN), explanation)
    yield from _brief("switched off", explanation.standing(Standing.DISAPPLIED), explanation)
    yield from _brief("switches off", explanation.standing(Standing.SWITCHES), explanation)
    yield from _brief("not in force", explanation.standing(Standing.NOT_IN_FORCE), explanation)
    others = [c.rule for c in explanation.standing(Standing.DOES_NOT_APPLY)]
    if others:
        yield Row("do not apply", (", ".join(others),))


def _full(label: str, found: list[Considered], explanation: Explanation) -> Iterator[Row]:
    """Return rules with what they say of this record and what they say at all."""
    if not found:
        return
    worded = word_rules(explanation.policy, ENGLISH)
    for name, considered in zip(_then(label, ""), found, strict=False):
        lines = [_head(considered, explanation)]
        answer = _one_answer(considered)
        if considered.standing is not Standing.GOVERNS and answer:
            lines.append(answer)
        lines.append(" ".join(map(plain, worded[considered.rule].sentences)))
        yield Row(name, tuple(lines))


def _brief(label: str, found: list[Considered], explanation: Explanation) -> Iterator[Row]:
    for name, considered in zip(_then(label, ""), found, strict=False):
        yield Row(name, (_head(considered, explanation), *_reason(considered, explanation)))


def _reason(considered: Considered, explanation: Explanation) -> Iterator[str]:
    """Return why a rule does not decide, or what it switches off."""
    if considered.standing is Standing.SWITCHES:
        yield ", ".join(o.ref for o in explanation.policy.rules[considered.rule].disapplies)
    elif considered.standing is Standing.DISAPPLIED:
        yield f"switched off by {', '.join(considered.by)}"
    elif considered.why:
        yield considered.why


def _one_answer(considered: Considered) -> str:
    parts = []
    if considered.standing is Standing.LIMITS and considered.keep_until is None:
        return ""  # without its day a limit says nothing that its sentence does not
    if considered.keep_until is not None:
        day = ENGLISH.day(considered.keep_until)
        if considered.action is None:
            return f"{considered.why} until {day}"
        parts += [f"keep until {day}", f"then {considered.action.text}"]
    if considered.why:
        parts.append(considered.why)
    return ", ".join(parts)


def _head(considered: Considered, explanation: Explanation) -> str:
    rule = explanation.policy.rules[considered.rule]
    return f'{rule.ref} "{rule.title}", {_at(rule.head)}'


def _at(span: Span) -> str:
    return f"{span.source.path}:{span.line}"


def _citation(citation: Citation) -> str:
    authority = citation.authority
    kind = f" ({authority.kind.name.lower().replace('_', ' ')})" if authority.kind else ""
    cited = f", {authority.citation}" if authority.citation else ""
    reason = f": {citation.reason}" if citation.reason else ""
    return f"{authority.title}{kind}{cited}{reason}"


def _deadlines(explanation: Explanation) -> Iterator[Row]:
    """Return each deadline with its promise as the schedule words it, and how it came about."""
    if not explanation.deadlines:
        return
    worded = word_obligations(explanation.policy, ENGLISH)
    for decision in explanation.deadlines:
        obligation, step = explanation.promise(decision)
        sentences = worded[obligation.ref].steps[step.ref].sentences
        yield Row(
            "deadline",
            (
                f'{step.ref} "{step.title}", {_at(step.head)}',
                " ".join(map(plain, sentences)),
                *deadlines.reasons_in_words(decision),
                *_if_it_is_no(decision.missing, explanation),
            ),
        )


def _listing(label: str, lines: Iterable[str]) -> Iterator[Row]:
    found = tuple(lines)
    if found:
        yield Row(label, found)


def _then(first: str, rest: str) -> Iterator[str]:
    yield first
    while True:
        yield rest
