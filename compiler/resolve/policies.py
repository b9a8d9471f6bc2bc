"""Resolves the files of a policy to the policy that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from tenure.compiler.load import LoadedFile, other_files
from tenure.compiler.order import order_rules
from tenure.compiler.policy.policy import Policy, TieBreak
from tenure.compiler.resolve.accountability import (
    resolve_activities,
    resolve_duties,
    resolve_occasions,
    resolve_organisations,
)
from tenure.compiler.resolve.calendars import resolve_calendars
from tenure.compiler.resolve.classes import resolve_classes, resolve_facts
from tenure.compiler.resolve.expectations import Subjects
from tenure.compiler.resolve.follows import check_follows
from tenure.compiler.resolve.headers import (
    authority,
    document,
    external,
    only,
    section,
)
from tenure.compiler.resolve.holds import resolve_holds
from tenure.compiler.resolve.obligations import resolve_obligations
from tenure.compiler.resolve.periods import duration
from tenure.compiler.resolve.recall import RuleMemory
from tenure.compiler.resolve.rules import resolve_rules
from tenure.compiler.resolve.scenarios import resolve_scenarios
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code, Severity
from tenure.dsl.diagnostics import Diagnostic, Label, Report
from tenure.dsl.nodes import accountability, calendars, headers, obligations, scenarios
from tenure.dsl.nodes import declarations as written

Decl = TypeVar("Decl", bound=written.Declaration)


def resolve(
    loaded: tuple[LoadedFile, ...], report: Report, memory: RuleMemory | None = None
) -> Policy | None:
    """Resolve a policy.

    Args:
        loaded: the policy's own files and those it uses, each read without error.
        report: receives everything that is wrong.
        memory: how its rules resolved the last time.

    Returns:
        The policy; `None` when an error was reported.
    """
    errors: list[Diagnostic] = []

    def collect(diagnostic: Diagnostic) -> None:
        if diagnostic.severity is Severity.ERROR:
            errors.append(diagnostic)
        report(diagnostic)

    policy = _resolve(loaded, Scope(report=collect), memory or RuleMemory())
    return None if errors else policy


def _resolve(loaded: tuple[LoadedFile, ...], scope: Scope, memory: RuleMemory) -> Policy | None:
    header = _own_header(loaded, scope)
    if header is None:
        return None
    titles = _documents(loaded, header, scope)
    own = scope.documents[header.title.text]
    _names(loaded, scope)
    resolve_organisations(_all(loaded, accountability.OrganisationDecl), scope)
    resolve_classes(_all(loaded, written.RecordDecl), scope)
    resolve_facts(_all(loaded, written.FactDecl), scope)
    memory.begin(decl for file in loaded for decl in file.declarations)
    rules = resolve_rules(_titled(loaded, written.RuleDecl, titles), scope, memory)
    check_follows(rules, scope)
    holds = resolve_holds(_all(loaded, written.HoldDecl), scope)
    promised = resolve_obligations(
        _titled(loaded, obligations.ObligationDecl, titles), rules, scope
    )
    occasions = resolve_occasions(_all(loaded, accountability.OccasionDecl), scope)
    duties = resolve_duties(_titled(loaded, accountability.DutyDecl, titles), occasions, scope)
    activities = resolve_activities(
        _titled(loaded, accountability.ActivityDecl, titles), rules, scope
    )
    subjects = Subjects(rules=rules, obligations=promised, duties=duties, occasions=occasions)
    tests = resolve_scenarios(_all(loaded, scenarios.PolicyTestDecl), subjects, scope)
    named = {o.ref for rule in rules.values() for o in (*rule.overrides, *rule.disapplies)}
    order = (
        order_rules(rules, scope.classes, scope.report, memory.order)
        if named <= rules.keys()
        else None
    )
    if order is None:
        return None
    window = only(header.clauses, headers.DisposeWithin, scope, "dispose within")
    return Policy(
        document=own,
        documents=scope.documents,
        dispose_within=duration(window.window).length if window else None,
        resolve_by=_tie_breaks(header, scope),
        classes=scope.classes,
        facts=scope.facts,
        authorities=scope.authorities,
        externals=scope.externals,
        years=scope.years,
        calendars=scope.calendars,
        organisations=scope.organisations,
        sections=tuple(section(decl) for decl in _all(loaded, written.SectionDecl)),
        marks=scope.marks,
        rules=rules,
        holds=holds,
        obligations=promised,
        occasions=occasions,
        duties=duties,
        activities=activities,
        order=order,
        tests=tests,
        sources=tuple(file.source for file in loaded),
        own=frozenset(file.source.path for file in loaded if file.own),
    )


def _of(file: LoadedFile, kind: type[Decl]) -> list[Decl]:
    return [decl for decl in file.declarations if isinstance(decl, kind)]


def _titled(
    loaded: tuple[LoadedFile, ...], kind: type[Decl], titles: Mapping[str, str]
) -> Iterator[tuple[Decl, str]]:
    """Return the declarations of a kind, each with the title of the policy it stands in."""
    for file in loaded:
        for decl in _of(file, kind):
            yield decl, titles[file.source.path]


def _all(loaded: tuple[LoadedFile, ...], kind: type[Decl]) -> Iterator[Decl]:
    for file in loaded:
        yield from _of(file, kind)


def _own_header(loaded: tuple[LoadedFile, ...], scope: Scope) -> written.PolicyDecl | None:
    headers = [h for file in loaded if file.own for h in _of(file, written.PolicyDecl)]
    if not headers:
        own = [file.source.path for file in loaded if file.own]
        help_ = ['begin it with `policy "…"`, its publisher and its owner']
        if len(own) == 1 and other_files(own[0]):
            help_.append(
                f"or name its folder `{Path(own[0]).parent}`: the files there are one policy"
            )
        scope.report(
            Diagnostic(
                code=Code.POLICY_HEADER,
                message="the policy does not say what it is called",
                path=own[0],
                help=tuple(help_),
            )
        )
        return None
    for extra in headers[1:]:
        scope.error(
            Code.POLICY_HEADER,
            f"a second policy begins here: `{extra.title.text}`",
            extra.title.span,
            related=[Label(span=headers[0].title.span, text="the first one")],
            help_=["the files of one folder are one policy: move one of them to another folder"],
        )
    return headers[0]


def _documents(
    loaded: tuple[LoadedFile, ...], header: written.PolicyDecl, scope: Scope
) -> dict[str, str]:
    """Enter every header into the scope; return the policy title for each file's rules."""
    units: dict[str, str] = {}
    for file in loaded:
        for decl in _of(file, written.PolicyDecl):
            if file.own and decl is not header:
                continue
            units.setdefault(file.unit, decl.title.text)
            if scope.declare("policy", decl.title.text, decl.title.span):
                scope.documents[decl.title.text] = document(decl, scope)
    return {file.source.path: units.get(file.unit, header.title.text) for file in loaded}


