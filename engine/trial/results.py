"""What a change does to an inventory: values that its reports are written from.

No value here names a record: reports are for pull requests, and a record's name may be a
person's. The records are in the list alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.compare.changes import ChangeKind

if TYPE_CHECKING:  # reports are written without the library that reads inventories
    from tenure.engine.inventories.stage import ReadFile

STEPS = (31, 366, 731, 2557)
"""Up to how many days, both ends included, a change of the last day is in each class of
lengths: a month, a year, two, seven; the last class is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """By how many days the last day of keeping moves, one way.

    Attributes:
        records: how many records' last day moves so, those without end included.
        least, middle, most: the fewest days, the median (the lower of two) and the most;
            `None` where every record is kept permanently under one version.
        lengths: how many records there are in each class of `STEPS`.
        permanent: how many are kept permanently under one version; they have no days.
    """

    records: int
    least: int | None
    middle: int | None
    most: int | None
    lengths: tuple[int, ...]
    permanent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Records of one class that one change concerns, by the rules that decide.

    Attributes:
        kind: what the change does to them.
        record_class: the class that they state.
        before, after: the rules that govern; `None` where none does, or several disagree.
        records: how many there are.
        least, most: the fewest and the most days by which they are kept shorter or longer;
            `None` where that is not what changes, or one version keeps them permanently.
    """

    kind: ChangeKind
    record_class: str
    before: str | None
    after: str | None
    records: int
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSummary:
    """What a change does to the records of an inventory.

    Attributes:
        as_of: the day of the decisions.
        data: the name of the mapping file, as it was given.
        files: what was read.
        once: whether one reading served both versions, because both see the same classes
            and fields.
        compared: how many records both versions decide.
        only_before, only_after: how many only one version can read, because the other
            lacks their class or a value.
        put_aside_before, put_aside_after: how many rows of the tables that a version reads are
            not sound under it, and so never decided.
        changed: of the compared, how many are decided differently.
        kinds: how many records each kind of change concerns; one may be of several kinds.
        due_before, due_after: how many are due or overdue under each version.
        shorter, longer: by how many days; `None` where no record's last day moves so.
        moved: the changes by class and rule, the gravest kind first, then the most records.
        statuses: the status before, the one after, and how many records went from one to
            the other, where they differ.
    """

    as_of: date
    data: str
    files: tuple[ReadFile, ...]
    once: bool
    compared: int
    only_before: int
    only_after: int
    put_aside_before: int
    put_aside_after: int
    changed: int
    kinds: Mapping[ChangeKind, int]
    due_before: int
    due_after: int
    shorter: Spread | None
    longer: Spread | None
    moved: tuple[Moved, ...]
    statuses: tuple[tuple[str, str, int], ...]

    def days(self, kind: ChangeKind) -> int:
        """Return the most days by which a record is kept shorter or longer; else 0."""
        spread = {ChangeKind.SHORTER: self.shorter, ChangeKind.LONGER: self.longer}.get(kind)
        return (spread.most or 0) if spread else 0
