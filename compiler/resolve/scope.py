"""The names of a policy while it is being resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tenure.compiler.dates import CALENDAR_YEAR, YearKind
from tenure.compiler.policy.accountability import Organisation
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.fields import (
    ChoiceType,
    Field,
    FieldRef,
    FieldType,
    LinkType,
    type_in_words,
)
from tenure.compiler.policy.policy import Document, External
from tenure.compiler.policy.records import Fact, RecordClass
from tenure.compiler.policy.rules import Authority, Citation
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Report
from tenure.dsl.nodes.clauses import BecauseClause
from tenure.dsl.nodes.names import Name, Path, text_of
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean

BUILT_IN_FIELDS = ("disposed_as", "extended_until")
"""Fields that every record has: the phase it is in, and a discretionary extension."""


@dataclass(slots=True, kw_only=True)
class Scope:
    """What has been declared so far, and where to report mistakes.

    Attributes:
        mistakes: how many were reported here.
    """

    report: Report
    mistakes: int = 0
    classes: dict[str, RecordClass] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    externals: dict[str, External] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    years: dict[str, YearKind] = field(default_factory=lambda: {"CY": CALENDAR_YEAR})
    ambiguous_years: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    _places: dict[tuple[str, str], Span] = field(default_factory=dict)

    def error(
        self,
        code: Code,
        message: str,
        at: Span,
        *,
        help_: Iterable[str] = (),
        related: Iterable[Label] = (),
    ) -> None:
        """Report a mistake."""
        self.mistakes += 1
        self.report(
            Diagnostic(code=code, message=message, at=at, help=tuple(help_), related=tuple(related))
        )

    def declare(self, what: str, name: str, span: Span) -> bool:
        """Note that a name is declared; report and return `False` when it already was."""
        first = self._places.setdefault((what, name), span)
        if first is span:
            return True
        self.error(
            Code.DECLARED_TWICE,
            f"{what} `{name}` is declared twice",
            span,
            related=[Label(span=first, text="first declared here")],
            help_=["give one of them another name, or remove it"],
        )
        return False

    def declared(self, what: str, name: str) -> bool:
        """Return whether a name is declared, be it with mistakes that were reported."""
        return (what, name) in self._places

    def unknown(
        self, what: str, name: Name, known: Iterable[str], *, many: str, else_: str = ""
    ) -> None:
        """Report a name that nothing of its kind has.

        Args:
            what: the kind of thing, in words.
            name: the name that was written.
            known: the names that there are.
            many: the kind in the plural.
            else_: what to do where there are none.
        """
        self.error(
            Code.UNKNOWN_NAME,
            f"no {what} is called `{name.text}`",
            name.span,
            help_=did_you_mean(name.text, known, what=many) or ([else_] if else_ else ()),
        )

    def said_once(self, said: Iterable[tuple[str, Span]]) -> None:
        """Report what is said twice in one place."""
        seen: dict[str, Span] = {}
        for what, span in said:
            first = seen.setdefault(what, span)
            if first is not span:
                self.error(
                    Code.REPEATED_CLAUSE,
                    f"`{what}` is said twice",
                    span,
                    related=[Label(span=first, text="first said here")],
                    help_=["keep one of them"],
                )

    def class_named(self, name: Name) -> RecordClass | None:
        """Return the class of that name, or report that there is none."""
        found = self.classes.get(name.text)
        if found is None:
            self.unknown("record class", name, self.classes, many="record classes")
        return found

    def classes_named(self, names: Iterable[Name]) -> tuple[RecordClass, ...]:
        """Return the classes of these names, each once; none when one of them is unknown."""
        found = [self.class_named(name) for name in names]
        classes = {c.name: c for c in found if c is not None}
        return () if None in found else tuple(classes.values())

    def citations(self, nodes: Iterable[BecauseClause]) -> tuple[Citation, ...]:
        """Return what `because` clauses cite, without authorities that are unknown."""
        found = [(self.authority_named(node.authority), node.reason) for node in nodes]
        return tuple(
            Citation(authority=authority, reason=text_of(reason))
            for authority, reason in found
            if authority is not None
        )

    def authority_named(self, name: Name) -> Authority | None:
        """Return the authority of that name, or report that there is none."""
        found = self.authorities.get(name.text)
        if found is None:
            declare = f'declare it: `authority {name.text} "…" kind good_practice`'
            self.unknown("authority", name, self.authorities, many="authorities", else_=declare)
        return found

    def year_named(self, name: Name) -> YearKind | None:
        """Return the kind of year of that name, or report that there is none, or two."""
        if name.text in self.ambiguous_years:
            self.error(
                Code.AMBIGUOUS_YEAR,
                f"calendars disagree on when the year `{name.text}` ends",
                name.span,
                related=[
                    Label(span=span, text="one of them") for span in self.ambiguous_years[name.text]
                ],
                help_=["give one of the years another name"],
            )
            return None
        found = self.years.get(name.text)
        if found is None:
            self.error(
                Code.UNKNOWN_NAME,
                f"no calendar names a year `{name.text}`",
                name.span,
                help_=did_you_mean(name.text, self.years)
                or [f"declare it in a calendar: `year {name.text} ends 31 March`"],
            )
        return found

    def policy_titled(self, title: str, span: Span) -> bool:
        """Return whether a policy of that title is loaded or declared external, or report."""
        known = [*self.externals, *self.documents]
        if title in known:
            return True
        self.error(
            Code.UNKNOWN_POLICY,
            f"no policy is called `{title}`",
            span,
            help_=did_you_mean(title, known) or [f'declare it: `external "{title}"`'],
        )
        return False

    def field_at(self, path: Path, classes: Iterable[RecordClass]) -> FieldRef | None:
        """Resolve a field, a field of a linked record, or a fact.

        Args:
            path: as written.
            classes: the classes of the record; the field must be the same in all.

        Returns:
            The reference; `None` after a report.
        """
        *hops, last = path.parts
        current = list(classes)
        for hop in hops:
            link = self._shared_field(hop, current)
            if link is None:
                return None
            if not isinstance(link, LinkType) or link.many:
                self._report_bad_hop(hop, link)
                return None
            current = [self.classes[link.target]]
        if not hops and last.text in self.facts:
            fact = self.facts[last.text]
            return FieldRef(name=fact.name, type=fact.type, fact=True)
        type_ = self._shared_field(last, current)
        if type_ is None:
            return None
        return FieldRef(links=tuple(hop.text for hop in hops), name=last.text, type=type_)

    def _report_bad_hop(self, hop: Name, type_: FieldType) -> None:
        many = isinstance(type_, LinkType)
        self.error(
            Code.NOT_A_LINK,
            f"`{hop.text}` names several records, so it has no single field to compare"
            if many
            else f"`{hop.text}` is {_article(type_in_words(type_))}, not a link to a record",
            hop.span,
            help_=["only a field declared `link to …` can stand before a dot"],
        )

    def _shared_field(self, name: Name, classes: list[RecordClass]) -> FieldType | None:
        found: dict[FieldType, Field] = {}
        for record_class in classes:
            one = record_class.fields.get(name.text)
            if one is None:
                self._report_unknown_field(name, record_class)
                return None
            found.setdefault(one.type, one)
        if len(found) > 1:
            self.error(
                Code.WRONG_TYPE,
                f"`{name.text}` does not hold the same in every class of the rule",
                name.span,
                related=[
                    Label(span=one.span, text=f"here it is {_article(type_in_words(type_))}")
                    for type_, one in found.items()
                ],
                help_=["write one rule for each class"],
            )
            return None
        return next(iter(found), None)

    def _report_unknown_field(self, name: Name, record_class: RecordClass) -> None:
        below = [
            c.name
            for c in self.classes.values()
            if record_class.name in c.lineage and name.text in c.fields
        ]
        help_ = did_you_mean(name.text, [*record_class.fields, *self.facts])
        holder = next(
            (
                one.name
                for one in record_class.fields.values()
                if isinstance(one.type, ChoiceType) and name.text in one.type.values
            ),
            None,
        )
        if holder:
            help_ = (
                f"`{name.text}` is a value of `{holder}`: write `{holder} in (…, {name.text})`",
            )
        elif below:
            help_ = (f"`{below[0]}` has such a field: is the rule meant for that class?",)
        self.error(
            Code.UNKNOWN_FIELD,
            f"`{record_class.name}` has no field `{name.text}`",
            name.span,
            related=[Label(span=record_class.span, text=f"`{record_class.name}` is declared here")],
            help_=help_ or [f"declare it under `record {record_class.name}`"],
        )


def _article(words: str) -> str:
    return words if words.startswith(("one of", "links")) else f"a {words}"
