"""A Dask cluster of processes on this machine, and two tables whose keys meet, to be converted on it."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time

METADATA = """{
  "@context": "http://www.w3.org/ns/csvw",
  "tables": [
    {"url": "places.csv", "tableSchema": {"primaryKey": "key", "aboutUrl": "https://example.org/{key}", "columns": [
      {"name": "key", "titles": "key", "required": true, "suppressOutput": true},
      {"name": "name", "titles": "name", "propertyUrl": "https://example.org/name", "lang": "ja"}]}},
    {"url": "links.csv", "tableSchema": {"primaryKey": "key", "aboutUrl": "https://example.org/{key}#{_row}",
      "foreignKeys": [{"columnReference": "place", "reference": {"resource": "places.csv", "columnReference": "key"}}],
      "columns": [
      {"name": "key", "titles": "key", "required": true, "suppressOutput": true},
      {"name": "place", "titles": "place", "propertyUrl": "https://example.org/of", "valueUrl": "https://example.org/{place}"},
      {"name": "day", "titles": "day", "datatype": "date", "propertyUrl": "https://example.org/day"},
      {"name": "note", "titles": "note", "propertyUrl": "https://example.org/note"}]}}
  ]
}"""  # noqa: E501 - a line for each column reads better
NOTES = ("", "plain", '"say ""hi"""', '"two\nlines"', '"a,b"', "大連", '"""\n"')
PLACES, LINKS, PART = 500, 6000, 9000
DAY = "1998-04-"


def write_tables(folder, change=lambda number, row: row):
    draw = random.Random(5)
    (folder / "csv-metadata.json").write_text(METADATA, "utf-8")
    places = [f"p{number},地名{number}" for number in range(PLACES)]
    (folder / "places.csv").write_text("\n".join(["key,name", *places, ""]), "utf-8")
    links = [
        change(
            number, f"l{number},p{draw.randrange(PLACES)},1998-04-{1 + number % 30:02},{draw.choice(NOTES)}"
        )
        for number in range(LINKS)
    ]
    (folder / "links.csv").write_text("\n".join(["key,place,day,note", *links, ""]), "utf-8")
    return folder / "csv-metadata.json"


def spoilt(number, row):
    """Spoil three rows: a double key, a key that leads nowhere, a day that does not exist."""
    if number == 4000:
        return row.replace("l4000,", "l7,")
    if number == 5000:
        return row.replace(",p", ",q", 1)
    return row.replace(DAY, "1998-13-") if number == 3000 else row


class SmallCluster:
    """A scheduler and its workers, each a process; stopped by their own process ids."""

    def __init__(self, folder):
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._processes = [self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        deadline = time.monotonic() + 60
        while not self._file.exists():
            assert time.monotonic() < deadline, (folder / "scheduler.log").read_text()
            time.sleep(0.1)
        self.address = json.loads(self._file.read_text())["address"]

    def _run(self, name, *options):
        command = [sys.executable, "-m", "dask", name, *options, "--scheduler-file", str(self._file)]
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def start_worker(self):
        folder = str(self._folder)
        options = ("--nthreads", "1", "--no-dashboard", "--local-directory", folder)
        self._processes.append(self._run("worker", *options))

    def kill_scheduler(self):
        """Kill the scheduler at once."""
        self._kill(0)

    def kill_worker(self):
        """Kill the worker that was started first, at once."""
        self._kill(1)

    def _kill(self, place):
        process = self._processes.pop(place)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self):
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def running_cluster(folder):
    """Run a scheduler and two workers, which get the environment of now."""
    cluster = SmallCluster(folder)
    try:
        cluster.start_worker()
        cluster.start_worker()
        yield cluster
    finally:
        cluster.stop()


def sorted_lines(path):
    return sorted(path.read_text("utf-8").splitlines())
