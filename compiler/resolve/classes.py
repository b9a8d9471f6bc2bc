"""Resolves record classes and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    Field,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.compiler.policy.records import Fact, RecordClass
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import check_countries
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS, Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import declarations as written
from tenure.dsl.nodes.names import text_of

_PLAIN: dict[str, FieldType] = {
    "date": EventType(),
    "time": EventType(timed=True),
    "yes/no": YesNoType(),
    "number": NumberType(),
    "text": TextType(),
}


def resolve_classes(decls: Iterable[written.RecordDecl], scope: Scope) -> None:
    """Enter every record class into the scope, its conditions resolved last."""
    by_name: dict[str, written.RecordDecl] = {}
    for decl in decls:
        if decl.name.text in _PLAIN:
            scope.error(
                Code.RESERVED_NAME,
                f"`{decl.name.text}` is a type, and no name for a record class",
                decl.name.span,
                help_=["was a field called `record` meant? give it another name"],
            )
        if scope.declare("record class", decl.name.text, decl.name.span):
            by_name[decl.name.text] = decl
    own = {name: _own_fields(decl, by_name, scope) for name, decl in by_name.items()}
    for name, decl in by_name.items():
        lineage = _lineage(name, by_name, scope)
        scope.classes[name] = RecordClass(
            name=name,
            title=decl.title.text if decl.title else name.replace("_", " ").capitalize(),
            lineage=lineage,
            where=None,
            fields=_all_fields(lineage, own, scope),
            span=decl.span.to((decl.title or decl.name).span),
        )
    for name, decl in by_name.items():
        if decl.where is not None:
            _resolve_where(scope.classes[name], decl, scope)


def _resolve_where(record_class: RecordClass, decl: written.RecordDecl, scope: Scope) -> None:
    if record_class.parent is None and decl.parent is not None:
        return  # its unknown parent, or the circle, is reported
    if record_class.parent is None or decl.where is None:
        scope.error(
            Code.MISSING_CLAUSE,
            f"`{record_class.name}` is defined by a condition, but of which class is not said",
            decl.name.span,
            help_=[f"write `record {record_class.name} is … where …`"],
        )
        return
    where = ConditionResolver(scope, (scope.classes[record_class.parent],)).condition(decl.where)
    scope.classes[record_class.name] = RecordClass(
        name=record_class.name,
        title=record_class.title,
        lineage=record_class.lineage,
        where=where,
        fields=record_class.fields,
        span=record_class.span,
    )


def _lineage(name: str, by_name: Mapping[str, written.RecordDecl], scope: Scope) -> tuple[str, ...]:
    """Return the class and its ancestors; report an unknown parent or a circle."""
    lineage = [name]
    parent = by_name[name].parent
    while parent is not None:
        if parent.text in lineage:
            scope.error(
                Code.CLASS_CYCLE,
                f"`{name}` would be its own ancestor",
                parent.span,
                help_=["a class refines a more general one, never itself"],
            )
            break
        if parent.text not in by_name:
            if len(lineage) == 1:
                scope.unknown("record class", parent, by_name, many="record classes")
            break
        lineage.append(parent.text)
        parent = by_name[parent.text].parent
    return tuple(lineage)


def _all_fields(
    lineage: tuple[str, ...], own: Mapping[str, dict[str, Field]], scope: Scope
) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name in reversed(lineage):
        for field in own[name].values():
            inherited = fields.get(field.name)
            if inherited is not None and name == lineage[0]:
                scope.error(
                    Code.DECLARED_TWICE,
                    f"`{name}` inherits a field `{field.name}` already",
                    field.span,
                    related=[Label(span=inherited.span, text="declared here")],
                    help_=["remove it here, or give it another name"],
                )
            fields.setdefault(field.name, field)
    return fields


def _own_fields(
    decl: written.RecordDecl, by_name: Mapping[str, written.RecordDecl], scope: Scope
) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for node in decl.fields:
        name = node.name.text
        if name in BUILT_IN_FIELDS:
            scope.error(
                Code.RESERVED_NAME,
                f"every record has `{name}` already",
                node.name.span,
                help_=["remove the line, or give the field another name"],
            )
            continue
        if name in fields:
            scope.error(
                Code.DECLARED_TWICE,
                f"`{decl.name.text}` has two fields `{name}`",
                node.name.span,
                related=[Label(span=fields[name].span, text="first declared here")],
                help_=["give one of them another name, or remove it"],
            )
            continue
        type_ = _type(node.type, by_name, scope)
        if type_ is not None:
            fields[name] = Field(
                name=name,
                type=type_,
                required=node.required,
                title=text_of(node.title),
                span=node.span,
            )
    return fields


def _type(
    node: written.TypeNode, by_name: Mapping[str, written.RecordDecl], scope: Scope
) -> FieldType | None:
    match node:
        case written.PlainType(word="organisation"):
            return _organisations(node, scope)
        case written.PlainType(word=word):
            return _PLAIN[word]
        case written.OneOfType(values=values, jurisdiction=jurisdiction):
            if jurisdiction:
                check_countries(values, scope)
            texts = tuple(value.text for value in values)
            for index, value in enumerate(values):
                if value.text in texts[:index]:
                    scope.error(
                        Code.DECLARED_TWICE,
                        f"the value `{value.text}` is listed twice",
                        value.span,
                        help_=["remove one of them"],
                    )
            return ChoiceType(values=tuple(dict.fromkeys(texts)), jurisdiction=jurisdiction)
        case written.LinkType(target=target, many=many):
            if target.text in by_name:
                return LinkType(target=target.text, many=many)
            scope.unknown("record class", target, by_name, many="record classes")
            return None


def _organisations(node: written.PlainType, scope: Scope) -> FieldType | None:
    """Return the choice between the organisations that the policy declares."""
    if scope.organisations:
        return ChoiceType(values=tuple(scope.organisations))
    scope.error(
        Code.MISSING_CLAUSE,
        "the policy declares no organisation that the field could hold",
        node.span,
        help_=['declare them: `organisation calico_homes "Calico Homes"`'],
    )
    return None


def resolve_facts(decls: Iterable[written.FactDecl], scope: Scope) -> None:
    """Enter every fact into the scope."""
    for decl in decls:
        name = decl.name.text
        if not scope.declare("fact", name, decl.name.span) or _is_field(decl, scope):
            continue
        if isinstance(decl.type, written.LinkType):
            scope.error(
                Code.WRONG_TYPE,
                f"the fact `{name}` cannot be a link: facts are not about a record",
                decl.type.span,
                help_=["give it the type `yes/no`, `date`, `number` or `one of …`"],
            )
            continue
        type_ = _type(decl.type, {}, scope)
        value = value_of(decl.value, type_, name, scope) if type_ else None
        if type_ is not None and value is not None:
            scope.facts[name] = Fact(
                name=name,
                type=type_,
                value=value,
                title=text_of(decl.title),
                span=decl.span,
            )


def _is_field(decl: written.FactDecl, scope: Scope) -> bool:
    for record_class in scope.classes.values():
        clash = record_class.fields.get(decl.name.text)
        if clash is not None:
            scope.error(
                Code.DECLARED_TWICE,
                f"`{decl.name.text}` is a field of `{record_class.name}` and a fact",
                decl.name.span,
                related=[Label(span=clash.span, text="the field")],
                help_=["give the fact another name"],
            )
            return True
    return False
