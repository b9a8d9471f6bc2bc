"""Rules to entries, under the headings of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tenure.compiler.policy.policy import Policy, Section
from tenure.compiler.policy.rules import InForce, Rule
from tenure.reports.schedule.view import Citation, Entry, Group, Mark, State
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, clean, plain
from tenure.reports.wording.references import in_natural_order, natural
from tenure.reports.wording.rules import RuleWording
from tenure.reports.wording.titles import humanised


def _marks_of(policy: Policy, letters: tuple[str, ...]) -> tuple[Mark, ...]:
    """Return letters of the key with their meaning."""
    return tuple(
        Mark(letter=letter, meaning=clean(policy.marks[letter]))
        for letter in dict.fromkeys(letters)
    )


def group_rules(
    policy: Policy,
    permalinks: Mapping[str, str],
    as_of: date,
    worded: Mapping[str, RuleWording],
    language: Catalogue,
) -> tuple[Group, ...]:
    """Return every rule under its heading, all in the natural order of references.

    A rule stands under the longest section reference that begins its own; one without
    a section under a heading at the end, those of other policies apart.
    """
    writer = _Entries(policy, permalinks, as_of, worded)
    known = frozenset(section.ref for section in policy.sections)
    found: dict[str, list[Entry]] = {}
    for rule in in_natural_order(policy.rules.values()):
        if rule.parent is None:
            place = _section_ref(rule.ref, known) or _other_policy(rule, policy)
            found.setdefault(place, []).append(writer.entry(rule, 0))
    sections = sorted(policy.sections, key=lambda section: natural(section.ref))
    groups = [_section(each, tuple(found.pop(each.ref, ()))) for each in sections]
    own = found.pop("", [])
    if own:
        title = language.label("doc.other entries" if sections else "doc.schedule")
        groups.append(_group("s-other", title, own))
    for number, (title, entries) in enumerate(sorted(found.items()), start=1):
        heading = plain(language.say("doc.entries.of", policy=clean(title.removeprefix("/"))))
        groups.append(_group(f"s-other-{number}", heading, entries))
    return tuple(group for group in groups if group.entries or group.note)


def _section_ref(ref: str, known: frozenset[str]) -> str | None:
    """Return the longest of the known references that begins this one, part by part."""
    parts = ref.split(".")
    starts = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((start for start in starts if start in known), None)


def _other_policy(rule: Rule, policy: Policy) -> str:
    """Return a slash and the title of the policy a rule stands in; nothing for the own one."""
    return "" if rule.document == policy.document.title else f"/{rule.document}"


def _section(section: Section, entries: tuple[Entry, ...]) -> Group:
    return Group(
        id=f"s-{section.ref}",
        ref=section.ref,
        title=clean(section.title),
        note=clean(section.note) if section.note else None,
        entries=entries,
    )


def _group(id_: str, title: str, entries: list[Entry]) -> Group:
    return Group(id=id_, ref="", title=title, note=None, entries=tuple(entries))


class _Entries:
    """Makes entries of the rules of one policy."""

    def __init__(
        self,
        policy: Policy,
        permalinks: Mapping[str, str],
        as_of: date,
        worded: Mapping[str, RuleWording],
    ) -> None:
        self._policy = policy
        self._permalinks = permalinks
        self._as_of = as_of
        self._wordings = worded
        self._children: dict[str, list[Rule]] = {}
        for rule in policy.rules.values():
            if rule.parent is not None:
                self._children.setdefault(rule.parent, []).append(rule)

    def entry(self, rule: Rule, depth: int) -> Entry:
        """Return a rule with its exceptions."""
        wording = self._wordings[rule.ref]
        parent = self._policy.rules[rule.parent] if rule.parent else None
        return Entry(
            id=self._permalinks[rule.ref],
            ref=rule.ref,
            title=self._title(rule, parent),
            scope=self._scope(rule, wording),
            period=wording.sentences,
            formats=tuple(map(clean, rule.formats)),
            authority=self._authority(rule, parent),
            notes=tuple(map(clean, rule.notes)),
            access=tuple(map(clean, rule.access)),
            marks=_marks_of(self._policy, rule.marks),
            state=state_on(rule.in_force, self._as_of),
            in_force=rule.in_force,
            depth=depth,
            exceptions=tuple(
                self.entry(child, depth + 1) for child in self._children.get(rule.ref, ())
            ),
        )

    def _title(self, rule: Rule, parent: Rule | None) -> str:
        """Return the title; for an exception that has only its parent's, its own name."""
        if parent is None or rule.title != parent.title:
            return clean(rule.title)
        name = humanised(rule.ref.rpartition("/")[2])
        return name[:1].upper() + name[1:]

    def _scope(self, rule: Rule, wording: RuleWording) -> Prose:
        if rule.parent is None and len(rule.classes) == 1:
            title = self._policy.classes[rule.classes[0]].title
            if title.casefold() == rule.title.casefold() and title in plain(wording.scope):
                return ()
        return wording.scope

    def _authority(self, rule: Rule, parent: Rule | None) -> tuple[Citation, ...]:
        if parent is not None and rule.citations == parent.citations:
            return ()
        return tuple(
            Citation(
                title=clean(each.authority.title),
                reason=clean(each.reason) if each.reason else None,
            )
            for each in rule.citations
        )


def state_on(days: InForce, as_of: date) -> State:
    """Return whether something is in force on a day, not yet or no longer."""
    if days.on(as_of):
        return "current"
    return "future" if days.start is not None and as_of < days.start else "past"
