"""``koryu serve``: what it says, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from serving import served

KORYU = Path(sys.executable).with_name("koryu")


def started(*arguments):
    command = [KORYU, "serve", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_without_complaint(built, stop):
    with started("--port", "0", "--root", built) as server:
        line = server.stdout.readline()
        address = re.fullmatch(r"serving (http://127\.0\.0\.1:\d+/) \(Ctrl-C stops\)\n", line)[1]
        assert urllib.request.urlopen(f"{address}healthz", timeout=10).status == 200
        server.send_signal(stop)
        rest, complaints = server.communicate(timeout=20)
    assert (server.returncode, rest, complaints) == (0, "", "")


def test_a_busy_port_is_told_with_the_next_step(built):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with started("--port", str(port), "--root", built) as server:
            output, complaints = server.communicate(timeout=20)
    wanted = f"127.0.0.1:{port}: another program listens there; take another port: --port {port + 1}\n"
    assert (server.returncode, output, complaints) == (1, "", wanted)


def test_a_project_without_a_build_says_what_to_do(project):
    with started("--port", "0", "--root", project) as server:
        output, complaints = server.communicate(timeout=20)
    wanted = f"{project}/build/koryu.nq: no build yet; run 'koryu build'\n"
    assert (server.returncode, output, complaints) == (1, "", wanted)


def test_a_proxy_may_show_the_site_below_a_path(built):
    with started("--port", "0", "--prefix", "/koryu", "--root", built) as server:
        address = server.stdout.readline().split()[1]
        origin = address.removesuffix("/koryu/")
        page = urllib.request.urlopen(f"{origin}/query?lang=en", timeout=10).read().decode()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert len(links) > 20
    assert [each for each in links if not each.startswith("/koryu/")] == []


def test_a_query_that_runs_when_the_server_stops_is_told_so(built):
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answers = []

    def ask(address):
        try:
            urllib.request.urlopen(f"{address}/sparql?query={urllib.parse.quote(endless)}", timeout=30)
        except urllib.error.HTTPError as error:
            answers.append((error.status, error.headers["Content-Type"], error.headers["Retry-After"]))

    with served(built) as running:
        client = threading.Thread(target=ask, args=(running.address,))
        client.start()
        time.sleep(1)
        start = time.monotonic()
        os.kill(running.process, signal.SIGINT)
        client.join()
    assert answers == [(503, "application/problem+json", "10")]
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--host", "0.0.0.0"], "--review is for this machine, but 0.0.0.0 is not; leave out --host"),
        (
            ["--base", "https://mirror.example/"],
            "--review writes links of the project itself; leave out --base",
        ),
    ],
)
def test_a_review_is_for_this_machine_and_this_project(built, options, complaint):
    with started("--review", "--root", built, *options) as server:
        output, complaints = server.communicate(timeout=20)
    assert (server.returncode, output) == (2, "")
    assert complaint in complaints


def test_a_review_beyond_this_machine_must_be_wanted(built):
    arguments = ("--review", "--review-anywhere", "--host", "0.0.0.0", "--port", "0", "--root", built)
    with started(*arguments) as server:
        lines = [server.stdout.readline() for _ in range(2)]
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert lines[0].startswith("serving http://0.0.0.0:")
    assert re.fullmatch(
        r"review http://0\.0\.0\.0:\d+/review\?token=[\w-]{43} \(good for one use\)\n", lines[1]
    )


def test_who_reviews_must_be_somebody(built):
    with started("--review", "--reviewer", "0000-0002-1825-0098", "--root", built) as server:
        output, complaints = server.communicate(timeout=20)
    assert (server.returncode, output) == (1, "")
    assert complaints.startswith('reviewer "0000-0002-1825-0098" is no ORCID')
