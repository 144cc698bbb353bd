"""Builds: whole or not at all, and the same bytes each time."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import koryu
from koryu.build import ValidationFailed, build
from koryu.errors import ProjectError
from koryu.settings import read_settings

FILES = ("koryu.nq", "koryu.ttl", "report.json", "report.ttl", "void.ttl", "SHA256SUMS")
KORYU = Path(sys.executable).with_name("koryu")


def contents(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_two_builds_of_one_input_are_the_same_bytes(built, project):
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run(
        [KORYU, "build", "--root", project], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    assert contents(project / "build") == contents(built / "build")


def test_the_checksums_are_those_of_the_files(built):
    lines = (built / "build" / "SHA256SUMS").read_text().splitlines()
    assert [line.split("  ")[1] for line in lines] == sorted(set(FILES) - {"SHA256SUMS"})
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((built / "build" / name).read_bytes()).hexdigest() == digest


def test_the_report_counts_one_warning_and_no_violation(built):
    report = (built / "build" / "report.json").read_text()
    assert '"Violation": 0,\n    "Warning": 1,\n    "Info": 4' in report
    assert "china-japan-1999" in report


def test_a_warning_stops_a_strict_build(built):
    before = (built / "build").resolve()
    with pytest.raises(ValidationFailed, match=r"affiliation-counts\.csv:3:share_\w+ warning: AC"):
        build(read_settings(built), strict=True)
    assert (built / "build").resolve() == before


def test_a_violation_leaves_the_last_build(project):
    good = build(read_settings(project)).path
    change(
        project / "data/registers/affiliations.csv", "1979-05-01,1979-05-01,day", "1979-05-02,1979-05-01,day"
    )
    with pytest.raises(ValidationFailed) as refused:
        build(read_settings(project))
    cell = "data/registers/affiliations.csv:2:earliest violation"
    begins = [
        re.match(r"(.*?): .* aff001 has ", line.removeprefix(f"{cell}: "))
        for line in str(refused.value).splitlines()
    ]
    assert [found and found[1] for found in begins] == ["AF16", "DT5"]
    assert (project / "build").resolve() == good
    assert sorted(path.name for path in (project / ".builds").iterdir()) == [good.name]


def test_a_value_that_would_come_from_another_table_names_that_table(project):
    table = project / "data/registers/affiliation-events.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith("aff001,")), "utf-8")
    with pytest.raises(ValidationFailed) as caught:
        build(read_settings(project))
    assert str(caught.value) == (
        "data/registers/affiliations.csv:2 violation: aff001: AF11: an affiliation has at least one “event”: "
        "an event of an affiliation. Likely cause: an empty cell or a key that names nothing of this class. "
        "→ data/registers/affiliation-events.csv:affiliation"
    )


def test_one_changed_cell_changes_only_its_lines_and_two_builds_are_kept(built, project):
    shutil.copytree(built / ".builds", project / ".builds")
    for age in ("older", "oldest"):
        (project / ".builds" / age).mkdir()
    os.utime(project / ".builds" / "oldest", (0, 0))
    os.utime(project / ".builds" / "older", (1, 1))
    change(project / "data/yoshida/affiliation-sums.csv", ",as-counted,", ",approximate,")
    done = build(read_settings(project))
    before = (built / "build" / "koryu.ttl").read_text().splitlines()
    after = (done.path / "koryu.ttl").read_text().splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("  koryu:accuracy concept:as-counted ;", "  koryu:accuracy concept:approximate ;")
    ]
    kept = {path.name for path in (project / ".builds").iterdir()}
    assert kept == {done.path.name, (built / "build").resolve().name}


def test_a_damaged_build_is_replaced_by_the_next(built, project):
    shutil.copytree(built / ".builds", project / ".builds")
    damaged = project / ".builds" / (built / "build").resolve().name
    (project / "build").symlink_to(damaged)
    shutil.rmtree(damaged / "store")
    (damaged / "koryu.ttl").write_text("junk")
    asked = [build(read_settings(project)).path, build(read_settings(project)).path]
    assert asked == [damaged.with_name(f"{damaged.name}-again"), damaged]
    assert contents(damaged) == contents(built / "build")
    assert len(koryu.open(project).query("coverage")) == 64
    assert sorted(path.name for path in (project / ".builds").iterdir()) == [
        damaged.name,
        f"{damaged.name}-again",
    ]


def test_a_killed_build_leaves_the_last_one_and_its_remains_go_with_the_next(built, project):
    shutil.copytree(built / ".builds", project / ".builds")
    (project / "build").symlink_to(Path(".builds") / (built / "build").resolve().name)
    change(project / "data/yoshida/affiliation-sums.csv", ",as-counted,", ",approximate,")
    killed = subprocess.Popen([KORYU, "build", "--root", project], stdout=subprocess.DEVNULL)
    for _ in range(3000):
        if any((project / ".builds").glob(".new-*")):
            break
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert contents(project / "build") == contents(built / "build")
    assert [path.name for path in (project / ".builds").glob(".new-*")] == [f".new-{killed.pid}"]
    build(read_settings(project))
    assert not list((project / ".builds").glob(".new-*"))


def test_a_folder_in_the_place_of_the_link_is_not_touched(project):
    (project / "build").mkdir()
    (project / "build" / "mine").write_text("mine")
    with pytest.raises(ProjectError, match=r"build: is not the link to a build; move it away$"):
        build(read_settings(project))
    assert (project / "build" / "mine").read_text() == "mine"
    assert not list((project / ".builds").glob(".new-*"))


def change(path, was, now):
    text = path.read_text("utf-8")
    assert re.search(re.escape(was), text)
    path.write_text(text.replace(was, now, 1), "utf-8")
