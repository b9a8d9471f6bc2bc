"""Small SQL trees, made smaller where their parts are constants.

Every function takes and returns sqlglot trees. A tree that is used twice is copied when
it is used the second time, so that values can be shared freely.

Truths here are SQL's own: `NULL` is unknown, and `AND`, `OR` and `NOT` are Kleene's (S3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from sqlglot import exp

Sql = exp.Expr

INTEGER, LONG, DATE, TEXT = "INT", "BIGINT", "DATE", "TEXT"
MOMENT = "TIMESTAMPNTZ"
"""A local time, without a zone."""


def own(tree: Sql) -> Sql:
    """Return a tree that may be put into another one."""
    return tree.copy() if tree.parent is not None else tree


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column, quoted: names are the author's, and can be words of SQL."""
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


def text(value: str) -> Sql:
    """Return a text."""
    return exp.Literal.string(value)


def number(value: int | Decimal) -> Sql:
    """Return a number."""
    return exp.Literal.number(str(value)) if value >= 0 else exp.Neg(this=number(-value))


def truth(value: bool) -> Sql:
    """Return true or false."""
    return exp.Boolean(this=value)


def null(type_: str) -> Sql:
    """Return an unknown of a type."""
    return cast(exp.Null(), type_)


def cast(tree: Sql, type_: str) -> Sql:
    """Return a value as one of a type."""
    return exp.cast(own(tree), _type(type_))


