"""Answers that exclude each other, by number: one is chosen, the rest is looked up.

Most rules of a class exclude each other, so that one answer at most is left for a record.
Which one is then a number, worked out once; and what the answers say lies in a small table
that is joined to it. A hundred rules make that table longer, not every record slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.exclusion import can_meet
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql

NONE = 0
"""The number of no answer at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The choice of one from several that exclude each other.

    Attributes:
        number: which one it is, counted from 1; `NONE` where it is none. Never null.
        rows: the rows for which one is chosen.
    """

    number: exp.Column
    rows: Rows

    @property
    def some(self) -> Sql:
        """Whether it is one at all; never null."""
        return sql.compared(self.number, exp.GT, sql.number(NONE))

    def is_(self, place: int) -> Sql:
        """Return whether it is the one in a place, counted from 1; never null."""
        return sql.equal(self.number, sql.number(place))

    def looked_up(self, name: str, values: Sequence[Sql]) -> Sql:
        """Return the value of the one that is chosen, from a value each.

        Where none is chosen it is null, or the value that all of them have.
        """
        if all(value == values[0] for value in values):
            return values[0]
        return self.rows.look_up(self.number, name, values)

    def day(self, days: Sequence[Sql]) -> Sql:
        """Return the day of the one that is chosen, from a day each; null where none is.

        Days that are worked out alike but for the figures in them, such as the months of
        a period, are worked out once, with figures that are looked up.
        """
        forms: dict[Sql, dict[int, list[Sql]]] = {}
        for place, day in enumerate(days):
            form, figures = _taken_apart(day)
            forms.setdefault(form, {})[place] = figures
        form_of = {place: n for n, alike in enumerate(forms.values(), 1) for place in alike}
        which = self.looked_up("form", [sql.number(form_of[i]) for i in range(len(days))])
        filled = [self._filled(form, alike, len(days)) for form, alike in forms.items()]
        if len(filled) == 1:
            return sql.case([(self.some, filled[0])], sql.null(sql.DATE))
        return sql.case(
            [(sql.equal(which, sql.number(n)), day) for n, day in enumerate(filled, 1)],
            sql.null(sql.DATE),
        )

    def _filled(self, form: Sql, alike: Mapping[int, list[Sql]], count: int) -> Sql:
        """Return a form with the figures of the one that is chosen; asked if it has the form."""
        tree, nothing = form.copy(), sql.null(sql.INTEGER)
        holes = [node for node in tree.dfs() if isinstance(node, exp.Placeholder)]
        for hole, figures in zip(holes, zip(*alike.values(), strict=True), strict=True):
            figure = figures[0]
            if any(other != figure for other in figures):
                known = dict(zip(alike, figures, strict=True))
                values = [known.get(place, nothing) for place in range(count)]
                figure = self.looked_up(_what(hole), values)
            hole.replace(sql.own(figure))
        return tree


def numbered(truths: Sequence[Sql], rows: Rows) -> Numbered | None:
    """Number several truths of which at most one is true; `None` if several may be, or of one.

    Args:
        truths: the truths, never null.
        rows: the rows of which they are true.
    """
    if len(truths) < 2 or can_meet(truths, rows):
        return None
    number = sql.case(
        [(truth, sql.number(place + 1)) for place, truth in _in_turn(truths, rows)],
        sql.number(NONE),
    )
    named = rows.let("answer", number)
    return Numbered(number=named, rows=rows) if isinstance(named, exp.Column) else None


def _in_turn(truths: Sequence[Sql], rows: Rows) -> Iterator[tuple[int, Sql]]:
    """Yield the truths with their places, in an order in which they are quick to ask.

    A rule stands where it applies and none that beats it applies. What beats it comes right
    before it here, and when it is the rule's turn, none of that applies: it is not asked
    again. That holds in any order, as only what has been asked is left out.
    """
    parts = [rows.conjuncts(truth) for truth in truths]
    denied = [[d for part in listed for d in _denied(part)] for listed in parts]
    first = list(range(len(truths)))
    for place, denials in enumerate(denied):
        for other, truth in enumerate(truths):
            if truth in denials or any(part in denials for part in parts[other]):
                first[other] = min(first[other], place)
    known: list[Sql] = []
    for place in sorted(range(len(truths)), key=lambda i: (first[i], len(denied[i]))):
        left = [p for p in parts[place] if not _all_known(_denied(p), known)]
        asked = truths[place] if len(left) == len(parts[place]) else sql.all_of(left)
        known.append(asked)
        yield place, asked


def _denied(part: Sql) -> list[Sql]:
    """Return truths that are all false exactly where a part is true; none if it has none."""
    if not isinstance(part, exp.Not):
        return []
    inner = sql.opposite(part)
    return list(inner.flatten()) if isinstance(inner, exp.Or) else [inner]


def _all_known(denied: Sequence[Sql], known: Sequence[Sql]) -> bool:
    return bool(denied) and all(truth in known for truth in denied)


def _taken_apart(day: Sql) -> tuple[Sql, list[Sql]]:
    """Return a tree without the figures in it, and the figures, in their order."""
    form = day.copy()
    figures: list[Sql] = []
    for node in list(form.dfs()):
        if isinstance(node, exp.Literal) and not node.is_string:
            figures.append(node.copy())
            node.replace(exp.Placeholder())
    return form, figures


def _what(figure: exp.Expr) -> str:
    """Return what a figure counts, to name its column."""
    match figure.parent:
        case exp.DateAdd() as added:
            return f"{added.text('unit').lower()}s"
        case exp.Add():
            return "years"
    return "figure"
