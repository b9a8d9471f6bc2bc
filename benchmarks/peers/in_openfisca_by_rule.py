"""OpenFisca, as the policy is written: a variable for each rule, and one for its last day."""

from __future__ import annotations

from typing import Any

import in_openfisca as folded
import numpy as np
import pyarrow as pa
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from work import YEARS, Columns, main

REFS = tuple(f"1.{n}{end}" for n in range(len(YEARS)) for end in ("", "/child"))


def _variable(name: str, of: type, formula: Any) -> type[Variable]:
    fixed = {
        "value_type": of,
        "entity": folded.RECORD,
        "definition_period": DateUnit.DAY,
        "formula": formula,
    }
    return type(name, (Variable,), fixed)


def _rule(n: int, years: int, *, child: bool) -> list[type[Variable]]:
    """Return whether a rule governs, and through which day it keeps a record."""

    def governs(record: Any, period: Any) -> Any:
        of_kind = np.asarray(record("kind", period)) == n
        is_child = record("child", period)
        return of_kind & (is_child if child else ~is_child)

    def last_day(record: Any, period: Any, parameters: Any) -> Any:
        length = parameters(period).years[f"k{n}"]
        if child:
            return folded.year_end(record("opened", period), length + 20)
        return folded.years_after(record("closed", period), length)

    name = f"rule_{n}_child" if child else f"rule_{n}"
    return [_variable(name, bool, governs), _variable(f"{name}_until", folded.date, last_day)]


NAMES = tuple(f"rule_{n}{end}" for n in range(len(YEARS)) for end in ("", "_child"))


def _chosen(record: Any, period: Any) -> Any:
    return np.select(
        [record(name, period) for name in NAMES],
        [record(f"{name}_until", period) for name in NAMES],
        folded.NOT_YET,
    )


def _number(record: Any, period: Any) -> Any:
    return np.select([record(name, period) for name in NAMES], list(range(len(NAMES))), 0)


def system() -> TaxBenefitSystem:
    """Return the policy."""
    made = folded.system()
    for n, years in enumerate(YEARS):
        for child in (False, True):
            made.add_variables(*_rule(n, years, child=child))
    made.replace_variable(_variable("keep_until", folded.date, _chosen))
    made.replace_variable(_variable("rule", int, _number))
    return made


def decide(records: Columns) -> Columns:
    """Return the decisions on all records."""
    simulation = folded.simulation_of(system(), records)
    until = simulation.calculate("keep_until", folded.DAY)
    return pa.table(
        {
            "record": records["id"],
            "status": simulation.calculate("status", folded.DAY).decode_to_str(),
            "keep_until": pa.array(until, mask=until == folded.NOT_YET),
            "rule": np.array(REFS)[simulation.calculate("rule", folded.DAY)],
        }
    )


if __name__ == "__main__":
    main(decide)
