"""What the README shows is what happens."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from koryu.cli import COMMANDS, koryu
from koryu.settings import LISTS, TEXTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SESSIONS = [
    part for block in CONSOLE for part in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "expected"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_prints_what_the_readme_shows(built, monkeypatch, tmp_path, command, expected):
    for name in ("koryu.toml", "ontology", "data", "queries", "build"):
        (tmp_path / name).symlink_to(built / name)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(command)
    assert name == "koryu"
    result = CliRunner().invoke(koryu, arguments)
    assert (result.exit_code, result.output) == (0, expected)


def test_the_readme_shows_eight_commands():
    assert len(SESSIONS) == 8


def test_a_first_project_is_filled_in_as_the_readme_says(built, tmp_path):
    example, target = ROOT / "tests/examples/first-project", tmp_path / "my-city"
    tables = [path.relative_to(example) for path in sorted(example.rglob("*.csv"))]
    assert all(f"{table.name}`" in README for table in tables)

    def run(*arguments):
        result = CliRunner().invoke(koryu, [str(each) for each in arguments])
        return result.exit_code, result.output

    assert run("new", target, "--base", "https://example.org/exchange/", "--root", built)[0] == 0
    for table in tables:
        shutil.copyfile(example / table, target / "data" / table)
    status, output = run("build", "--root", target)
    assert (status, output.splitlines()[0]) == (0, "0 violation, 0 warning, 0 info")
    assert run(
        "query", "partners", "--root", target, "--format", "csv", "--labels", "-p", "place=新潟県"
    ) == (
        0,
        "place,partner,partner_country,kind,since,until,source\n"
        "Niigata Prefecture,Heilongjiang Province,China,Friendship affiliation,1983-08-05,,"
        "Our register of affiliations\n",
    )
    thing = "<https://example.org/exchange/id/government/niigata-pref>"
    assert f"{thing} " in (target / "build/koryu.nq").read_text("utf-8")


@pytest.mark.parametrize("command", re.findall(r"\| `(koryu query [^`]*)` \|", README))
def test_each_question_of_the_readme_is_answered(built, monkeypatch, tmp_path, command):
    monkeypatch.chdir(built)
    arguments = [
        str(tmp_path / each) if each.endswith(".xlsx") else each for each in shlex.split(command)[1:]
    ]
    result = CliRunner().invoke(koryu, arguments)
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 2 or (tmp_path / "anniversaries.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("command", re.findall(r"`(koryu query concepts[^`]*)`", README))
def test_the_words_of_a_column_are_listed(built, monkeypatch, command):
    monkeypatch.chdir(built)
    result = CliRunner().invoke(koryu, shlex.split(command)[1:])
    assert result.exit_code == 0
    assert "  friendship-city " in result.output


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_is_in_the_readme(name):
    assert f"`koryu {name}" in README


@pytest.mark.parametrize("name", [*TEXTS, *LISTS])
def test_every_setting_is_in_the_readme(name):
    assert f"`{name}`" in README


def test_the_readme_counts_right():
    queries = len(list((ROOT / "queries").glob("*.rq")))
    assert f"lists the {queries} stored queries" in README
    governments = len((ROOT / "data/gazetteer/governments.csv").read_text("utf-8").splitlines()) - 1
    assert f"{governments} governments" in README
