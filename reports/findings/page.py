"""Findings as a page shows them: for readers who know the policy and no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic, Edit, Instance, Verdict, Witness
from tenure.dsl.source import Span
from tenure.reports.findings.characters import visible
from tenure.reports.findings.diagnostics import MOST_INSTANCES
from tenure.reports.findings.edits import EditedLines, edited_lines
from tenure.reports.findings.lines import shown_line
from tenure.reports.findings.pictures import Picture, picture
from tenure.reports.findings.results import Checked
from tenure.reports.wording import ENGLISH
from tenure.reports.wording.prose import clean, plain
from tenure.reports.wording.rules import RuleWording, word_rules

_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A rule that a finding is about, in words."""

    ref: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of the policy's text, and why it matters."""

    where: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """A record, or the facts, with what is known of it."""

    what: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A record on which a finding can be seen.

    Attributes:
        decided: the name of the record that is decided.
        status: what the rules come to for it.
        as_of: the day of the decision, in words.
        records: it, the records it has to do with, and facts that differ.
        picture: what each rule says of it.
    """

    decided: str
    status: str
    as_of: str
    records: tuple[RecordShown, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShown:
    """An edit that would settle a finding."""

    title: str
    principle: str | None
    lines: EditedLines


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """One finding.

    Attributes:
        id: its permalink.
        finding: the finding itself.
        unknown: whether it was neither shown on a record nor ruled out.
        rules: the rules it is about.
        places: where the text says so.
        example: a record that shows it.
        cases: the cases of a finding that stands for several, as far as they are shown.
        more: how many there are besides.
        edits: ways to settle it, the best founded first.
        fingerprint: by which it can be accepted.
    """

    id: str
    finding: Diagnostic
    unknown: bool
    rules: tuple[RuleShown, ...]
    places: tuple[Place, ...]
    example: Example | None
    cases: tuple[str, ...]
    more: int
    edits: tuple[EditShown, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyShown:
    """One policy that was checked, with what was found and is not in another one above it."""

    id: str
    title: str
    path: str
    findings: tuple[FindingShown, ...]
    accepted: tuple[tuple[FindingShown, str], ...]


def policies_shown(checked: Sequence[Checked]) -> tuple[PolicyShown, ...]:
    """Return what a check came to, policy by policy; what several found, the first shows."""
    seen: set[Diagnostic] = set()
    shown = []
    for number, one in enumerate(checked, start=1):
        new = [finding for finding in one.findings if finding not in seen]
        seen.update(new)
        shown.append(_policy(one, new, number))
    return tuple(shown)


def words_of_days(text: str) -> str:
    """Return a text with each ISO day in the reader's form."""
    return _DAY.sub(lambda match: _day(match[1]), text)


def _day(written: str) -> str:
    try:
        return ENGLISH.day(date.fromisoformat(written))
    except ValueError:
        return written


def _policy(one: Checked, findings: Sequence[Diagnostic], number: int) -> PolicyShown:
    worded = word_rules(one.policy, ENGLISH) if one.policy and findings else {}
    finder = _Finder(one.policy, worded)
    prints = one.fingerprints
    title = one.policy.document.title if one.policy else one.title or one.path
    return PolicyShown(
        id=f"policy-{number}",
        title=_said(clean(title)),
        path=visible(one.path),
        findings=tuple(
            finder.shown(finding, f"finding-{number}-{place}", prints[finding])
            for place, finding in enumerate(findings, start=1)
        ),
        accepted=tuple(
            (
                finder.shown(each.finding, f"accepted-{number}-{place}", each.fingerprint),
                each.in_words,
            )
            for place, each in enumerate(one.accepted, start=1)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """Shows the findings of one policy."""

    policy: Policy | None
    worded: Mapping[str, RuleWording]

    def shown(self, finding: Diagnostic, id_: str, fingerprint: str) -> FindingShown:
        """Return a finding as it is shown."""
        cases = [_case(each) for each in finding.instances[:MOST_INSTANCES]]
        return FindingShown(
            id=id_,
            finding=finding,
            unknown=finding.verdict is Verdict.UNKNOWN,
            rules=tuple(self._rules(finding.rules)),
            places=tuple(_places(finding)),
            example=_example(finding.witness) if finding.witness else None,
            cases=tuple(cases),
            more=len(finding.instances) - len(cases),
            edits=tuple(map(_edit, finding.edits)),
            fingerprint=fingerprint,
        )

    def _rules(self, refs: Sequence[str]) -> Iterator[RuleShown]:
        for ref in refs:
            if self.policy is not None and ref in self.worded:
                yield RuleShown(
                    ref=ref,
                    title=_said(clean(self.policy.rules[ref].title)),
                    sentences=tuple(_said(plain(each)) for each in self.worded[ref].sentences),
                )


def _places(finding: Diagnostic) -> Iterator[Place]:
    if finding.at is None:
        if finding.path is not None:
            yield Place(where=visible(finding.path), text="", note="")
        return
    here = ", ".join(label.text for label in finding.related if label.span == finding.at)
    yield _place(finding.at, here)
    for label in finding.related:
        if label.span != finding.at:
            yield _place(label.span, label.text)


def _place(span: Span, note: str) -> Place:
    line, column = span.source.position(span.start)
    text = shown_line(span.source.line(line), column - 1).text.strip()
    return Place(where=f"{visible(span.source.path)}:{line}", text=text, note=visible(note))


def _example(witness: Witness) -> Example:
    records = [
        RecordShown(what=f"{record.record_class} `{record.name}`", fields=_fields(record.fields))
        for record in witness.records
    ]
    if witness.facts:
        records.append(RecordShown(what="facts", fields=_fields(witness.facts)))
    return Example(
        decided=witness.records[0].name if witness.records else "the record",
        status=visible(witness.status),
        as_of=ENGLISH.day(witness.as_of),
        records=tuple(records),
        picture=picture(witness),
    )


def _fields(fields: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((visible(name), visible(words_of_days(value))) for name, value in fields)


def _case(instance: Instance) -> str:
    return f"{visible(instance.text)} ({visible(instance.at.source.path)}:{instance.at.line})"


def _edit(edit: Edit) -> EditShown:
    principle = str(edit.principle) if edit.principle else None
    lines = edited_lines(edit)
    lines = replace(lines, path=visible(lines.path))
    return EditShown(title=visible(edit.title), principle=principle, lines=lines)


def _said(text: str) -> str:
    """Return a text that may have several lines as one, what cannot be seen spelled out."""
    return visible(" ".join(text.split("\n")))
