"""Gates: what a change must not do for a pull request to pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.dsl.suggest import did_you_mean

if TYPE_CHECKING:
    from tenure.engine.trial.results import TrialSummary

_DEADLINES = (
    ChangeKind.DEADLINE_TIGHTER,
    ChangeKind.DEADLINE_LOOSER,
    ChangeKind.DEADLINE_INCOMPARABLE,
    ChangeKind.NEWLY_PROMISED,
    ChangeKind.NO_LONGER_PROMISED,
)
DEADLINE, DECLARED, AROUND, UNKNOWN, UNREAD, SIGN_OFF = (
    "deadline",
    "declared",
    "around",
    "unknown",
    "no-longer-read",
    "sign-off",
)
GATES: dict[str, tuple[ChangeKind, ...]] = {
    **{kind.value: (kind,) for kind in ChangeKind},
    DEADLINE: _DEADLINES,
    DECLARED: (),
    AROUND: (),
    UNKNOWN: (),
    UNREAD: (),
}
"""The names that a gate can have, and the kinds of change that each stands for."""

OF_RECORDS = (*(k.value for k in ChangeKind if k not in _DEADLINES), UNREAD)
"""The gates that can count records of an inventory."""
OF_INVENTORY = (
    ChangeKind.NEWLY_UNDETERMINED.value,
    ChangeKind.NO_LONGER_UNDETERMINED.value,
    UNREAD,
)
"""The gates that say nothing without an inventory."""
OF_DAYS = (ChangeKind.SHORTER.value, ChangeKind.LONGER.value)
"""The gates that can count days."""

_WRITTEN = re.compile(r"(?P<name>[a-z-]+)(?:>(?P<most>\d{1,9})(?P<days>d)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One thing that a change must not do.

    Attributes:
        name: one of `GATES`.
        most: how many records of the inventory it may concern, or by how many days it may
            move a record's last day; `None` where it must not be possible at all.
        days: whether `most` is in days.
    """

    name: str
    most: int | None = None
    days: bool = False

    @property
    def text(self) -> str:
        """The gate as it is written."""
        if self.most is None:
            return self.name
        return f"{self.name}>{self.most}{'d' if self.days else ''}"

    @property
    def needs_inventory(self) -> bool:
        """Whether it says nothing without an inventory."""
        return self.most is not None or self.name in OF_INVENTORY


def read_gates(written: str) -> tuple[Gate, ...]:
    """Return the gates that a text names, joined by commas.

    Raises:
        ValueError: one of them is none; it says which and what there is.
    """
    return tuple(_gate(one.strip()) for one in written.split(","))


def _gate(written: str) -> Gate:
    found = _WRITTEN.fullmatch(written.replace(" ", ""))
    name = found["name"] if found else written.partition(">")[0].strip()
    if name not in GATES:
        near = " ".join(did_you_mean(name, GATES, what="gates"))
        raise ValueError(f"there is no gate `{name}`; {near}")
    if found is None:
        limit = "`shorter>30d` for days" if name in OF_DAYS else f"`{name}>100` for records"
        raise ValueError(f"`{written}` is not a gate with a limit; write {limit}")
    if found["most"] is None:
        return Gate(name=name)
    if name not in OF_RECORDS:
        raise ValueError(f"the gate `{name}` does not count records, so it has no limit")
    if found["days"] and name not in OF_DAYS:
        raise ValueError(f"the gate `{name}` does not count days; write `{name}>{found['most']}`")
    return Gate(name=name, most=int(found["most"]), days=bool(found["days"]))


def failed_gates(
    comparison: Comparison,
    gates: Collection[Gate],
    *,
    strict: bool = False,
    trial: TrialSummary | None = None,
) -> tuple[str, ...]:
    """Return the gates at which a change fails, as they are written, in the order of `GATES`.

    A gate without a limit fails where a record can show the change, in the inventory or out
    of it; one with a limit, where more of the inventory does. A change that is not known to
    do what a gate forbids fails at the gate `unknown`, which `strict` sets too. `sign-off` is
    always set: it is what a statute is for.

    Raises:
        ValueError: a gate needs an inventory, and there is none.
    """
    wanted = {*gates, Gate(name=UNKNOWN)} if strict else set(gates)
    names = list(GATES)
    ordered = sorted(wanted, key=lambda g: (names.index(g.name), g.days, g.most or -1))
    failed = [gate.text for gate in ordered if _fails(gate, comparison, trial)]
    return (*failed, SIGN_OFF) if comparison.unsigned else tuple(failed)


def _fails(gate: Gate, comparison: Comparison, trial: TrialSummary | None) -> bool:
    if trial is None and gate.needs_inventory:
        raise ValueError(f"the gate `{gate.text}` is about an inventory; name one with `--data`")
    if trial is not None and gate.most is not None:
        return _counted(gate, trial) > gate.most
    return any(_possible(gate.name, comparison, trial))


def _counted(gate: Gate, trial: TrialSummary) -> int:
    """Return how many records of the inventory a gate is about, or how many days."""
    if gate.name == UNREAD:
        return trial.only_before
    (kind,) = GATES[gate.name]
    return trial.days(kind) if gate.days else trial.kinds.get(kind, 0)


def _possible(name: str, comparison: Comparison, trial: TrialSummary | None) -> Iterator[bool]:
    """Yield whether what a gate forbids can be seen, in each place where it may be."""
    yield any(kind in comparison.kinds for kind in GATES[name])
    yield name == DECLARED and bool(comparison.declared)
    yield name == AROUND and bool(comparison.around)
    yield name == UNKNOWN and bool(comparison.unknown)
    if trial is not None:
        yield any(kind in trial.kinds for kind in GATES[name])
        yield name == UNREAD and bool(trial.only_before)
