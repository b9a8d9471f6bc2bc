"""Builds the policy header, rules, holds, and what a file consists of."""

from __future__ import annotations

from typing import cast, get_args

from lark import Token

from tenure.dsl.build.records import RecordsBuilder
from tenure.dsl.build.spans import Children, of_type, tokens
from tenure.dsl.nodes.clauses import HoldClause, RuleClause, TextClause
from tenure.dsl.nodes.declarations import (
    AuthorityDecl,
    AuthorityKind,
    Declaration,
    ExceptionDecl,
    ExternalDecl,
    HoldDecl,
    MarkDecl,
    PolicyDecl,
    RuleDecl,
    SectionDecl,
    UseDecl,
)
from tenure.dsl.nodes.headers import (
    Approved,
    DisposeWithin,
    Jurisdiction,
    NextReview,
    ResolveBy,
    ReviewEvery,
    TieBreak,
)
from tenure.dsl.nodes.names import Moment, Name, Ref, Text

_RULE_CLAUSES: tuple[type[RuleClause], ...] = get_args(RuleClause)
_HOLD_CLAUSES: tuple[type[HoldClause], ...] = get_args(HoldClause)


class DeclarationsBuilder(RecordsBuilder):
    """Reductions of whole declarations."""

    def start(self, children: Children) -> tuple[Declaration, ...]:
        """Reduce a file."""
        return tuple(children)

    # --- the policy ---------------------------------------------------------

    def policy(self, children: Children) -> PolicyDecl:
        """Reduce the policy header."""
        return PolicyDecl(
            title=self._the_text(children), clauses=tuple(children[2:]), span=self.span(children)
        )

    def jurisdiction(self, children: Children) -> Jurisdiction:
        """Reduce `jurisdiction GB-ENG`."""
        regions: tuple[Name, ...] = children[1]
        span = self.token_span(children[0]).to(regions[-1].span)
        return Jurisdiction(regions=regions, span=span)

    def approved(self, children: Children) -> Approved:
        """Reduce `approved 2016-09-01 by "…"`."""
        on: Moment = children[1]
        return Approved(on=on, by=self.as_text(children), span=self.span(children))

    def review_every(self, children: Children) -> ReviewEvery:
        """Reduce `review every 3 years`."""
        return ReviewEvery(every=children[-1], span=self.span(children))

    def next_review(self, children: Children) -> NextReview:
        """Reduce `next review 2020-10`."""
        return NextReview(on=children[-1], span=self.span(children))

    def dispose_within(self, children: Children) -> DisposeWithin:
        """Reduce `dispose within 30 days`."""
        return DisposeWithin(window=children[-1], span=self.span(children))

    def tie_break(self, children: Children) -> Token:
        """Keep the word."""
        word: Token = children[0]
        return Token.new_borrow_pos("TIE_BREAK", str(word), word)

    def resolve_by(self, children: Children) -> ResolveBy:
        """Reduce `resolve by authority, longest`."""
        breaks = tuple(cast("TieBreak", str(word)) for word in tokens(children, "TIE_BREAK"))
        return ResolveBy(tie_breaks=breaks, span=self.span(children))

    def use(self, children: Children) -> UseDecl:
        """Reduce `use "…"`."""
        return UseDecl(path=self._the_text(children), span=self.span(children))

    def external(self, children: Children) -> ExternalDecl:
        """Reduce `external "…"`."""
        clauses = tuple(of_type(children, TextClause))
        return ExternalDecl(
            title=self._the_text(children), clauses=clauses, span=self.span(children)
        )

    def section(self, children: Children) -> SectionDecl:
        """Reduce `section 6.1 "…"`."""
        (ref,) = self.as_refs(children)
        title, *note = self.as_texts(children)
        return SectionDecl(
            ref=ref, title=title, note=note[0] if note else None, span=self.span(children)
        )

    def mark(self, children: Children) -> MarkDecl:
        """Reduce `mark P "…"`."""
        return MarkDecl(
            name=self.as_name(children[1]),
            title=self._the_text(children),
            span=self.span(children),
        )

    def authority(self, children: Children) -> AuthorityDecl:
        """Reduce `authority … "…" kind … citation "…"`."""
        kinds = tokens(children, "KIND_NAME")
        title, *citation = self.as_texts(children)
        return AuthorityDecl(
            name=self.as_name(children[1]),
            title=title,
            kind=cast("AuthorityKind", str(kinds[0])) if kinds else None,
            citation=citation[0] if citation else None,
            span=self.span(children),
        )

    # --- rules and holds ----------------------------------------------------

    def rule(self, children: Children) -> RuleDecl:
        """Reduce a rule with its exceptions."""
        (ref,) = self.as_refs(children)
        return RuleDecl(
            ref=ref,
            title=self._title(children),
            clauses=tuple(of_type(children, _RULE_CLAUSES)),
            exceptions=tuple(of_type(children, ExceptionDecl)),
            span=self.span(children),
        )

    def exception(self, children: Children) -> ExceptionDecl:
        """Reduce an exception, and the exceptions to it."""
        inner = tuple(of_type(children, ExceptionDecl))
        node = ExceptionDecl(
            name=self.as_name(children[1]),
            title=self._title(children),
            clauses=tuple(of_type(children, _RULE_CLAUSES)),
            exceptions=inner,
            span=self.span(children),
        )
        self.deepen(node, inner)
        return node

    def hold(self, children: Children) -> HoldDecl:
        """Reduce a hold."""
        return HoldDecl(
            name=self.as_name(children[1]),
            title=self._title(children),
            clauses=tuple(of_type(children, _HOLD_CLAUSES)),
            span=self.span(children),
        )

    def _title(self, children: Children) -> Text | None:
        return self.as_text(children)

    def ref_of(self, token: Token) -> Ref:
        """Return a rule reference."""
        return Ref(text=str(token), span=self.token_span(token))
