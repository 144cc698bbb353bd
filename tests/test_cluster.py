"""The plan on a Dask cluster: a scheduler and two worker processes on this machine."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pytest
from distributed import LocalCluster
from distributed.scheduler import KilledWorker

from koryu.columnar.cluster import _Work, populate_on_cluster
from koryu.columnar.populate import populate
from koryu.columnar.remote import Folder, RemoteFetcher
from koryu.columnar.spans import Span
from koryu.columnar.tasks import Job, Task, convert_part
from koryu.errors import DataError, EndpointError, Faults, ProjectError
from small_cluster import PART, running_cluster, sorted_lines, spoilt, write_tables

KORYU = Path(sys.executable).with_name("koryu")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


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
        source, output=tmp_path / "many.nt", address=cluster.address, mode=mode, part=PART, check=True
    )
    assert lines_of(tmp_path / "many.nt") == sorted_lines(tmp_path / "one.nt")
    assert (done.rows, done.triples) == (alone.rows, alone.triples)
    assert len(parts_of(tmp_path / "many.nt")) > 10


def test_a_lost_worker_loses_no_row_and_doubles_none(tmp_path, cluster):
    source = write_tables(tmp_path)
    populate(source, output=tmp_path / "one.nt")
    output = tmp_path / "many.nt"
    run = threading.Thread(
        target=populate_on_cluster,
        args=(source,),
        kwargs={"output": output, "address": cluster.address, "part": 2000},
    )
    run.start()
    while len(list(output.glob("parts-*/*"))) < 5:
        assert run.is_alive()
        time.sleep(0.01)
    cluster.kill_worker()
    was_running = run.is_alive()
    cluster.start_worker()
    run.join(120)
    assert was_running
    assert not run.is_alive()
    assert lines_of(output) == sorted_lines(tmp_path / "one.nt")
    listed = {part["path"] for part in parts_of(output)}
    assert {path.relative_to(output).as_posix() for path in output.glob("parts-*/*")} == listed


def test_faults_are_those_of_one_process_and_the_old_output_stays(tmp_path, cluster):
    output = tmp_path / "many.nt"
    populate_on_cluster(write_tables(tmp_path), output=output, address=cluster.address, part=PART)
    before = lines_of(output)
    source = write_tables(tmp_path, spoilt)
    with pytest.raises(Faults) as alone:
        populate(source, output=None, check=True)
    with pytest.raises(Faults) as many:
        populate_on_cluster(source, output=output, address=cluster.address, part=PART, check=True)
    assert sorted(map(str, many.value.faults)) == sorted(map(str, alone.value.faults))
    assert len(many.value.faults) == 3
    assert lines_of(output) == before


def test_a_ragged_row_is_read_by_the_general_reader(tmp_path, cluster):
    source = write_tables(tmp_path, lambda number, row: row + ",more" if number == 3500 else row)
    alone = populate(source, output=tmp_path / "one.nt")
    done = populate_on_cluster(source, output=tmp_path / "many.nt", address=cluster.address, part=PART)
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


def test_a_scheduler_that_is_lost_is_one_line_and_leaves_no_output(tmp_path):
    source, output = write_tables(tmp_path), tmp_path / "many.nt"
    with running_cluster(tmp_path) as cluster, ThreadPoolExecutor() as threads:
        options = {"output": output, "address": cluster.address, "part": 500}
        run = threads.submit(populate_on_cluster, source, **options)
        while not list(output.glob("parts-*/*")):
            assert not run.done()
            time.sleep(0.01)
        cluster.kill_scheduler()
        with pytest.raises(EndpointError) as caught:
            run.result(60)
    problem = "the Dask scheduler was lost; start it again, and the run"
    assert str(caught.value) == f"{cluster.address}: {problem}"
    assert list(output.iterdir()) == []


def test_the_command_tells_of_a_lost_scheduler_in_one_line(tmp_path):
    source, output = write_tables(tmp_path), tmp_path / "many.nt"
    with running_cluster(tmp_path) as cluster:
        cluster.kill_worker()
        cluster.kill_worker()  # so that the run does not end
        command = [KORYU, "populate", source, "-o", output, "--dask", cluster.address]
        run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        while not list(output.glob("parts-*/*")):
            assert run.poll() is None
            time.sleep(0.01)
        cluster.kill_scheduler()
        assert run.communicate(timeout=60) == (
            None,
            f"{cluster.address}: the Dask scheduler was lost; start it again, and the run\n",
        )
    assert (run.returncode, list(output.iterdir())) == (1, [])


def test_a_task_that_takes_worker_after_worker_is_one_line(tmp_path, cluster, monkeypatch):
    def run(_work):
        raise KilledWorker("task", SimpleNamespace(address="tcp://127.0.0.1:1"), 3)

    monkeypatch.setattr(_Work, "run", run)
    source = write_tables(tmp_path)
    with pytest.raises(EndpointError) as caught:
        populate_on_cluster(source, output=tmp_path / "many.nt", address=cluster.address)
    problem = "4 workers were lost at the same task; give the workers more memory, or fewer threads"
    assert str(caught.value) == f"{cluster.address}: {problem}"


def test_names_of_folders_may_have_spaces_and_any_script(tmp_path, cluster):
    folder = tmp_path / "交流 100%"
    folder.mkdir()
    source, output = write_tables(folder), folder / "大連 ü.nt"
    populate(source, output=tmp_path / "one.nt")
    populate_on_cluster(source, output=output, address=cluster.address)
    assert lines_of(output) == sorted_lines(tmp_path / "one.nt")


def test_parts_that_are_not_where_they_were_written_are_no_output(tmp_path, cluster):
    """Each worker writes to a memory of its own, as one does to a disk that is not shared."""
    memory = fsspec.filesystem("memory")
    with pytest.raises(
        ProjectError, match=r"^memory://lost/all\.nt/parts-.*\.nt: is not there as it was written; "
    ):
        populate_on_cluster(
            write_tables(tmp_path), output="memory://lost/all.nt", address=cluster.address, mode="minimal"
        )
    assert memory.find("/lost") == []


def test_a_task_that_cannot_read_its_span_never_takes_the_whole_table(tmp_path, monkeypatch):
    source = write_tables(tmp_path)
    run = Job(
        (source.as_uri(),), None, Folder((tmp_path / "x.nt").as_uri()), "run", "minimal", None, (), False
    )
    opened, attempts = RemoteFetcher.open, []

    def fail_once(self, url):
        attempts.append(url)
        if url.endswith("places.csv") and attempts.count(url) == 1:
            raise OSError("gone for a moment")
        return opened(self, url)

    monkeypatch.setattr(RemoteFetcher, "open", fail_once)
    with pytest.raises(DataError, match=r"places\.csv:1: cannot be read any more"):
        convert_part(run, Task(1, 0, Span(9, 30, 1, 2)))
