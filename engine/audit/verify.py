"""Compares an inventory with an earlier audit: what has become of its disposal list.

Everything that was in the earlier inventory is either in this one, or gone. Gone is what
the list asked for, where it did; anything else that is gone is an alarm.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from tenure.compiler.policy.rules import PAST_PARTICIPLES, Verb
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.engine.audit.audit import Audit
from tenure.engine.audit.entering import enter
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.inventories.sql import literal, literals
from tenure.engine.inventories.stage import DataError

MANIFEST = "manifest.json"
DECISIONS_FILE = "decisions.parquet"
DISPOSAL_LIST = "disposal-list.csv"
REJECTS_FILE = "rejects.csv"
APPROVED = "approved"
"""The column of the disposal list in which whoever signs it off may write `no`."""

_REFUSED = ("no",)
_AGREED = ("", "yes")
_GONE: tuple[Verb, ...] = ("destroy", "transfer")
"""The actions after which a record is not in the inventory any more."""


class Outcome(StrEnum):
    """What has become of a record of an earlier audit."""

    DONE = "done as listed"
    STILL_THERE = "still there"
    NOT_READABLE = "cannot be told: its row is not sound now"
    REFUSED = "kept, as approval was refused"
    GONE_UNLISTED = "gone without being listed"
    GONE_REFUSED = "gone although approval was refused"
    GONE_OTHERWISE = "gone although another action was listed"


ALARMS = (Outcome.GONE_UNLISTED, Outcome.GONE_REFUSED, Outcome.GONE_OTHERWISE)
"""The outcomes that somebody has to explain."""

CODES: dict[Outcome, Code] = {
    Outcome.STILL_THERE: Code.NOT_DISPOSED,
    **dict.fromkeys(ALARMS, Code.GONE_UNLISTED),
}
"""The outcomes that are findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One line of the disposal log.

    Attributes:
        record, record_class: the record, as the earlier audit knew it.
        action, rule, due: as it was listed; `None` where it was not.
        outcome: what has become of it.
    """

    record: str
    record_class: str | None
    action: str | None
    rule: str | None
    due: date | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What an earlier audit comes to now.

    Attributes:
        listed_on: its as-of day.
        seen_on: the as-of day of this one.
        manifest_sha256: of its manifest.
        list_changed: whether the list was changed after it was written, as it is by
            whoever signs it off.
        outcomes: every outcome that occurs, with its count.
        new: how many records are in this inventory and were not in the earlier one.
        policy_changed: whether the earlier audit was by another text of the policy.
    """

    listed_on: date
    seen_on: date
    manifest_sha256: str
    list_changed: bool
    outcomes: tuple[tuple[Outcome, int], ...]
    new: int
    policy_changed: bool

    @property
    def alarms(self) -> int:
        """How many records somebody has to explain."""
        return sum(count for outcome, count in self.outcomes if outcome in ALARMS)


