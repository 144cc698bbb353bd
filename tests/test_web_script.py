"""``scripts/web`` without the npm registry, and without Node: the site has no editor then, and says so."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAMS = ("cat", "dirname", "env", "find", "head", "sh", "sha256sum", "sort", "xargs")  # no node, no npm


@pytest.fixture
def checkout(tmp_path):
    """The part of a checkout that is built, never built before."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/web", tmp_path / "scripts")
    shutil.copytree(ROOT / "web", tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    return tmp_path


def build(checkout, **more):
    environment = {
        "PATH": str(checkout / "bin"),
        "HOME": str(checkout),
        "npm_config_registry": "http://127.0.0.1:9/",  # where nobody answers
        **more,
    }
    script = checkout / "scripts/web"
    return subprocess.run([script], capture_output=True, text=True, env=environment, timeout=60)


def test_without_the_registry_the_site_goes_without_an_editor(checkout):
    done = build(checkout)
    assert done.returncode == 0
    assert done.stdout == "building the browser's part ...\n"
    assert done.stderr == (
        "no editor: npm cannot install it (npm error code ECONNREFUSED); 'scripts/web' tries again\n"
    )


def test_ci_does_not_go_without(checkout):
    assert build(checkout, CI="true").returncode == 1


def test_what_is_built_is_not_built_again(checkout):
    if not (ROOT / "src/koryu/web/static/.stamp").is_file():
        assert not os.environ.get("CI"), "CI needs the browser's part"
        pytest.skip("the browser's part has not been built: scripts/web")
    static = checkout / "src/koryu/web/static"
    static.mkdir(parents=True)
    shutil.copy(ROOT / "src/koryu/web/static/.stamp", static)
    done = build(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
