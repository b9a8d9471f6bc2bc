"""The public API: a policy, loaded, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.api.records import RecordReader, as_of_in, day_in
from tenure.api.versions import compile_version
from tenure.compiler.deadlines import AsOf, DeadlineDecision, DutyDecision, LogEntry
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.dsl.diagnostics import PolicyError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from tenure.compiler.check.checks import CheckReport
    from tenure.compiler.compare.changes import Comparison
    from tenure.compiler.graph import RuleGraph
    from tenure.compiler.selftest import TestReport
    from tenure.engine.audit.results import AuditSummary
    from tenure.engine.inside.host import Elsewhere, EngineName
    from tenure.engine.trial.results import TrialSummary


def load(path: str | Path) -> LoadedPolicy:
    """Load a policy.

    Args:
        path: a `.tenure` file, a folder with some directly in it, or the `schedule.json`
            that `publish` wrote, which carries the policy's files.

    Raises:
        PolicyError: the policy cannot be read or has an error; its `diagnostics` say what.
    """
    compilation = compile_version(path)
    if compilation.policy is None:
        raise PolicyError(compilation.diagnostics)
    return LoadedPolicy(compilation.policy, path)


class LoadedPolicy:
    """A policy whose text is without error.

    Attributes:
        policy: the policy as the compiler understood it: its classes, rules and holds.
        path: where it was loaded from, as it was named.
    """

    def __init__(self, policy: Policy, path: str | Path) -> None:
        self.policy = policy
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"<LoadedPolicy {self.title!r} from {str(self.path)!r}>"

    @property
    def title(self) -> str:
        """The policy's title."""
        return self.policy.document.title

    def check(self, as_of: date | str | None = None) -> CheckReport:
        """Check the policy.

        Args:
            as_of: the day as of which reviews are due and policies in force; today by
                default.

        Returns:
            The findings, most important first, and what was proved.
        """
        from tenure.compiler.check.checks import check_policy

        return check_policy(self.policy, _day(as_of))

    def changes_from(self, old: LoadedPolicy, as_of: date | str | None = None) -> Comparison:
        """Compare the policy with an older version of it, by what the two decide.

        Args:
            old: the version before.
            as_of: the day from which on decisions are compared; today by default.

        Returns:
            What changes for records, and for promises, with records that show it.
        """
        from tenure.compiler.compare.compare import compare_policies

        return compare_policies(old.policy, self.policy, _day(as_of))

    def trial_from(
        self,
        old: LoadedPolicy,
        data: str | Path,
        as_of: date | str | None = None,
        *,
        data_before: str | Path | None = None,
        list_to: str | Path | None = None,
    ) -> TrialSummary:
        """Count what the change from an older version does to the records of an inventory.

        Args:
            old: the version before.
            data: the mapping file, or the folder in which `mapping.toml` lies.
            as_of: the day of the decisions; today by default.
            data_before: the same for the old version, where it needs a mapping of its own.
            list_to: where the list of the records that are decided differently goes, as
                Parquet.

        Raises:
            PolicyError: a mapping or the data cannot be used; nothing was written.
            OSError: the list cannot be written.
        """
        from tenure.api.trials import try_change
        from tenure.engine.trial.trial import TrialRequest

        asked = TrialRequest(
            old=old.policy,
            new=self.policy,
            data=Path(data),
            data_before=Path(data_before) if data_before is not None else None,
            as_of=_day(as_of),
        )
        return try_change(asked, list_to)

    def test(self) -> TestReport:
        """Run the policy's own tests."""
        from tenure.compiler.selftest import run_tests

        return run_tests(self.policy)

    def decide(
        self,
        record: Record | Mapping[str, object],
        *,
        as_of: date | str | None = None,
        inventory: Inventory | Iterable[Record | Mapping[str, object]] = (),
        facts: Mapping[str, object] | None = None,
    ) -> Decision:
        """Decide a record.

        Args:
            record: the record. As a mapping it has `class`, may have `id`, and has its
                fields beside them or, also as a mapping, under `fields`. Every record
                may have `disposed_as` and `extended_until`. Values are Python's, or texts
                as the language spells them: `date(2026, 1, 5)` or `"2026-01-05"`; a field
                that is not there, or is `None`, is unknown.
            as_of: the day of the decision, a `date` or a text as `"2026-02-28"`; today by
                default.
            inventory: the records that it may link to. An `Inventory` is taken as it is,
                without a check of its records against the policy.
            facts: facts that differ from their declared value.

        Raises:
            RecordError: a record or fact does not fit the policy. It is a `ValueError`.
            ValueError: `as_of` is a text and not a day.
            TypeError: something is of a type that can be neither.
        """
        day = _day(as_of)
        reader = RecordReader(self.policy)
        decided, known, assumed = _question(reader, record, inventory, facts)
        return Decider(self.policy, known, day, assumed).decide(decided)

    def deadlines(
        self,
        record: Record | Mapping[str, object],
        *,
        as_of: date | str | None = None,
        inventory: Inventory | Iterable[Record | Mapping[str, object]] = (),
        facts: Mapping[str, object] | None = None,
    ) -> tuple[DeadlineDecision, ...]:
        """Decide every promise and stage that applies to a record, or may.

        Args:
            record: the record, as for `decide`.
            as_of: the day, as for `decide`, or the day and time: a `datetime` or a text as
                `"2026-02-28T14:30"`. Without a time, what runs out on the day is still open.
            inventory: the records that it may link to, as for `decide`.
            facts: facts that differ from their declared value.

        Returns:
            The decisions in the order written; none where no standard is about the record.

        Raises:
            RecordError: a record or fact does not fit the policy. It is a `ValueError`.
            ValueError: `as_of` is a text and neither a day nor a time.
            TypeError: something is of a type that can be neither.
        """
        from tenure.compiler.evaluate.deadlines import Deadlines

        moment = _moment(as_of)
        reader = RecordReader(self.policy)
        decided, known, assumed = _question(reader, record, inventory, facts)
        return Deadlines(self.policy, known, moment, assumed).decide(decided)

    def duties(
        self,
        log: str | Path | Iterable[LogEntry | Mapping[str, object]] = (),
        *,
        as_of: date | str | None = None,
    ) -> tuple[DutyDecision, ...]:
        """Decide every duty: when it is next due, and whether it is overdue.

        Args:
            log: what was done and what happened: the path of a CSV file, or entries, each
                a `LogEntry` or a mapping with `name` (a duty or an occasion), `day`, and
                if wanted `by` and `evidence`.
            as_of: the day of the decision, as for `decide`.

        Raises:
            LogError: the log does not fit the policy. It is a `ValueError`.
            OSError: the file cannot be read.
            ValueError: `as_of` is a text and not a day.
            TypeError: `as_of` is neither a day nor a text.
        """
        from tenure.compiler.evaluate.duties import decide_duties

        return decide_duties(self.policy, self._log(log), _day(as_of))

    def _log(
        self, log: str | Path | Iterable[LogEntry | Mapping[str, object]]
    ) -> tuple[LogEntry, ...]:
        from tenure.api.logs import log_entry, read_log

        if isinstance(log, str | Path):
            return read_log(log, self.policy)
        return tuple(log_entry(each, self.policy) for each in log)

    def audit(  # noqa: PLR0913 - each is an option of its own
        self,
        data: str | Path,
        to: str | Path,
        *,
        as_of: date | str | None = None,
        facts: Mapping[str, object] | None = None,
        previous: str | Path | None = None,
        replace: bool = False,
        engine: EngineName | SparkSession = "duckdb",
        results: str | None = None,
    ) -> AuditSummary:
        """Decide an inventory, and write what may be disposed of into a folder.

        Args:
            data: the mapping file, or the folder in which `mapping.toml` lies.
            to: the folder; it is whole when it is there.
            as_of: the day of the decisions, today by default; a future day is a forecast.
            facts: facts that differ from their declared value.
            previous: the folder of an earlier audit, to log what has become of its list.
            replace: whether an earlier audit in `to`, and the one in `results`, may be
                replaced.
            engine: what decides: `duckdb` here, `postgresql` or `spark` where the tables
                of the mapping are; or the Spark session in which they are.
            results: a table there for the decisions, its names with dots between them.

        Returns:
            The counts; the decisions and the lists are in the folder.

        Raises:
            PolicyError: the mapping or the data cannot be used; nothing was written.
            RecordError: a fact does not fit the policy.
            ValueError: there is no such engine, or none that has a table for results.
            FileExistsError: `to` is there and may not be replaced.
            OSError: something cannot be written.
        """
        from tenure.api.audits import audit_to
        from tenure.engine.audit.audit import AuditRequest

        reader = RecordReader(self.policy)
        assumed = {name: reader.fact(name, value) for name, value in (facts or {}).items()}
        reader.finish()
        asked = AuditRequest(
            policy=self.policy,
            data=Path(data),
            as_of=_day(as_of),
            facts={name: value for name, value in assumed.items() if value is not None},
            previous=Path(previous) if previous is not None else None,
            elsewhere=_elsewhere(engine, results, replace=replace),
        )
        return audit_to(to, asked, replace=replace)[0]

    def publish(
        self,
        to: str | Path,
        formats: str | Iterable[str] = ("html", "md"),
        as_of: date | str | None = None,
        *,
        log: str | Path | Iterable[LogEntry | Mapping[str, object]] | None = None,
        language: str = "en",
    ) -> tuple[Path, ...]:
        """Write the schedule into a folder, which is made where it is missing.

        Args:
            to: the folder.
            formats: one format, or several; `tenure.reports.schedule.FORMATS` has them all.
            as_of: the day for which the schedule speaks; today by default.
            log: what was done and what happened, as for `duties`; with one, the document
                says when each duty is next due.
            language: that of the document's own words: `en` or `cy`.

        Returns:
            The files written, each of them whole; the last records what was published.

        Raises:
            LogError: the log does not fit the policy. It is a `ValueError`.
            ValueError: there is no such format, language or day, or the library of a format (`pip
                install 'tenure[documents]'`) is missing.
            TypeError: `as_of` is neither a day nor a text.
            OSError: a file cannot be written; none is left half-written.
        """
        from tenure.api.files import write_files
        from tenure.reports.schedule import publish_edition
        from tenure.reports.wording import LANGUAGES, catalogue

        if language not in LANGUAGES:
            raise ValueError(
                f"no language is called `{language}`; there are {', '.join(LANGUAGES)}"
            )
        wanted = (formats,) if isinstance(formats, str) else formats
        entries = self._log(log) if log is not None else None
        edition = publish_edition(
            self.policy, wanted, _day(as_of), log=entries, language=catalogue(language)
        )
        return write_files(to, edition)

    @cached_property
    def graph(self) -> RuleGraph:
        """The rule graph, a networkx `MultiDiGraph`; `tenure.compiler.graph` describes it."""
        from tenure.compiler.graph import rule_graph

        return rule_graph(self.policy)