@cache
def _type(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def is_true(tree: Sql) -> bool:
    """Return whether a tree is the constant true."""
    return isinstance(tree, exp.Boolean) and bool(tree.this)


def is_false(tree: Sql) -> bool:
    """Return whether a tree is the constant false."""
    return isinstance(tree, exp.Boolean) and not tree.this


def is_null(tree: Sql) -> bool:
    """Return whether a tree is the constant unknown."""
    return isinstance(tree, exp.Null) or (
        isinstance(tree, exp.Cast) and isinstance(tree.this, exp.Null)
    )


# --- logic --------------------------------------------------------------------------------


def all_of(parts: Iterable[Sql]) -> Sql:
    """Return the conjunction, without what is true anyway."""
    return _joined(parts, exp.And, decisive=False)


def any_of(parts: Iterable[Sql]) -> Sql:
    """Return the disjunction, without what is false anyway."""
    return _joined(parts, exp.Or, decisive=True)


def one_of(truths: Iterable[Sql]) -> Sql:
    """Return the disjunction; one column compared with several values is compared once."""
    values: dict[Sql, list[Sql]] = {}
    others: list[Sql] = []
    for tree in truths:
        if isinstance(tree, exp.EQ) and isinstance(tree.expression, exp.Literal):
            values.setdefault(tree.this, []).append(tree.expression)
        else:
            others.append(tree)
    listed = (among(compared_with, those) for compared_with, those in values.items())
    return any_of((*listed, *others))


def _joined(parts: Iterable[Sql], join: type[exp.And | exp.Or], *, decisive: bool) -> Sql:
    left: list[Sql] = []
    for part in parts:
        if isinstance(part, exp.Boolean):
            if bool(part.this) is decisive:
                return truth(decisive)
        elif part not in left:
            left.append(part)
    if not left:
        return truth(not decisive)
    joined, *others = (_bracketed(part) if len(left) > 1 else own(part) for part in left)
    for part in others:
        joined = join(this=joined, expression=part)
    return joined


def _bracketed(tree: Sql) -> Sql:
    return exp.Paren(this=own(tree)) if isinstance(tree, (exp.Connector, exp.Not)) else own(tree)


def opposite(tree: Sql) -> Sql:
    """Return the negation."""
    match tree:
        case exp.Boolean():
            return truth(not tree.this)
        case exp.Null() | exp.Cast(this=exp.Null()):
            return tree
        case exp.Not():
            return _negated(tree)
    return exp.Not(this=_bracketed(tree))


def _negated(tree: exp.Not) -> Sql:
    """Return what a negation negates."""
    inner: Sql = tree.this.this if isinstance(tree.this, exp.Paren) else tree.this
    return inner


def _side(tree: Sql) -> Sql:
    """Return a tree as a side of a comparison."""
    if isinstance(tree, (exp.Predicate, exp.Connector, exp.Not)):
        return exp.Paren(this=own(tree))
    return own(tree)


def absent(tree: Sql) -> Sql:
    """Return whether a value is unknown."""
    match tree:
        case exp.Boolean() | exp.Literal():
            return truth(False)
        case exp.Not():
            return absent(_negated(tree))
    if is_null(tree):
        return truth(True)
    return exp.Is(this=_side(tree), expression=exp.Null())


def present(tree: Sql) -> Sql:
    """Return whether a value is known."""
    return opposite(absent(tree))


def compared(left: Sql, how: type[exp.Binary], right: Sql) -> Sql:
    """Return a comparison; unknown where a side is."""
    if is_null(left) or is_null(right):
        return exp.Null()
    return how(this=_side(left), expression=_side(right))


def equal(left: Sql, right: Sql) -> Sql:
    """Return whether two values are the same."""
    return truth(True) if left == right else compared(left, exp.EQ, right)


def among(value: Sql, values: Iterable[Sql]) -> Sql:
    """Return whether a value is one of several."""
    listed = list(values)
    if is_null(value):
        return exp.Null()
    if len(listed) == 1:
        return compared(value, exp.EQ, listed[0])
    return exp.In(this=own(value), expressions=[own(one) for one in listed])


# --- choice -------------------------------------------------------------------------------


def either(value: Sql, otherwise: Sql) -> Sql:
    """Return a value, or the other one where it is unknown."""
    if is_null(value):
        return otherwise
    return exp.Coalesce(this=own(value), expressions=[own(otherwise)])


def case(branches: Sequence[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """Return the value of the first branch whose condition is true."""
    left: list[tuple[Sql, Sql]] = []
    for condition, value in branches:
        if is_true(condition):
            otherwise = value
            break
        if not (is_false(condition) or is_null(condition)):
            left.append((condition, value))
    while left and left[-1][1] == otherwise:
        left.pop()
    if not left:
        return otherwise
    ifs = [exp.If(this=own(condition), true=own(value)) for condition, value in left]
    default = None if isinstance(otherwise, exp.Null) else own(otherwise)
    return exp.Case(ifs=ifs, default=default)


def list_of(items: Iterable[tuple[str, Sql]]) -> Sql:
    """Return the list of the names whose condition is true, sorted."""
    return list_in_order(dict(sorted(items)))


def empty_list() -> Sql:
    """Return the list of no text."""
    return exp.cast(exp.Array(expressions=[]), "ARRAY<TEXT>")


def list_in_order(items: Mapping[str, Sql]) -> Sql:
    """Return the list of the names whose condition is true, in the order given."""
    return texts((condition, text(name)) for name, condition in items.items())


def texts(items: Iterable[tuple[Sql, Sql]]) -> Sql:
    """Return the list of the texts whose condition is true, in the order given."""
    said = [(condition, one) for condition, one in items if not is_false(condition)]
    if not said:
        return empty_list()
    if len(said) == 1:
        ((condition, one),) = said
        return case([(condition, exp.Array(expressions=[own(one)]))], empty_list())
    cases = [case([one], exp.Null()) for one in said]
    return exp.ArrayCompact(this=exp.Array(expressions=[own(one) for one in cases]))


def merged(lists: Sequence[Sql]) -> Sql:
    """Return what is in any of several lists, sorted, each once."""
    return exp.Anonymous(this=MERGED, expressions=[own(one) for one in lists])


MERGED = "TENURE_MERGED"
"""A function that no database has; each dialect writes it in its own way."""


def collected(value: Sql) -> Sql:
    """Return the values of a group, as a list; nulls are left out."""
    return exp.Anonymous(this=COLLECTED, expressions=[own(value)])


COLLECTED = "TENURE_COLLECTED"
"""The same: an aggregate that each dialect writes in its own way."""


def joined(parts: Sequence[Sql]) -> Sql:
    """Return texts as one; null where one of them is."""
    first, *others = (own(part) for part in parts)
    for part in others:
        first = exp.DPipe(this=first, expression=part)
    return first


# --- time by the clock ----------------------------------------------------------------------


def moved(moment: Sql, microseconds: Sql) -> Sql:
    """Return a moment so many microseconds later."""
    return exp.Anonymous(this=MOVED, expressions=[own(moment), own(microseconds)])


def elapsed(first: Sql, last: Sql) -> Sql:
    """Return how many microseconds lie between two moments; below 0 where the first is later."""
    return exp.Anonymous(this=ELAPSED, expressions=[own(first), own(last)])


MOVED, ELAPSED = "TENURE_MOVED", "TENURE_ELAPSED"
"""Functions that each dialect writes in its own way: local times have no zone, in which an hour
would be missing in spring."""


# --- numbers --------------------------------------------------------------------------------


def added(left: Sql, right: Sql) -> Sql:
    """Return a sum."""
    one, other = whole_number(left), whole_number(right)
    if one is not None and other is not None:
        return number(one + other)
    if one == 0 or other == 0:
        return right if one == 0 else left
    return exp.Paren(this=exp.Add(this=own(left), expression=own(right)))


def less(left: Sql, right: Sql) -> Sql:
    """Return a difference."""
    return exp.Paren(this=exp.Sub(this=own(left), expression=own(right)))


def times(left: Sql, factor: int) -> Sql:
    """Return a product, as a large number."""
    return exp.Paren(this=exp.Mul(this=cast(left, LONG), expression=number(factor)))


def divided(left: Sql, by: int) -> Sql:
    """Return how often one number goes into another that is not below 0, the rest left out."""
    return cast(exp.IntDiv(this=own(left), expression=number(by)), LONG)


def whole_number(tree: Sql) -> int | None:
    """Return the whole number that a tree is, if it is one written out."""
    return int(tree.this) if isinstance(tree, exp.Literal) and not tree.is_string else None


def greatest(*values: Sql) -> Sql:
    """Return the greatest of some values, none of them null."""
    first, *others = (own(one) for one in values)
    return exp.Greatest(this=first, expressions=others, ignore_nulls=True)


def least(*values: Sql) -> Sql:
    """Return the least of some values; nulls are passed over."""
    first, *others = (own(one) for one in values)
    return exp.Least(this=first, expressions=others, ignore_nulls=True)
