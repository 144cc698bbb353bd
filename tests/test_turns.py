"""Processes that take turns write what one would, tell of failures, and do not outlive who started them."""

from __future__ import annotations

import multiprocessing as mp
import os
import pickle
import signal
import subprocess
import sys
import time

import pytest

from koryu.columnar.turns import Crew
from koryu.errors import Cell, DataError, ProjectError


class Numbers:
    """Writes each number below an end as many times as it says."""

    def __init__(self, path, end, *, ill=None, fate=None):
        self.file = os.open(path, os.O_CREAT | os.O_RDWR)
        self.end = end
        self.ill = ill
        self.fate = fate

    def read(self, start):
        return (start, start + 1) if start < self.end else None

    def make(self, piece):
        if piece == self.ill:
            self.fate()
        time.sleep(0.01 * (piece % 2))  # one is slower than the other
        return memoryview(f"{piece}".encode() * piece), piece * 10

    def write(self, content, place):
        os.pwrite(self.file, content, place)


def fail():
    raise DataError(Cell("t.csv", 3, "a"), "is wrong")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_written_stands_in_order(tmp_path, size):
    with Crew(size, Numbers(tmp_path / "out", 7)) as crew:
        assert list(crew.results(0, 0)) == [0, 10, 20, 30, 40, 50, 60]
        assert (tmp_path / "out").read_text() == "122333444455555666666"
        assert list(crew.results(5, 2)) == [50, 60]
        assert list(crew.results(7, 0)) == []
    assert (tmp_path / "out").read_text() == "125555566666655666666"
    assert mp.active_children() == []


def test_an_error_is_raised_after_what_came_before_it(tmp_path):
    with Crew(2, Numbers(tmp_path / "out", 9, ill=4, fate=fail)) as crew:
        told = crew.results(0, 0)
        assert [next(told) for _ in range(4)] == [0, 10, 20, 30]
        with pytest.raises(DataError, match=r"t\.csv:3:a is wrong") as caught:
            next(told)
        assert caught.value.cell == Cell("t.csv", 3, "a")
        assert mp.active_children() == []
        assert list(crew.results(5, 0)) == [50, 60, 70, 80]


def test_a_process_that_is_killed_is_missed(tmp_path):
    crew = Crew(2, Numbers(tmp_path / "out", 9, ill=3, fate=die))
    with pytest.raises(ProjectError, match="a process was ended"):
        list(crew.results(0, 0))
    assert mp.active_children() == []


def test_who_wants_no_more_ends_the_processes(tmp_path):
    crew = Crew(2, Numbers(tmp_path / "out", 9))
    told = crew.results(0, 0)
    next(told)
    assert len(mp.active_children()) == 2
    told.close()
    assert mp.active_children() == []


ORPHANS = """
import multiprocessing as mp, sys, time
sys.path.insert(0, {tests!r})
from test_turns import Numbers
from koryu.columnar.turns import Crew
crew = Crew(2, Numbers({path!r}, 1))
list(crew.results(0, 0))
print(*(each.pid for each in mp.active_children()), flush=True)
time.sleep(60)
"""


def test_processes_end_with_the_one_that_started_them(tmp_path):
    program = ORPHANS.format(tests=os.path.dirname(__file__), path=str(tmp_path / "out"))  # noqa: PTH120
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        numbers = [int(number) for number in starter.stdout.readline().split()]
        starter.kill()
    assert len(numbers) == 2
    for _ in range(100):
        if not any(map(is_alive, numbers)):
            break
        time.sleep(0.05)
    assert [number for number in numbers if is_alive(number)] == []


def is_alive(number):
    try:
        with open(f"/proc/{number}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_error_of_data_is_the_same_in_another_process():
    error = pickle.loads(pickle.dumps(DataError(Cell("t.csv", 3, "a"), "is wrong")))
    assert (str(error), error.cell, error.problem) == (
        "t.csv:3:a is wrong",
        Cell("t.csv", 3, "a"),
        "is wrong",
    )
