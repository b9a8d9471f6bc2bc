"""Resolves the records that a policy's own test gives.

A test names the fields that matter to it. Every other yes/no field of its records
is `no`, every other field is unknown; `unknown` as a value says so of a yes/no field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tenure.compiler.policy.fields import LinkType, Value, YesNoType
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import PAST_PARTICIPLES
from tenure.compiler.records import Record
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS, Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.nodes import scenarios as written
from tenure.dsl.nodes.names import Literal
from tenure.dsl.suggest import did_you_mean


class GivenResolver:
    """Resolves the records of one test; they may link to one another.

    Args:
        scope: the names of the policy.
        classes: for each record of the test, the class that it is given with.
    """

    def __init__(self, scope: Scope, classes: Mapping[str, str]) -> None:
        self._scope = scope
        self._classes = classes

    def record(self, step: written.Given, records: Mapping[str, Record]) -> Record | None:
        """Return a record whose name no record before it has; what is wrong is reported."""
        record_class = self._scope.class_named(step.record_class)
        if record_class is None:
            return None
        if step.name.text in records:
            self._scope.error(
                Code.DECLARED_TWICE,
                f"two records of this test are called `{step.name.text}`",
                step.name.span,
                help_=["give one of them another name"],
            )
            return None
        values: dict[str, Value] = {
            name: False
            for name, field in record_class.fields.items()
            if isinstance(field.type, YesNoType)
        }
        disposed_as: str | None = None
        extended_until: date | None = None
        self._scope.said_once((node.name.text, node.name.span) for node in step.fields)
        for node in step.fields:
            name = node.name.text
            if name in BUILT_IN_FIELDS:
                for literal in node.values:
                    if name == "disposed_as":
                        disposed_as = self._disposed_as(literal)
                    else:
                        extended_until = self._day(literal)
                continue
            value = self._value(node, record_class)
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return Record(
            id=step.name.text,
            record_class=record_class.name,
            fields=values,
            disposed_as=disposed_as,
            extended_until=extended_until,
        )

    def _value(self, node: written.GivenField, record_class: RecordClass) -> Value | None:
        field = record_class.fields.get(node.name.text)
        if field is None:
            self._scope.error(
                Code.UNKNOWN_FIELD,
                f"`{record_class.name}` has no field `{node.name.text}`",
                node.name.span,
                help_=did_you_mean(node.name.text, record_class.fields, what="fields"),
            )
            return None
        if not node.values:
            return None
        if not isinstance(field.type, LinkType):
            if len(node.values) > 1:
                self._scope.error(
                    Code.WRONG_TYPE,
                    f"`{field.name}` holds one value, not several",
                    node.span,
                    help_=["give one value"],
                )
                return None
            return value_of(node.values[0], field.type, field.name, self._scope)
        return self._links(node, field.type)

    def _links(self, node: written.GivenField, type_: LinkType) -> Value | None:
        if len(node.values) > 1 and not type_.many:
            self._scope.error(
                Code.WRONG_TYPE,
                f"`{node.name.text}` links to one record, not to several",
                node.span,
                help_=["name one record, or declare the field as `links to …`"],
            )
            return None
        ids: list[str] = []
        for literal in node.values:
            id_ = value_of(literal, type_, node.name.text, self._scope)
            if isinstance(id_, str):
                ids.append(id_)
                self._check_target(id_, literal, type_)
        return tuple(ids) if type_.many else ids[0] if ids else None

    def _check_target(self, id_: str, literal: Literal, type_: LinkType) -> None:
        """Report a link to a given record of the wrong class; one not given is allowed."""
        target = self._scope.classes.get(self._classes.get(id_, ""))
        if target is not None and type_.target not in target.lineage:
            self._scope.error(
                Code.WRONG_TYPE,
                f"`{id_}` is of the class `{target.name}`, not of `{type_.target}`",
                literal.span,
                help_=[f"link to a record of `{type_.target}`"],
            )

    def _disposed_as(self, literal: Literal) -> str | None:
        known = list(PAST_PARTICIPLES.values())
        if literal.value in known:
            return str(literal.value)
        self._scope.error(
            Code.UNKNOWN_VALUE,
            f"`{literal.span.text}` is not what a disposal action leaves behind",
            literal.span,
            help_=did_you_mean(str(literal.value), known, what="values"),
        )
        return None

    def _day(self, literal: Literal) -> date | None:
        if type(literal.value) is date:
            return literal.value
        self._scope.error(
            Code.WRONG_TYPE,
            "`extended_until` holds a day",
            literal.span,
            help_=["write it as `2026-02-28`"],
        )
        return None
