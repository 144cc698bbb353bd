"""``koryu populate`` as a user meets it: exit status, output, and one line for each mistake."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from koryu.columnar.populate import populate
from koryu.columnar.sinks import open_sink
from koryu.errors import ProjectError

TABLE = "a,b\n1,2\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(TABLE, "utf-8")
    return tmp_path


def metadata(**schema):
    columns = [{"name": "a", "titles": "a"}, {"name": "b", "titles": "b"}]
    found = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "t.csv",
        "tableSchema": {"columns": columns, **schema},
    }
    Path("m.json").write_text(json.dumps(found), "utf-8")
    return "m.json"


def koryu(*arguments, **options):
    command = [Path(sys.executable).with_name("koryu"), "populate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)


@pytest.mark.parametrize("options", [["--check"], ["--mode", "minimal", "-o", "t.nt"]])
def test_it_imports_no_more_than_it_needs(folder, options):
    code = (
        f"import sys; from koryu.cli import koryu; "
        f"koryu(['populate', 't.csv', *{options}], standalone_mode=False); "
        "print(sorted({'pandas', 'rdflib', 'dask', 'fsspec', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def refusal(*arguments, **options):
    """Run the command; it must fail without writing anything. Gives what it said."""
    before = set(Path().iterdir())
    done = koryu(*arguments, **options)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert set(Path().iterdir()) == before
    return done.stderr.replace(f"{Path.cwd()}/", "").splitlines()


def test_a_table_becomes_triples(folder):
    done = koryu("t.csv", "--mode", "minimal", "-o", "out.nt")
    url = (folder / "t.csv").as_uri()
    assert (done.returncode, done.stderr) == (0, "1 rows, 2 triples to out.nt\n")
    assert Path("out.nt").read_text("utf-8") == f'_:t1r1 <{url}#a> "1" .\n_:t1r1 <{url}#b> "2" .\n'


def test_a_check_alone_writes_nothing(folder):
    done = koryu("t.csv", "--check")
    assert (done.returncode, done.stderr) == (0, "1 rows, 11 triples\n")
    assert [path.name for path in folder.iterdir()] == ["t.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["t.csv"], "give --output, or --check to validate alone"),
        (["t.csv", "-o", "o.nt", "--graph", "https://example.org/"], "--graph is for N-Quads"),
        (["t.csv", "-o", "o.nt", "--dask", "x", "--jobs", "2"], "--dask needs --output"),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage_exits_with_2(folder, arguments, message):
    done = koryu(*arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_metadata_that_contradict_their_table(folder):
    source = metadata(columns=[{"name": "x", "titles": "x"}, {"name": "b", "titles": "b"}])
    assert refusal(source, "--check", "-o", "o.nt") == [
        't.csv:1: no column "a"; remove it',
        "t.csv:1: column x is missing; the header is x,b",
    ]


def test_a_template_that_makes_no_iri(folder):
    source = metadata(aboutUrl="http://example.org/<{a}>")
    found = refusal(source, "--check", "-o", "o.nt")
    assert len(found) == 2
    assert found[0].startswith("t.csv:2:a makes an IRI that is none: 'http://example.org/<1>'")


def test_keys_that_refer_in_a_circle_are_followed(folder):
    Path("t.csv").write_text("a,b\nx,y\ny,x\nz,w\n", "utf-8")
    reference = {"columnReference": "b", "reference": {"resource": "t.csv", "columnReference": "a"}}
    source = metadata(primaryKey="a", foreignKeys=[reference])
    assert refusal(source, "--check", "-o", "o.nt") == [
        't.csv:4:b "w" is no key of t.csv; add it there, or correct it here'
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'a,b\n1,2\n3,"4', 't.csv:3: "3,"4" has a quote that is not closed; close it'),
        (
            b"a,b\n1,2\n3,4,5",
            "t.csv:3: has 3 cells where the header has 2; put a cell with a comma in quotes, or remove what "
            "follows b",
        ),
        (gzip.compress(TABLE.encode()), "t.csv:1: is a gzip file, not a text; unpack or export it first"),
        (b"PK\x03\x04rest", "t.csv:1: is an Excel or zip file, not a text; unpack or export it first"),
        (
            b"a,b\n\x93\xfa\x96\x7b,2\n",
            "t.csv:2: not UTF-8: byte 0x93; looks like Shift-JIS; name its encoding in the dialect",
        ),
    ],
    ids=["open-quote", "cut", "gzip", "zip", "shift-jis"],
)
def test_a_file_that_is_no_whole_table(folder, content, message):
    Path("t.csv").write_bytes(content)
    assert refusal("t.csv", "--check", "-o", "o.nt")[0] == message


def test_a_row_of_100_megabytes(folder):
    Path("t.csv").write_bytes(b'a,b\n1,"' + b"x" * 100_000_000 + b'"\n')
    [message] = refusal("t.csv", "-o", "o.nt", preexec_fn=_little_memory)
    assert message == (
        "t.csv:1: a row has 100,000,004 bytes, more than 16,777,216; is a quote left open? Split the cell"
    )


def test_a_row_of_20_megabytes_in_another_encoding(folder):
    Path("t.csv").write_bytes(b'a,b\n1,2\n1,"' + b"x" * 20_000_000 + b'"\n')
    source = metadata()
    described = json.loads(Path(source).read_text("utf-8"))
    Path(source).write_text(json.dumps({**described, "dialect": {"encoding": "cp932"}}), "utf-8")
    assert refusal(source, "-o", "o.nt") == [
        "t.csv:3: a row has more than 16,777,216 characters; is a quote left open? Split the cell"
    ]


def test_a_line_of_commas_is_no_header(folder):
    Path("t.csv").write_text("," * 200_000 + "\n", "utf-8")
    assert refusal("t.csv", "-o", "o.nt") == [
        "t.csv:1: has 200,001 columns; at most 100,000 are read; is it a table?"
    ]


def _little_memory():
    """Let the command have 1.5 GB of addresses: the file must not be read whole, several times over."""
    resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv", "-o", "o.nt"], "none.csv:1: cannot be read: No such file or directory"),
        (
            ["t.csv", "-o", "o.xyz"],
            "o.xyz: xyz names no format of triples; end its name with .nt, .nq, .ttl, and .gz or .zst",
        ),
        (["t.csv", "-o", "o.nt4"], 'o.nt4: nt4 names no format of triples; did you mean "nt"?'),
        (["t.csv", "-o", "none/o.nt"], "none/o.nt: cannot be written: No such file or directory"),
    ],
)
def test_files_that_are_not_there(folder, arguments, message):
    assert refusal(*arguments) == [message]


def test_a_full_disk_leaves_the_old_file(folder):
    Path("big.csv").write_text("a,b\n" + "1,2\n" * 200_000, "utf-8")
    koryu("t.csv", "-o", "o.nt")
    before = Path("o.nt").read_bytes()
    assert refusal("big.csv", "-o", "o.nt", preexec_fn=_little_disk) == [
        "o.nt: cannot be written: File too large"
    ]
    assert Path("o.nt").read_bytes() == before


def _little_disk():
    """Let files grow to 1 MB; the signal that kills is ignored, so that writing fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


