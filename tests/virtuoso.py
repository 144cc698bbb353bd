"""A Virtuoso for the tests: Debian's virtuoso-opensource-7-bin, with the limit of rows that Debian sets."""

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

LIMIT = 10_000
PROGRAMS = ("virtuoso-t", "isql-vt")
PATIENCE = 60  # seconds for the start, and for each load

SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = .
ServerThreads = 4

[SPARQL]
ResultSetMaxRows = {limit}
MaxQueryExecutionTime = 60
"""


class Virtuoso:
    """A running server: ``url`` is its SPARQL endpoint."""

    def __init__(self, folder, sql_port, http_port):
        self.url = f"http://127.0.0.1:{http_port}/sparql"
        self._folder = folder
        self._address = f"127.0.0.1:{sql_port}"

    def load(self, graph, ntriples):
        (self._folder / "load.nt").write_text(ntriples, encoding="utf-8")
        command = f"DB.DBA.TTLP(file_to_string_output('load.nt'), '', '{graph}', 0);"
        program = ["isql-vt", self._address, "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"EXEC={command}"]
        done = subprocess.run(program, cwd=self._folder, capture_output=True, text=True, timeout=PATIENCE)
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


def missing_programs():
    return [program for program in PROGRAMS if not shutil.which(program)]


@contextmanager
def running(folder):
    sql_port, http_port = free_ports(2)
    settings = SETTINGS.format(sql_port=sql_port, http_port=http_port, limit=LIMIT)
    (folder / "virtuoso.ini").write_text(settings)
    with (folder / "output").open("wb") as output:
        command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        server = Virtuoso(folder, sql_port, http_port)
        await_answer(server.url, process, folder / "output")
        yield server
    finally:
        process.kill()  # its files are thrown away, so it need not tidy up
        process.wait(10)


def free_ports(count):
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in listening]
    for each in listening:
        each.close()
    return ports


def await_answer(url, process, output):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5):
                return
        except urllib.error.HTTPError as error:  # it listens before it can answer
            error.close()
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"virtuoso-t did not start: {output.read_text(errors='replace')[-2000:]}")