class Verifier:
    """Compares one audit with one earlier one."""

    def __init__(self, audit: Audit, previous: str | Path, fingerprint: str) -> None:
        """Compare.

        Args:
            audit: the later audit.
            previous: the folder of the earlier one.
            fingerprint: of the policy as it is now.

        Raises:
            DataError: the folder is not that of an earlier audit, or its list cannot be
                understood (TN502).
        """
        self._connection = audit.connection
        self._folder = Path(previous)
        seen_on = audit.summary.as_of
        manifest, digest = read_manifest(self._folder)
        listed_on = date.fromisoformat(manifest["as_of"])
        if listed_on > seen_on:
            raise self._error(MANIFEST, f"it is of a later day, {listed_on}")
        self._load()
        self._compare()
        self.verification = Verification(
            listed_on=listed_on,
            seen_on=seen_on,
            manifest_sha256=digest,
            list_changed=self._digest(DISPOSAL_LIST)
            != manifest["outputs"][DISPOSAL_LIST]["sha256"],
            outcomes=self._outcomes(),
            new=self._new(),
            policy_changed=manifest["policy"]["fingerprint"] != fingerprint,
        )

    def log(self) -> Iterator[Logged]:
        """Yield what was listed and what else is gone, alarms first, then by id."""
        order = literals((*ALARMS, *(one for one in Outcome if one not in ALARMS)))
        found = self._connection.cursor().execute(
            "SELECT record, record_class, action, rule, due, outcome FROM log WHERE outcome "
            f"IS NOT NULL ORDER BY list_position([{order}], outcome), record"
        )
        while batch := found.fetchmany(10_000):
            for record, record_class, action, rule, due, outcome in batch:
                yield Logged(
                    record=record,
                    record_class=record_class,
                    action=action,
                    rule=rule,
                    due=due,
                    outcome=Outcome(outcome),
                )

    # --- what was -----------------------------------------------------------------

    def _load(self) -> None:
        """Load what the earlier audit knew: every record, and those that it listed."""
        import duckdb

        execute = self._connection.execute
        decisions = literal(str(self._folder / DECISIONS_FILE))
        try:
            execute(
                "CREATE TABLE earlier AS SELECT record, record_class, disposed_as "
                f"FROM read_parquet({decisions})"
            )
            execute(
                "CREATE TABLE was_listed (record VARCHAR, action VARCHAR, rule VARCHAR, "
                "due DATE, refused BOOLEAN)"
            )
            listed = [self._listed(row) for row in read_sheet(self._folder / DISPOSAL_LIST)]
            put_aside = {
                row["record"]: (row["record"], row["class"], None)
                for row in read_sheet(self._folder / REJECTS_FILE)
                if row["record"]
            }
        except duckdb.Error as error:
            raise self._error(DECISIONS_FILE, "cannot read the earlier decisions") from error
        except (OSError, ValueError, KeyError) as error:
            raise self._error(DISPOSAL_LIST, f"cannot read the earlier lists: {error}") from error
        texts = ("VARCHAR", "VARCHAR", "VARCHAR")
        enter(self._connection, "was_listed", (*texts, "DATE", "BOOLEAN"), listed)
        enter(self._connection, "earlier", texts, put_aside.values())
        unknown = execute(
            "SELECT min(record) FROM was_listed ANTI JOIN earlier USING (record)"
        ).fetchone()
        if unknown and unknown[0] is not None:
            raise self._error(DISPOSAL_LIST, f"`{unknown[0]}` was not in the inventory then")

    def _listed(self, row: dict[str, str]) -> tuple[str, str, str, date, bool]:
        approved = row.get(APPROVED, "").strip().lower()
        if approved not in (*_AGREED, *_REFUSED):
            raise self._error(
                DISPOSAL_LIST,
                f"`{row[APPROVED]}` in the column `{APPROVED}` is neither `yes` nor `no`",
            )
        due = date.fromisoformat(row["due"])
        return row["record"], row["action"], row["rule"], due, approved in _REFUSED

    # --- what is ------------------------------------------------------------------

    def _compare(self) -> None:
        """Give every earlier record its outcome; none to what was not listed and is still here."""
        participles = " ".join(
            f"WHEN {literal(verb)} THEN {literal(done)}" for verb, done in PAST_PARTICIPLES.items()
        )
        done = f"CASE split_part(action, ' ', 1) {participles} END"
        gone = literals(PAST_PARTICIPLES[verb] for verb in _GONE)
        leaves = f"split_part(action, ' ', 1) IN ({literals(_GONE)})"
        self._connection.execute(
            f"""
            CREATE TABLE log AS
            WITH unsound AS (SELECT DISTINCT id FROM rejects WHERE id IS NOT NULL),
                 met AS (
                    SELECT earlier.record, earlier.record_class, action, rule, due, refused,
                           unsound.id IS NOT NULL AS unsound,
                           here.id IS NULL OR coalesce(here.disposed_as IN ({gone}), false)
                               AS gone,
                           coalesce(here.disposed_as = {done}, false)
                               AND here.disposed_as IS DISTINCT FROM earlier.disposed_as AS done
                    FROM earlier
                    LEFT JOIN was_listed USING (record)
                    LEFT JOIN provenance AS here ON here.id = earlier.record
                    LEFT JOIN unsound ON unsound.id = earlier.record
                    WHERE earlier.disposed_as IS NULL OR earlier.disposed_as NOT IN ({gone})
                 )
            SELECT record, record_class, action, rule, due,
                CASE
                    WHEN unsound AND action IS NOT NULL THEN {literal(Outcome.NOT_READABLE)}
                    WHEN unsound THEN NULL
                    WHEN action IS NULL AND gone THEN {literal(Outcome.GONE_UNLISTED)}
                    WHEN action IS NULL THEN NULL
                    WHEN refused AND gone THEN {literal(Outcome.GONE_REFUSED)}
                    WHEN refused THEN {literal(Outcome.REFUSED)}
                    WHEN done OR (gone AND {leaves}) THEN {literal(Outcome.DONE)}
                    WHEN gone THEN {literal(Outcome.GONE_OTHERWISE)}
                    ELSE {literal(Outcome.STILL_THERE)}
                END AS outcome
            FROM met
            """
        )

    def _outcomes(self) -> tuple[tuple[Outcome, int], ...]:
        counts = dict(
            self._connection.execute(
                "SELECT outcome, count(*) FROM log WHERE outcome IS NOT NULL GROUP BY outcome"
            ).fetchall()
        )
        return tuple((outcome, counts[outcome]) for outcome in Outcome if outcome in counts)

    def _new(self) -> int:
        row = self._connection.execute(
            "SELECT count(*) FROM provenance ANTI JOIN earlier ON id = record"
        ).fetchone()
        return int(row[0]) if row else 0

    def _digest(self, name: str) -> str:
        return sha256((self._folder / name).read_bytes()).hexdigest()

    def _error(self, name: str, message: str) -> DataError:
        return _unusable(self._folder, name, message)


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the manifest of an earlier audit, and its SHA-256.

    Raises:
        DataError: the folder is not that of an audit, or has no disposal list (TN502).
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest = json.loads(data)
        if not str(manifest["schema"]).startswith("tenure-audit-"):
            raise ValueError(manifest["schema"])
        for key in ("as_of", "policy", "outputs"):
            manifest[key]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _unusable(folder, MANIFEST, f"cannot read the earlier audit: {reason}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(folder, MANIFEST, "it is not the manifest of an audit") from error
    if DISPOSAL_LIST not in manifest["outputs"]:
        said = "the earlier audit was of a policy without rules: it has no list to compare with"
        raise _unusable(folder, MANIFEST, said)
    return manifest, sha256(data).hexdigest()


def _unusable(folder: Path, name: str, message: str) -> DataError:
    diagnostic = Diagnostic(code=Code.UNREADABLE_DATA, message=message, path=str(folder / name))
    return DataError((diagnostic,))
