"""S13: the set evaluator and the reference evaluator have one meaning, in every database.

The same policies, inventories, days and facts are drawn for all: links of records to each
other and to nowhere, counts, phases, holds, rules in force for a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.postgresql import Connection
from tests.properties import spec
from tests.properties.compiled import decisions, meaning
from tests.properties.generated import Shape, policies
from tests.properties.inventories import WILD, inventories
from tests.properties.scale import tried
from tests.properties.staged import (
    Row,
    decided_by_duckdb,
    decided_by_postgresql,
    decided_by_spark,
    decided_without_a_look,
    row_of,
)
from tests.properties.written import Writer

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Decides = Callable[[Policy, Sequence[Record], date, Mapping[str, Value]], Mapping[str, Row]]

DAYS = (date(2020, 12, 31), date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))
SMALL = Shape(rules=2)


@tried(quick=40, nightly=1000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_duckdb_decides_as_the_reference_evaluator(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, decided_by_duckdb)


@tried(quick=10, nightly=300)
@given(policy=policies(SMALL), data=st.data(), as_of=st.sampled_from(DAYS))
def test_so_do_queries_that_were_made_for_any_data(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, decided_without_a_look)


@tried(quick=8, nightly=1000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_postgresql_decides_as_the_reference_evaluator(
    postgresql: Connection, policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, partial(decided_by_postgresql, postgresql))


@pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")
@tried(quick=4, nightly=1000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_spark_decides_as_the_reference_evaluator(
    spark: SparkSession, policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    _agree(policy, data, as_of, partial(decided_by_spark, spark))


def _agree(policy: spec.Policy, data: st.DataObject, as_of: date, decides: Decides) -> None:
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, WILD))
    facts = {
        fact.name: data.draw(st.sampled_from(fact.values))
        for fact in policy.facts
        if data.draw(st.booleans())
    }
    found = decides(meant, records, as_of, facts)
    for id_, decision in decisions(meant, records, as_of, facts).items():
        assert found[id_] == row_of(decision), (text, as_of, facts, records)
    assert len(found) == len(records)
