"""Tables of an object store that speaks S3, on a Dask cluster; what is in it is looked up with boto3."""

import hashlib
import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from koryu.columnar.cluster import populate_on_cluster
from koryu.columnar.populate import populate
from koryu.columnar.remote import Folder, RemoteFetcher, telling
from koryu.errors import DataError, Faults, ProjectError
from small_cluster import LINKS, PLACES, running_cluster, sorted_lines, spoilt, write_tables

TABLES, OUT = "s3://tables/交流 100%", "s3://out/links.nt"
SMALL = 8000  # bytes of a part, of which there are many then
SHOWN = "s3://tables/交流%20100%25"
SOON = "import koryu.columnar.remote; koryu.columnar.remote._WAIT = 0.5"
# What ``koryu`` runs, in a process where something is not as it should be.
KORYU = "import sys; %s; from koryu.cli import main; main()"


@pytest.fixture(scope="module")
def store():
    """A store that all processes started from here on find by their environment."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "any")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield boto3.client("s3")
    server.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, store):
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def tables(store, tmp_path):
    """The tables on this machine, and the same in an empty store beside an empty bucket."""
    empty(store)
    return upload(store, write_tables(tmp_path))


def empty(store):
    for bucket in store.list_buckets()["Buckets"]:
        for key in keys_of(store, bucket["Name"]):
            store.delete_object(Bucket=bucket["Name"], Key=key)
        store.delete_bucket(Bucket=bucket["Name"])
    for name in ("tables", "out"):
        store.create_bucket(Bucket=name)


def upload(store, source):
    for path in source.parent.iterdir():
        store.upload_file(str(path), "tables", f"交流 100%/{path.name}")
    return source


@pytest.fixture
def silent(monkeypatch):
    """A server that takes connections and never says a word."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
        yield


def keys_of(store, bucket):
    pages = store.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"] for page in pages for each in page.get("Contents", ())}


def read(store, key):
    return store.get_object(Bucket="out", Key=f"links.nt/{key}")["Body"].read()


def lines_in(store):
    """Read the parts that the manifest lists, hold each against what it says of it; there is nothing else."""
    manifest = json.loads(read(store, "manifest.json"))
    found, rows = [], {}
    for part in manifest["parts"]:
        content = read(store, part["path"])
        lines = content.decode("utf-8").splitlines()
        digest = hashlib.sha256(content).hexdigest()
        assert (part["bytes"], part["sha256"], part["triples"]) == (len(content), digest, len(lines))
        assert part["first_row"] == rows.get(part["table"], 0) + 1
        rows[part["table"]] = rows.get(part["table"], 0) + part["rows"]
        found += lines
    tables = {"": 0, f"{SHOWN}/places.csv": PLACES, f"{SHOWN}/links.csv": LINKS}
    assert rows == tables
    assert (manifest["rows"], manifest["triples"]) == (PLACES + LINKS, len(found))
    listed = {f"links.nt/{part['path']}" for part in manifest["parts"]}
    assert keys_of(store, "out") == {"links.nt/manifest.json", *listed}
    return sorted(found)


def lines_alone(source):
    """What one process writes, the place of the tables apart."""
    output = source.parent / "one.nt"
    populate(source, output=output)
    content = output.read_text("utf-8").replace(source.parent.as_uri(), SHOWN)
    output.write_text(content, "utf-8")
    return sorted_lines(output)


def on_cluster(cluster, output=f"{OUT}/", part=40_000, **options):
    source = f"{TABLES}/csv-metadata.json"
    return populate_on_cluster(source, output=output, address=cluster.address, part=part, **options)


def koryu(*arguments, where="pass", **options):
    command = [sys.executable, "-c", KORYU % where, "populate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)


def await_parts(store, is_running):
    while len(keys_of(store, "out")) < 4:
        assert is_running()
        time.sleep(0.01)


def test_a_store_gets_what_one_process_writes(store, tables, cluster):
    done = koryu(f"{TABLES}/csv-metadata.json", "-o", OUT, "--dask", cluster.address, "--check")
    alone = lines_alone(tables)
    assert done.stderr == f"{PLACES + LINKS} rows, {len(alone)} triples to {OUT}\n"
    assert lines_in(store) == alone


def test_a_lost_worker_loses_no_row_and_doubles_none(store, tables, cluster):
    run = threading.Thread(target=on_cluster, args=(cluster,), kwargs={"part": SMALL})
    run.start()
    await_parts(store, run.is_alive)
    cluster.kill_worker()
    assert run.is_alive()
    cluster.start_worker()
    run.join(60)
    assert lines_in(store) == lines_alone(tables)


def test_a_run_that_was_killed_leaves_no_manifest_and_can_be_done_again(store, tables, cluster):
    code = "import sys; from koryu.columnar.cluster import populate_on_cluster as run; "
    code += f"run(sys.argv[1], output=sys.argv[2], address=sys.argv[3], part={SMALL})"
    source = f"{TABLES}/csv-metadata.json"
    with subprocess.Popen([sys.executable, "-c", code, source, OUT, cluster.address]) as run:
        await_parts(store, lambda: run.poll() is None)
        run.send_signal(signal.SIGKILL)
    left = keys_of(store, "out")
    assert left
    assert "links.nt/manifest.json" not in left
    on_cluster(cluster)
    assert lines_in(store) == lines_alone(tables)


def test_keys_hold_over_parts_and_the_old_output_stays(store, tables, cluster):
    on_cluster(cluster)
    before = lines_in(store)
    source = upload(store, write_tables(tables.parent, spoilt))
    with pytest.raises(Faults) as alone:
        populate(source, output=None, check=True)
    with pytest.raises(Faults) as many:
        on_cluster(cluster, check=True)
    told = [str(fault).replace(f"{SHOWN}/", f"{tables.parent}/") for fault in many.value.faults]
    assert sorted(told) == sorted(map(str, alone.value.faults))
    assert len(told) == 3
    assert lines_in(store) == before


def shut(store, bucket, keys="shut/*"):
    """Let nobody read or write some files."""
    store.put_object(Bucket=bucket, Key="shut/t.csv", Body=b"a\n1\n")
    rule = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": f"arn:aws:s3:::{bucket}/{keys}",
    }
    store.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [rule]}))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("s3://none/t.json", "not found: The specified bucket does not exist"),
        ("s3://tables/none.csv", "not found: tables/none.csv"),
        ("s3://tables/shut/t.csv", "not permitted: Forbidden"),
    ],
)
def test_what_cannot_be_read_is_told(store, tables, cluster, source, told):
    shut(store, "tables")
    with pytest.raises(Faults) as found:
        populate_on_cluster(source, output=OUT, address=cluster.address)
    assert str(found.value) == f"{source}:1: cannot be read: {told}"
    assert keys_of(store, "out") == set()


