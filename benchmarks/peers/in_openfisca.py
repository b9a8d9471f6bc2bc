"""OpenFisca, folded by hand: one formula, and a parameter for each kind of record."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from work import AS_OF, YEARS, Columns, main

RECORD = Entity("record", "records", "A record", "")
DAY = str(AS_OF)
NOT_YET = np.datetime64("9999-12-31")
"""OpenFisca has no unknown day."""


class Kind(Enum):
    """The kinds of records."""

    k0 = "k0"
    k1 = "k1"
    k2 = "k2"
    k3 = "k3"
    k4 = "k4"
    k5 = "k5"
    k6 = "k6"
    k7 = "k7"
    k8 = "k8"
    k9 = "k9"


class Status(Enum):
    """The statuses of records."""

    held = "held"
    awaiting = "awaiting"
    retain = "retain"
    due = "due"
    overdue = "overdue"


def _given(of: type, **more: Any) -> type[Variable]:
    """Return a field of the records, as a variable."""
    fixed = {"value_type": of, "entity": RECORD, "definition_period": DateUnit.ETERNITY}
    return type(more.pop("name"), (Variable,), {**fixed, **more})


GIVEN = (
    _given(Enum, name="kind", possible_values=Kind, default_value=Kind.k0),
    _given(date, name="opened"),
    _given(date, name="closed"),
    _given(bool, name="child"),
    _given(bool, name="disputed"),
)


def year_end(days: Any, plus: Any) -> Any:
    """Return the ends of the calendar years of some days, plus whole years."""
    return (days.astype("M8[Y]") + plus + 1).astype("M8[D]") - np.timedelta64(1, "D")


def years_after(days: Any, years: Any) -> Any:
    """Return the corresponding dates, or the last days of their months; unknown stays so."""
    known = days < NOT_YET
    start = np.where(known, days, np.datetime64("2000-01-01"))
    months = start.astype("M8[M]")
    of_month = start - months.astype("M8[D]")
    moved = months + np.asarray(years * 12).astype("m8[M]")
    last = (moved + 1).astype("M8[D]") - np.timedelta64(1, "D")
    return np.where(known, np.minimum(moved.astype("M8[D]") + of_month, last), NOT_YET)


class keep_until(Variable):  # noqa: D101, N801
    value_type = date
    entity = RECORD
    definition_period = DateUnit.DAY

    def formula(record: Any, period: Any, parameters: Any) -> Any:  # noqa: D102, N805
        years = parameters(period).years[record("kind", period)].astype(int)
        ends = year_end(record("opened", period), years + 20)
        return np.where(record("child", period), ends, years_after(record("closed", period), years))


class status(Variable):  # noqa: D101, N801
    value_type = Enum
    possible_values = Status
    default_value = Status.awaiting
    entity = RECORD
    definition_period = DateUnit.DAY

    def formula(record: Any, period: Any) -> Any:  # noqa: D102, N805
        until, as_of = record("keep_until", period), np.datetime64(AS_OF)
        return np.select(
            [
                record("disputed", period),
                until == NOT_YET,
                until >= as_of,
                until < as_of - np.timedelta64(31, "D"),
            ],
            [Status.held.index, Status.awaiting.index, Status.retain.index, Status.overdue.index],
            Status.due.index,
        )


class rule(Variable):  # noqa: D101, N801
    value_type = int
    entity = RECORD
    definition_period = DateUnit.DAY

    def formula(record: Any, period: Any) -> Any:  # noqa: D102, N805
        return np.asarray(record("kind", period)) * 2 + record("child", period)


def system() -> TaxBenefitSystem:
    """Return the policy."""
    made = TaxBenefitSystem([RECORD])
    made.add_variables(*GIVEN, keep_until, status, rule)
    values = {f"k{n}": {"values": {"2000-01-01": years}} for n, years in enumerate(YEARS)}
    made.parameters = ParameterNode("", data={"years": values})
    return made


def simulation_of(policy: TaxBenefitSystem, records: Columns) -> Any:
    """Return the records under the policy, nothing worked out."""
    simulation = SimulationBuilder().build_default_simulation(policy, len(records))
    kinds = records["kind"].to_numpy()
    simulation.set_input("kind", "ETERNITY", np.char.lstrip(kinds.astype("U2"), "k").astype("i2"))
    simulation.set_input("opened", "ETERNITY", records["opened"].to_numpy().astype("M8[D]"))
    days = records["closed"].to_numpy().astype("M8[D]")
    simulation.set_input("closed", "ETERNITY", np.where(np.isnat(days), NOT_YET, days))
    for name in ("child", "disputed"):
        simulation.set_input(name, "ETERNITY", records[name].to_numpy())
    return simulation


def decide(records: Columns) -> Columns:
    """Return the decisions on all records."""
    simulation = simulation_of(system(), records)
    until = simulation.calculate("keep_until", DAY)
    rules = np.array([f"1.{n}{end}" for n in range(len(YEARS)) for end in ("", "/child")])
    return pa.table(
        {
            "record": records["id"],
            "status": simulation.calculate("status", DAY).decode_to_str(),
            "keep_until": pa.array(until, mask=until == NOT_YET),
            "rule": rules[simulation.calculate("rule", DAY)],
        }
    )


if __name__ == "__main__":
    main(decide)
