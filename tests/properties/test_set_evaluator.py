"""S13: the set evaluator and the reference evaluator have one meaning."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.postgresql import Connection
from tests.properties import spec
from tests.properties.compiled import decisions, meaning
from tests.properties.generated import Shape, policies
from tests.properties.inventories import WILD, inventories
from tests.properties.scale import tried
from tests.properties.staged import (
    decided_by_duckdb,
    decided_by_postgresql,
    decided_by_spark,
    row_of,
)
from tests.properties.written import Writer

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DAYS = (date(2020, 12, 31), date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))


SMALL = Shape(rules=2)


@tried(quick=40, nightly=1000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_duckdb_decides_as_the_reference_evaluator(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, look=True)


@tried(quick=10, nightly=300)
@given(policy=policies(SMALL), data=st.data(), as_of=st.sampled_from(DAYS))
def test_so_do_queries_that_were_made_for_any_data(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, look=False)


@tried(quick=8, nightly=200)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_postgresql_decides_as_the_reference_evaluator(
    postgresql: Connection, policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    meant = meaning(Writer().policy(policy))
    records = data.draw(inventories(policy, WILD))
    found = decided_by_postgresql(postgresql, meant, records, as_of)
    expected = decisions(meant, records, as_of)
    assert found == {id_: row_of(decision) for id_, decision in expected.items()}


@pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")
@tried(quick=3, nightly=30)
@given(policy=policies(SMALL), data=st.data(), as_of=st.sampled_from(DAYS))
def test_spark_decides_as_the_reference_evaluator(
    spark: SparkSession, policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    meant = meaning(Writer().policy(policy))
    records = data.draw(inventories(policy, WILD))
    found = decided_by_spark(spark, meant, records, as_of)
    expected = decisions(meant, records, as_of)
    assert found == {id_: row_of(decision) for id_, decision in expected.items()}


def _agree(policy: spec.Policy, data: st.DataObject, as_of: date, *, look: bool) -> None:
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, WILD))
    found = decided_by_duckdb(meant, records, as_of, look=look)
    for id_, decision in decisions(meant, records, as_of).items():
        assert found[id_] == row_of(decision), (text, as_of, records)
    assert len(found) == len(records)
