"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from koryu.cli import COMMANDS, koryu
from koryu.settings import _LISTS, _TEXTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SESSIONS = [
    part for block in CONSOLE for part in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "expected"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_prints_what_the_readme_shows(built, monkeypatch, command, expected):
    monkeypatch.chdir(built)
    name, *arguments = shlex.split(command)
    assert name == "koryu"
    result = CliRunner().invoke(koryu, arguments)
    assert (result.exit_code, result.output) == (0, expected)


def test_the_readme_shows_a_session_of_five_commands():
    assert len(SESSIONS) == 5


@pytest.mark.parametrize("command", re.findall(r"\| `(koryu query [^`]*)` \|", README))
def test_each_question_of_the_readme_is_answered(built, monkeypatch, tmp_path, command):
    monkeypatch.chdir(built)
    arguments = [
        str(tmp_path / each) if each.endswith(".xlsx") else each for each in shlex.split(command)[1:]
    ]
    result = CliRunner().invoke(koryu, arguments)
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 2 or (tmp_path / "anniversaries.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_is_in_the_readme(name):
    assert f"`koryu {name}" in README


@pytest.mark.parametrize("name", [*_TEXTS, *_LISTS])
def test_every_setting_is_in_the_readme(name):
    assert f"`{name}`" in README


def test_the_readme_counts_right():
    queries = len(list((ROOT / "queries").glob("*.rq")))
    assert f"lists the {queries} stored queries" in README
    governments = len((ROOT / "data/gazetteer/governments.csv").read_text("utf-8").splitlines()) - 1
    assert f"{governments} governments" in README
