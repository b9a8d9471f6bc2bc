"""Audits inside Spark: in a session that is there already, or in one that begins and ends here.

What is worked out in between lies in temporary views of a session of the audit's own, which
shares only the tables with anybody else's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

from tenure.dsl.codes import Code
from tenure.dsl.suggest import did_you_mean
from tenure.engine.databases.spark import Spark, prepare
from tenure.engine.inside.host import cannot, in_the_way
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.read_mapping import names_of
from tenure.engine.inventories.sources import ROW, Column, Opened
from tenure.engine.inventories.spooling import DataFileError
from tenure.engine.speech.spark import SPARK

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {
    "date": "DATE",
    "timestamp_ntz": "TIMESTAMP",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "boolean": "BOOLEAN",
}
"""The types that are read as what they are; all else is read by its text."""

_SIGN = "tenure"
"""The property of a table of results by which it is known as one."""


@contextmanager
def spark(mapping: InventoryMapping, session: SparkSession | None) -> Iterator[SparkHost]:
    """Use a session, or begin one; what goes wrong in it is told in one sentence.

    Raises:
        DataError: there is no Spark, it is lost, or it refuses something (TN520, TN521).
    """
    with _refusals(mapping), nullcontext() if session else _quiet():
        theirs = session or _begun()
        host = SparkHost(theirs, lasting=session is not None or _lasts(theirs))
        try:
            yield host
        finally:
            host.clear_away()
            if session is None:
                theirs.stop()


def _begun() -> SparkSession:
    """Return a session as the machine is set up for one; where it is not, on this machine."""
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    usual = {
        "spark.master": "local[*]",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    configured = SparkConf()
    builder = SparkSession.builder.appName("tenure audit")
    for key, value in usual.items():
        if not configured.contains(key):
            builder = builder.config(key, value)
    return builder.getOrCreate()


def _lasts(session: SparkSession) -> bool:
    """Return whether a table outlives a session that ends."""
    return str(session.conf.get("spark.sql.catalogImplementation")) != "in-memory"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the bridge to Java from printing what is told in a sentence."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _refusals(mapping: InventoryMapping) -> Iterator[None]:
    """Tell what goes wrong in Spark in one sentence."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
    except ImportError as error:
        raise cannot(
            Code.DATABASE_UNREACHABLE,
            "Spark is not installed",
            ["pip install 'tenure[spark]'; it also needs Java"],
        ) from error
    try:
        yield
    except PySparkException as error:
        if "JAVA_GATEWAY" in (error.getCondition() or ""):
            raise _unreachable(mapping, "cannot start Spark", error) from error
        said = str(error).strip().partition("\n")[0]
        raise cannot(Code.DATABASE_REFUSED, f"Spark refuses: {said}", (), mapping) from error
    except (Py4JError, ConnectionError) as error:
        raise _unreachable(mapping, "the connection to Spark was lost", error) from error


def _unreachable(mapping: InventoryMapping, what: str, error: Exception) -> Exception:
    said = str(error).strip().partition("\n")[0] or type(error).__name__
    return cannot(
        Code.DATABASE_UNREACHABLE,
        f"{what}: {said}",
        ["nothing was written; is Java installed, and has it enough memory?"],
        mapping,
    )


