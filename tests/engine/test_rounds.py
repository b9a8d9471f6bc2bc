"""Chains and circles of links, decided in rounds: each record once, in every database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.postgresql import Connection
from tests.properties.compiled import decisions, policy_of
from tests.properties.staged import (
    decided_by_duckdb,
    decided_by_postgresql,
    decided_by_spark,
    row_of,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

AS_OF = date(2026, 6, 1)
POLICY = """
policy "Chains"
record complaint
  closed    date
  previous  link to complaint
rule 1 for complaint
  keep 3 years after closed
  then destroy
  except repeat when previous is known
    keep the later of (3 years after closed, as long as previous)
  end
"""


def chains(policy: Policy, length: int) -> tuple[list[Record], dict[str, object]]:
    """A chain, circles of one and of two, and what leads to them; and what is expected."""
    day = date(2019, 1, 31)
    records = [
        Record(
            id=f"c{n}",
            record_class="complaint",
            fields={
                "closed": day + timedelta(days=n % 7 * 300),
                **({"previous": f"c{n - 1}"} if n else {}),
            },
        )
        for n in range(length)
    ]
    records += [
        Record(id=id_, record_class="complaint", fields={"closed": day, "previous": to})
        for id_, to in (("s", "s"), ("to s", "s"), ("a", "b"), ("b", "a"), ("to a", "a"))
    ]
    expected = decisions(policy, records, AS_OF)
    return records, {id_: row_of(one) for id_, one in expected.items()}


def test_duckdb() -> None:
    policy = policy_of(POLICY)
    records, expected = chains(policy, 60)
    assert decided_by_duckdb(policy, records, AS_OF) == expected
    assert [id_ for id_, row in expected.items() if "linked record" in str(row)] == [
        *("s", "a", "b")
    ]


def test_postgresql(postgresql: Connection) -> None:
    policy = policy_of(POLICY)
    records, expected = chains(policy, 20)
    assert decided_by_postgresql(postgresql, policy, records, AS_OF) == expected


@pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")
def test_spark_whose_plans_do_not_grow(spark: SparkSession) -> None:
    policy = policy_of(POLICY)
    records, expected = chains(policy, 10)
    assert decided_by_spark(spark, policy, records, AS_OF) == expected
    kept = spark.table("tenure_kept_staged_complaint")
    assert kept.rdd.getNumPartitions() == 1  # as many as the session shuffles into