def _day(as_of: date | str | None) -> date:
    """Return the day that is asked for; today when none is."""
    if as_of is None:
        return date.today()
    if isinstance(as_of, str):
        day = day_in(as_of)
        if day is None:
            raise ValueError(f"as_of: `{as_of}` is not a day; write it as 2026-02-28")
        return day
    if isinstance(as_of, datetime) or not isinstance(as_of, date):
        raise TypeError(f"as_of is a date or a text such as 2026-02-28, not {_type(as_of)}")
    return as_of


def _elsewhere(
    engine: EngineName | SparkSession, results: str | None, *, replace: bool
) -> Elsewhere | None:
    """Return where an audit is to decide; `None` for here."""
    from tenure.engine.inside.host import ENGINES, Elsewhere

    if not isinstance(engine, str):
        return Elsewhere(engine="spark", results=results, replace=replace, session=engine)
    if engine not in ENGINES:
        raise ValueError(f"engine: there is no `{engine}`; there are {', '.join(ENGINES)}")
    if engine != "duckdb":
        return Elsewhere(engine=engine, results=results, replace=replace)
    if results is not None:
        raise ValueError("results: a table is for the engines postgresql and spark")
    return None


def _moment(as_of: date | str | None) -> AsOf:
    """Return the day, or the day and time, that is asked for; today when none is."""
    if isinstance(as_of, str):
        found = as_of_in(as_of)
        if found is None:
            said = "is neither a day nor a time; write it as 2026-02-28 or 2026-02-28T14:30"
            raise ValueError(f"as_of: `{as_of}` {said}")
        return found
    if isinstance(as_of, datetime):
        if as_of.tzinfo is not None:
            raise ValueError("as_of: a time is that of the policy's place; give it no time zone")
        return AsOf(day=as_of.date(), time=as_of.time())
    return AsOf(day=_day(as_of))


