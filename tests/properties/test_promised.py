"""S13 for deadlines: generated standards and procedures, decided alike in every database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.postgresql import Connection
from tests.properties import naive_procedures, services
from tests.properties.compiled import meaning, policy_of
from tests.properties.naive_procedures import DAYS, Procedure, When
from tests.properties.promised import by_duckdb, by_postgresql, by_spark, meant
from tests.properties.scale import tried

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EACH = 60
SEEDS = st.integers(0, 1_000_000)


def policy_in(text: str) -> Policy:
    """The policy of a generated text, which may be one that the checks refuse."""
    policy = meaning(text)
    return policy


@tried(quick=5, nightly=1000)
@given(text=services.policies(), seed=SEEDS, as_of=services.days)
def test_duckdb_decides_promises_as_the_reference_evaluator(
    text: str, seed: int, as_of: date
) -> None:
    policy = policy_in(text)
    records = services.inventory(seed, EACH)
    assert by_duckdb(policy, records, as_of) == meant(policy, records, as_of), text


@tried(quick=4, nightly=1000)
@given(
    procedure=naive_procedures.procedures(),
    other=st.none() | st.just(When(flag="elsewhere")),
    data=st.data(),
    as_of=DAYS,
)
def test_so_it_does_procedures_that_have_a_second_reading(
    procedure: Procedure, other: When | None, data: st.DataObject, as_of: date
) -> None:
    text = naive_procedures.text_of(procedure, other)
    flags = [*naive_procedures.flags_of(procedure), *([other.flag] if other else [])]
    records = []
    for n in range(12):
        fields = data.draw(naive_procedures.events(procedure))
        fields |= {flag: data.draw(st.booleans()) for flag in flags if data.draw(st.booleans())}
        records.append(Record(id=f"c{n}", record_class="case", fields=fields))
    policy = policy_of(text)
    assert by_duckdb(policy, records, as_of) == meant(policy, records, as_of), text


@tried(quick=2, nightly=300)
@given(text=services.policies(2), seed=SEEDS, as_of=services.days)
def test_postgresql_decides_promises_as_the_reference_evaluator(
    postgresql: Connection, text: str, seed: int, as_of: date
) -> None:
    policy = policy_in(text)
    records = services.inventory(seed, EACH)
    assert by_postgresql(postgresql, policy, records, as_of) == meant(policy, records, as_of), text


@pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")
@tried(quick=1, nightly=40)
@given(text=services.policies(1), seed=SEEDS, as_of=services.days)
def test_spark_decides_promises_as_the_reference_evaluator(
    spark: SparkSession, text: str, seed: int, as_of: date
) -> None:
    policy = policy_in(text)
    records = services.inventory(seed, EACH)
    assert by_spark(spark, policy, records, as_of) == meant(policy, records, as_of), text
