"""Record classes and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.fields import Field, FieldType, Value
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass:
    """A class of records.

    Attributes:
        name: its name.
        title: what readers call it; the name where the author gave none.
        lineage: the class itself, its parent, and so on up to the root.
        where: the condition that makes a record of the parent one of this class;
            `None` for a class that records state themselves.
        fields: its own and its inherited fields, the root's first, as declared.
        span: where it is declared.
    """

    name: str
    title: str
    lineage: tuple[str, ...]
    where: Condition | None
    fields: Mapping[str, Field]
    span: Span = field(compare=False, repr=False)

    @property
    def parent(self) -> str | None:
        """The class that this one refines."""
        return self.lineage[1] if len(self.lineage) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A truth about the world, the same for every record.

    Attributes:
        name: its name.
        type: what it holds.
        value: its declared value; a decision may be asked for with another.
        title: what it means, in the author's words.
        span: where it is declared.
    """

    name: str
    type: FieldType
    value: Value
    title: str | None
    span: Span = field(compare=False, repr=False)