def test_metadata_that_may_not_be_read_are_warned_of_and_those_that_are_not_there_are_not(
    store, tables, cluster
):
    store.put_object(Bucket="tables", Key="shut/csv-metadata.json", Body=b"{}")
    shut(store, "tables", "shut/csv-metadata.json")
    done = populate_on_cluster("s3://tables/shut/t.csv", output=OUT, address=cluster.address)
    assert list(map(str, done.warnings)) == [
        "s3://tables/shut/csv-metadata.json:1: cannot be read: not permitted: Forbidden; "
        "another description is looked for"
    ]


@pytest.mark.parametrize(
    ("output", "mode", "told"),
    [
        ("s3://none/links.nt", "standard", "not found: The specified bucket does not exist"),
        ("s3://none/links.nt", "minimal", "not found: The specified bucket does not exist"),
        ("s3://out/shut/links.nt", "minimal", "not permitted: Forbidden"),
    ],
)
def test_what_cannot_be_written_is_told(store, tables, cluster, output, mode, told):
    shut(store, "out")
    with pytest.raises(ProjectError) as found:
        on_cluster(cluster, output=output, mode=mode)
    assert str(found.value) == f"{output}: cannot be written: {told}"
    assert keys_of(store, "out") == {"shut/t.csv"}
    assert {bucket["Name"] for bucket in store.list_buckets()["Buckets"]} == {"out", "tables"}


def test_once_the_manifest_is_written_its_parts_stay_whatever_fails(store, tables, cluster, monkeypatch):
    on_cluster(cluster)

    def fail(folder):
        raise ProjectError(f"{folder.url}: cannot be listed")

    monkeypatch.setattr(Folder, "names", fail)
    with pytest.raises(ProjectError, match="cannot be listed"):
        on_cluster(cluster)
    manifest = json.loads(read(store, "manifest.json"))
    assert {f"links.nt/{part['path']}" for part in manifest["parts"]} < keys_of(store, "out")


def test_a_file_that_vanishes_while_it_is_read_is_a_fault_of_it(store, tables):
    with RemoteFetcher().open(f"{SHOWN}/links.csv") as file:
        store.delete_object(Bucket="tables", Key="交流 100%/links.csv")
        with (
            pytest.raises(DataError, match=rf"^{SHOWN}/links\.csv:1: cannot be read: not found: "),
            telling(),
        ):
            file.read()


@pytest.mark.parametrize("source", ["s3://tables/t.csv", "t.csv"])
def test_a_package_that_fsspec_lacks_is_named(tmp_path, source):
    (tmp_path / "t.csv").write_text("a\n1\n", "utf-8")
    found = koryu(
        source, "-o", OUT, "--dask", "127.0.0.1:9", where="sys.modules['s3fs'] = None", cwd=tmp_path
    )
    asked = source if source.startswith("s3") else OUT
    assert found.returncode == 1
    assert found.stderr == f"{asked}: Install s3fs to access S3, on all machines\n"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_store_that_keeps_silent_is_not_awaited_for_long(silent):
    done = koryu("s3://tables/t.csv", "-o", OUT, "--dask", "127.0.0.1:9", where=SOON)
    told = "s3://tables/t.csv: no answer within 0.5 seconds; correct its address\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_a_worker_does_not_await_a_silent_store_for_long_either(silent):
    look = "from koryu.columnar.tasks import look_part; look_part('s3://tables/t.csv', (0, 9), dialect=None)"
    done = subprocess.run(
        [sys.executable, "-c", f"{SOON}; {look}"], capture_output=True, text=True, timeout=60, check=False
    )
    told = "koryu.errors.EndpointError: s3://tables/t.csv: no answer within 0.5 seconds; correct its address"
    assert done.stderr.splitlines()[-1] == told


def test_without_a_cluster_a_store_is_refused(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("a\n1\n", "utf-8")
    found = koryu(str(table), "-o", OUT)
    assert (found.returncode, found.stderr) == (
        1,
        f"{OUT}: is not on this machine; give --dask, which writes there\n",
    )
    assert list(Path(tmp_path).iterdir()) == [table]