def _question(
    reader: RecordReader,
    record: Record | Mapping[str, object],
    inventory: Inventory | Iterable[Record | Mapping[str, object]],
    facts: Mapping[str, object] | None,
) -> tuple[Record, Inventory, dict[str, Value]]:
    """Return the record to decide, the records it may link to, and the facts.

    Raises:
        RecordError: something does not fit the policy.
    """
    decided = _record(reader, record)
    others = () if isinstance(inventory, Inventory) else tuple(inventory)
    linked = [_record(reader, other) for other in others if other is not record]
    assumed = {name: reader.fact(name, value) for name, value in (facts or {}).items()}
    reader.finish()
    records = [one for one in (decided, *linked) if one is not None]
    known = inventory if isinstance(inventory, Inventory) else Inventory(records)
    given = {name: value for name, value in assumed.items() if value is not None}
    return records[0], known, given


def _type(value: object) -> str:
    return f"a {type(value).__name__}" if value is not None else "None"


def _record(reader: RecordReader, record: Record | Mapping[str, object]) -> Record | None:
    """Return a record that fits the policy; what does not fit is noted."""
    if isinstance(record, Record):
        built_in: dict[str, object] = {
            "disposed_as": record.disposed_as,
            "extended_until": record.extended_until,
        }
        return reader.record(record.record_class, record.id, {**record.fields, **built_in})
    if not isinstance(record, Mapping):
        raise TypeError(f"a record is a Record or a mapping, not {_type(record)}")
    fields = {name: value for name, value in record.items() if name not in ("class", "id")}
    inner = fields.get("fields")
    if isinstance(inner, Mapping):
        del fields["fields"]
        fields |= inner
    if "class" not in record:
        reader.error("the record does not say its class", ['add `"class": …`'])
        return None
    return reader.record(str(record["class"]), str(record.get("id", "record")), fields)
