"""pandas: whole columns at a time, months added by numpy."""

from __future__ import annotations

import numpy as np
import pandas as pd
from work import AS_OF, YEARS, Columns, main


def years_after(days: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return the corresponding dates, or the last days of their months."""
    months = days.astype("M8[M]")
    of_month = (days - months.astype("M8[D]")).astype("m8[D]")
    moved = months + (years * 12).astype("m8[M]")
    last = (moved + 1).astype("M8[D]") - np.timedelta64(1, "D")
    return np.minimum(moved.astype("M8[D]") + of_month, last)


def decide(records: Columns) -> Columns:
    """Return the decisions on all records."""
    frame = records.to_pandas(date_as_object=False)
    number = frame["kind"].str.slice(1)
    years = np.array(YEARS)[number.astype(int)]
    opened = frame["opened"].to_numpy().astype("M8[D]")
    closed = frame["closed"].to_numpy().astype("M8[D]")
    child = frame["child"].to_numpy(dtype=bool)
    year_ends = (opened.astype("M8[Y]") + years + 21).astype("M8[D]") - np.timedelta64(1, "D")
    keep_until = np.where(child, year_ends, years_after(closed, years))
    as_of = np.datetime64(AS_OF)
    status = np.select(
        [
            frame["disputed"].to_numpy(dtype=bool),
            np.isnat(keep_until),
            keep_until >= as_of,
            keep_until < as_of - np.timedelta64(31, "D"),
        ],
        ["held", "awaiting", "retain", "overdue"],
        "due",
    )
    decided = pd.DataFrame(
        {
            "record": frame["id"],
            "status": status,
            "keep_until": keep_until,
            "rule": "1." + number + np.where(child, "/child", ""),
        }
    )
    table = Columns.from_pandas(decided, preserve_index=False)
    days = table["keep_until"].cast("date32")
    return table.set_column(2, "keep_until", days)


if __name__ == "__main__":
    main(decide)
