"""Builds record classes, fields, facts and their types."""

from __future__ import annotations

from typing import cast

from tenure.dsl.build.calendars import CalendarsBuilder
from tenure.dsl.build.conditions import CONDITIONS
from tenure.dsl.build.spans import Children, has, of_type
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.declarations import (
    FactDecl,
    FieldDecl,
    LinkType,
    OneOfType,
    PlainType,
    RecordDecl,
    TypeWord,
)
from tenure.dsl.nodes.names import Name


class RecordsBuilder(CalendarsBuilder):
    """Reductions of the grammar's `record` and `fact` parts."""

    def type(self, children: Children) -> PlainType:
        """Reduce a plain type."""
        return PlainType(word=cast("TypeWord", str(children[0])), span=self.token_span(children[0]))

    def values(self, children: Children) -> tuple[Name, ...]:
        """Reduce the values of a choice."""
        return self.as_names(children, "VALUE")

    def one_of(self, children: Children) -> OneOfType:
        """Reduce `one of paper, electronic`."""
        values: tuple[Name, ...] = children[2]
        span = self.token_span(children[0]).to(values[-1].span)
        return OneOfType(values=values, span=span)

    def jurisdiction_of(self, children: Children) -> OneOfType:
        """Reduce `jurisdiction one of CA, US`."""
        values: tuple[Name, ...] = children[-1]
        span = self.token_span(children[0]).to(values[-1].span)
        return OneOfType(values=values, jurisdiction=True, span=span)

    def link(self, children: Children) -> LinkType:
        """Reduce `link to complaint` and `links to complaint`."""
        return LinkType(
            target=self.as_name(children[-1]),
            many=has(children, "LINKS"),
            span=self.span(children),
        )

    def field(self, children: Children) -> FieldDecl:
        """Reduce one field."""
        return FieldDecl(
            name=self.as_name(children[0]),
            type=children[1],
            required=has(children, "REQUIRED"),
            title=self.as_text(children),
            span=self.span(children),
        )

    def record(self, children: Children) -> RecordDecl:
        """Reduce a record class."""
        names = self.as_names(children, "NAME")
        where: list[Condition] = of_type(children, CONDITIONS)
        return RecordDecl(
            name=names[0],
            title=self.as_text(children),
            parent=names[1] if len(names) > 1 else None,
            where=where[0] if where else None,
            fields=tuple(of_type(children, FieldDecl)),
            span=self.span(children),
        )

    def fact(self, children: Children) -> FactDecl:
        """Reduce a fact."""
        return FactDecl(
            name=self.as_name(children[1]),
            type=children[2],
            value=children[4],
            title=self.as_text(children),
            span=self.span(children),
        )
