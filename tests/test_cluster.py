"""The plan on a Dask cluster: a scheduler and two worker processes on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import fsspec
import pytest
from distributed import LocalCluster

from koryu.columnar.cluster import populate_on_cluster
from koryu.columnar.populate import populate
from koryu.errors import EndpointError, Faults

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


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers, each a process; stopped by their own process ids."""
    folder = tmp_path_factory.mktemp("cluster")
    address_file = folder / "scheduler.json"

    def run(name, *options):
        command = [sys.executable, "-m", "dask", name, *options, "--scheduler-file", str(address_file)]
        with (folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def start_worker():
        return run("worker", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))

    processes = [run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    deadline = time.monotonic() + 60
    while not address_file.exists():
        assert time.monotonic() < deadline, (folder / "scheduler.log").read_text()
        time.sleep(0.1)
    processes += [start_worker(), start_worker()]
    yield json.loads(address_file.read_text())["address"], start_worker, processes
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def sorted_lines(path):
    return sorted(path.read_text("utf-8").splitlines())


def parts_of(output):
    return json.loads((output / "manifest.json").read_text("utf-8"))["parts"]


def lines_of(output):
    """Read the parts that the manifest lists, and hold each against what it says of it."""
    found = []
    for part in parts_of(output):
        content = (output / part["path"]).read_bytes()
        lines = content.decode("utf-8").splitlines()
        digest = hashlib.sha256(content).hexdigest()
        assert (part["bytes"], part["sha256"], part["triples"]) == (len(content), digest, len(lines))
        found += lines
    return sorted(found)


@pytest.mark.parametrize("mode", ["minimal", "standard"])
def test_parts_hold_what_one_process_writes(tmp_path, cluster, mode):
    source = write_tables(tmp_path)
    alone = populate(source, output=tmp_path / "one.nt", mode=mode)
    done = populate_on_cluster(
        source, output=tmp_path / "many.nt", address=cluster[0], mode=mode, part=PART, check=True
    )
    assert lines_of(tmp_path / "many.nt") == sorted_lines(tmp_path / "one.nt")
    assert (done.rows, done.triples) == (alone.rows, alone.triples)
    assert len(parts_of(tmp_path / "many.nt")) > 10


def test_a_lost_worker_loses_no_row_and_doubles_none(tmp_path, cluster):
    address, start_worker, processes = cluster
    source = write_tables(tmp_path)
    populate(source, output=tmp_path / "one.nt")
    output = tmp_path / "many.nt"
    run = threading.Thread(
        target=populate_on_cluster,
        args=(source,),
        kwargs={"output": output, "address": address, "part": 2000},
    )
    run.start()
    while len(list(output.glob("parts-*/*"))) < 5:
        assert run.is_alive()
        time.sleep(0.01)
    os.killpg(processes[1].pid, signal.SIGKILL)
    was_running = run.is_alive()
    processes.append(start_worker())
    run.join(120)
    assert was_running
    assert not run.is_alive()
    assert lines_of(output) == sorted_lines(tmp_path / "one.nt")
    listed = {part["path"] for part in parts_of(output)}
    assert {path.relative_to(output).as_posix() for path in output.glob("parts-*/*")} == listed


def spoilt(number, row):
    """Spoil three rows: a double key, a key that leads nowhere, a day that does not exist."""
    if number == 4000:
        return row.replace("l4000,", "l7,")
    if number == 5000:
        return row.replace(",p", ",q", 1)
    return row.replace(DAY, "1998-13-") if number == 3000 else row


def test_faults_are_those_of_one_process_and_the_old_output_stays(tmp_path, cluster):
    output = tmp_path / "many.nt"
    populate_on_cluster(write_tables(tmp_path), output=output, address=cluster[0], part=PART)
    before = lines_of(output)
    source = write_tables(tmp_path, spoilt)
    with pytest.raises(Faults) as alone:
        populate(source, output=None, check=True)
    with pytest.raises(Faults) as many:
        populate_on_cluster(source, output=output, address=cluster[0], part=PART, check=True)
    assert sorted(map(str, many.value.faults)) == sorted(map(str, alone.value.faults))
    assert len(many.value.faults) == 3
    assert lines_of(output) == before


def test_a_ragged_row_is_read_by_the_general_reader(tmp_path, cluster):
    source = write_tables(tmp_path, lambda number, row: row + ",more" if number == 3500 else row)
    alone = populate(source, output=tmp_path / "one.nt")
    done = populate_on_cluster(source, output=tmp_path / "many.nt", address=cluster[0], part=PART)
    assert lines_of(tmp_path / "many.nt") == sorted_lines(tmp_path / "one.nt")
    assert list(map(str, done.warnings)) == list(map(str, alone.warnings))


def test_files_may_be_wherever_fsspec_finds_them(tmp_path):
    memory = fsspec.filesystem("memory")
    for path in (write_tables(tmp_path).parent).iterdir():
        memory.pipe(f"/in/{path.name}", path.read_bytes())
    populate(tmp_path / "csv-metadata.json", output=tmp_path / "one.nt", mode="minimal")
    with LocalCluster(n_workers=1, processes=False, dashboard_address="127.0.0.1:0") as cluster:
        populate_on_cluster(
            "memory://in/csv-metadata.json",
            output="memory://out/all.nt",
            address=cluster.scheduler_address,
            mode="minimal",
            part=PART,
        )
    parts = json.loads(memory.cat("/out/all.nt/manifest.json"))["parts"]
    lines = b"".join(memory.cat(f"/out/all.nt/{part['path']}") for part in parts).decode().splitlines()
    assert sorted(lines) == sorted_lines(tmp_path / "one.nt")


def test_no_scheduler_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr("koryu.columnar.cluster._WAIT", "1s")
    source = write_tables(tmp_path)
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1:9: no Dask scheduler answers"):
        populate_on_cluster(source, output=tmp_path / "out.nt", address="127.0.0.1:9")
