"""Work that several processes share: the same answers, and told if one of them is ended."""

import multiprocessing
import os
import signal
import time

import pytest

from koryu.errors import ProjectError
from koryu.joining.sharing import each_done

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


def test_what_is_made_stands_in_the_order_of_things():
    told = []
    made = each_done(lambda each: (each * 2, os.getpid()), range(9_001), 3, told.append)
    assert [double for double, _ in made] == list(range(0, 18_002, 2))
    assert {process for _, process in made[:500]} == {os.getpid()}  # what is worked out once all know then
    assert len({process for _, process in made[500:]} - {os.getpid()}) == 3
    assert told == list(range(0, 9_001, 500))


@pytest.mark.parametrize(("things", "jobs"), [(3_999, 2), (9_000, 1), (0, 2)])
def test_few_things_and_one_job_need_no_process(things, jobs):
    made = each_done(lambda _: os.getpid(), range(things), jobs, lambda _: None)
    assert made == [os.getpid()] * things


def test_a_process_that_is_killed_is_told():
    def work(each):
        if each == 5_000:
            os.kill(os.getpid(), signal.SIGKILL)
        return each

    with pytest.raises(ProjectError, match=r"a process was ended.*use fewer --jobs \(it left with -9\)"):
        each_done(work, range(9_000), 2, lambda _: None)


def test_processes_end_with_what_started_them():
    starts = []

    def work(_):
        time.sleep(0.001)
        return os.getpid()

    def stop(done):
        starts.append(done)
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each_done(work, range(9_000), 2, stop)
    assert starts == [0, 500]
    assert multiprocessing.active_children() == []
