"""What all peers do: read the records from Parquet, decide them, and write the decisions.

They write four columns, not the fourteen that tenure writes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pyarrow import Table as Columns
from pyarrow import parquet

sys.path.append(str(Path(__file__).resolve().parent.parent))

from measured import report

AS_OF = date(2026, 6, 1)
YEARS = (1, 2, 3, 3, 5, 6, 6, 7, 10, 12)

__all__ = ["AS_OF", "YEARS", "Columns", "main"]


def main(decide: Callable[[Columns], Columns]) -> None:
    """Decide the records of the file that is named first, into the file that is named second."""
    source, target = sys.argv[1:3]
    names = ["id", "kind", "opened", "closed", "child", "disputed"]
    report(lambda: parquet.write_table(decide(parquet.read_table(source, columns=names)), target))
