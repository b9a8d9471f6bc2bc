"""How DuckDB says what reading cells needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tenure.engine.inventories.sql import literal, name
from tenure.engine.speech.speech import BLANKS

_PROBLEM = "STRUCT(code VARCHAR, field VARCHAR, said VARCHAR)[]"


class DuckDBSpeech:
    """DuckDB's way; the methods are those of `Speech`."""

    text_type = "VARCHAR"
    day_type = "DATE"
    moment_type = "TIMESTAMP"
    number_type = "DECIMAL(38, 10)"
    texts_type = "VARCHAR[]"
    truth_type = "BOOLEAN"

    def name(self, text: str) -> str:
        return name(text)

    def literal(self, text: str) -> str:
        return literal(text)

    def text(self, expression: str) -> str:
        return f"CAST({expression} AS VARCHAR)"

    def trimmed(self, text: str) -> str:
        blanks = "".join(BLANKS[:-1])
        return f"trim({text}, {literal(blanks)} || chr({ord(BLANKS[-1])}))"

    def matches(self, text: str, pattern: str) -> str:
        return f"regexp_full_match({text}, {literal(pattern)})"

    def iso_day(self, text: str) -> str:
        return f"TRY_CAST({text} AS DATE)"

    def iso_moment(self, text: str) -> str:
        return f"TRY_CAST({text} AS TIMESTAMP)"

    def iso_instant(self, text: str, zone: str) -> str:
        # DuckDB takes an offset of hours only, or with a colon before the minutes.
        offset = literal(r" ?([+-][0-9]{2})(?::?([0-9]{2}))$")
        spelled = rf"regexp_replace({text}, {offset}, '\1:\2')"
        return self.local(f"TRY_CAST({spelled} AS TIMESTAMPTZ)", zone)

    def written(self, text: str, format_: str) -> str:
        return f"try_strptime({text}, {literal(format_)})"

    def local(self, instant: str, zone: str) -> str:
        return f"timezone({literal(zone)}, {instant})"

    def number(self, text: str) -> str:
        return f"TRY_CAST({text} AS {self.number_type})"

    def each(self, texts: str, change: Callable[[str], str]) -> str:
        changed = f"list_transform({texts}, lambda x: {change('CAST(x AS VARCHAR)')})"
        return f"list_filter({changed}, lambda x: x IS NOT NULL)"

    def split(self, text: str, separator: str) -> str:
        return f"string_split({text}, {literal(separator)})"

    def single(self, text: str) -> str:
        return f"[{text}]"

    def length(self, texts: str) -> str:
        return f"len({texts})"

    def first(self, texts: str) -> str:
        return f"({texts})[1]"

    def joined(self, texts: str, between: str = ", ") -> str:
        return f"array_to_string({texts}, {literal(between)})"

    def spread(self, texts: str) -> str:
        return f"unnest({texts})"

    def problem(self, code: str, field: str, said: str) -> str:
        return (
            f"{{'code': {literal(code)}, 'field': {literal(field)}, "
            f"'said': CAST({said} AS VARCHAR)}}"
        )

    def found(self, cases: Sequence[tuple[str, str]]) -> str:
        if not cases:
            return f"NULL::{_PROBLEM}"
        anything = " OR ".join(f"coalesce({condition}, false)" for condition, _ in cases)
        each = ", ".join(
            f"CASE WHEN {condition} THEN {problem} END" for condition, problem in cases
        )
        return f"CASE WHEN {anything} THEN list_filter([{each}], lambda x: x IS NOT NULL) END"


DUCKDB = DuckDBSpeech()