def test_a_check_without_room_for_its_keys(folder):
    Path("t.csv").write_text("a,b\n" + "".join(f"{row},2\n" for row in range(300_000)), "utf-8")
    assert refusal(metadata(primaryKey="a"), "--check", preexec_fn=_little_disk) == [
        "the keys that are checked cannot be kept in the temporary folder: File too large; "
        "let TMPDIR name a folder with room"
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pipe_is_refused_since_it_is_read_more_than_once(folder, jobs):
    os.mkfifo("p.csv")
    assert refusal("p.csv", "-o", "o.nt", "--jobs", jobs) == [
        "p.csv:1: cannot be read: is a pipe or a device, and is read more than once; save it as a file"
    ]


@pytest.mark.parametrize(
    ("source", "output"), [("t.csv", "link.nt"), ("m.json", "link.nt"), ("t.nt", "t.nt"), ("m.json", "m.nt")]
)
def test_an_output_that_is_read_is_refused(folder, source, output):
    metadata()
    Path("link.nt").symlink_to("t.csv")
    Path("m.nt").hardlink_to("m.json")
    Path("t.nt").write_text(TABLE, "utf-8")
    assert refusal(source, "-o", output) == [
        f"{output}: is read, so that it cannot be the output too; name another file"
    ]
    assert Path("t.csv").read_text("utf-8") == TABLE


def test_an_output_that_is_a_link_stays_one(folder):
    Path("o.nt").symlink_to("there.nt")
    assert koryu("t.csv", "--mode", "minimal", "-o", "o.nt").returncode == 0
    assert Path("o.nt").is_symlink()
    assert len(Path("there.nt").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("output", "graph", "message"),
    [
        ("o.nq", "x y", "--graph: 'x y' is not an absolute IRI; write one such as https://example.org/graph"),
        (
            "o.nq.nt",
            "https://example.org/",
            "--graph is for N-Quads; end the name of the output with .nq",
        ),
    ],
)
def test_a_graph_that_cannot_be_named(folder, output, graph, message):
    assert refusal("t.csv", "-o", output, "--graph", graph) == [message]


@pytest.mark.parametrize("name", ["my table.csv", "提携 一覧.csv", "a<b>.csv", "100%.csv"])
def test_names_of_files_that_no_iri_may_hold(folder, name):
    Path(name).write_text(TABLE, "utf-8")
    Path(f"{name}-metadata.json").write_text(
        json.dumps({"@context": "http://www.w3.org/ns/csvw", "url": name.replace("%", "%25")}), "utf-8"
    )
    url = (folder / name).as_uri() if name.isascii() else f"{folder.as_uri()}/提携%20一覧.csv"
    for source in (name, f"{name}-metadata.json"):
        done = koryu(source, "--mode", "minimal", "-o", "o.nt")
        assert (done.returncode, done.stderr) == (0, "1 rows, 2 triples to o.nt\n")
        assert Path("o.nt").read_text("utf-8").splitlines()[0] == f'_:t1r1 <{url}#a> "1" .'


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_ended_leaves_no_part(folder, jobs):
    Path("t.csv").write_text("a,b\n" + "1,2\n" * 2_000_000, "utf-8")
    command = [Path(sys.executable).with_name("koryu"), "populate", "t.csv", "-o", "o.nt", "--jobs", jobs]
    with subprocess.Popen(command) as process:
        while not any(path.stat().st_size for path in folder.glob(".o.nt.*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.terminate()
    assert process.returncode == -signal.SIGTERM
    assert [path.name for path in folder.iterdir()] == ["t.csv"]


def test_runs_that_write_the_same_file_do_not_mix(folder):
    with open_sink("o.nt") as one, open_sink("o.nt") as other:
        one.write(b"first\n" * 3)
        other.write(b"other\n")
    assert Path("o.nt").read_bytes() == b"first\n" * 3
    assert sorted(path.name for path in folder.iterdir()) == ["o.nt", "t.csv"]


def test_outside_of_a_project_turtle_has_the_prefixes_of_csv_on_the_web(folder):
    assert koryu("t.csv", "-o", "o.ttl").returncode == 0
    prefixes = [
        line.split()[1] for line in Path("o.ttl").read_text("utf-8").splitlines() if "@prefix" in line
    ]
    assert "csvw:" in prefixes
    assert "koryu:" not in prefixes


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (["t.csv"], {"mode": "both"}, 'mode "both" is not known; takes standard, minimal'),
        (["t.csv"], {"limit": 0, "check": True}, "limit 0 is too small; takes 1 or more"),
        (["t.csv"], {"jobs": 0}, "jobs 0 is too small; takes 1 or more"),
        ([], {}, "nothing to populate from; give metadata or tables"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(folder, arguments, options, message):
    with pytest.raises(ProjectError, match=f"^{re.escape(message)}$"):
        populate(*arguments, output="o.nt", **options)


def test_errors_stop_at_the_limit(folder):
    Path("t.csv").write_text("a,b\n" + "x,2\n" * 1000, "utf-8")
    source = metadata(
        columns=[{"name": "a", "titles": "a", "datatype": "integer"}, {"name": "b", "titles": "b"}]
    )
    found = refusal(source, "--check", "--limit", "3", "-o", "o.nt")
    assert found == [
        f't.csv:{line}:a "x" is not an integer; write digits only, such as 1304' for line in (2, 3, 4)
    ]