def _names(loaded: tuple[LoadedFile, ...], scope: Scope) -> None:
    """Enter externals, authorities, marks, calendars and years."""
    for ext in _all(loaded, written.ExternalDecl):
        if scope.declare("policy", ext.title.text, ext.title.span):
            scope.externals[ext.title.text] = external(ext)
    for auth in _all(loaded, written.AuthorityDecl):
        if scope.declare("authority", auth.name.text, auth.name.span):
            scope.authorities[auth.name.text] = authority(auth)
    for mark in _all(loaded, written.MarkDecl):
        if scope.declare("mark", mark.name.text, mark.name.span):
            scope.marks[mark.name.text] = mark.title.text
    for head in _all(loaded, written.SectionDecl):
        scope.declare("section", head.ref.text, head.ref.span)
    resolve_calendars(_all(loaded, calendars.CalendarDecl), scope)


def _tie_breaks(header: written.PolicyDecl, scope: Scope) -> tuple[TieBreak, ...]:
    node = only(header.clauses, headers.ResolveBy, scope, "resolve by")
    if node is None:
        return ()
    breaks = tuple(word for word in node.tie_breaks if word != "nothing")
    if len(breaks) < len(node.tie_breaks) and len(node.tie_breaks) > 1:
        scope.error(
            Code.MISPLACED_CLAUSE,
            "`nothing` stands alone: it says that there is no tie-break",
            node.span,
            help_=["remove `nothing`, or the others"],
        )
    if "longest" in breaks and "shortest" in breaks:
        scope.error(
            Code.MISPLACED_CLAUSE,
            "`longest` and `shortest` contradict each other",
            node.span,
            help_=["keep one of them"],
        )
    return breaks
