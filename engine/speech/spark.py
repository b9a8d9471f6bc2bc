"""How Spark says what reading cells needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tenure.engine.speech.patterns import MONTHS, pattern_of
from tenure.engine.speech.speech import BETWEEN, BLANKS

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\0": "\\0", "\n": "\\n", "\r": "\\r"}


class SparkSpeech:
    """Spark's way; the methods are those of `Speech`."""

    text_type = "STRING"
    day_type = "DATE"
    moment_type = "TIMESTAMP_NTZ"
    number_type = "DECIMAL(38, 10)"
    texts_type = "ARRAY<STRING>"
    truth_type = "BOOLEAN"

    def name(self, text: str) -> str:
        return "`" + text.replace("`", "``") + "`"

    def literal(self, text: str) -> str:
        return "'" + "".join(_ESCAPES.get(letter, letter) for letter in text) + "'"

    def text(self, expression: str) -> str:
        return f"CAST({expression} AS STRING)"

    def trimmed(self, text: str) -> str:
        return f"trim(BOTH {self.literal(''.join(BLANKS))} FROM {text})"

    def matches(self, text: str, pattern: str) -> str:
        whole = rf"\A(?:{pattern})\z"
        return f"regexp_like({text}, {self.literal(whole)})"

    def iso_day(self, text: str) -> str:
        return f"try_cast({text} AS DATE)"

    def iso_moment(self, text: str) -> str:
        return f"try_cast({text} AS TIMESTAMP_NTZ)"

    def iso_instant(self, text: str, zone: str) -> str:
        # Spark takes an offset after seconds, with a colon before its minutes and no blank.
        hours, minutes = r" ?([+-][0-9]{2})\z", r" ?([+-][0-9]{2}):?([0-9]{2})\z"
        seconds = self.literal(r"([T ][0-9]{2}:[0-9]{2}) ?([Z+-])")
        spelled = f"regexp_replace({text}, {seconds}, '$1:00$2')"
        spelled = f"regexp_replace({spelled}, {self.literal(hours)}, '$1:00')"
        spelled = f"regexp_replace({spelled}, {self.literal(minutes)}, '$1:$2')"
        return self.local(f"try_cast({spelled} AS TIMESTAMP)", zone)

    def written(self, text: str, format_: str) -> str:
        pattern = pattern_of(format_)
        whole = self.literal(rf"\A{pattern.text}\z")

        def part(sign: str) -> str:
            if sign not in pattern.groups:
                return "'0'"
            return f"regexp_extract({text}, {whole}, {pattern.groups[sign]})"

        month = part("m")
        for sign in "bB":
            if sign in pattern.groups:
                place = f"instr('{MONTHS}', lower(left({part(sign)}, 3)))"
                month = f"CASE WHEN {place} % 3 = 1 THEN CAST(({place} + 2) / 3 AS INT) END"
        hour = part("H")
        if "I" in pattern.groups:
            twelve = f"try_cast({part('I')} AS INT)"
            later = f"CASE lower({part('p')}) WHEN 'pm' THEN 12 ELSE 0 END"
            hour = f"CASE WHEN {twelve} BETWEEN 1 AND 12 THEN {twelve} % 12 + {later} END"
        two = [f"lpad({each}, 2, '0')" for each in (month, part("d"), hour, part("M"), part("S"))]
        spelled = (
            f"concat({part('Y')}, '-', {two[0]}, '-', {two[1]}, ' ', "
            f"{two[2]}, ':', {two[3]}, ':', {two[4]})"
        )
        matches = f"regexp_like({text}, {whole})"
        return f"CASE WHEN {matches} THEN try_cast({spelled} AS TIMESTAMP_NTZ) END"

    def local(self, instant: str, zone: str) -> str:
        # The session's own zone is UTC: a local time there is the time in UTC.
        return f"convert_timezone('UTC', {self.literal(zone)}, CAST({instant} AS TIMESTAMP_NTZ))"

    def number(self, text: str) -> str:
        return f"CAST({text} AS {self.number_type})"

    def each(self, texts: str, change: Callable[[str], str]) -> str:
        strings = f"CAST({texts} AS ARRAY<STRING>)"
        return f"filter(transform({strings}, x -> {change('x')}), x -> x IS NOT NULL)"

    def split(self, text: str, separator: str) -> str:
        quoted = separator.replace("\\E", "\\E\\\\E\\Q")
        pattern = self.literal(rf"\Q{quoted}\E")
        return f"split({text}, {pattern}, -1)"

    def single(self, text: str) -> str:
        return f"array({text})"

    def length(self, texts: str) -> str:
        return f"size({texts})"

    def first(self, texts: str) -> str:
        return f"try_element_at({texts}, 1)"

    def joined(self, texts: str, between: str = ", ") -> str:
        return f"array_join({texts}, {self.literal(between)})"

    def spread(self, texts: str) -> str:
        return f"explode({texts})"

    def problem(self, code: str, field: str, said: str) -> str:
        begins = self.literal(f"{code}{BETWEEN}{field}{BETWEEN}")
        return f"{begins} || coalesce({said}, '')"

    def found(self, cases: Sequence[tuple[str, str]]) -> str:
        if not cases:
            return "CAST(NULL AS ARRAY<STRING>)"
        anything = " OR ".join(f"coalesce({condition}, false)" for condition, _ in cases)
        each = ", ".join(
            f"CASE WHEN {condition} THEN {problem} END" for condition, problem in cases
        )
        return f"CASE WHEN {anything} THEN filter(array({each}), x -> x IS NOT NULL) END"


SPARK = SparkSpeech()
