"""Three SQL engines behind one small face: run a script's statements, ask for rows."""

import logging
import os
import pathlib
import shutil
import subprocess
import tempfile


def statements(text):
    """The statements of a script: a semicolon ends one, unless it stands in a text, a name, a comment or a $$ body."""
    out, part, at = [], [], 0
    while at < len(text):
        c = text[at]
        if text.startswith("--", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if text.startswith("$$", at):
            end = text.index("$$", at + 2) + 2
            part.append(text[at:end])
            at = end
            continue
        if c in "'\"`":
            end = at + 1
            while text[end] != c:
                end += 2 if c == "'" and text[end] == "\\" and SLASHES else 1
            part.append(text[at : end + 1])
            at = end + 1
            continue
        if c == ";":
            out.append("".join(part).strip())
            part = []
        else:
            part.append(c)
        at += 1
    out.append("".join(part).strip())
    return [statement for statement in out if statement]


SLASHES = False


class DuckDb:
    name = "duckdb"

    def __init__(self):
        import duckdb

        self.module = duckdb
        self.connection = duckdb.connect(os.environ.get("KAOHE_DUCKDB", ":memory:"))

    def run(self, folder):
        here = os.getcwd()
        os.chdir(folder)
        try:
            self.connection.execute("DROP TABLE IF EXISTS kaohe_changed_parameters")
            self.connection.execute("DROP TABLE IF EXISTS kaohe_adjustments")
            self.connection.execute(pathlib.Path("load.sql").read_text("utf-8"))
            self.connection.execute(pathlib.Path("score.sql").read_text("utf-8"))
        finally:
            os.chdir(here)

    def rows(self, query):
        return self.connection.execute(query).fetchall()

    def close(self):
        self.connection.close()


class Postgres:
    """A server of its own in a temporary folder, reached through a socket there."""

    name = "postgres"

    def __init__(self):
        versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        self.bin = versions[-1]
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="kaohe-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.root, self.user)
        self._as("initdb", "-D", self.root / "data", "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "kaohe")
        options = f"-k {self.root} -c listen_addresses= -c fsync=off -c work_mem=256MB -c shared_buffers=512MB"
        self._as("pg_ctl", "-D", self.root / "data", "-w", "-l", self.root / "log", "-o", options, "start")
        self.folder = None

    def _as(self, program, *arguments):
        command = [str(self.bin / program), *map(str, arguments)]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def _psql(self, text, folder):
        command = [str(self.bin / "psql"), "-h", str(self.root), "-U", "kaohe", "-d", "postgres", "-X", "-q", "-v",
                   "ON_ERROR_STOP=1", "--csv", "-t"]
        run = subprocess.run(command, input=text, capture_output=True, text=True, cwd=folder)
        if run.returncode:
            raise RuntimeError(run.stderr[-2000:])
        return run.stdout

    def run(self, folder):
        # Everything is of one session, so results are asked for together with the script.
        self.folder = folder

    def ask(self, queries):
        import csv
        import io

        folder = pathlib.Path(self.folder)
        text = "SET client_min_messages = error;\nDROP TABLE IF EXISTS kaohe_changed_parameters, kaohe_adjustments CASCADE;\n"
        text += (folder / "load.sql").read_text("utf-8") + (folder / "score.sql").read_text("utf-8")
        for position, query in enumerate(queries):
            text += f"\\o {self.root}/out{position}.csv\n{query};\n\\o\n"
        if self.user:
            os.chmod(self.root, 0o777)
        self._psql(text, folder)
        results = []
        for position in range(len(queries)):
            rows = list(csv.reader(io.StringIO((self.root / f"out{position}.csv").read_text("utf-8"))))
            results.append([tuple(cell if cell != "" else None for cell in row) for row in rows])
        return results

    def close(self):
        self._as("pg_ctl", "-D", self.root / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.root, ignore_errors=True)


class Spark:
    name = "spark"

    def __init__(self):
        from pyspark.sql import SparkSession

        logging.getLogger("SQLQueryContextLogger").disabled = True
        self.root = tempfile.mkdtemp(prefix="kaohe-spark-")
        builder = SparkSession.builder.master("local[2]")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.sql.maxPlanStringLength": "1000",
            "spark.driver.memory": os.environ.get("KAOHE_SPARK_MEMORY", "6g"),
            "spark.sql.shuffle.partitions": os.environ.get("KAOHE_SPARK_PARTITIONS", "2"),
            "spark.sql.warehouse.dir": self.root + "/warehouse",
            "spark.local.dir": self.root,
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.extraJavaOptions": f"-Dderby.system.home={self.root} -Xss16m {os.environ.get('KAOHE_SPARK_JAVA', '-XX:TieredStopAtLevel=1')}",
        }.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")

    def run(self, folder):
        global SLASHES
        SLASHES = True
        for table in ("kaohe_changed_parameters", "kaohe_adjustments"):
            self.session.sql(f"DROP TABLE IF EXISTS {table}")
        folder = pathlib.Path(folder).resolve()
        for file in ("load.sql", "score.sql"):
            text = (folder / file).read_text("utf-8").replace("path 'data/", f"path '{folder}/data/")
            for statement in statements(text):
                self.session.sql(statement)

    def rows(self, query):
        return [tuple(row) for row in self.session.sql(query).collect()]

    def close(self):
        self.session.stop()
        shutil.rmtree(self.root, ignore_errors=True)


ENGINES = {engine.name: engine for engine in (DuckDb, Postgres, Spark)}
