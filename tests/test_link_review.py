"""``koryu link review``: what a terminal shows and takes, and what then stands in the file."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import faulty_endpoint
from koryu.cli.link_review import command
from koryu.linking.review import Case, Kind
from koryu.linking.sides import Sides
from koryu.linking.telling import View, tell
from koryu.matching.places import Place
from koryu.sssom.mappings import CLOSE, EXACT
from koryu.sssom.reading import read_mappings
from serving import KORYU
from small_linking import ID, THEIRS, WD, lay_out
from small_review import KOBE, LUSHUN_ROW, links_of, put_review
from small_site import make_edition

SCRIPT = "from koryu.cli.link_review import command; command(prog_name='koryu link review')"
PROMPT = "q quit? "


@pytest.fixture
def root(tmp_path):
    make_edition(tmp_path)
    put_review(tmp_path)
    return tmp_path


def review(root, answers, *options, reviewer="Jane 田中"):
    arguments = ["--root", str(root), "--reviewer", reviewer, *options]
    return CliRunner().invoke(command, arguments, input=answers)


def decided(root):
    """What somebody has reviewed: subject, predicate, modifier, object, reviewer, comment."""
    lines = [
        line.split("\t") for line in links_of(root).read_text("utf-8").splitlines() if line[:4] == "gove"
    ]
    return [
        f"{each[0][11:]} {each[2][5:]}{each[3] and ' Not'} {each[4][9:]} {each[7] or each[8]}: {each[14]}"
        for each in lines
        if each[7] or each[8]
    ]


CASE = """\

5 waiting · wikidata · several candidates, or one that is not sure
Kobe City  =?  Kobe
https://example.org/exchange/id/government/kobe  http://www.wikidata.org/entity/Q48320

                    ours                                   wikidata
name en             Kobe City, Hyogo-tsu                   Kobe
name ja             神戸市, こうべし                       神戸市                                 =
name zh             神户市                                 神户市                                 =
code UN/LOCODE      –                                      JPUKB
level               –                                      municipality
country             –                                      JP
parent              –                                      Q130290
point               –                                      34.6900, 135.1956
since               –                                      1889-04-01

name                1.00 ██████████  神戸市
code                1.00 ██████████  JPUKB
distance            0.90 █████████·  55 m
score               0.97, of all together

