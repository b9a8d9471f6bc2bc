"""A Spark session of the tests' own, one for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@contextmanager
def session() -> Iterator[SparkSession]:
    """A session on this machine that writes nowhere but into a folder of its own."""
    from pyspark.sql import SparkSession

    with TemporaryDirectory(prefix="tenure-spark-") as name:
        builder = SparkSession.builder.master("local[2]").appName("tenure")
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.sql.warehouse.dir": str(Path(name) / "warehouse"),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.log.level": "ERROR",
            # A few rows are read sooner than compiled.
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        started: SparkSession = builder.getOrCreate()
        try:
            yield started
        finally:
            started.stop()
