"""How PostgreSQL says what reading cells needs.

It has no cast that gives null for what cannot be cast, so what is cast has been looked at
before, part by part. Texts are compared by their code points, whatever the collation of
a column is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tenure.engine.speech.patterns import MONTHS, pattern_of
from tenure.engine.speech.speech import BETWEEN, BLANKS, OFFSET

_ISO = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9.]+))?)?"

FUNCTIONS = (
    # The days of a month, by the rules of the Gregorian calendar.
    """
    CREATE FUNCTION pg_temp.tenure_moment(y text, mo text, d text, h text, mi text, s text)
    RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
            WHEN CAST(y AS int) >= 1 AND CAST(mo AS int) BETWEEN 1 AND 12
            AND CAST(d AS int) BETWEEN 1 AND CASE
                WHEN CAST(mo AS int) = 2 AND CAST(y AS int) % 4 = 0
                    AND (CAST(y AS int) % 100 <> 0 OR CAST(y AS int) % 400 = 0) THEN 29
                WHEN CAST(mo AS int) = 2 THEN 28
                WHEN CAST(mo AS int) IN (4, 6, 9, 11) THEN 30
                ELSE 31
            END
            AND CAST(h AS int) < 24 AND CAST(mi AS int) < 60 AND CAST(s AS numeric) < 60
            THEN make_timestamp(
                CAST(y AS int), CAST(mo AS int), CAST(d AS int),
                CAST(h AS int), CAST(mi AS int), CAST(s AS float8)
            )
        END
    $$
    """,
    f"""
    CREATE FUNCTION pg_temp.tenure_iso(said text)
    RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
        SELECT pg_temp.tenure_moment(
            m[1], m[2], m[3], coalesce(m[4], '0'), coalesce(m[5], '0'), coalesce(m[6], '0')
        ) FROM regexp_match(said, '{_ISO}') AS m
    $$
    """,
    # What is east of Greenwich has a later clock: its offset is taken away.
    f"""
    CREATE FUNCTION pg_temp.tenure_instant(said text)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
        SELECT timezone('UTC', pg_temp.tenure_iso(said) - CASE
            WHEN o[1] = 'Z' THEN interval '0'
            WHEN CAST(substr(o[1], 2, 2) AS int) > 23
                OR CAST(coalesce(nullif(right(o[2], 2), ''), '0') AS int) > 59 THEN NULL
            ELSE CAST(left(o[1], 1) || '1' AS int) * make_interval(
                hours => CAST(substr(o[1], 2, 2) AS int),
                mins => CAST(coalesce(nullif(right(o[2], 2), ''), '0') AS int)
            )
        END) FROM regexp_match(said, '{OFFSET}$') AS o
    $$
    """,
    f"""
    CREATE FUNCTION pg_temp.tenure_month(said text)
    RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN p > 0 AND p % 3 = 1 THEN CAST((p + 2) / 3 AS text) END
        FROM strpos('{MONTHS}', lower(left(said, 3))) AS p
    $$
    """,
    """
    CREATE FUNCTION pg_temp.tenure_hour(said text, half text)
    RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN CAST(said AS int) BETWEEN 1 AND 12
            THEN CAST(CAST(said AS int) % 12
                + CASE lower(half) WHEN 'pm' THEN 12 ELSE 0 END AS text) END
    $$
    """,
)
"""What a session is given: functions that are gone with it."""


class PostgreSQLSpeech:
    """PostgreSQL's way; the methods are those of `Speech`."""

    text_type = "text"
    day_type = "date"
    moment_type = "timestamp"
    number_type = "numeric(38, 10)"
    texts_type = "text[]"
    truth_type = "boolean"

    def name(self, text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    def literal(self, text: str) -> str:
        quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'"
        return f"E{quoted}" if "\\" in text else quoted

    def text(self, expression: str) -> str:
        return f'(CAST({expression} AS text) COLLATE "C")'

    def trimmed(self, text: str) -> str:
        return f"btrim({text}, {self.literal(''.join(BLANKS))})"

    def matches(self, text: str, pattern: str) -> str:
        return f"{text} ~ {self.literal(f'^(?:{pattern})$')}"

    def iso_day(self, text: str) -> str:
        return f"CAST(pg_temp.tenure_iso({text}) AS date)"

    def iso_moment(self, text: str) -> str:
        return f"pg_temp.tenure_iso({text})"

    def iso_instant(self, text: str, zone: str) -> str:
        return self.local(f"pg_temp.tenure_instant({text})", zone)

    def written(self, text: str, format_: str) -> str:
        pattern = pattern_of(format_)

        def part(sign: str, otherwise: str = "'0'") -> str:
            return f"m[{pattern.groups[sign]}]" if sign in pattern.groups else otherwise

        names = next((sign for sign in "bB" if sign in pattern.groups), None)
        month = f"pg_temp.tenure_month({part(names)})" if names else part("m")
        hour = part("H")
        if "I" in pattern.groups:
            hour = f"pg_temp.tenure_hour({part('I')}, {part('p')})"
        parts = ", ".join((part("Y"), month, part("d"), hour, part("M"), part("S")))
        match = f"regexp_match({text}, {self.literal(f'^{pattern.text}$')})"
        return f"(SELECT pg_temp.tenure_moment({parts}) FROM {match} AS m)"

    def local(self, instant: str, zone: str) -> str:
        return f"timezone({self.literal(zone)}, {instant})"

    def number(self, text: str) -> str:
        return f"CAST({text} AS {self.number_type})"

    def each(self, texts: str, change: Callable[[str], str]) -> str:
        changed = change('(x COLLATE "C")')
        return (
            f"ARRAY(SELECT v FROM (SELECT {changed} AS v, n FROM unnest(CAST({texts} AS text[])) "
            "WITH ORDINALITY AS u(x, n)) AS l WHERE v IS NOT NULL ORDER BY n)"
        )

    def split(self, text: str, separator: str) -> str:
        return f"string_to_array({text}, {self.literal(separator)})"

    def single(self, text: str) -> str:
        return f"ARRAY[{text}]"

    def length(self, texts: str) -> str:
        return f"cardinality({texts})"

    def first(self, texts: str) -> str:
        return f"({texts})[1]"

    def joined(self, texts: str, between: str = ", ") -> str:
        return f"array_to_string({texts}, {self.literal(between)})"

    def spread(self, texts: str) -> str:
        return f"unnest({texts})"

    def problem(self, code: str, field: str, said: str) -> str:
        begins = self.literal(f"{code}{BETWEEN}{field}{BETWEEN}")
        return f"{begins} || coalesce({said}, '')"

    def found(self, cases: Sequence[tuple[str, str]]) -> str:
        if not cases:
            return "CAST(NULL AS text[])"
        anything = " OR ".join(f"coalesce({condition}, false)" for condition, _ in cases)
        each = ", ".join(
            f"CASE WHEN {condition} THEN {problem} END" for condition, problem in cases
        )
        return f"CASE WHEN {anything} THEN array_remove(ARRAY[{each}], NULL) END"


POSTGRESQL = PostgreSQLSpeech()