class SparkHost(Spark):
    """A Spark session that reads an inventory; the methods are those of `Host`."""

    speech = SPARK

    def __init__(self, session: SparkSession, *, lasting: bool) -> None:
        """Begin a session of the audit's own beside one that is there.

        Args:
            session: the session, whose temporary views may be sources too.
            lasting: whether a table that is made there will be there afterwards.
        """
        own = session.newSession()
        prepare(own)
        super().__init__(own)
        self._own = own
        self._theirs = session
        self._lasting = lasting
        self._lent: list[str] = []
        self._wanted: tuple[str, str, str] | None = None

    def opened(self, source: Source) -> Opened:
        """Open a table, a view or a Parquet file, its columns numbered.

        Raises:
            DataFileError: there is no such table or file.
        """
        from pyspark.errors import AnalysisException

        try:
            frame = self._frame_of(source)
        except AnalysisException as error:
            said = source.table or str(source.path)
            near = did_you_mean(said, self._tables(), what="tables")
            raise DataFileError(source.path, f"there is no table `{said}`", near) from error
        lent = f"tenure_{token_hex(8)}"
        numbered = frame.toDF(*(f"c{n}" for n in range(len(frame.columns))))
        numbered.createGlobalTempView(lent)
        self._lent.append(lent)
        names = [name for name, _ in frame.dtypes]
        folded = [name.casefold() for name in names]
        row = self.speech.name(ROW)
        return Opened(
            file=source.path,
            query=f"SELECT CAST(NULL AS BIGINT) AS {row}, * FROM global_temp.{lent}",
            columns={
                name: self._column(f"c{n}", type_)
                for n, (name, type_) in enumerate(frame.dtypes)
                if folded.count(name.casefold()) == 1
            },
            ambiguous=frozenset(n for n in names if folded.count(n.casefold()) > 1),
        )

    def _frame_of(self, source: Source) -> DataFrame:
        if source.format == "parquet":
            return self._theirs.read.parquet(str(source.path))
        return self._theirs.table(self._relation(source.table or ""))

    def _column(self, name: str, type_: str) -> Column:
        if type_.startswith("array<"):
            return Column(sql=name, type="VARCHAR[]")
        if type_ in _TYPES:
            return Column(sql=name, type=_TYPES[type_])
        return Column(sql=self.speech.text(name))

    def _tables(self) -> list[str]:
        # What `catalog.listTables` gives cannot be read where a temporary view is among it.
        return [row["tableName"] for row in self._theirs.sql("SHOW TABLES").collect()]

    def digest(self, opened: Opened) -> tuple[int, str]:
        """Return the number of rows and a hash of them: the sums of the hashes of each."""
        half = "CAST(conv(substr(h, {}, 15), 16, 10) AS DECIMAL(20, 0))"
        row = self._own.sql(
            f"SELECT count(*), sum({half.format(1)}), sum({half.format(16)}), "
            f"sum({half.format(31)}), sum({half.format(46)}) FROM "
            f"(SELECT sha2(to_json(struct(*)), 256) AS h FROM ({opened.query}))"
        ).collect()[0]
        told = repr((sorted(opened.columns), [str(number or 0) for number in row]))
        return int(row[0]), sha256(told.encode()).hexdigest()

    # --- results --------------------------------------------------------------------------------

    def check_results(self, results: str, sign: str, *, replace: bool) -> None:
        """Check that decisions can be put into a table, before the work."""
        if not self._lasting:
            raise cannot(
                Code.RESULTS_IN_THE_WAY,
                f"the table `{results}` would be gone when Spark ends: this Spark has no catalog",
                ["decisions.parquet in the folder holds the same; or set up a catalog"],
            )
        target = self._relation(results)
        there = self._theirs.catalog.tableExists(target)
        if there and not (replace and self._may_go(target, sign)):
            raise in_the_way(results, replace=replace)

    def publish(self, relation: str, results: str, sign: str, *, replace: bool) -> None:
        """Remember what is to be written, when all the documents are."""
        self.check_results(results, sign, replace=replace)
        self._wanted = (relation, self._relation(results), sign)

    def _relation(self, table: str) -> str:
        return ".".join(map(self.speech.name, names_of(table)))

    def _may_go(self, target: str, sign: str) -> bool:
        found = self._own.sql(f"SHOW TBLPROPERTIES {target}").collect()
        return (_SIGN, sign) in [tuple(row) for row in found]

    def finish(self) -> None:
        """Write the results: beside the earlier ones, which go when the new ones are whole."""
        if self._wanted is None:
            return
        relation, target, sign = self._wanted
        there = self._theirs.catalog.tableExists(target)
        fresh = f"{target[:-1]}_{token_hex(4)}`" if there else target
        properties = f"'{_SIGN}' = {self.speech.literal(sign)}"
        self._own.sql(
            f"CREATE TABLE {fresh} USING PARQUET TBLPROPERTIES ({properties}) "
            f"AS SELECT * FROM {relation}"
        )
        if there:
            self._own.sql(f"DROP TABLE {target}")
            self._own.sql(f"ALTER TABLE {fresh} RENAME TO {target}")
            self._theirs.catalog.refreshTable(target)

    def clear_away(self) -> None:
        """Take back what other sessions could see."""
        for name in self._lent:
            self._own.catalog.dropGlobalTempView(name)
