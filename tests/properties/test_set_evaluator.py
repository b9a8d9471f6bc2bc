"""S13: the set evaluator and the reference evaluator have one meaning."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties import spec
from tests.properties.compiled import compiled, decisions
from tests.properties.generated import policies
from tests.properties.inventories import WILD, inventories
from tests.properties.scale import tried
from tests.properties.staged import decided_by_duckdb, row_of
from tests.properties.written import Writer

DAYS = (date(2020, 12, 31), date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))


@tried(quick=60, nightly=1000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_duckdb_decides_as_the_reference_evaluator(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    text = Writer().policy(policy)
    meant = compiled(text).policy
    assume(meant is not None)
    assert meant is not None
    records = data.draw(inventories(policy, WILD))
    expected = {id_: row_of(one) for id_, one in decisions(meant, records, as_of).items()}
    found = decided_by_duckdb(meant, records, as_of)
    for id_, row in expected.items():
        assert found[id_] == row, (text, as_of, records)
    assert len(found) == len(records)
