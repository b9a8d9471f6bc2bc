"""A policy of twenty rules, records for it, and the SQL that somebody would write by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2026, 6, 1)
YEARS = (1, 2, 3, 3, 5, 6, 6, 7, 10, 12)
FIELDS = ("id", "kind", "opened", "closed", "child", "disputed")

_SCHEDULE = """\
policy "Twenty rules"
  dispose within 30 days

record file "Case files"
  kind     one of {kinds}
  opened   date required
  closed   date
  child    yes/no required
  disputed yes/no required

authority practice "Good practice" kind good_practice
authority statute "Act" kind statute

{rules}

hold dispute "Open dispute" for file while disputed
"""

_RULE = """\
rule 1.{n} "Kind {n}" for file when kind is k{n}
  keep {years} years after closed
  because practice
  except child when child
    keep CY+{longer} from opened
    because statute
  end
"""


def policy_text() -> str:
    """The policy: ten rules, and an exception to each."""
    rules = "\n".join(
        _RULE.format(n=n, years=years, longer=years + 20) for n, years in enumerate(YEARS)
    )
    kinds = ", ".join(f"k{n}" for n in range(len(YEARS)))
    return _SCHEDULE.format(kinds=kinds, rules=rules)


_RECORDS = """
COPY (
  SELECT
    'r' || i AS id,
    'k' || (i * 7919) % 10 AS kind,
    DATE '2005-01-01' + ((i * 104729) % 7000)::INT AS opened,
    CASE WHEN i % 9 = 0 THEN NULL
      ELSE DATE '2005-01-01' + ((i * 104729) % 7000 + i % 600)::INT END AS closed,
    i % 11 = 0 AS child,
    i % 97 = 0 AS disputed
  FROM range({count}) t(i)
) TO '{path}' (FORMAT parquet)
"""


def write_records(path: Path, count: int) -> None:
    """Write so many records to a Parquet file; the same each time."""
    duckdb.sql(_RECORDS.format(count=count, path=path))


_SPELLINGS = {
    "duckdb": {
        "empty": "CAST([] AS VARCHAR[])",
        "opening": "[",
        "closing": "]",
        "year": "year(opened)",
        "after": "closed + to_years(years)",
        "text": "VARCHAR",
    },
    "postgres": {
        "empty": "CAST('{}' AS TEXT[])",
        "opening": "ARRAY[",
        "closing": "]",
        "year": "CAST(extract(year FROM opened) AS INT)",
        "after": "closed + make_interval(years => years)",
        "text": "TEXT",
    },
    "spark": {
        "empty": "CAST(array() AS ARRAY<STRING>)",
        "opening": "array(",
        "closing": ")",
        "year": "year(opened)",
        "after": "add_months(closed, 12 * years)",
        "text": "STRING",
    },
}


def by_hand(dialect: str = "duckdb") -> str:
    """What somebody who knows the policy and SQL would write for it.

    A table of the rules to join, in place of the `CASE`, was tried: it is no faster.

    Args:
        dialect: `duckdb`, `postgres` or `spark`; they differ in lists and in adding years.
    """
    kinds = " ".join(f"WHEN 'k{n}' THEN {years}" for n, years in enumerate(YEARS))
    spelling = _SPELLINGS[dialect]
    empty, opening, closing = spelling["empty"], spelling["opening"], spelling["closing"]
    return f"""
WITH governed AS (
  SELECT *, CASE kind {kinds} END AS years, substr(kind, 2) AS n
  FROM records
), dated AS (
  SELECT *,
    CASE WHEN child THEN make_date({spelling["year"]} + years + 20, 12, 31)
      ELSE CAST({spelling["after"]} AS DATE) END AS keep_until,
    '1.' || n || CASE WHEN child THEN '/child' ELSE '' END AS rule
  FROM governed
)
SELECT
  id AS record,
  'file' AS record_class,
  CASE WHEN disputed THEN 'held'
    WHEN keep_until IS NULL THEN 'awaiting'
    WHEN keep_until >= DATE '{AS_OF}' THEN 'retain'
    WHEN keep_until + 31 < DATE '{AS_OF}' THEN 'overdue'
    ELSE 'due' END AS status,
  keep_until,
  keep_until + 1 AS due,
  'destroy' AS action,
  rule,
  1 AS phase,
  CAST(NULL AS DATE) AS not_before,
  CAST(NULL AS DATE) AS not_after,
  {empty} AS missing,
  CASE WHEN keep_until IS NULL THEN {opening}'closed'{closing} ELSE {empty} END AS awaiting,
  CASE WHEN disputed THEN {opening}'dispute'{closing} ELSE {empty} END AS held_by,
  CAST(NULL AS {spelling["text"]}) AS follows
FROM dated
"""
