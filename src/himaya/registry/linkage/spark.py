"""The same model on Spark, for a register too large for one machine: pairs meet there and are scored there by
Splink's Spark backend. What comes before (names counted, swapped fields put right) and after (families, groups) is
small, and stays in DuckDB.

Spark is no part of what running needs: `make spark` installs it. It runs on this machine unless `HIMAYA_SPARK_MASTER`
names a cluster's master; then `HIMAYA_SPARK_FOLDER` is a folder that the whole cluster reaches.
"""

import importlib.util
import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from himaya.registry.linkage.blocking import bound, meeting
from himaya.registry.linkage.model import Model
from himaya.registry.linkage.predicates import SPARK_ROWS
from himaya.registry.linkage.predicting import columns_of, keep
from himaya.registry.linkage.recipe import Recipe
from himaya.registry.linkage.rules import SHOWN

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OLDEST_JAVA = 17  # Spark 4 runs on no older one


def lacking() -> str:
    """What Spark lacks here to run, in plain words; empty where nothing is."""
    if importlib.util.find_spec("pyspark") is None:
        return "the Python package pyspark is not installed"
    version = _java()
    if version is None:
        return "there is no Java runtime"
    return f"Java is version {version}, {OLDEST_JAVA} is needed" if version < OLDEST_JAVA else ""


def _java() -> int | None:
    """The main version of the Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    if not java or not Path(java).is_file():
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None


def compare(
    con: "DuckDBPyConnection",
    model: Model,
    recipe: Recipe,
    least: float,
    also: str = "true",
    shown: float = SHOWN,
) -> int:
    """Compares the table `facts` with itself and makes `links` and `kin` (predicting.py); returns how many pairs met.

    `least`, `also`: as in blocking.py. Facts go to Spark and scored pairs come back as files in a folder that only
    this user reads, and that is removed at the end."""
    with _folder() as folder, _session(folder) as spark:
        _hand_over(con, spark, model, folder)
        _meet(spark, model, recipe, least, also, folder)
        met = int(spark.table("pairs").count())
        _score(spark, model, shown, folder)
        con.execute(f"create or replace temp view from_spark as select * from '{folder}/scored/*.parquet'")
        keep(con, model, "from_spark", shown)
        con.execute("drop view from_spark")
    return met


@contextmanager
def _folder() -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix="himaya-spark-", dir=os.environ.get("HIMAYA_SPARK_FOLDER") or None)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _session(folder: Path) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    master = os.environ.get("HIMAYA_SPARK_MASTER", "local[*]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": os.environ.get("HIMAYA_SPARK_MEMORY", "4g"),
            "spark.local.dir": str(folder / "spill"),
            "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),
            "spark.log.level": "ERROR",
        }
    builder = SparkSession.builder.master(master).appName("himaya-link")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def _hand_over(con: "DuckDBPyConnection", spark: Any, model: Model, folder: Path) -> None:
    """Facts, and how common names are."""
    tables = {"facts": "select * from facts"}
    for column in _rare(model):
        tables[f"link_tf_{column}"] = f"select v as {column}, share as tf_{column} from term_{column}"
    for name, query in tables.items():
        con.execute(f"copy ({query}) to '{folder}/{name}.parquet' (format parquet)")
        spark.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)


def _rare(model: Model) -> list[str]:
    return sorted({c.column for c in model.comparisons if c.is_rare})


def _meet(spark: Any, model: Model, recipe: Recipe, least: float, also: str, folder: Path) -> None:
    where = f"{also} and {bound(model, recipe, SPARK_ROWS)} >= {SPARK_ROWS.double.format(repr(least))}"
    met = " union ".join(meeting("facts", key, where) for key in recipe.keys)
    spark.sql(met).write.parquet(f"{folder}/pairs")
    spark.read.parquet(f"{folder}/pairs").createOrReplaceTempView("pairs")


def _score(spark: Any, model: Model, shown: float, folder: Path) -> None:
    from splink import Linker, SparkAPI

    spark.sql(f"select {columns_of(model)} from facts").createOrReplaceTempView("link_facts")
    spark.sql("select '0' as match_key, a as join_key_l, b as join_key_r from pairs").createOrReplaceTempView(
        "link_pairs"
    )
    api: Any = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False
    )
    linker = Linker(api.register("link_facts"), model.to_splink_settings("spark"), log_level=logging.ERROR)
    for column in _rare(model):
        linker.table_management.register_term_frequency_lookup(api.register(f"link_tf_{column}"), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("link_pairs"))
    scored = linker.inference.predict(threshold_match_probability=shown / 2, warning_mode="never")
    scored.as_spark_dataframe().write.parquet(f"{folder}/scored")