waits too: Kobe (http://www.wikidata.org/entity/Q11473), 0.60
waits too: Kobe Station (http://www.wikidata.org/entity/Q801253), 0.55

a exactMatch, A and reject the other 2, c close, b broad, r reject, s skip, u undo, m remark, q quit? q
0 decided, 0 skipped, 5 still waiting
"""


def test_a_case_is_told_whole_and_nothing_is_written_before_an_answer(root, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    before = links_of(root).read_bytes()
    result = review(root, "q\n")
    assert (result.exit_code, result.output) == (0, CASE)
    assert links_of(root).read_bytes() == before


def test_a_label_that_says_code_is_not_said_twice_and_a_rival_without_one_has_its_key():
    scheme = "https://example.org/def#iso31662"
    codes = {scheme: frozenset({"CN-21"})}
    rival = Case(Kind.SEVERAL, "wikidata", KOBE, f"{WD}Q2", EXACT)
    case = Case(Kind.SEVERAL, "wikidata", KOBE, f"{WD}Q1", EXACT, rivals=(rival,))
    sides = Sides(Place(KOBE, (), codes=codes), Place(f"{WD}Q1", (), codes=codes))
    view = View(("en",), labels={scheme: "ISO 3166-2 code"})
    lines = tell(case, sides, 2, view).splitlines()
    assert [line.split() for line in lines if "CN-21" in line] == [
        ["ISO", "3166-2", "code", "CN-21", "CN-21", "="]
    ]
    assert f"waits too: Q2 ({WD}Q2)" in lines


def test_a_contradiction_stands_in_plain_sight_without_colours(root):
    output = review(root, "s\nq\n").output
    assert "\n! CONTRADICTION: UN/LOCODE JPUKB is not JPXXX\n" in output
    assert "\x1b" not in output


def test_every_answer_of_a_pipe_is_written_with_its_reviewer_and_remark(root):
    result = review(root, "a it has the code\nr\nc\nb\na\n", reviewer="0000-0002-1825-0097")
    assert result.output.endswith("5 decided, 0 skipped, 0 still waiting\n")
    orcid = "orcid:0000-0002-1825-0097"
    assert decided(root) == [
        f"dalian broadMatch Q74881 {orcid}: ",
        f"kobe exactMatch Not Q11473 {orcid}: ",
        f"kobe exactMatch Q48320 {orcid}: it has the code",
        f"kobe closeMatch Q801253 {orcid}: ",
        f"lushun closeMatch Q1024066 {orcid}: Checked in a.csv.",
    ]


def test_a_pipe_that_ends_is_a_reviewer_who_quits(root):
    result = review(root, "A\n")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "1 decided, 0 skipped, 2 still waiting")
    assert decided(root) == [
        "kobe exactMatch Not Q11473 Jane 田中: ",
        "kobe exactMatch Q48320 Jane 田中: ",
        "kobe closeMatch Not Q801253 Jane 田中: ",
    ]


def test_the_last_decision_and_the_last_skip_are_undone(root):
    before = links_of(root).read_text("utf-8")
    result = review(root, "a\nu\ns\nu\nu\nq\n")
    heads = re.findall(r"government/kobe  http://www.wikidata.org/entity/(\w+)", result.output)
    assert heads == ["Q48320", "Q11473", "Q48320", "Q11473", "Q48320"]
    assert "nothing to undo\n" in result.output
    assert links_of(root).read_text("utf-8") == before


def test_a_pipe_undoes_what_was_decided_last_of_all(root):
    before = links_of(root).read_text("utf-8")
    result = review(root, "a\nu\n", "--place", "lushun")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "0 decided, 0 skipped, 1 still waiting")
    assert links_of(root).read_text("utf-8") == before
    result = review(root, "a\nu\nr\n\n", "--place", "lushun")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "1 decided, 0 skipped, 0 still waiting")
    assert decided(root) == ["lushun closeMatch Not Q1024066 Jane 田中: Checked in a.csv."]


def test_a_skip_of_the_last_case_is_undone_in_a_pipe(root):
    result = review(root, "s\nu\na\n", "--place", "lushun")
    assert result.output.splitlines()[-1] == "1 decided, 0 skipped, 0 still waiting"
    assert decided(root) == ["lushun closeMatch Q1024066 Jane 田中: Checked in a.csv."]


@pytest.mark.parametrize("answer", ["a", "s", "m"])
def test_an_answer_behind_the_last_case_is_refused_but_for_u_and_q(root, answer):
    result = review(root, f"r\n{answer} more\n", "--place", "lushun")
    assert str(result.exception) == (
        f'no case waits for the answer "{answer}"; has u, q; what was decided is written'
    )
    assert decided(root) == ["lushun closeMatch Not Q1024066 Jane 田中: Checked in a.csv."]


def test_u_where_nothing_was_decided_is_told_and_q_ends(root):
    result = review(root, "u\nq\nr\n", "--place", "hiroshima")
    assert (result.exit_code, result.output) == (
        0,
        "u\nnothing to undo\nq\n0 decided, 0 skipped, 0 still waiting\n"
        "'koryu link DATASET' finds candidates\n",
    )


def test_cases_of_one_place_are_reviewed(root):
    result = review(root, "a\n", "--place", "lushun", "--dataset", "wikidata")
    assert result.output.endswith("1 decided, 0 skipped, 0 still waiting\n")
    assert decided(root) == ["lushun closeMatch Q1024066 Jane 田中: Checked in a.csv."]


def test_where_nothing_waits_the_next_step_is_told(root):
    links_of(root).unlink(missing_ok=True)
    for path in root.glob(".links/*.jsonl"):
        path.unlink()
    result = review(root, "")
    assert (result.exit_code, result.output) == (
        0,
        "0 decided, 0 skipped, 0 still waiting\n'koryu link DATASET' finds candidates\n",
    )


def test_a_remark_is_on_the_case_and_not_on_those_that_are_rejected_with_it(root):
    review(root, "A has the code\n")
    assert decided(root) == [
        "kobe exactMatch Not Q11473 Jane 田中: ",
        "kobe exactMatch Q48320 Jane 田中: has the code",
        "kobe closeMatch Not Q801253 Jane 田中: ",
    ]


def test_an_answer_of_a_pipe_that_is_none_stops_it_before_the_next_are_misread(root):
    result = review(root, "r\nyes\nr\n")
    assert str(result.exception) == (
        'no answer "yes"; has a, A, c, b, r, s, u, m, q; what was decided is written'
    )
    assert decided(root) == ["kobe exactMatch Not Q48320 Jane 田中: "]


def test_a_decision_that_contradicts_another_stops_a_pipe_and_is_not_written(root):
    result = review(root, "a\na\nr\n")
    assert str(result.exception).startswith(
        'data/links/wikidata.sssom.tsv:9:subject_id "government:kobe" is an exact match in line'
    )
    assert decided(root) == ["kobe exactMatch Q48320 Jane 田中: "]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--dataset", "geonames"], 'no links to a dataset "geonames"; has wikidata'),
        (["--lang", "fr"], 'lang "fr" is not a language of this project; has en, ja, zh'),
        (["--reviewer", "0000-0002-1825-0098"], 'reviewer "0000-0002-1825-0098" is no ORCID: its last digit'),
    ],
)
def test_what_cannot_be_reviewed_is_told(root, options, message):
    result = review(root, "q\n", *options)
    assert result.exit_code == 1
    assert str(result.exception).startswith(message)


def test_somebody_must_be_named(root, monkeypatch):
    monkeypatch.delenv("KORYU_REVIEWER", raising=False)
    result = CliRunner().invoke(command, ["--root", str(root)])
    assert result.exit_code == 2
    assert "Missing option '--reviewer'" in result.output


def _take_terminal():
    """Let Ctrl-C be a signal, also where the tests themselves run in the background, which ignores it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A terminal of 100 columns with the command in it."""

    def __init__(self, root, **environment):
        self.seen = ""
        self._here, there = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, "--root", root, "--reviewer", "Jane"],
            stdin=there, stdout=there, stderr=there, start_new_session=True,
            preexec_fn=_take_terminal,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment},
        )  # fmt: skip
        os.close(there)

    def expect(self, text, patience=20):
        """Wait until a text is shown behind what was seen before; returns all up to it."""
        end = time.monotonic() + patience
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} did not come: {self.seen!r}"
            if select.select([self._here], [], [], 0.2)[0]:
                self.seen += os.read(self._here, 1 << 16).decode("utf-8", "replace")
        shown, _, self.seen = self.seen.partition(text)
        return shown

    def type(self, keys):
        os.write(self._here, keys.encode())

    def end(self):
        return self.process.wait(10)

    def close(self):
        self.process.kill()
        self.process.wait(10)
        os.close(self._here)


@pytest.fixture
def terminal(root):
    terminals = []

    def start(**environment):
        terminals.append(Terminal(root, **environment))
        return terminals[-1]

    yield start
    for each in terminals:
        each.close()


def test_a_terminal_takes_keys_without_enter_and_shows_contradictions_in_colour(root, terminal):
    terminal = terminal()
    terminal.expect(PROMPT)
    terminal.type("a")
    assert "\x1b[31m\x1b[1m! CONTRADICTION" in terminal.expect(PROMPT)
    assert decided(root) == ["kobe exactMatch Q48320 Jane: "]
    terminal.type("m")
    terminal.expect("remark: ")
    terminal.type("a ward\r")
    terminal.expect(PROMPT)
    terminal.type("x")
    terminal.expect("keys are a, A, c, b, r, s, u, m, q")
    terminal.expect(PROMPT)
    terminal.type("r")
    terminal.expect(PROMPT)
    terminal.type("q")
    terminal.expect("2 decided, 0 skipped, 3 still waiting")
    assert terminal.end() == 0
    assert decided(root) == ["kobe exactMatch Not Q11473 Jane: a ward", "kobe exactMatch Q48320 Jane: "]


def test_without_colours_a_terminal_shows_the_same(root, terminal):
    terminal = terminal(NO_COLOR="1")
    terminal.expect(PROMPT)
    terminal.type("s")
    shown = terminal.expect(PROMPT)
    terminal.type("q")
    assert terminal.end() == 0
    assert "! CONTRADICTION: UN/LOCODE" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("way", ["key", "signal"])
def test_ctrl_c_loses_nothing(root, way, terminal):
    terminal = terminal()
    terminal.expect(PROMPT)
    terminal.type("r")
    terminal.expect(PROMPT)
    if way == "key":
        terminal.type("\x03")
    else:
        os.kill(terminal.process.pid, signal.SIGINT)
    terminal.expect("1 decided, 0 skipped, 4 still waiting")
    assert terminal.end() == 0
    assert decided(root) == ["kobe exactMatch Not Q48320 Jane: "]
    assert LUSHUN_ROW in links_of(root).read_text("utf-8")
    assert [each for each in Path(links_of(root)).parent.iterdir() if each.name.startswith(".")] == []


def test_arrows_decide_nothing_and_what_is_typed_ahead_counts(root, terminal):
    terminal = terminal()
    terminal.expect(PROMPT)
    terminal.type("\x1b[A")  # the arrow up, which ends with the key that accepts and rejects the others
    terminal.type("r")
    terminal.expect(PROMPT)
    terminal.type("srq")
    terminal.expect("2 decided, 1 skipped, 2 still waiting")
    assert terminal.end() == 0
    assert decided(root) == ["kobe exactMatch Not Q48320 Jane: ", "kobe closeMatch Not Q801253 Jane: "]


def test_a_place_may_be_named_as_elsewhere(tmp_path):
    root = lay_out(tmp_path / "project")
    for name in ("kure", "呉市", "Kure", f"{ID}kure"):
        assert review(root, "", "--place", name).output.startswith("0 decided, 0 skipped, 0 still waiting\n")
    result = review(root, "", "--place", "atlantis")
    assert (result.exit_code, str(result.exception)) == (
        1,
        'place "atlantis" is not known; takes the key, IRI or label of a Government',
    )


def test_what_koryu_link_has_found_is_reviewed(tmp_path):
    root = lay_out(tmp_path / "project")
    with faulty_endpoint.oxigraph(THEIRS) as url:
        command = [KORYU, "link", "wikidata", "--endpoint", url, "--root", root]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    command = [KORYU, "link", "review", "--root", root, "--reviewer", "Jane"]
    done = subprocess.run(command, input="c\nr\na\n", capture_output=True, text=True, timeout=60, check=True)
    assert "! CONTRADICTION: the name is the same, but the code is not: dantaiCode 342025" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 decided, 0 skipped, 5 still waiting"
    rows = read_mappings(root / "data/links/wikidata.sssom.tsv").mappings
    assert [
        (each.subject.removeprefix(ID), each.object.removeprefix(WD), each.predicate, each.is_negative)
        for each in rows
    ] == [
        ("kure", "Q342025", CLOSE, False),
        ("onomichi", "Q342050", EXACT, True),
        ("onomichi", "Q342051", EXACT, False),
    ]
    assert {each.object_source_version for each in rows} == {"2026-11-25T03:00:00Z"}
